import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkCipherOf, InOrder } from '../../crypto/chunk-cipher.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { codeOfAsync, digest, inPieces, patterned, random } from './helpers.ts';
import {
  CHUNK,
  BEFORE,
  Elsewhere,
  sealed,
  opened,
  untilEnd,
  endless,
  aroundBorders,
  lengths,
  widths,
} from './chunks.ts';

describe('several chunks at once', () => {
  test('give the same file as one after the other, whatever the size, the pieces and the order of finishing', async () => {
    await fc.assert(
      fc.asyncProperty(
        aroundBorders,
        lengths,
        widths,
        fc.func(fc.nat(4)),
        async (size, pieces, atOnce, later) => {
          const plaintext = patterned(size);
          const one = await collect(sealed(streamOf(plaintext)));
          const many = await collect(sealed(inPieces(plaintext, pieces), new Elsewhere(atOnce, later)));
          expect(digest(many)).toBe(digest(one));
          const back = await collect(await opened(one, new Elsewhere(atOnce, later)));
          expect(digest(back)).toBe(digest(plaintext));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('come out in their order though the first takes the longest', async () => {
    const plaintext = patterned(6 * CHUNK);
    const slowFirst = new Elsewhere(6, (count) => 40 - count * 6);
    const file = await collect(sealed(streamOf(plaintext), slowFirst));
    expect(slowFirst.begun).toEqual([0, 1, 2, 3, 4, 5]);
    expect(digest(await collect(await opened(file)))).toBe(digest(plaintext));
  });

  test('are never more than the cipher allows, and reading stops with them', async () => {
    const cipher = new Elsewhere(4);
    const source = endless();
    const reader = sealed(source.stream, cipher).getReader();
    // The header and the nonce ask for nothing.
    await reader.read();
    await reader.read();
    expect(source.read()).toBe(0);
    for (let chunk = 0; chunk < 10; chunk += 1) await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(cipher.most).toBe(4);
    // Ten were given out and at most three more wait for their turn; one piece tells that the last is not the last.
    expect(cipher.begun.length).toBe(13);
    expect(source.read()).toBe(14);
    await reader.cancel();
  });

  test('do not touch the memory of who wrote the plaintext', async () => {
    const plaintext = patterned(2 * CHUNK);
    const pieces = [plaintext.slice(0, CHUNK), plaintext.slice(CHUNK)];
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    await collect(sealed(source, new Elsewhere(3)));
    expect(pieces.map(digest)).toEqual([
      digest(plaintext.subarray(0, CHUNK)),
      digest(plaintext.subarray(CHUNK)),
    ]);
  });

  test('a cancelled stream begins nothing more and lets go of its source', async () => {
    const cipher = new Elsewhere(3);
    const source = endless();
    const reader = sealed(source.stream, cipher).getReader();
    for (let piece = 0; piece < 4; piece += 1) await reader.read();
    await reader.cancel('enough');
    const begun = cipher.begun.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(cipher.begun.length).toBe(begun);
    expect(source.cancelled()).toBe('enough');
  });

  test('what was cut off by cancelling is never sealed as the last chunk', async () => {
    const cipher = new Elsewhere(2);
    let give: (() => void) | undefined;
    const halting = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise<void>((resolve) => (give = resolve));
          controller.enqueue(new Uint8Array(1000));
        },
      },
      { highWaterMark: 0 },
    );
    const reader = sealed(halting, cipher).getReader();
    await reader.read();
    await reader.read();
    const reading = reader.read();
    await new Promise((resolve) => setTimeout(resolve, 5));
    give?.();
    await reader.cancel();
    await reading;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(cipher.begun).toEqual([]);
  });
});

describe('when a chunk fails', () => {
  const broken = new Error('broken');

  test('sealing gives what precedes it and then the error, nothing of what follows', async () => {
    const plaintext = patterned(8 * CHUNK);
    const whole = await collect(sealed(streamOf(plaintext)));
    const cipher = new Elsewhere(
      4,
      () => 1,
      (chunk) => (chunk === 3 ? broken : null),
    );
    const source = inPieces(plaintext, [CHUNK]);
    const { pieces, error } = await untilEnd(sealed(source, cipher));
    expect(error).toBe(broken);
    const sent = await collect(inPieces(whole.slice(0, BEFORE + 3 * (CHUNK + 16)), [CHUNK]));
    expect(digest(await new Blob(pieces.map((piece) => piece.slice())).bytes())).toBe(digest(sent));
    expect(cipher.begun.length).toBeLessThan(8);
  });

  test('it lets go of the source', async () => {
    const source = endless();
    const cipher = new Elsewhere(
      4,
      () => 1,
      (chunk) => (chunk === 2 ? broken : null),
    );
    const { error } = await untilEnd(sealed(source.stream, cipher));
    expect(error).toBe(broken);
    expect(source.cancelled()).toBe(broken);
  });

  test('an error of the source comes behind every chunk before it', async () => {
    let read = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += 1;
          if (read === 5) throw broken;
          controller.enqueue(new Uint8Array(CHUNK));
        },
      },
      { highWaterMark: 0 },
    );
    const { pieces, error } = await untilEnd(sealed(source, new Elsewhere(8)));
    expect(error).toBe(broken);
    // Whether the fourth chunk is the last is not known, so that it is not sealed.
    expect(pieces.length).toBe(2 + 3);
  });

  test('opening gives nothing that was not authenticated, and nothing behind it', async () => {
    const file = await collect(sealed(streamOf(patterned(8 * CHUNK))));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: BEFORE, max: file.length - 1 }), async (position) => {
        const changed = file.slice();
        changed[position] = (changed[position] ?? 0) ^ 1;
        const { pieces, error } = await untilEnd(await opened(changed, new Elsewhere(5)));
        expect(error).toMatchObject({ code: 'envelope.damaged' });
        const intact = Math.floor((position - BEFORE) / (CHUNK + 16));
        expect(pieces.length).toBe(intact);
      }),
      { numRuns: 12 },
    );
  });

  test('a cut is told from a change though the cipher has taken the chunk away', async () => {
    const file = await collect(sealed(streamOf(patterned(3 * CHUNK))));
    const cut = file.slice(0, BEFORE + 2 * (CHUNK + 16));
    expect(await codeOfAsync(async () => collect(await opened(cut, new Elsewhere(4))))).toBe(
      'envelope.truncated',
    );
  });

  test('what the cipher could not compute is no damage of the file', async () => {
    const file = await collect(sealed(streamOf(patterned(3 * CHUNK))));
    const cipher = new Elsewhere(
      4,
      () => 1,
      (chunk) => (chunk === 1 ? broken : null),
    );
    const { pieces, error } = await untilEnd(await opened(file, cipher));
    expect(error).toBe(broken);
    expect(pieces.length).toBe(1);
  });
});

