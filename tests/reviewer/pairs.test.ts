import { describe, expect, test } from 'vitest';
import { cleaningLines } from '../../reviewer/commands/pairs.ts';

const copy = {
  path: 'evidence/001-a.jpg',
  removed: ['place', 'x\u001b[2J'],
  original: 'evidence/002-original-a.jpg',
};
const original = { path: 'evidence/002-original-a.jpg', removed: [] };
const other = { path: 'evidence/003-b.txt', removed: [] };

describe('of the files of one submission is said', () => {
  const lines = cleaningLines([copy, original, other]);

  test('of a copy what was removed, and that its original came along', () => {
    const [removed, beside, ...more] = lines(copy);
    expect(removed).toMatch(/^removed before sending: place, x.*U\+001B/);
    expect(beside).toBe('its original came along: evidence/002-original-a.jpg');
    expect(more).toEqual([]);
  });

  test('of an original that it still holds what was removed from the copy', () => {
    expect(lines(original)).toEqual([
      'original of evidence/001-a.jpg: what was removed there is still in here',
    ]);
  });

  test('of others nothing', () => {
    expect(lines(other)).toEqual([]);
  });
});
