import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes } from '@noble/hashes/utils.js';
import * as age from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import {
  generateIdentity,
  identityFromSeed,
  lock,
  open,
  openBytes,
  recipientOf,
  seal,
  sealBytes,
  unlock,
} from '../../crypto/envelope.ts';
import { codeOf, codeOfAsync, digest, inPieces, patterned } from './helpers.ts';

let identity: string;
let recipient: string;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await recipientOf(identity);
});

const opened = (file: Uint8Array) => codeOfAsync(() => openBytes([identity], file));

describe('sealing and opening', () => {
  test.each([0, 1, 65535, 65536, 65537, 131072, 300_001])('gives %d bytes back', async (size) => {
    const plaintext = patterned(size);
    expect(digest(await openBytes([identity], await sealBytes(recipient, plaintext)))).toBe(
      digest(plaintext),
    );
  });

  test('gives the same bytes whatever pieces they come in', async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.nat(200_000), pieces, pieces, async (size, before, after) => {
        const plaintext = patterned(size);
        const file = await collect(await seal(recipient, inPieces(plaintext, before)));
        expect(digest(await collect(await open([identity], inPieces(file, after))))).toBe(digest(plaintext));
      }),
      { numRuns: 15 },
    );
  });

  test('works byte by byte', async () => {
    const plaintext = patterned(70_000);
    const file = await collect(await seal(recipient, inPieces(plaintext, [1])));
    expect(digest(await collect(await open([identity], inPieces(file, [1]))))).toBe(digest(plaintext));
  });

  test('age-encryption reads what we seal and we read what it encrypts', async () => {
    const plaintext = patterned(140_000);
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(identity);
    expect(digest(await decrypter.decrypt(await sealBytes(recipient, plaintext)))).toBe(digest(plaintext));

    const encrypter = new age.Encrypter();
    encrypter.addRecipient(recipient);
    expect(digest(await openBytes([identity], await encrypter.encrypt(plaintext)))).toBe(digest(plaintext));
  });

  test('takes the identity that fits out of several', async () => {
    const file = await sealBytes(recipient, utf8('text'));
    expect(await openBytes([await generateIdentity(), identity], file)).toEqual(utf8('text'));
  });

  test('no two files are alike, so nobody learns that a text was sent twice', async () => {
    const [a, b] = await Promise.all([
      sealBytes(recipient, utf8('text')),
      sealBytes(recipient, utf8('text')),
    ]);
    expect(digest(a)).not.toBe(digest(b));
  });

  test('uses the cipher that it is given', async () => {
    let calls = 0;
    const counted = (key: Uint8Array, nonce: Uint8Array) => {
      calls += 1;
      return chacha20poly1305(key, nonce);
    };
    const file = await collect(await seal(recipient, streamOf(patterned(100_000)), counted));
    expect(calls).toBe(2);
    const plaintext = await collect(await open([identity], streamOf(file), counted));
    expect(digest(plaintext)).toBe(digest(patterned(100_000)));
    expect(calls).toBe(4);
  });

  test('reads no further ahead than one chunk and lets go of the source when it is cancelled', async () => {
    let read = 0;
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += 65536;
          controller.enqueue(new Uint8Array(65536));
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const reader = (await seal(recipient, source)).getReader();
    expect(read).toBe(0);
    for (let piece = 0; piece < 5; piece += 1) await reader.read();
    // Header, nonce and three chunks were read; one more piece was needed to know that the third is not the last.
    expect(read).toBe(4 * 65536);
    await reader.cancel();
    expect(cancelled).toBe(true);
  });

  test('an error of the source comes out as it is', async () => {
    const source = new ReadableStream<Uint8Array>({
      pull() {
        throw new RangeError('gone');
      },
    });
    const stream = await seal(recipient, source);
    await expect(collect(stream)).rejects.toThrow(new RangeError('gone'));
  });
});

