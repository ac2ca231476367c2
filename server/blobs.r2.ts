/**
 * Blobs in Cloudflare R2, where an object cannot grow: each flush puts one object with a random name, and the
 * reference lists them in order (pieces.r2.ts). The list is in the row rather than in the bucket's names because the
 * row is what two writers compete for: whoever loses has only put objects that nothing names.
 *
 * A last piece that is small is replaced by one that holds it and what follows, so that even an upload sent
 * byte by byte ends as few objects, and no more than PIECE_SIZE + SMALL bytes are ever in memory.
 *
 * R2 records when an object was put and cannot be told not to, and the sizes of pieces tell of the line on which they
 * came. Rewriting at the close of the day makes the times those of the rewriting, and all pieces equal.
 *
 * @module
 */
import type { R2Bucket } from '@cloudflare/workers-types';
import { dayOf, midnight } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import { PIECE_SIZE, type BlobStore, type BlobWriter, type Flushed } from './blobs.ts';
import { ServerError } from './errors.ts';
import {
  format,
  keysOf,
  newName,
  noPieces,
  overlapping,
  parse,
  sizeOf,
  type Piece,
  type Pieces,
} from './pieces.r2.ts';

const SMALL = 1024 * 1024;
/** The most names that R2 removes at once. */
const DELETE_BATCH = 1000;
/** Objects younger than this may belong to a request that is still running in another process. */
const SWEEP_AGE_MS = 86_400_000;

export type R2Options = { bucket: R2Bucket; now: () => Date; random: Random };

