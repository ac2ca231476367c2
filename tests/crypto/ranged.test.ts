/** Parts of an age file that lies with somebody who may lie about it. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Aead } from '../../crypto/chunk-cipher.ts';
import { collect } from '../../crypto/encoding.ts';
import { generateIdentity, openBytes, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { CHUNK_SIZE, ciphertextSize } from '../../crypto/padding.ts';
import { openRanged, type RangedSource } from '../../crypto/ranged.ts';
import { SlicedInPlace, codeOfAsync, digest, patterned } from './helpers.ts';
import { PAYLOAD, SEALED, bytesAsked, counted, sealedOnDemand, storedBytes } from './ranged-source.ts';

let identity: string;
let recipient: string;
/** Seven chunks, the last of 6,784 bytes; four of them come together with the header. */
const PLAIN = patterned(400_000);
const CHUNKS = 7;
let file: Uint8Array;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await recipientOf(identity);
  file = await sealBytes(recipient, PLAIN);
});

const openAt = (source: RangedSource) => openRanged([identity], source);
const refusalOf = (source: RangedSource) => codeOfAsync(() => openAt(source));
const changed = (bytes: Uint8Array, position: number, change = 1): Uint8Array => {
  const copy = bytes.slice();
  copy[position] = (copy[position] ?? 0) ^ change;
  return copy;
};

describe('a part', () => {
  test('is the same as of the whole, whatever the size and the range', async () => {
    const sizes = [0, 1, 65535, 65536, 65537, 131072, 262144, 262145, 400_000];
    const files = await Promise.all(
      sizes.map(async (size) => ({
        plain: PLAIN.subarray(0, size),
        sealed: await sealBytes(recipient, PLAIN.slice(0, size)),
      })),
    );
    const asWanted = fc.record({ which: fc.nat(sizes.length - 1), a: fc.nat(1e6), b: fc.nat(1e6) });
    await fc.assert(
      fc.asyncProperty(fc.array(asWanted, { minLength: 1, maxLength: 4 }), async (wanted) => {
        for (const { which, a, b } of wanted) {
          const { plain, sealed } = files[which] ?? { plain: PLAIN, sealed: file };
          const [start = 0, end = 0] = [a, b].map((at) => at % (plain.length + 1)).sort((x, y) => x - y);
          const part = await openAt(storedBytes(sealed));
          expect(part.size).toBe(plain.length);
          expect(digest(await part.read(start, end))).toBe(digest(plain.slice(start, end)));
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is right in any order and at the same time as another', async () => {
    const part = await openAt(storedBytes(file));
    const range = fc
      .tuple(fc.nat(400_000), fc.nat(400_000))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 2, maxLength: 5 }), async (ranges) => {
        const read = await Promise.all(ranges.map(([start, end]) => part.read(start, end)));
        expect(read.map(digest)).toEqual(ranges.map(([start, end]) => digest(PLAIN.slice(start, end))));
      }),
      { numRuns: 10 },
    );
  });

  test('outside of the plaintext is no part', async () => {
    const part = await openAt(storedBytes(file));
    for (const [start, end] of [
      [-1, 1],
      [2, 1],
      [0, 400_001],
      [0.5, 1],
      [0, Number.NaN],
    ] as const) {
      expect(() => part.stream(start, end)).toThrow(RangeError);
      await expect(part.read(start, end)).rejects.toThrow(RangeError);
    }
  });

  test('may be overwritten by whoever got it without changing what is read next', async () => {
    const part = await openAt(storedBytes(file));
    for (const at of [0, 1000, 330_000, 399_000]) {
      (await part.read(at, at + 500)).fill(0xee);
      expect(digest(await part.read(at, at + 500))).toBe(digest(PLAIN.slice(at, at + 500)));
    }
  });

  test('may be overwritten also where the cipher gives bytes whose slice() is no copy, as Node’s Buffer does', async () => {
    const views: Aead = (key, nonce) => {
      const plain = chacha20poly1305(key, nonce);
      return {
        encrypt: (plaintext) => plain.encrypt(plaintext),
        decrypt: (chunk) => new SlicedInPlace(plain.decrypt(chunk)),
      };
    };
    const part = await openRanged([identity], storedBytes(file), views);
    for (const at of [0, 399_000]) {
      (await part.read(at, at + 500)).fill(0xee);
      expect(digest(await part.read(at, at + 500))).toBe(digest(PLAIN.slice(at, at + 500)));
    }
  });
});

