import { scryptAsync } from '@noble/hashes/scrypt.js';
import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  INTERACTIVE,
  decryptSecretKey,
  encodePublicKey,
  encryptSecretKey,
  generateKeyPair,
  parsePublicKey,
  sign,
  verify,
  type Scrypt,
} from '../../crypto/minisign.ts';
import { codeOf, codeOfAsync, random } from './helpers.ts';

const scrypt: Scrypt = (password, salt, { length, ...cost }) =>
  scryptAsync(password, salt, { ...cost, dkLen: length });

const keyPair = generateKeyPair(random);
const publicKey = encodePublicKey(keyPair);
const message = utf8('{"epoch":1}\n');
const signature = sign(keyPair, message, 'epoch 1');
const verdict = (text: string, key = publicKey, bytes = message) => codeOf(() => verify(key, bytes, text));

/** The signature with bytes of one of its base64 lines changed. */
function tampered(lineNumber: number, change: (bytes: Uint8Array) => void): string {
  const lines = signature.split('\n');
  const bytes = base64.decode(lines[lineNumber] ?? '');
  change(bytes);
  return lines.with(lineNumber, base64.encode(bytes)).join('\n');
}

describe('a signature', () => {
  test('is good for its message and gives the trusted comment', () => {
    expect(verify(publicKey, message, signature)).toEqual({ trustedComment: 'epoch 1' });
  });

  test('is good with the base64 line of the key alone, with CRLF, and with lines missing at no place', () => {
    const line = publicKey.split('\n')[1] ?? '';
    expect(verdict(signature, line)).toBe('no error');
    expect(verdict(signature.replaceAll('\n', '\r\n'), publicKey.replaceAll('\n', '\r\n'))).toBe('no error');
    const lines = signature.trimEnd().split('\n');
    for (let left = 0; left < 4; left += 1) {
      expect(verdict(lines.filter((_, n) => n !== left).join('\n'))).toBe('minisign.malformed');
    }
    expect(verdict([...lines, 'more'].join('\n'))).toBe('minisign.malformed');
  });

  test('of any message and comment is good, and for no other message', () => {
    const comments = fc.string({ maxLength: 80 }).filter((text) => text === text.trimEnd());
    fc.assert(
      fc.property(fc.uint8Array(), comments, fc.uint8Array({ minLength: 1 }), (bytes, comment, more) => {
        const text = sign(keyPair, bytes, comment);
        expect(verify(publicKey, bytes, text)).toEqual({ trustedComment: comment });
        expect(verdict(text, publicKey, new Uint8Array([...bytes, ...more]))).toBe('minisign.bad-signature');
      }),
      { numRuns: 25 },
    );
  });

  test('with a changed comment, signature or signature of the comment is bad', () => {
    expect(verdict(signature.replace('epoch 1', 'epoch 2'))).toBe('minisign.bad-signature');
    const flip = (position: number) => (bytes: Uint8Array) => {
      bytes[position] = (bytes[position] ?? 0) ^ 1;
    };
    expect(verdict(tampered(1, flip(20)))).toBe('minisign.bad-signature');
    expect(verdict(tampered(3, flip(0)))).toBe('minisign.bad-signature');
  });

  test('by another key is told apart from a bad one', () => {
    const other = generateKeyPair(random);
    expect(verdict(signature, encodePublicKey(other))).toBe('minisign.wrong-key');
    // The key number is no secret: claiming it does not help.
    expect(verdict(signature, encodePublicKey({ ...other, keyId: keyPair.keyId }))).toBe(
      'minisign.bad-signature',
    );
  });

  test('in the old form without prehashing is not accepted', () => {
    const old = tampered(1, (bytes) => {
      bytes.set(utf8('Ed'));
    });
    expect(verdict(old)).toBe('minisign.malformed');
  });

  test('carries no comment that could forge lines', () => {
    for (const comment of ['a\nb', 'a\r', 'a\u0000', 'a\u0085b', 'a ']) {
      expect(codeOf(() => sign(keyPair, message, comment))).toBe('minisign.malformed');
    }
  });

  test('of any text at all is refused with a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, key) => {
        expect(verdict(text)).toBe('minisign.malformed');
        expect(verdict(signature, key)).toBe('minisign.malformed');
      }),
    );
  });
});

