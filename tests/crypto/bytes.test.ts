import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../crypto/bytes.ts';
import { sameBytes, streamOf } from '../../crypto/encoding.ts';
import { digest, inPieces, patterned } from './helpers.ts';

/** A byte stream that fills each buffer it is given with at most `most` bytes. */
function byteStream(bytes: Uint8Array, most: number, cancelled?: (reason: unknown) => void) {
  let offset = 0;
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 1000,
    pull(controller) {
      const request = controller.byobRequest;
      const view = request?.view;
      if (!view) throw new Error('no buffer to fill');
      const piece = bytes.subarray(offset, offset + Math.min(most, view.byteLength));
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(piece);
      offset += piece.length;
      if (piece.length === 0) controller.close();
      request.respond(piece.length);
    },
    cancel: (reason) => cancelled?.(reason),
  });
}

const MOST = fc.integer({ min: 1, max: 4000 });
const SOURCES = fc.oneof(
  fc.record({
    kind: fc.constant('pieces' as const),
    lengths: fc.array(MOST, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('bytes' as const), most: MOST }),
);
const STEPS = fc.array(
  fc.record({
    ask: fc.constantFrom('take', 'spare', 'some'),
    length: fc.integer({ min: 1, max: 3000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a stream read by lengths', () => {
  test('gives every byte once and in order, whatever the source and however it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(SOURCES, fc.nat(20_000).map(patterned), STEPS, async (source, bytes, steps) => {
        const reader = new ByteReader(
          source.kind === 'bytes' ? byteStream(bytes, source.most) : inPieces(bytes, source.lengths),
        );
        let offset = 0;
        for (let step = 0; offset < bytes.length; step += 1) {
          const { ask, length } = steps[step % steps.length] ?? { ask: 'take', length: 1 };
          expect(await reader.atEnd()).toBe(false);
          const wanted = bytes.subarray(offset, offset + length);
          const given =
            ask === 'some'
              ? await reader.some(length)
              : await reader.take(length, ask === 'spare' ? new Uint8Array(3000) : undefined);
          if (ask === 'some') expect(given.length).toBeGreaterThan(0);
          else expect(given.length).toBe(wanted.length);
          expect(sameBytes(given, wanted.subarray(0, given.length))).toBe(true);
          offset += given.length;
        }
        expect(await reader.atEnd()).toBe(true);
        expect(await reader.take(5)).toHaveLength(0);
        expect(await reader.some(5)).toHaveLength(0);
      }),
      { numRuns: 200 },
    );
  });

  test('what was given out of a byte stream stays as it was while its buffers are filled anew', async () => {
    const bytes = patterned(20_000_000);
    const reader = new ByteReader(byteStream(bytes, 2 ** 22));
    const given: Uint8Array[] = [];
    for (let turn = 0; !(await reader.atEnd()); turn += 1) {
      given.push(turn % 2 === 0 ? await reader.take(700_000) : await reader.some(3_000_000));
    }
    expect(digest(concatBytes(...given))).toBe(digest(bytes));
  });

  test('a byte stream is read into two buffers in turn', async () => {
    const filled = new Set<number>();
    let largest = 0;
    let left = 40;
    const stream = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        const view = controller.byobRequest?.view;
        if (!view) throw new Error('no buffer to fill');
        const buffer = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        // Marks the memory itself, to know it again.
        if (buffer[buffer.length - 1] === 0) buffer[buffer.length - 1] = filled.size + 1;
        filled.add(buffer[buffer.length - 1] ?? 0);
        largest = Math.max(largest, buffer.length);
        left -= 1;
        if (left === 0) controller.close();
        controller.byobRequest.respond(left === 0 ? 0 : 1000);
      },
    });
    const reader = new ByteReader(stream);
    while (!(await reader.atEnd())) await reader.take(999);
    expect(filled.size).toBe(2);
    expect(largest).toBe(2 ** 22);
  });

  test('what lies in one piece of another stream is not copied, what spans two is, into what is spare', async () => {
    const bytes = patterned(3000);
    const reader = new ByteReader(inPieces(bytes, [1000]));
    expect((await reader.take(600)).buffer).toBe(bytes.buffer);
    expect((await reader.some(100)).buffer).toBe(bytes.buffer);
    const spare = new Uint8Array(2000);
    const spanning = await reader.take(600, spare);
    expect(spanning.buffer).toBe(spare.buffer);
    expect([...spanning]).toEqual([...bytes.subarray(700, 1300)]);
    expect((await reader.take(100, spare)).buffer).toBe(bytes.buffer);
  });

  test.each([
    ['of a file in a browser', (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]).stream()],
    ['of an answer', (bytes: Uint8Array) => new Response(new Uint8Array(bytes)).body ?? streamOf(bytes)],
  ])('reads the platform’s own stream %s', async (_, make) => {
    const bytes = patterned(3_000_000);
    const reader = new ByteReader(make(bytes));
    const given = [await reader.take(1_700_000), await reader.take(1_000_000), await reader.take(1_000_000)];
    expect(digest(concatBytes(...given))).toBe(digest(bytes));
    expect(await reader.atEnd()).toBe(true);
  });
});

describe('a source that fails or is given up', () => {
  test('fails the reader where it failed, behind all that came before', async () => {
    let pulls = 0;
    const stream = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        pulls += 1;
        if (pulls > 2) throw new TypeError('the disk is gone');
        controller.byobRequest?.respond(10);
      },
    });
    const reader = new ByteReader(stream);
    expect(await reader.take(20)).toHaveLength(20);
    await expect(reader.take(1)).rejects.toThrow('the disk is gone');
  });

  test.each(['pieces', 'bytes'])('is told so, and gives nothing more: %s', async (kind) => {
    const reasons: unknown[] = [];
    const bytes = patterned(5000);
    const stream =
      kind === 'bytes'
        ? byteStream(bytes, 100, (reason) => reasons.push(reason))
        : new ReadableStream<Uint8Array>({
            pull: (controller) => {
              controller.enqueue(bytes);
            },
            cancel: (reason) => void reasons.push(reason),
          });
    const reader = new ByteReader(stream);
    await reader.take(150);
    await reader.cancel('enough');
    expect(reasons).toEqual(['enough']);
    expect(await reader.take(1)).toHaveLength(0);
  });
});
