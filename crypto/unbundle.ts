/**
 * Reads a bundle that a stranger made: everything in it is hostile until shown otherwise. Parts come in their fixed
 * order, evidence as streams, and the whole plaintext is read to its end, because age authenticates the end too.
 *
 * @module
 */
import { ByteReader } from './bytes.ts';
import { WitnessboxError } from './errors.ts';
import { evidenceNumber } from './names.ts';
import { drainZeros, nextEntry, skipPadding, takeExactly, type TarEntry } from './tar.ts';
import {
  LONGEST_JSON,
  readChannel,
  readTestimony,
  type Channel,
  type EvidenceRecord,
  type Testimony,
} from './testimony.ts';

export type BundlePart =
  | { part: 'testimony'; testimony: Testimony; bytes: Uint8Array }
  | { part: 'channel'; channel: Channel; bytes: Uint8Array }
  | { part: 'evidence'; record: EvidenceRecord; body: ReadableStream<Uint8Array> };

const PIECE = 65536;

/**
 * The parts of a bundle: the testimony first, then the channel (a bundle made elsewhere may lack it), then every
 * file that the testimony lists, in the archive's order. A body is to be read before the next part is asked for;
 * what is left of it is skipped then.
 *
 * Throws `bundle.hostile-entry` (not a regular file, a path that is not listed, a path twice, an entry out of
 * order, metadata past all measure), `bundle.malformed` (no tar, wrong JSON, a size that lies, a listed file that is
 * absent, anything but zeros in the padding) and whatever the plaintext stream throws. Nothing that was given out is
 * to be believed before the generator has ended.
 */
export async function* readBundle(plaintext: ReadableStream<Uint8Array>): AsyncGenerator<BundlePart> {
  const reader = new ByteReader(plaintext);
  try {
    const first = await nextEntry(reader);
    if (first?.path !== 'testimony.json') throw new WitnessboxError('bundle.malformed');
    const testimonyBytes = await takeDocument(reader, first);
    const testimony = readTestimony(testimonyBytes);
    const expected = recordsByPath(testimony);
    yield { part: 'testimony', testimony, bytes: testimonyBytes };

    let entry = await nextEntry(reader);
    if (entry?.path === 'channel.json') {
      const bytes = await takeDocument(reader, entry);
      yield { part: 'channel', channel: readChannel(bytes), bytes };
      entry = await nextEntry(reader);
    }

    for (; entry; entry = await nextEntry(reader)) {
      const record = expected.get(entry.path);
      if (!record) throw new WitnessboxError('bundle.hostile-entry');
      if (record.size !== entry.size) throw new WitnessboxError('bundle.malformed');
      expected.delete(entry.path);
      const body = new Body(reader, entry.size);
      yield { part: 'evidence', record, body: body.stream };
      await body.skip();
    }
    if (expected.size > 0) throw new WitnessboxError('bundle.malformed');
    await drainZeros(reader);
  } finally {
    // Does nothing where all was read; else lets go of the source.
    await reader.cancel().catch(() => undefined);
  }
}

/** One of the two JSON documents, and the zeros behind it. Throws `bundle.hostile-entry` past `LONGEST_JSON`. */
export async function takeDocument(reader: ByteReader, entry: TarEntry): Promise<Uint8Array> {
  if (entry.size > LONGEST_JSON) throw new WitnessboxError('bundle.hostile-entry');
  const bytes = await takeExactly(reader, entry.size);
  await skipPadding(reader, entry.size);
  return bytes;
}

/**
 * What the testimony lists. Two files with one number: `bundle.hostile-entry`. Names that begin with different digits
 * are two files everywhere; names that do not may be one where case is folded or letters are composed, by rules that
 * differ from system to system, and there the second would overwrite the first.
 */
export function recordsByPath(testimony: Testimony): Map<string, EvidenceRecord> {
  const records = new Map(testimony.evidence.map((record) => [record.path, record]));
  const numbers = new Set(testimony.evidence.map((record) => evidenceNumber(record.path)));
  if (numbers.size !== testimony.evidence.length) throw new WitnessboxError('bundle.hostile-entry');
  return records;
}

/** The body of one entry as a stream, and what is left of it. */
class Body {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #reader: ByteReader;
  readonly #size: number;
  #left: number;
  /** Set once the archive moves on: who still holds the stream must not eat the next entry's bytes. */
  #over = false;
  /** A read that was begun takes its bytes before anything else does. */
  #pulling: Promise<unknown> = Promise.resolve();

  constructor(reader: ByteReader, size: number) {
    this.#reader = reader;
    this.#size = size;
    this.#left = size;
    this.stream = new ReadableStream(
      {
        pull: async (controller) => {
          if (this.#over) throw new WitnessboxError('bundle.malformed');
          if (this.#left > 0) {
            const next = this.#next();
            this.#pulling = next;
            controller.enqueue(await next);
          }
          if (this.#left === 0) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }

  async skip(): Promise<void> {
    this.#over = true;
    await this.#pulling.catch(() => undefined);
    while (this.#left > 0) await this.#next();
    await skipPadding(this.#reader, this.#size);
  }

  async #next(): Promise<Uint8Array> {
    const piece = await this.#reader.some(Math.min(this.#left, PIECE));
    if (piece.length === 0) throw new WitnessboxError('bundle.malformed');
    this.#left -= piece.length;
    return piece;
  }
}
