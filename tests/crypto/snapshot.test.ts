import { base64urlnopad } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allSlots } from '../../crypto/drop.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { dropAt, findSlots, parseSnapshotIndex, type SnapshotIndex } from '../../crypto/snapshot.ts';
import { codeOf, digest, patterned, random } from './helpers.ts';

/** A bucket's slots: noise, with the given ones at their positions. */
function slots(at: Record<number, Uint8Array> = {}, rest: (length: number) => Uint8Array = random): string {
  const bytes = rest(2048);
  for (const [position, slot] of Object.entries(at)) bytes.set(slot, Number(position) * 16);
  return base64urlnopad.encode(bytes);
}

const index = (buckets: SnapshotIndex['buckets'], change: object = {}) =>
  utf8(
    JSON.stringify({ format: 'witnessbox-snapshot/1', number: 12, day: '2026-11-20', buckets, ...change }),
  );

const own = allSlots(new Uint8Array(32).fill(4));
const slot = (n: number) => own[n] ?? new Uint8Array(0);

describe('looking for replies', () => {
  test('finds every own slot, wherever it lies, and nothing else', () => {
    const snapshot = parseSnapshotIndex(
      index([
        { id: 3, slots: slots({ 0: slot(1), 127: slot(0) }) },
        { id: 9, slots: slots() },
        { id: 4, slots: slots({ 64: slot(255) }) },
      ]),
    );
    expect(findSlots(snapshot, own)).toEqual([
      { n: 0, bucket: 3, position: 127 },
      { n: 1, bucket: 3, position: 0 },
      { n: 255, bucket: 4, position: 64 },
    ]);
    expect(findSlots(snapshot, allSlots(new Uint8Array(32)))).toEqual([]);
  });

  test('takes an empty place for no one’s slot', () => {
    const snapshot = parseSnapshotIndex(
      index([{ id: 0, slots: slots({}, (length) => new Uint8Array(length)) }]),
    );
    expect(findSlots(snapshot, [new Uint8Array(16), ...own])).toEqual([]);
  });

  test('takes the drop at its place out of a bucket', () => {
    const bucket = patterned(1048576);
    for (const position of [0, 1, 127]) {
      const expected = bucket.subarray(position * 8192, (position + 1) * 8192);
      expect(digest(dropAt(bucket, position))).toBe(digest(expected));
    }
  });

  test('refuses buckets of another size and places that do not exist', () => {
    expect(codeOf(() => dropAt(patterned(1048575), 0))).toBe('snapshot.malformed');
    for (const position of [-1, 128, 0.5]) {
      expect(codeOf(() => dropAt(new Uint8Array(1048576), position))).toBe('snapshot.malformed');
    }
  });
});

describe('an index', () => {
  const parsed = (bytes: Uint8Array) => codeOf(() => parseSnapshotIndex(bytes));
  const good = { id: 1, slots: slots() };

  test('in order is read', () => {
    expect(parsed(index([good]))).toBe('no error');
  });

  test.each<[string, Uint8Array]>([
    ['without a bucket', index([])],
    ['with a bucket twice', index([good, good])],
    ['with a bucket of too few slots', index([{ id: 1, slots: base64urlnopad.encode(random(2032)) }])],
    ['with padded or classical base64', index([{ id: 1, slots: `${good.slots.slice(0, -1)}=` }])],
    ['with digits that no bytes have', index([{ id: 1, slots: `${good.slots.slice(0, -1)}B` }])],
    ['with a negative id', index([{ ...good, id: -1 }])],
    ['of another format', index([good], { format: 'witnessbox-snapshot/2' })],
    ['with a time instead of a day', index([good], { day: '2026-11-20T00:00' })],
    ['that is no JSON', utf8('<html>')],
  ])('%s is malformed', (_, bytes) => {
    expect(parsed(bytes)).toBe('snapshot.malformed');
  });

  test('of any JSON at all is malformed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parsed(utf8(text))).toBe('snapshot.malformed');
      }),
    );
  });
});
