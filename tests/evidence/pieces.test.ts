import { expect, test } from 'vitest';
import { Pieces } from '../../web/evidence/pieces.ts';
import { ascii } from '../../web/evidence/reader.ts';

test('ranges of the original and new bytes, in order', async () => {
  const file = new Blob(['0123456789'], { type: 'image/png' });
  const pieces = new Pieces(file)
    .keep(0, 2)
    .keep(2, 3)
    .add(ascii('ab'))
    .add(ascii(''))
    .keep(3, 3)
    .keep(8, 10);
  expect(pieces.size).toBe(7);
  expect(await pieces.blob().text()).toBe('012ab89');
  expect(pieces.blob().type).toBe('image/png');
});

test('neighbours are one piece, and the number of pieces is bounded', () => {
  const pieces = new Pieces(new Blob([new Uint8Array(300_000)]));
  for (let at = 0; at < 150_000; at++) pieces.keep(at, at + 1);
  expect(pieces.blob().size).toBe(150_000);
  expect(() => {
    for (let at = 0; at < 150_000; at++) pieces.keep(2 * at, 2 * at + 1);
  }).toThrow(expect.objectContaining({ why: 'too-complex' }));
});
