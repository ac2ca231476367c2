import { readFileSync } from 'node:fs';
import { hex } from '@scure/base';
import { expect, test } from 'vitest';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import { chacha } from '../../reviewer/chacha.ts';

const sequence = (length: number) => Uint8Array.from({ length }, (_, index) => index);

test('Node 24 has the cipher under the name and key format that are looked for', async () => {
  expect(await nativeChunkCipher(globalThis.crypto.subtle)).not.toBeNull();
});

test('the known answer in the source is what OpenSSL gives', () => {
  const source = readFileSync(new URL('../../crypto/native-chacha.ts', import.meta.url), 'utf8');
  const answer = hex.encode(new Uint8Array(chacha(sequence(32), sequence(12)).encrypt(new Uint8Array(65))));
  expect(source.replace(/' \+\s+'/g, '')).toContain(`'${answer}'`);
});