describe('what is asked of the source', () => {
  test('is one read for a small file, and header with final chunk for any other', async () => {
    const small = storedBytes(await sealBytes(recipient, PLAIN.slice(0, 65536)));
    const part = await openAt(small);
    await part.read(0, 65536);
    expect(small.asked).toEqual([[0, small.size]]);

    const large = storedBytes(file);
    await openAt(large);
    expect(large.asked).toEqual([
      [0, PAYLOAD + 4 * SEALED],
      [PAYLOAD + (CHUNKS - 1) * SEALED, file.length],
    ]);
  });

  test('is nothing twice, in pieces of 4 MiB at most, and nothing ahead of who reads', async () => {
    const size = 5_000_000;
    const source = await sealedOnDemand(recipient, size, (start, end) =>
      new Uint8Array(end - start).fill(start / CHUNK_SIZE),
    );
    const part = await openAt(source);
    const reader = part.stream(0, size).getReader();
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      expect(value.every((byte) => byte === (Math.floor(length / CHUNK_SIZE) & 0xff))).toBe(true);
      length += value.length;
      // Final chunk and one run at most lie ahead.
      expect(bytesAsked(source)).toBeLessThan(length + 66 * SEALED);
    }
    expect(length).toBe(size);
    expect(bytesAsked(source)).toBe(source.size);
    expect(Math.max(...source.asked.map(([start, end]) => end - start))).toBe(64 * SEALED);
  });

  test('is no more once the reader has turned away', async () => {
    const source = storedBytes(file);
    const part = await openAt(source);
    const reader = part.stream(0, 400_000).getReader();
    await reader.read();
    await reader.cancel();
    expect(source.asked).toHaveLength(2);
  });
});

