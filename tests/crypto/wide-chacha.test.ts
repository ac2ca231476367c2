/** ChaCha20-Poly1305 in long numbers is ChaCha20-Poly1305; and the faster of two ciphers is chosen. */
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { chacha20, chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseAead } from '../../crypto/choose-aead.ts';
import { wideKeyStream } from '../../crypto/wide-chacha20.ts';
import { wideChacha } from '../../crypto/wide-chacha.ts';
import { fromLittleHex, toLittleHex } from '../../crypto/wide-hex.ts';
import { WidePoly1305 } from '../../crypto/wide-poly1305.ts';
import vectors from '../vectors/chacha20poly1305.json' with { type: 'json' };
import { SlicedInPlace, codeOf, random } from './helpers.ts';

/** Not noble's, which rely on what a test below takes away from the platform. */
const bytesToHex = (given: Uint8Array): string =>
  Array.from(given, (byte) => byte.toString(16).padStart(2, '0')).join('');
const hexToBytes = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });
/** Around every size at which something changes: blocks of 16 and 64, pieces and passes of 16, 64 and 208 blocks. */
const BORDERS = [16, 64, 256, 832, 1024, 4096, 13_312, 26_624, 65_536].flatMap((size) => [
  size - 1,
  size,
  size + 1,
]);
const lengths = [0, 1, ...BORDERS.filter((size) => size <= 65_536)];

const numberOf = (hex: string): bigint => BigInt(`0x${bytesToHex(hexToBytes(hex).reverse())}`);
const hexOf = (number: bigint, length: number): string =>
  bytesToHex(hexToBytes(number.toString(16).padStart(2 * length, '0')).reverse());

/** The message, padded to whole blocks, in pieces of so many. */
function wideTag(key: string, message: string, blocks: number): string {
  const poly = new WidePoly1305(numberOf(key), blocks);
  for (let at = 0; at < message.length; at += 32 * blocks) {
    const piece = message.slice(at, at + 32 * blocks);
    poly.update(numberOf(piece), Math.ceil(piece.length / 32));
  }
  return hexOf(poly.tag(), 16);
}

/** What the platform has, or what it should have, or nothing of it. */
function setHex(toHex: unknown, fromHex: unknown): void {
  for (const [place, name, value] of [
    [Uint8Array.prototype, 'toHex', toHex],
    [Uint8Array, 'fromHex', fromHex],
  ] as const) {
    Object.defineProperty(place, name, { value, configurable: true, writable: true });
  }
}
const platform: { toHex: unknown; fromHex: unknown } = {
  toHex: Reflect.get(Uint8Array.prototype, 'toHex'),
  fromHex: Reflect.get(Uint8Array, 'fromHex'),
};

describe.each([
  { how: 'with the platform’s hexadecimal digits', native: true },
  { how: 'in a browser that has none', native: false },
])('$how', ({ native }) => {
  beforeEach(() => {
    if (!native) {
      setHex(undefined, undefined);
      return;
    }
    setHex(
      platform.toHex ??
        function (this: Uint8Array) {
          return bytesToHex(this);
        },
      platform.fromHex ?? hexToBytes,
    );
  });
  afterEach(() => setHex(platform.toHex, platform.fromHex));

  test('digits are those of the bytes backwards, and the bytes stay as they were', () => {
    fc.assert(
      fc.property(bytes(0, 100), (given) => {
        const before = given.slice();
        const digits = toLittleHex(given);
        expect(digits).toBe(bytesToHex(given.slice().reverse()));
        expect(given).toEqual(before);
        const sliced = new SlicedInPlace(given);
        expect(toLittleHex(sliced)).toBe(digits);
        expect([...sliced]).toEqual([...before]);
        expect([...fromLittleHex(digits)]).toEqual([...given]);
      }),
    );
  });

  test.each(lengths)('%i bytes give what the plain cipher gives, and come back', (length) => {
    const [key, nonce, plaintext] = [random(32), random(12), random(length)];
    const ciphertext = chacha20poly1305(key, nonce).encrypt(plaintext);
    expect(bytesToHex(wideChacha(key, nonce).encrypt(plaintext))).toBe(bytesToHex(ciphertext));
    expect(bytesToHex(wideChacha(key, nonce).decrypt(ciphertext))).toBe(bytesToHex(plaintext));
  });
});

