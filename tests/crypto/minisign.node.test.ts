/** The minisign program as judge of our signatures and keys, in both directions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  INTERACTIVE,
  decryptSecretKey,
  encodePublicKey,
  encryptSecretKey,
  generateKeyPair,
  keyPairOfSeed,
  parsePublicKey,
  sign,
  verify,
} from '../../crypto/minisign.ts';
import { codeOf, codeOfAsync, patterned, random } from './helpers.ts';
import { MINISIGN, refuses, run, scrypt, temporaryFolder } from './programs.ts';

const keyPair = generateKeyPair(random);
const publicKey = encodePublicKey(keyPair);
const message = utf8('{"epoch":1}\n');
const verdict = (text: string) => codeOf(() => verify(publicKey, message, text));

describe.skipIf(!MINISIGN)('the minisign program (skipped only where it is not installed)', () => {
  test('accepts our signatures and refuses one for another file', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'keyring.json');
    writeFileSync(file, message);
    writeFileSync(`${file}.minisig`, sign(keyPair, message, 'epoch 1, 证'));
    writeFileSync(join(folder, 'root.pub'), publicKey);
    const options = ['-V', '-p', join(folder, 'root.pub'), '-m', file];
    expect(run(MINISIGN, options).toString()).toContain('epoch 1, 证');
    writeFileSync(file, 'something else');
    expect(refuses(MINISIGN, options)).toBe(true);
  });

  test(
    'makes keys and signatures that we accept, and its secret key opens here',
    { timeout: 240_000 },
    async () => {
      const folder = temporaryFolder();
      const [secret, pub, file] = ['root.key', 'root.pub', 'file'].map((name) => join(folder, name));
      if (!secret || !pub || !file) throw new Error('unreachable');
      run(MINISIGN, ['-G', '-p', pub, '-s', secret], 'passphrase\npassphrase\n');
      writeFileSync(file, message);
      run(MINISIGN, ['-S', '-s', secret, '-m', file, '-t', '信任 comment'], 'passphrase\n');
      const publicText = readFileSync(pub, 'utf8');
      expect(verify(publicText, message, readFileSync(`${file}.minisig`, 'utf8'))).toEqual({
        trustedComment: '信任 comment',
      });

      const theirs = await decryptSecretKey(readFileSync(secret, 'utf8'), 'passphrase', { scrypt });
      expect(parsePublicKey(publicText)).toEqual({ keyId: theirs.keyId, key: theirs.publicKey });
      writeFileSync(`${file}.minisig`, sign(theirs, message, 'by us with their key'));
      expect(run(MINISIGN, ['-V', '-p', pub, '-m', file]).toString()).toContain('by us with their key');
    },
  );

  test('opens our secret keys and signs with them', { timeout: 240_000 }, async () => {
    const folder = temporaryFolder();
    const [secret, file] = [join(folder, 'root.key'), join(folder, 'file')];
    writeFileSync(secret, await encryptSecretKey(keyPair, 'passphrase', { scrypt, random, ...INTERACTIVE }));
    writeFileSync(file, message);
    run(MINISIGN, ['-S', '-s', secret, '-m', file, '-t', 'comment'], 'passphrase\n');
    expect(verdict(readFileSync(`${file}.minisig`, 'utf8'))).toBe('no error');
    expect(refuses(MINISIGN, ['-S', '-s', secret, '-m', file], 'wrong\n')).toBe(true);
  });

  test('agrees with us on any message and trusted comment', { timeout: 240_000 }, () => {
    const folder = temporaryFolder();
    const file = join(folder, 'message');
    const [, line = ''] = publicKey.split('\n');
    const comments = fc
      .string({ unit: 'grapheme', maxLength: 200 })
      .filter((text) => text === text.trimEnd() && !/[\p{Cc}\p{Cs}]/u.test(text));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000, size: 'max' }), comments, (bytes, comment) => {
        writeFileSync(file, bytes);
        writeFileSync(`${file}.minisig`, sign(keyPair, bytes, comment));
        expect(run(MINISIGN, ['-VQ', '-P', line, '-m', file]).toString()).toBe(`${comment}\n`);
      }),
      { numRuns: 20 },
    );
  });

  test('checks what the key of a bare seed signed, under the key number that follows from it', () => {
    const ofSeed = keyPairOfSeed(random(32));
    const file = join(temporaryFolder(), 'message');
    writeFileSync(file, message);
    writeFileSync(`${file}.minisig`, sign(ofSeed, message, 'from a seed'));
    const [, line = ''] = encodePublicKey(ofSeed).split('\n');
    expect(run(MINISIGN, ['-VQ', '-P', line, '-m', file]).toString()).toBe('from a seed\n');
    // It compares the key number before it verifies.
    const [, other = ''] = encodePublicKey({ ...ofSeed, keyId: random(8) }).split('\n');
    expect(refuses(MINISIGN, ['-VQ', '-P', other, '-m', file])).toBe(true);
  });

  test('signs prehashed by default, which we take, and in its old form only when told, which we refuse', async () => {
    const folder = temporaryFolder();
    const [secret, file] = [join(folder, 'root.key'), join(folder, 'file')];
    writeFileSync(secret, await encryptSecretKey(keyPair, 'passphrase', { scrypt, random, ...INTERACTIVE }));
    for (const size of [0, 1, 64, 65_537, 1_000_001]) {
      const bytes = patterned(size);
      writeFileSync(file, bytes);
      run(MINISIGN, ['-S', '-s', secret, '-m', file, '-t', '可信 ئىشەنچلىك'], 'passphrase\n');
      expect(verify(publicKey, bytes, readFileSync(`${file}.minisig`, 'utf8'))).toEqual({
        trustedComment: '可信 ئىشەنچلىك',
      });
    }
    run(MINISIGN, ['-S', '-l', '-s', secret, '-m', file], 'passphrase\n');
    expect(
      codeOf(() => verify(publicKey, patterned(1_000_001), readFileSync(`${file}.minisig`, 'utf8'))),
    ).toBe('minisign.malformed');
  });

  test('removes the passphrase of our secret key, which we then refuse', async () => {
    const secret = join(temporaryFolder(), 'root.key');
    writeFileSync(secret, await encryptSecretKey(keyPair, 'old', { scrypt, random, ...INTERACTIVE }));
    run(MINISIGN, ['-C', '-W', '-s', secret], 'old\n');
    const text = readFileSync(secret, 'utf8');
    expect(await codeOfAsync(() => decryptSecretKey(text, '', { scrypt }))).toBe('minisign.malformed');
  });

  test.each([
    ['any number', keyPair.keyId],
    // It prints numbers without the zeros in front.
    ['a number that ends in zeros', Uint8Array.of(1, 2, 3, 4, 5, 6, 0x0a, 0)],
  ])('makes of our secret key of %s the public key that we name', async (_, keyId) => {
    const keyPair = { ...generateKeyPair(random), keyId };
    const publicKey = encodePublicKey(keyPair);
    const folder = temporaryFolder();
    const [secret, pub] = [join(folder, 'root.key'), join(folder, 'root.pub')];
    writeFileSync(secret, await encryptSecretKey(keyPair, 'x', { scrypt, random, ...INTERACTIVE }));
    run(MINISIGN, ['-R', '-s', secret, '-p', pub], 'x\n');
    expect(readFileSync(pub, 'utf8')).toBe(publicKey);
  });
});