describe('opening what is not whole', () => {
  let file: Uint8Array;
  beforeAll(async () => {
    file = await sealBytes(recipient, patterned(262144));
  });

  test('says that another identity is needed', async () => {
    expect(await codeOfAsync(async () => openBytes([await generateIdentity()], file))).toBe(
      'envelope.wrong-identity',
    );
    expect(await codeOfAsync(() => openBytes([], file))).toBe('envelope.wrong-identity');
  });

  test('every cut is noticed and called truncated', async () => {
    const chunk = 65552;
    const cuts = [0, 10, 1626, 1627, 1642, 1643, 1700, 1643 + chunk, 1643 + 2 * chunk, 1643 + chunk + 5];
    for (const cut of [...cuts, file.length - 1]) {
      expect([cut, await opened(file.subarray(0, cut))]).toEqual([cut, 'envelope.truncated']);
    }
  });

  test('every changed bit is noticed', async () => {
    const small = await sealBytes(recipient, patterned(65536));
    await fc.assert(
      fc.asyncProperty(fc.nat(small.length - 1), fc.nat(7), async (position, bit) => {
        const changed = small.slice();
        changed[position] = (changed[position] ?? 0) ^ (1 << bit);
        expect(await opened(changed)).toMatch(/^envelope\./);
      }),
      { numRuns: 40 },
    );
  });

  test('a change in the payload is called damaged, in the first chunk and in the last', async () => {
    for (const position of [1627, 1643, 70_000, 150_000, file.length - 1]) {
      const changed = file.slice();
      changed[position] = (changed[position] ?? 0) ^ 1;
      expect([position, await opened(changed)]).toEqual([position, 'envelope.damaged']);
    }
  });

  test('a changed header MAC is called damaged', async () => {
    const changed = file.slice();
    changed[1600] = changed[1600] === 0x41 ? 0x42 : 0x41;
    expect(await opened(changed)).toBe('envelope.damaged');
  });

  test('chunks in another order, twice or left out are noticed', async () => {
    const head = file.subarray(0, 1643);
    const chunks = [0, 1, 2, 3].map((n) => file.subarray(1643 + n * 65552, 1643 + (n + 1) * 65552));
    const arranged = (order: number[]) =>
      concatBytes(head, ...order.map((n) => chunks[n] ?? new Uint8Array(0)));
    expect(await opened(arranged([0, 1, 2, 3]))).toBe('no error');
    for (const order of [[1, 0, 2, 3], [0, 2, 3], [0, 0, 1, 2, 3], [0, 1, 2, 3, 3], [3]]) {
      expect(await opened(arranged(order))).toMatch(/^envelope\.(?:damaged|truncated)$/);
    }
  });

  test('no identity or recipient of another kind is taken, and no error repeats one', async () => {
    const foreign = await age.generateX25519Identity();
    const action = () => openBytes([foreign], file);
    await expect(action()).rejects.not.toThrow(foreign);
    expect(await codeOfAsync(action)).toBe('envelope.malformed-key');
    const slipped = identity.slice(0, -1) + (identity.endsWith('Q') ? 'P' : 'Q');
    expect(await codeOfAsync(() => openBytes([slipped], file))).toBe('envelope.malformed-key');
    const classical = await age.identityToRecipient(foreign);
    expect(await codeOfAsync(() => sealBytes(classical, utf8('x')))).toBe('envelope.malformed-key');
    const mistyped = recipient.slice(0, -1) + (recipient.endsWith('q') ? 'p' : 'q');
    expect(await codeOfAsync(() => sealBytes(mistyped, utf8('x')))).toBe('envelope.malformed-key');
    expect(await codeOfAsync(() => recipientOf(foreign))).toBe('envelope.malformed-key');
    expect(codeOf(() => identityFromSeed(new Uint8Array(31)))).toBe('envelope.malformed-key');
  });
});

describe('locking under a passphrase', () => {
  test('gives the bytes back and only with that passphrase', async () => {
    const plaintext = patterned(100_000);
    const file = await lock('真相 and truth', plaintext, 10);
    expect(digest(await unlock('真相 and truth', file))).toBe(digest(plaintext));
    expect(await codeOfAsync(() => unlock('真相 and truth ', file))).toBe('envelope.wrong-passphrase');
  });

  test('says what is wrong with a file', async () => {
    const file = await lock('passphrase', patterned(1000), 4);
    const cases: [Uint8Array, string][] = [
      [utf8('something else'), 'envelope.not-age'],
      [await sealBytes(recipient, utf8('x')), 'envelope.wrong-stanza'],
      [file.subarray(0, 100), 'envelope.wrong-stanza'],
      [file.subarray(0, -1), 'envelope.truncated'],
    ];
    for (const [bytes, code] of cases)
      expect(await codeOfAsync(() => unlock('passphrase', bytes))).toBe(code);
  });
});
