/**
 * Reads a bundle in part: its testimony from the first chunks, one file without those before it. The archive is
 * walked from header to header with the strict reader of `tar.ts` and under the rules of `unbundle.ts`; only the bodies
 * between are jumped over. What lies behind the place that was read, and in bodies that were not, is unknown: all of
 * it is incomplete.
 *
 * @module
 */
import { ByteReader } from './bytes.ts';
import { WitnessboxError } from './errors.ts';
import type { RangedPlaintext } from './ranged.ts';
import { BLOCK, blockPadding, LONGEST_PAX, nextEntry, skipPadding, type TarEntry } from './tar.ts';
import { readChannel, readTestimony, type EvidenceRecord, type Testimony } from './testimony.ts';
import { recordsByPath, takeDocument } from './unbundle.ts';

export type RangedBundle = {
  testimony: Testimony;
  /** testimony.json as it was sent. */
  bytes: Uint8Array;
  /** Whether a channel.json came along. It is checked and never given out. */
  hasChannel: boolean;
  /**
   * The file that the testimony lists at this place, from 0; a place that it does not list is a RangeError. Reads the
   * headers of all files before it. Throws what `openRangedBundle` throws; the body gives exactly `record.size` bytes.
   */
  evidence(index: number): Promise<{ record: EvidenceRecord; body: ReadableStream<Uint8Array> }>;
};

type Place = TarEntry & { start: number };

/** Zeros behind a body, a pax header with its records, a header: no strict archive has more between two bodies. */
const BETWEEN = BLOCK + BLOCK + LONGEST_PAX + BLOCK;

/**
 * Reads as far as the entry behind the testimony. Throws `bundle.hostile-entry` and `bundle.malformed` as `readBundle`
 * does, and whatever the plaintext throws.
 */
export async function openRangedBundle(plaintext: RangedPlaintext): Promise<RangedBundle> {
  const walk = new Walk(plaintext);
  const first = await walk.next();
  if (first?.path !== 'testimony.json') throw new WitnessboxError('bundle.malformed');
  const bytes = await documentAt(plaintext, first);
  const testimony = readTestimony(bytes);
  const files = new Files(testimony, walk);
  let total = 0;
  for (const { size } of testimony.evidence) total += size;
  // Such a list cannot be true wherever the files lie.
  if (total > plaintext.size) throw new WitnessboxError('bundle.malformed');

  const second = await walk.next();
  const hasChannel = second?.path === 'channel.json';
  if (hasChannel) readChannel(await documentAt(plaintext, second));
  else files.note(second);
  return {
    testimony,
    bytes,
    hasChannel,
    async evidence(index) {
      const record = testimony.evidence[index];
      if (!record) throw new RangeError('no such file');
      const start = await files.find(record.path);
      return { record, body: plaintext.stream(start, start + record.size) };
    },
  };
}

async function documentAt(plaintext: RangedPlaintext, { start, ...entry }: Place): Promise<Uint8Array> {
  const end = start + entry.size + blockPadding(entry.size);
  const reader = new ByteReader(plaintext.stream(start, end));
  try {
    return await takeDocument(reader, entry);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Where the files lie, as far as the archive was walked. */
class Files {
  /** Listed, not met yet. */
  readonly #expected: Map<string, EvidenceRecord>;
  readonly #starts = new Map<string, number>();
  readonly #walk: Walk;
  /** An archive that was refused stays refused, whatever is asked for next. */
  #refused: WitnessboxError | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(testimony: Testimony, walk: Walk) {
    this.#expected = recordsByPath(testimony);
    this.#walk = walk;
  }

  /** Two who search at once take turns. */
  find(path: string): Promise<number> {
    const found = this.#turn.then(() => this.#find(path));
    this.#turn = found.catch(() => undefined);
    return found;
  }

  note(place: Place | null): void {
    // At the archive's end, every file must have been met.
    if (!place && this.#expected.size > 0) this.#refuse('bundle.malformed');
    if (!place) return;
    const record = this.#expected.get(place.path);
    if (!record) this.#refuse('bundle.hostile-entry');
    if (record.size !== place.size) this.#refuse('bundle.malformed');
    this.#expected.delete(place.path);
    this.#starts.set(place.path, place.start);
  }

  #refuse(code: 'bundle.malformed' | 'bundle.hostile-entry'): never {
    this.#refused = new WitnessboxError(code);
    throw this.#refused;
  }

  async #find(path: string): Promise<number> {
    for (;;) {
      if (this.#refused) throw this.#refused;
      const start = this.#starts.get(path);
      if (start !== undefined) return start;
      this.note(await this.#walk.next());
    }
  }
}

/** Goes from entry to entry without reading bodies; stays where it is when it throws. */
class Walk {
  readonly #plaintext: RangedPlaintext;
  /** The end of the last body, and how long that was. */
  #position = 0;
  #size = 0;

  constructor(plaintext: RangedPlaintext) {
    this.#plaintext = plaintext;
  }

  /** The next file and where its body begins; null at the archive's end. */
  async next(): Promise<Place | null> {
    const { size } = this.#plaintext;
    const until = Math.min(size, this.#position + BETWEEN);
    const reader = new CountingReader(this.#plaintext.stream(this.#position, until));
    try {
      await skipPadding(reader, this.#size);
      const entry = await nextEntry(reader);
      if (!entry) return null;
      const start = this.#position + reader.taken;
      const end = start + entry.size;
      if (end + blockPadding(entry.size) > size) throw new WitnessboxError('bundle.malformed');
      this.#position = end;
      this.#size = entry.size;
      return { ...entry, start };
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }
}

class CountingReader extends ByteReader {
  /** Bytes that `take` has given. */
  taken = 0;

  override async take(length: number): Promise<Uint8Array> {
    const bytes = await super.take(length);
    this.taken += bytes.length;
    return bytes;
  }
}