export function r2Blobs(options: R2Options): BlobStore {
  const { now, random } = options;
  const objects = objectsOf(options);
  return {
    create: () => format({ whole: noPieces(random), copy: null }),

    async writer(ref, length) {
      const { whole } = parse(ref);
      if (sizeOf(whole) !== length) return null;
      const last = whole.list.at(-1);
      const found = last && (await objects.find(whole.prefix, last));
      if (found === null) return null;
      return r2Writer(whole, dayOf(found?.uploaded ?? now()), objects);
    },

    async put(ref, bytes) {
      const writer = r2Writer(parse(ref).whole, dayOf(now()), objects);
      await writer.write(bytes);
      return writer.flush();
    },

    read(ref, range) {
      const { whole } = parse(ref);
      const wanted = [...overlapping(whole, range.start, range.end)];
      const complete = sizeOf(whole) >= range.end;
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const next = wanted.shift();
            try {
              if (!complete) throw new ServerError('storage.failed');
              if (next) controller.enqueue(await objects.get(whole.prefix, next.piece, next.from, next.to));
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
      const { whole } = parse(ref);
      // By listing: one request for each piece of a long upload would be more than one invocation may make.
      const there = new Map<string, number>();
      for await (const { key, size } of objects.list(whole.prefix)) there.set(key, size);
      for (const { name, size } of whole.list) {
        if (there.get(whole.prefix + name) !== size) throw new ServerError('storage.failed');
      }
    },

    async rewrite(ref, _day, isOver = () => false) {
      const { whole, copy } = parse(ref);
      const total = sizeOf(whole);
      let made = copy ?? noPieces(random);
      const added: string[] = [];
      try {
        for (let from = sizeOf(made); from < total && !isOver(); from = sizeOf(made)) {
          const parts: Uint8Array[] = [];
          for (const { piece, ...at } of overlapping(whole, from, from + PIECE_SIZE)) {
            parts.push(await objects.get(whole.prefix, piece, at.from, at.to));
          }
          const piece = await objects.put(made.prefix, joined(parts));
          made = { ...made, list: [...made.list, piece] };
          added.push(made.prefix + piece.name);
        }
      } catch (error) {
        await objects.remove(added).catch(() => undefined);
        throw error;
      }
      const isWhole = sizeOf(made) === total;
      return {
        ref: format(isWhole ? { whole: made, copy: null } : { whole, copy: made }),
        isWhole,
        recorded: () => objects.remove(isWhole ? keysOf({ whole, copy: null }) : []),
        undo: () => objects.remove(added),
        doubt: nothing,
      };
    },

    async isOld(ref, today) {
      // The first is the oldest.
      const { prefix, list } = parse(ref).whole;
      const found = list[0] && (await objects.find(prefix, list[0]));
      return !!found && found.uploaded < midnight(today);
    },

    shut: () => null,

    remove: (ref) => objects.remove(keysOf(parse(ref))),

    async probe() {
      const { prefix } = noPieces(random);
      await objects.remove([prefix + (await objects.put(prefix, new Uint8Array(1))).name]);
    },

    async sweep(kept) {
      const oldEnough = now().getTime() - SWEEP_AGE_MS;
      const old: string[] = [];
      for await (const { key, uploaded } of objects.list('')) {
        if (uploaded.getTime() <= oldEnough) old.push(key);
      }
      const named = new Set((await kept()).flatMap((ref) => keysOf(parse(ref))));
      const orphans = old.filter((key) => !named.has(key));
      await objects.remove(orphans);
      return orphans.length;
    },
  };
}

type Objects = ReturnType<typeof objectsOf>;

function objectsOf({ bucket, random }: R2Options) {
  return {
    async put(prefix: string, bytes: Uint8Array): Promise<Piece> {
      const piece = { name: newName(random), size: bytes.length };
      await attempt(() => bucket.put(prefix + piece.name, bytes));
      return piece;
    },
    async get(prefix: string, piece: Piece, from = 0, to = piece.size): Promise<Uint8Array> {
      const range = { offset: from, length: to - from };
      const object = await attempt(() => bucket.get(prefix + piece.name, { range }));
      if (!object || object.size !== piece.size) throw new ServerError('storage.failed');
      return new Uint8Array(await attempt(() => object.arrayBuffer()));
    },
    async find(prefix: string, piece: Piece): Promise<{ uploaded: Date } | null> {
      const found = await attempt(() => bucket.head(prefix + piece.name));
      return found?.size === piece.size ? found : null;
    },
    async *list(prefix: string) {
      let cursor: string | undefined;
      do {
        const page = await attempt(() => bucket.list({ prefix, ...(cursor !== undefined && { cursor }) }));
        yield* page.objects;
        cursor = page.truncated ? page.cursor : undefined;
      } while (cursor !== undefined);
    },
    async remove(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += DELETE_BATCH) {
        const names = keys.slice(start, start + DELETE_BATCH);
        await attempt(() => bucket.delete(names));
      }
    },
  };
}

function r2Writer(start: Pieces, day: string, objects: Objects): BlobWriter {
  let pieces = start;
  let pending: Uint8Array[] = [];
  return {
    day,
    // What is being put and what comes next would both be in memory.
    writesOn: false,
    write(bytes) {
      // Copied: whoever gave the bytes may use their memory again before the flush.
      pending.push(bytes.slice());
      return Promise.resolve();
    },
    async flush(): Promise<Flushed> {
      const before = pieces;
      const { prefix, list } = before;
      const ref = (): string => format({ whole: pieces, copy: null });
      if (pending.length === 0) return { ref: ref(), recorded: nothing, undo: nothing, doubt: nothing };
      const last = list.at(-1);
      const replaced = last && last.size < SMALL ? [last] : [];
      const head = await Promise.all(replaced.map((piece) => objects.get(prefix, piece)));
      const piece = await objects.put(prefix, joined([...head, ...pending]));
      pending = [];
      pieces = { prefix, list: [...list.slice(0, list.length - replaced.length), piece] };
      return {
        ref: ref(),
        recorded: () => objects.remove(replaced.map(({ name }) => prefix + name)),
        undo: async () => {
          pieces = before;
          await objects.remove([prefix + piece.name]);
        },
        // If the row names it after all, it must be there; if not, the sweep finds it.
        doubt: nothing,
      };
    },
    close: nothing,
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
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

/** R2's own errors name keys and actions; they stop here. */
async function attempt<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch {
    throw new ServerError('storage.failed');
  }
}