describe('a public key', () => {
  test('is read back', () => {
    expect(parsePublicKey(publicKey)).toEqual({ keyId: keyPair.keyId, key: keyPair.publicKey });
  });
});

describe('a secret key file', () => {
  /** As cheap as libsodium's parameters allow; N = 2^10. */
  const options = { scrypt, random, opslimit: 32768, memlimit: 1048576 };

  test('opens with its passphrase only', async () => {
    const text = await encryptSecretKey(keyPair, '通行 phrase', options);
    expect(await decryptSecretKey(text, '通行 phrase', { scrypt })).toEqual(keyPair);
    expect(await codeOfAsync(() => decryptSecretKey(text, 'other', { scrypt }))).toBe(
      'minisign.wrong-passphrase',
    );
  });

  test('that is changed anywhere does not open', async () => {
    const text = await encryptSecretKey(keyPair, 'x', options);
    const [comment = '', line = ''] = text.split('\n');
    for (const position of [0, 3, 5, 10, 54, 70, 120, 157]) {
      const bytes = base64.decode(line);
      bytes[position] = (bytes[position] ?? 0) ^ 1;
      const changed = `${comment}\n${base64.encode(bytes)}\n`;
      expect(await codeOfAsync(() => decryptSecretKey(changed, 'x', { scrypt }))).toMatch(/^minisign\./);
    }
  });

  test('that asks for more memory than minisign ever does is refused before anything is computed', async () => {
    const text = await encryptSecretKey(keyPair, 'x', options);
    const [comment = '', line = ''] = text.split('\n');
    const bytes = base64.decode(line);
    new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(46, 2n ** 40n, true);
    let asked = false;
    const never = () => {
      asked = true;
      return Promise.resolve(new Uint8Array(104));
    };
    const changed = `${comment}\n${base64.encode(bytes)}\n`;
    expect(await codeOfAsync(() => decryptSecretKey(changed, 'x', { scrypt: never }))).toBe(
      'minisign.malformed',
    );
    expect(asked).toBe(false);
  });

  test('that is no such file is malformed', async () => {
    for (const text of ['', publicKey, signature, 'untrusted comment: x\n!!!!\n']) {
      expect(await codeOfAsync(() => decryptSecretKey(text, 'x', { scrypt }))).toBe('minisign.malformed');
    }
  });

  test('leaves neither passphrase nor mask in the memory that it was given', async () => {
    const given: Uint8Array[] = [];
    const watched: Scrypt = async (password, salt, cost) => {
      const mask = await scrypt(password, salt, cost);
      given.push(password, mask);
      return mask;
    };
    const text = await encryptSecretKey(keyPair, 'pass', { ...options, scrypt: watched });
    expect(await decryptSecretKey(text, 'pass', { scrypt: watched })).toEqual(keyPair);
    await codeOfAsync(() => decryptSecretKey(text, 'other', { scrypt: watched }));
    expect(given.map(({ length }) => length)).toEqual([4, 104, 4, 104, 5, 104]);
    for (const bytes of given) expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  test("costs by default what minisign's own costs", async () => {
    let parameters: unknown;
    const watched = (_: Uint8Array, __: Uint8Array, asked: object) => {
      parameters = asked;
      return Promise.resolve(new Uint8Array(104));
    };
    await encryptSecretKey(keyPair, 'x', { scrypt: watched, random });
    expect(parameters).toEqual({ N: 2 ** 20, r: 8, p: 1, length: 104 });
    await encryptSecretKey(keyPair, 'x', { scrypt: watched, random, ...INTERACTIVE });
    expect(parameters).toEqual({ N: 2 ** 14, r: 8, p: 1, length: 104 });
    // libsodium's floor, where the operations and not the memory are the limit.
    await encryptSecretKey(keyPair, 'x', { scrypt: watched, random, opslimit: 0, memlimit: 2 ** 28 });
    expect(parameters).toEqual({ N: 2 ** 10, r: 8, p: 1, length: 104 });
  });
});