test('it is the plain cipher for any key, nonce and text, and leaves what it was given alone', () => {
  const given = fc.record({ key: bytes(32), nonce: bytes(12), plaintext: bytes(0, 30_000) });
  fc.assert(
    fc.property(given, ({ key, nonce, plaintext }) => {
      const before = [key, nonce, plaintext].map(bytesToHex);
      const ciphertext = wideChacha(key, nonce).encrypt(plaintext);
      const sealed = bytesToHex(ciphertext);
      expect(sealed).toBe(bytesToHex(chacha20poly1305(key, nonce).encrypt(plaintext)));
      expect(bytesToHex(wideChacha(key, nonce).decrypt(ciphertext))).toBe(before[2]);
      expect([key, nonce, plaintext].map(bytesToHex)).toEqual(before);
      expect(bytesToHex(ciphertext)).toBe(sealed);
    }),
    { numRuns: 60 },
  );
});

test('parts of a larger buffer work like buffers of their own', () => {
  const all = random(5_000);
  const [key, nonce, text] = [all.subarray(3, 35), all.subarray(41, 53), all.subarray(61, 4_999)];
  expect(bytesToHex(wideChacha(key, nonce).encrypt(text))).toBe(
    bytesToHex(chacha20poly1305(key.slice(), nonce.slice()).encrypt(text.slice())),
  );
});

test('a key or nonce of another length is refused', () => {
  for (const [key, nonce] of [
    [31, 12],
    [33, 12],
    [32, 8],
    [32, 24],
  ] as const) {
    const cipher = wideChacha(new Uint8Array(key), new Uint8Array(nonce));
    expect(() => cipher.encrypt(new Uint8Array(5))).toThrow();
    expect(() => cipher.decrypt(new Uint8Array(21))).toThrow();
  }
});

test('any changed bit is refused: in the text, the tag, the key or the nonce', () => {
  fc.assert(
    fc.property(
      fc.record({ key: bytes(32), nonce: bytes(12), plaintext: bytes(0, 3_000) }),
      fc.nat(),
      fc.nat(7),
      ({ key, nonce, plaintext }, at, bit) => {
        const ciphertext = wideChacha(key, nonce).encrypt(plaintext);
        for (const part of [ciphertext, ciphertext.subarray(-16), key, nonce]) {
          const place = at % part.length;
          part[place] = (part[place] ?? 0) ^ (1 << bit);
          expect(codeOf(() => wideChacha(key, nonce).decrypt(ciphertext))).toBe('envelope.damaged');
          part[place] = (part[place] ?? 0) ^ (1 << bit);
        }
        expect(wideChacha(key, nonce).decrypt(ciphertext)).toHaveLength(plaintext.length);
      },
    ),
    { numRuns: 40 },
  );
});

test('what is cut off is refused, also where not even a tag is left', () => {
  const [key, nonce] = [random(32), random(12)];
  const ciphertext = wideChacha(key, nonce).encrypt(random(70));
  for (let length = 0; length < ciphertext.length; length += 1) {
    const cut = ciphertext.subarray(0, length);
    expect(codeOf(() => wideChacha(key, nonce).decrypt(cut))).toBe('envelope.damaged');
  }
});

describe('RFC 8439', () => {
  test.each(vectors.aead)('AEAD of section $section', ({ key, nonce, additional, ...vector }) => {
    const sealed = bytesToHex(
      wideChacha(hexToBytes(key), hexToBytes(nonce)).encrypt(hexToBytes(vector.plaintext)),
    );
    expect(sealed.slice(0, -32)).toBe(vector.ciphertext);
    // The cipher has no additional data; what it consists of gives the tag with them.
    const padded = (hex: string): string => hex.padEnd(32 * Math.ceil(hex.length / 32), '0');
    const lengths64 = [additional, vector.ciphertext].map((hex) => hexOf(BigInt(hex.length / 2), 8));
    const message = [padded(additional), padded(vector.ciphertext), ...lengths64].join('');
    const [block = 0n] = wideKeyStream(hexToBytes(key), hexToBytes(nonce), 0, 16);
    expect(wideTag(hexOf(block, 64).slice(0, 64), message, 4)).toBe(vector.tag);
  });

  test.each(vectors.oneTimeKeys)('key of section $section', ({ key, nonce, oneTimeKey }) => {
    const [block = 0n] = wideKeyStream(hexToBytes(key), hexToBytes(nonce), 0, 16);
    expect(hexOf(block, 64).slice(0, 64)).toBe(oneTimeKey);
  });

  test.each(vectors.poly1305)('Poly1305 of section $section', ({ r, s, message, tag }) => {
    for (const blocks of [4, 16, 52]) expect(wideTag(r + s, message, blocks)).toBe(tag);
    // In the middle of a long message, where another lane holds it.
    const zeros = '00'.repeat(16 * 52);
    const plain = poly1305(hexToBytes(zeros + message), hexToBytes(r + s));
    expect(wideTag(r + s, zeros + message, 52)).toBe(bytesToHex(plain));
  });
});

