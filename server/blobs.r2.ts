/**
 * Blobs in Cloudflare R2, where an object cannot grow: each flush puts one object with a random name, and the
 * reference lists them in order. The list is in the row rather than in the bucket's names because the row is
 * what two writers compete for: whoever loses has only put objects that nothing names.
 *
 * A last piece that is small is replaced by one that holds it and what follows, so that even an upload sent
 * byte by byte ends as few objects, and no more than PIECE_SIZE + SMALL bytes are ever in memory.
 *
 * R2 records when an object was put and cannot be told not to; rewriting at the close of the day makes that the
 * time of the rewriting.
 *
 * @module
 */
import type { R2Bucket } from '@cloudflare/workers-types';
import type { Random } from '../crypto/encoding.ts';
import type { BlobRef, BlobStore, BlobWriter, Flushed } from './blobs.ts';
import { ServerError } from './errors.ts';
import { newId } from './shuffle.ts';

type Piece = { name: string; size: number };

const SMALL = 1024 * 1024;
/** The most names that R2 removes at once. */
const DELETE_BATCH = 1000;
/** Objects younger than this may belong to a request that is still running in another process. */
const SWEEP_AGE_MS = 86_400_000;

export type R2Options = { bucket: R2Bucket; now: () => Date; random: Random };

export function r2Blobs({ bucket, now, random }: R2Options): BlobStore {
  const put = async (bytes: Uint8Array): Promise<Piece> => {
    const piece = { name: newId(random), size: bytes.length };
    await attempt(() => bucket.put(piece.name, bytes));
    return piece;
  };
  const remove = async (pieces: readonly Piece[]): Promise<void> => {
    for (let start = 0; start < pieces.length; start += DELETE_BATCH) {
      const names = pieces.slice(start, start + DELETE_BATCH).map((piece) => piece.name);
      await attempt(() => bucket.delete(names));
    }
  };
  const get = async (piece: Piece, from = 0, to = piece.size): Promise<Uint8Array> => {
    const range = { offset: from, length: to - from };
    const object = await attempt(() => bucket.get(piece.name, { range }));
    if (!object || object.size !== piece.size) throw new ServerError('storage.failed');
    return new Uint8Array(await attempt(() => object.arrayBuffer()));
  };

  return {
    create: () => '',

    async writer(ref, length) {
      const pieces = piecesOf(ref);
      if (sizeOf(pieces) !== length) return null;
      const last = pieces.at(-1);
      if (last && !(await attempt(() => bucket.head(last.name)))) return null;
      return r2Writer(pieces, { get, put, remove });
    },

    read(ref, range) {
      const wanted = [...overlapping(piecesOf(ref), range.start, range.end)];
      const complete = sizeOf(piecesOf(ref)) >= range.end;
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const next = wanted.shift();
            try {
              if (!complete) throw new ServerError('storage.failed');
              if (next) controller.enqueue(await get(next.piece, next.from, next.to));
              if (wanted.length === 0) controller.close();
            } catch {
              controller.error(new ServerError('storage.failed'));
            }
          },
        },
        { highWaterMark: 0 },
      );
    },

    async seal(ref) {
      for (const piece of piecesOf(ref)) {
        const object = await attempt(() => bucket.head(piece.name));
        if (object?.size !== piece.size) throw new ServerError('storage.failed');
      }
    },

    async rewrite(ref) {
      const before = piecesOf(ref);
      const after: Piece[] = [];
      try {
        for (const piece of before) after.push(await put(await get(piece)));
      } catch (error) {
        await remove(after);
        throw error;
      }
      return { ref: refOf(after), recorded: () => remove(before), undo: () => remove(after) };
    },

    remove: (ref) => remove(piecesOf(ref)),

    async probe() {
      await remove([await put(new Uint8Array(1))]);
    },

    async sweep(kept) {
      const oldEnough = now().getTime() - SWEEP_AGE_MS;
      const old: Piece[] = [];
      let cursor: string | undefined;
      do {
        const page = await attempt(() => bucket.list(cursor === undefined ? {} : { cursor }));
        for (const { key, size, uploaded } of page.objects) {
          if (uploaded.getTime() <= oldEnough) old.push({ name: key, size });
        }
        cursor = page.truncated ? page.cursor : undefined;
      } while (cursor !== undefined);
      const named = new Set((await kept()).flatMap((ref) => piecesOf(ref).map((piece) => piece.name)));
      const orphans = old.filter((piece) => !named.has(piece.name));
      await remove(orphans);
      return orphans.length;
    },
  };
}

type Objects = {
  get(piece: Piece): Promise<Uint8Array>;
  put(bytes: Uint8Array): Promise<Piece>;
  remove(pieces: readonly Piece[]): Promise<void>;
};

function r2Writer(start: readonly Piece[], objects: Objects): BlobWriter {
  let pieces = start;
  let pending: Uint8Array[] = [];
  return {
    write(bytes) {
      // Copied: whoever gave the bytes may use their memory again before the flush.
      pending.push(bytes.slice());
      return Promise.resolve();
    },
    async flush(): Promise<Flushed> {
      const before = pieces;
      if (pending.length === 0) return { ref: refOf(before), recorded: nothing, undo: nothing };
      const last = before.at(-1);
      const replaced = last && last.size < SMALL ? [last] : [];
      const head = await Promise.all(replaced.map((piece) => objects.get(piece)));
      const piece = await objects.put(joined([...head, ...pending]));
      pending = [];
      pieces = [...before.slice(0, before.length - replaced.length), piece];
      const undo = async (): Promise<void> => {
        pieces = before;
        await objects.remove([piece]);
      };
      return { ref: refOf(pieces), recorded: () => objects.remove(replaced), undo };
    },
    close: nothing,
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

function* overlapping(pieces: readonly Piece[], start: number, end: number) {
  let offset = 0;
  for (const piece of pieces) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, piece.size);
    if (from < to) yield { piece, from, to };
    offset += piece.size;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.size, 0);
}

/** `name:size`, joined by commas. */
function refOf(pieces: readonly Piece[]): BlobRef {
  return pieces.map(({ name, size }) => `${name}:${String(size)}`).join(',');
}

function piecesOf(ref: BlobRef): Piece[] {
  if (ref === '') return [];
  return ref.split(',').map((entry) => {
    const [name = '', size = ''] = entry.split(':');
    return { name, size: Number(size) };
  });
}

/** R2's own errors name keys and actions; they stop here. */
async function attempt<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch {
    throw new ServerError('storage.failed');
  }
}
