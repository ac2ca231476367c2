/** What a hostile archive is refused for, on every platform. On a disk: tests/reviewer/hostile-tar.test.ts. */
import { expect, test } from 'vitest';
import { readBundle } from '../../crypto/bundle.ts';
import { codeOfAsync, inPieces } from './helpers.ts';
import { HONEST_ARCHIVE, HOSTILE_ARCHIVES } from './hostile-archives.ts';
import { readAll } from './samples.ts';

const verdictOn = (bytes: Uint8Array, pieces: number[]) =>
  codeOfAsync(() => readAll(readBundle(inPieces(bytes, pieces))));

test('the archive that all others were made from is read', async () => {
  expect(await verdictOn(HONEST_ARCHIVE, [65536])).toBe('no error');
});

test.each(HOSTILE_ARCHIVES)('$name is refused, in whatever pieces it comes', async ({ code, plaintext }) => {
  for (const pieces of [[65536], [512], [700, 1]]) expect(await verdictOn(plaintext, pieces)).toMatch(code);
});