describe('a cipher of one chunk at a time', () => {
  test('is not run ahead of who reads', async () => {
    const cipher = chunkCipherOf(chacha20poly1305);
    expect(cipher.atOnce).toBe(1);
    const source = endless();
    const reader = sealed(source.stream, chacha20poly1305).getReader();
    for (let piece = 0; piece < 5; piece += 1) await reader.read();
    expect(source.read()).toBe(4);
    await reader.cancel();
  });

  test('refuses what does not fit with null, also what is too short', async () => {
    const cipher = chunkCipherOf(chacha20poly1305);
    const [key, chunkNonce] = [random(32), random(12)];
    const ciphertext = await cipher.seal(key, chunkNonce, patterned(10));
    expect(await cipher.open(key, chunkNonce, ciphertext)).toEqual(patterned(10));
    expect(await cipher.open(random(32), chunkNonce, ciphertext)).toBeNull();
    expect(await cipher.open(key, chunkNonce, ciphertext.subarray(0, 15))).toBeNull();
  });
});

test('results in order need at least one at a time', () => {
  const begin = () => Promise.resolve({ result: Promise.resolve(1) });
  for (const atOnce of [0, -1, 1.5, Number.NaN]) expect(() => new InOrder(atOnce, begin)).toThrow(RangeError);
});
