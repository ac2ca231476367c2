/** What is said of a file that somebody wants to hand in, before a byte of it has gone out. */
import { describe, expect, test } from 'vitest';
import { generateIdentity, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { checkSealed } from '../../web/source/sealed.ts';
import { codeOfAsync } from '../crypto/helpers.ts';

const recipient = await recipientOf(await generateIdentity());
const sealed = async (length: number) =>
  new Blob([(await sealBytes(recipient, new Uint8Array(length))) as Uint8Array<ArrayBuffer>]);

describe('a file to be handed in', () => {
  test('is taken where the offline page can have made it', async () => {
    expect(await codeOfAsync(async () => checkSealed(await sealed(SMALLEST_PLAINTEXT)))).toBe('no error');
  });

  test('is refused with a length that is not padded, whoever encrypted it', async () => {
    expect(await codeOfAsync(async () => checkSealed(await sealed(1000)))).toBe('padding.not-legal');
  });

  test('is refused where it was cut off, or something hangs on it', async () => {
    const whole = await sealed(SMALLEST_PLAINTEXT);
    expect(await codeOfAsync(() => checkSealed(whole.slice(0, -1)))).toBe('padding.not-legal');
    expect(await codeOfAsync(() => checkSealed(new Blob([whole, 'x'])))).toBe('padding.not-legal');
  });

  test.each([
    ['empty', []],
    ['a text', ['They came at dawn.']],
    ['the beginning of an age file', ['age-encryption.org/v1\n-> mlkem768x25519 ']],
  ])('is refused where it is %s', async (_, parts) => {
    expect(await codeOfAsync(() => checkSealed(new Blob(parts)))).toBe('envelope.not-age');
  });

  test('is refused where it is encrypted to another kind of recipient', async () => {
    const other = new Blob(['age-encryption.org/v1\n-> X25519 abc\n']);
    expect(await codeOfAsync(() => checkSealed(other))).toBe('envelope.wrong-stanza');
  });

  test('that can no longer be read says so, and not what the browser says, which may quote its name', async () => {
    const gone = {
      size: 1,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('secret-name.age')) }),
    };
    expect(await codeOfAsync(() => checkSealed(gone as unknown as Blob))).toBe('bundle.file-changed');
  });
});
