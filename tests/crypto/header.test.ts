import * as age from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { HYBRID_HEADER_LENGTH, checkHybridHeader } from '../../crypto/header.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { codeOf } from './helpers.ts';

let hybrid: string;
let hybridFile: Uint8Array;

beforeAll(async () => {
  hybrid = await age.identityToRecipient(await age.generateHybridIdentity());
  hybridFile = await encrypted(hybrid);
});

async function encrypted(...recipients: string[]): Promise<Uint8Array> {
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt('text');
}

const x25519 = async () => age.identityToRecipient(await age.generateX25519Identity());
const check = (bytes: Uint8Array) => codeOf(() => checkHybridHeader(bytes));

describe('the header of one hybrid stanza', () => {
  test('is complete at 1,627 bytes and incomplete at every shorter length', () => {
    for (let length = 0; length < HYBRID_HEADER_LENGTH; length += 1) {
      expect(checkHybridHeader(hybridFile.subarray(0, length))).toBe('incomplete');
    }
    expect(checkHybridHeader(hybridFile.subarray(0, HYBRID_HEADER_LENGTH))).toBe('complete');
    expect(checkHybridHeader(hybridFile)).toBe('complete');
  });

  test('is not what an X25519 recipient alone makes', async () => {
    expect(check(await encrypted(await x25519()))).toBe('envelope.wrong-stanza');
  });

  test('is not what an X25519 recipient before or behind the hybrid one makes', async () => {
    expect(check(await encrypted(await x25519(), hybrid))).toBe('envelope.wrong-stanza');
    expect(check(await encrypted(hybrid, await x25519()))).toBe('envelope.too-many-stanzas');
  });

  test('is not what two hybrid recipients make', async () => {
    const file = await encrypted(hybrid, await age.identityToRecipient(await age.generateHybridIdentity()));
    expect(check(file)).toBe('envelope.too-many-stanzas');
    // Known at the first byte that tells, so that a server need not keep the rest.
    expect(checkHybridHeader(file.subarray(0, 1580))).toBe('incomplete');
    expect(check(file.subarray(0, 1582))).toBe('envelope.too-many-stanzas');
  });

  test('is not what a passphrase makes', async () => {
    const encrypter = new age.Encrypter();
    encrypter.setPassphrase('secret');
    encrypter.setScryptWorkFactor(4);
    expect(check(await encrypter.encrypt('text'))).toBe('envelope.wrong-stanza');
  });

  test('is not armored text, another version, or anything else', () => {
    expect(check(utf8('-----BEGIN AGE ENCRYPTED FILE-----\n'))).toBe('envelope.not-age');
    expect(check(utf8('age-encryption.org/v2\n'))).toBe('envelope.not-age');
    expect(check(utf8('<!doctype html>'))).toBe('envelope.not-age');
  });

  test('has no room for a changed line end, padding, or digits that decode to the same bytes', () => {
    const changes: [position: number, byte: string][] = [
      [21, '\r'],
      [39, '='],
      [1534, '\r'],
      [1578, '\r'],
      [1583, '-'],
      [1626, '\r'],
    ];
    for (const [position, byte] of changes) {
      const file = hybridFile.slice();
      file.set(utf8(byte), position);
      expect(check(file)).not.toBe('no error');
    }
    // The last digit of the encapsulated key has four unused bits, that of a 32-byte value two.
    for (const position of [1533, 1577, 1625]) {
      const file = hybridFile.slice();
      file.set(utf8('B'), position);
      expect(check(file)).not.toBe('no error');
    }
  });

  test('judges any bytes at all with a word of its own and never calls them complete', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const verdict = check(bytes);
        expect(['envelope.not-age', 'no error']).toContain(verdict);
        if (verdict === 'no error') expect(checkHybridHeader(bytes)).toBe('incomplete');
      }),
    );
  });

  test('a byte outside its part of the alphabet is found wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(HYBRID_HEADER_LENGTH - 1), fc.integer({ min: 128, max: 255 }), (position, byte) => {
        const file = hybridFile.slice();
        file[position] = byte;
        expect(check(file)).not.toBe('no error');
      }),
    );
  });
});