describe('a changed byte', () => {
  const BEFORE_CHUNKS = [
    ['the first line', 3],
    ['the encapsulated key', 700],
    ['the wrapped file key', 1560],
    ['the MAC', HYBRID_HEADER_LENGTH - 10],
    ['the payload nonce', HYBRID_HEADER_LENGTH + 5],
  ] as const;

  test.each(BEFORE_CHUNKS)('in %s lets nothing out', async (_, position) => {
    for (const change of [1, 2, 3, 6]) {
      expect(await refusalOf(storedBytes(changed(file, position, change)))).toMatch(/^envelope\./);
    }
  });

  test('anywhere in the final chunk lets nothing out, its tag included', async () => {
    const start = PAYLOAD + (CHUNKS - 1) * SEALED;
    for (const position of [start, start + 3000, file.length - 17, file.length - 16, file.length - 1]) {
      expect(await refusalOf(storedBytes(changed(file, position)))).toMatch(
        /^envelope\.(damaged|truncated)$/,
      );
    }
  });

  test('anywhere keeps back the whole of its chunk, and only that', async () => {
    const anywhere = fc.integer({ min: 0, max: file.length - 1 });
    await fc.assert(
      fc.asyncProperty(anywhere, fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const source = storedBytes(changed(file, position, change));
        const damaged = Math.floor((position - PAYLOAD) / SEALED);
        if (damaged < 0 || damaged === CHUNKS - 1) {
          expect(await refusalOf(source)).toMatch(/^envelope\./);
          return;
        }
        const part = await openAt(source);
        for (const chunk of [damaged, (damaged + 1) % CHUNKS, (damaged + 6) % CHUNKS]) {
          const start = chunk * CHUNK_SIZE;
          const end = Math.min(start + CHUNK_SIZE, PLAIN.length);
          if (chunk === damaged) {
            expect(await codeOfAsync(() => part.read(start, start + 1))).toBe('envelope.damaged');
            expect(await codeOfAsync(() => part.read(end - 1, end))).toBe('envelope.damaged');
          } else expect(digest(await part.read(start, end))).toBe(digest(PLAIN.slice(start, end)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('ends a stream at the chunk in which it lies', async () => {
    const part = await openAt(storedBytes(changed(file, PAYLOAD + 5 * SEALED + 100)));
    let length = 0;
    const all = async () => {
      for await (const piece of part.stream(0, 400_000)) length += piece.length;
    };
    expect(await codeOfAsync(all)).toBe('envelope.damaged');
    expect(length).toBe(5 * CHUNK_SIZE);
  });

  test('that comes only at the second look is noticed then', async () => {
    let altered = false;
    const source = counted(file.length, (start, end) =>
      Promise.resolve((altered ? changed(file, start + 7) : file).slice(start, end)),
    );
    const part = await openAt(source);
    await part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 10);
    altered = true;
    expect(await codeOfAsync(() => part.read(4 * CHUNK_SIZE, 4 * CHUNK_SIZE + 10))).toBe('envelope.damaged');
  });
});

describe('a wrong size', () => {
  test('by whole chunks is a cut, told before anything is read', async () => {
    for (let kept = 1; kept < CHUNKS; kept += 1) {
      const cut = file.slice(0, PAYLOAD + kept * SEALED);
      const [ranged, whole] = [refusalOf(storedBytes(cut)), codeOfAsync(() => openBytes([identity], cut))];
      expect([kept, await ranged]).toEqual([kept, 'envelope.truncated']);
      expect(await whole).toBe('envelope.truncated');
    }
  });

  test('inside a chunk is refused as the whole file is', async () => {
    for (const length of [PAYLOAD + 17, PAYLOAD + 3 * SEALED + 1000, file.length - 1]) {
      const cut = file.slice(0, length);
      expect(await refusalOf(storedBytes(cut))).toBe(await codeOfAsync(() => openBytes([identity], cut)));
    }
  });

  test('that somebody only claims is refused, shorter and longer', async () => {
    const claims = [-SEALED, -5000, -1, 1, 5000, SEALED, 4 * SEALED].map((by) => file.length + by);
    for (const claim of claims) {
      expect([claim, await refusalOf(storedBytes(file, claim))]).toEqual([
        claim,
        expect.stringMatching(/^envelope\.(?:damaged|truncated)$/),
      ]);
    }
  });

  test('that no age file has is not even asked about', async () => {
    for (const size of [0, 1000, PAYLOAD, PAYLOAD + 15, PAYLOAD + SEALED + 16, 1.5, Number.NaN, 2 ** 60]) {
      const source = storedBytes(file, size);
      expect([size, await refusalOf(source)]).toEqual([size, 'padding.not-legal']);
      expect(source.asked).toEqual([]);
    }
  });

  test('with more chunks behind the final one is refused', async () => {
    const chunk = file.slice(PAYLOAD, PAYLOAD + SEALED);
    const [whole, longer] = [new Uint8Array(PAYLOAD + 8 * SEALED), new Uint8Array(PAYLOAD + 7 * SEALED)];
    whole.set(file);
    whole.set(chunk, PAYLOAD + 7 * SEALED);
    longer.set(file);
    for (const bytes of [whole, longer]) {
      expect(await refusalOf(storedBytes(bytes))).toMatch(/^envelope\.(?:damaged|truncated)$/);
    }
  });
});

describe('a source that answers otherwise than asked', () => {
  const answering = (answer: (start: number, end: number) => Uint8Array, from = 0) => {
    let asked = 0;
    return counted(file.length, (start, end) => {
      asked += 1;
      return Promise.resolve(asked > from ? answer(start, end) : file.slice(start, end));
    });
  };

  test.each([
    ['too short', (start: number, end: number) => file.slice(start, end - 1), 'envelope.truncated'],
    ['nothing', () => new Uint8Array(0), 'envelope.truncated'],
    ['too long', (start: number, end: number) => new Uint8Array(end - start + 1), 'envelope.damaged'],
    ['the whole file', () => file, 'envelope.damaged'],
  ])('%s is refused at header, final chunk and every other', async (_, answer, code) => {
    expect(await refusalOf(answering(answer))).toBe(code);
    expect(await refusalOf(answering(answer, 1))).toBe(code);
    const part = await openAt(answering(answer, 2));
    expect(await codeOfAsync(() => part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 1))).toBe(code);
  });

  test('with another chunk of the same file is refused: each is bound to its place', async () => {
    for (let other = 0; other < CHUNKS - 1; other += 1) {
      const start = PAYLOAD + other * SEALED;
      const source = answering((from, to) => file.slice(start, start + to - from), 2);
      const part = await openAt(source);
      const read = () => part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 1);
      expect([other, await codeOfAsync(read)]).toEqual([
        other,
        other === 5 ? 'no error' : 'envelope.damaged',
      ]);
    }
  });

  test('with the same chunk of another file to the same recipient is refused', async () => {
    const second = await sealBytes(recipient, PLAIN);
    const part = await openAt(answering((start, end) => second.slice(start, end), 2));
    expect(await codeOfAsync(() => part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 1))).toBe('envelope.damaged');
    expect(await refusalOf(answering((start, end) => second.slice(start, end), 1))).toMatch(/^envelope\./);
  });

  test('with an error of its own passes it on, and may be asked again', async () => {
    let broken = true;
    const source = counted(file.length, (start, end) =>
      broken && start > PAYLOAD && end < file.length
        ? Promise.reject(new TypeError('line broke'))
        : Promise.resolve(file.slice(start, end)),
    );
    const part = await openAt(source);
    await expect(part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 9)).rejects.toThrow(new TypeError('line broke'));
    broken = false;
    expect(await part.read(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 9)).toEqual(
      PLAIN.slice(5 * CHUNK_SIZE, 5 * CHUNK_SIZE + 9),
    );
  });
});

describe('a header', () => {
  test('for somebody else, or of another kind, asks for nothing further', async () => {
    const strange = storedBytes(file);
    expect(await codeOfAsync(async () => openRanged([await generateIdentity()], strange))).toBe(
      'envelope.wrong-identity',
    );
    expect(strange.asked).toHaveLength(1);

    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()));
    const classic = await encrypter.encrypt(PLAIN);
    expect(await refusalOf(storedBytes(classic))).toBe('envelope.wrong-stanza');
    expect(await refusalOf(storedBytes(new Uint8Array(ciphertextSize(65536))))).toBe('envelope.not-age');
  });

  test('is opened by whichever identity fits', async () => {
    const part = await openRanged([await generateIdentity(), identity], storedBytes(file));
    expect(digest(await collect(part.stream(0, part.size)))).toBe(digest(PLAIN));
  });
});
