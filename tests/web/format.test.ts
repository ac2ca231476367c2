import { describe, expect, test } from 'vitest';
import { formatDay, formatSize } from '../../web/shared/format.ts';

describe('sizes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [262_360, '262 kB'],
    [2_483_112, '2.5 MB'],
    [5e12, '5,000 GB'],
  ])('%d bytes are %s', (bytes, said) => {
    expect(formatSize(bytes, 'en')).toBe(said);
  });

  test('are said in the language of the reader', () => {
    expect(formatSize(12, 'zh-Hans')).toBe('12字节');
  });
});

describe('days', () => {
  test('are said in words, long or short', () => {
    expect(formatDay('2026-11-20', 'en', 'long')).toBe('November 20, 2026');
    expect(formatDay('2026-11-20', 'en', 'medium')).toBe('Nov 20, 2026');
    expect(formatDay('2026-11-20', 'zh-Hans', 'long')).toBe('2026年11月20日');
  });

  test.each(['2026-99-99', '2026-1-2', '+002026-11-20', '', '<b>'])(
    '%j is no day and stays as it is',
    (text) => {
      expect(formatDay(text, 'en', 'long')).toBe(text);
    },
  );
});