describe('the key stream', () => {
  test.each([16, 64, 208])('of %i blocks is that of the plain cipher from any block on', (blocks) => {
    fc.assert(
      fc.property(bytes(32), bytes(12), fc.nat(2 ** 31), (key, nonce, counter) => {
        const stream = wideKeyStream(key, nonce, counter, blocks);
        const plain = chacha20(key, nonce, new Uint8Array(64 * blocks), undefined, counter);
        expect(stream.map((piece) => hexOf(piece, 4 * blocks)).join('')).toBe(bytesToHex(plain));
      }),
      { numRuns: 10 },
    );
  });

  test('carries of words that are all ones stay in their lane', () => {
    const [key, nonce] = [new Uint8Array(32).fill(0xff), new Uint8Array(12).fill(0xff)];
    const stream = wideKeyStream(key, nonce, 2 ** 32 - 300, 208);
    const plain = chacha20(key, nonce, new Uint8Array(64 * 208), undefined, 2 ** 32 - 300);
    expect(stream.map((piece) => hexOf(piece, 832)).join('')).toBe(bytesToHex(plain));
  });
});

describe('Poly1305', () => {
  const greatest = 'ff'.repeat(32);

  test.each([1, 2, 3, 4, 51, 52, 53, 1_000, 4_096])(
    'takes %i blocks of ones with the greatest key without losing a carry',
    (count) => {
      const message = 'ff'.repeat(16 * count);
      const plain = bytesToHex(poly1305(hexToBytes(message), hexToBytes(greatest)));
      for (const blocks of [4, 16, 52]) expect(wideTag(greatest, message, blocks)).toBe(plain);
    },
  );

  test('takes short pieces anywhere', () => {
    const cut = fc.array(fc.nat(52), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bytes(32), cut, (key, counts) => {
        const pieces = counts.map((count) => bytesToHex(random(16 * count)));
        const poly = new WidePoly1305(numberOf(bytesToHex(key)), 52);
        for (const piece of pieces) poly.update(piece ? numberOf(piece) : 0n, piece.length / 32);
        const plain = poly1305(hexToBytes(pieces.join('')), key);
        expect(hexOf(poly.tag(), 16)).toBe(bytesToHex(plain));
      }),
    );
  });
});

describe('the choice', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** A clock by which one after the other takes so long; the last for ever. */
  function clock(...durations: number[]): () => number {
    let [calls, time] = [0, 1_000];
    return () => {
      if (calls % 2 === 1) time += durations[Math.min((calls - 1) / 2, durations.length - 1)] ?? 0;
      calls += 1;
      return time;
    };
  }

  test('falls on the wide cipher where the plain one stays slow, whatever else may run', () => {
    expect(chooseAead(clock(1.3, 1, 1.1, 0.7))).toBe(wideChacha);
    vi.stubGlobal('WebAssembly', undefined);
    expect(chooseAead(clock(1.3, 1, 1.1, 0.7))).toBe(wideChacha);
  });

  test('falls on the plain cipher once that has been compiled', () => {
    expect(chooseAead(clock(1.3, 1, 1.1, 0.7, 0.7, 0.3, 0.2, 0.05))).toBe(chacha20poly1305);
  });

  test('does not let itself be misled by a moment in which others had the processor', () => {
    expect(chooseAead(clock(30, 1, 30, 0.7))).toBe(wideChacha);
    expect(chooseAead(clock(1, 1, 1, 30, 30, 0.04))).toBe(chacha20poly1305);
  });

  test('takes the wide cipher where there may be a JIT only if it is faster by far', () => {
    const close = () => clock(1.3, 1, 1.1, 0.2);
    expect(chooseAead(close())).toBe(chacha20poly1305);
    vi.stubGlobal('WebAssembly', undefined);
    expect(chooseAead(close())).toBe(wideChacha);
  });

  test('follows WebAssembly where the clock stands still', () => {
    expect(chooseAead(clock(0))).toBe(chacha20poly1305);
    expect(chooseAead(clock(16, 16, 16, 0))).toBe(chacha20poly1305);
    vi.stubGlobal('WebAssembly', undefined);
    expect(chooseAead(clock(0))).toBe(wideChacha);
    expect(chooseAead(clock(16, 16, 16, 0))).toBe(wideChacha);
  });
});
