/**
 * Reads the server's snapshot of drops: an index of slots, and buckets of 128 drops. Looking is local; who looks
 * fetches the index and one whole bucket, whether or not something waits (docs/format.md, "Drops").
 *
 * @module
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { base64urlnopad } from '@scure/base';
import * as v from 'valibot';
import { WitnessboxError } from './errors.ts';
import { DROP_SIZE } from './padding.ts';
import { count, day, readJson } from './shapes.ts';

const SLOT_SIZE = 16;
const BUCKET_DROPS = 128;
const EMPTY_SLOT = '0'.repeat(SLOT_SIZE * 2);

export type SnapshotIndex = {
  format: 'witnessbox-snapshot/1';
  /** Rises by one with each snapshot. */
  number: number;
  /** UTC date of the snapshot. */
  day: string;
  /** `slots`: 128 slots of 16 bytes, base64url without padding; sixteen zero bytes stand for nothing. */
  buckets: { id: number; slots: string }[];
};

/** 2,048 bytes in base64url are 2,731 digits, the last of them with two unused bits. */
const slotsShape = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{2730}[AEIMQUYcgkosw048]$/));

const indexShape = v.object({
  format: v.literal('witnessbox-snapshot/1'),
  number: count,
  day,
  buckets: v.pipe(
    v.array(v.object({ id: count, slots: slotsShape })),
    v.minLength(1),
    v.check((buckets) => new Set(buckets.map((bucket) => bucket.id)).size === buckets.length),
  ),
});

/** Throws `snapshot.malformed`. */
export function parseSnapshotIndex(bytes: Uint8Array): SnapshotIndex {
  return readJson(bytes, indexShape, 'snapshot.malformed');
}

/**
 * Where a drop of ours lies: `n` is the place in the list of slots that were asked for, `bucket` a bucket's id,
 * `position` 0 to 127.
 */
export type FoundSlot = { n: number; bucket: number; position: number };

/** Matches one's own slots against the index, in the order of `slots`. Nothing leaves the machine. */
export function findSlots(index: SnapshotIndex, slots: readonly Uint8Array[]): FoundSlot[] {
  const wanted = new Map(slots.map((slot, n) => [bytesToHex(slot), n]));
  wanted.delete(EMPTY_SLOT);
  const found: FoundSlot[] = [];
  for (const bucket of index.buckets) {
    const bytes = base64urlnopad.decode(bucket.slots);
    for (let position = 0; position < BUCKET_DROPS; position += 1) {
      const slot = bytes.subarray(position * SLOT_SIZE, (position + 1) * SLOT_SIZE);
      const n = wanted.get(bytesToHex(slot));
      if (n !== undefined) found.push({ n, bucket: bucket.id, position });
    }
  }
  return found.sort((a, b) => a.n - b.n);
}

/** The 8,192 bytes at a position of a bucket of exactly 1 MiB. Throws `snapshot.malformed`. */
export function dropAt(bucket: Uint8Array, position: number): Uint8Array {
  const inRange = Number.isInteger(position) && position >= 0 && position < BUCKET_DROPS;
  if (bucket.length !== BUCKET_DROPS * DROP_SIZE || !inRange) throw new WitnessboxError('snapshot.malformed');
  return bucket.subarray(position * DROP_SIZE, (position + 1) * DROP_SIZE);
}
