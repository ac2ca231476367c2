import { describe, expect, test } from 'vitest';
import { addDays, dayOf, midnight } from '../../crypto/days.ts';

describe('a day', () => {
  test('is followed by the next one of the calendar, over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addDays('2026-11-22', 90)).toBe('2027-02-20');
  });

  test('begins at midnight in UTC and lasts until the next', () => {
    const start = midnight('2026-11-22').getTime();
    expect([0, 86_399_999, 86_400_000].map((later) => dayOf(new Date(start + later)))).toEqual([
      '2026-11-22',
      '2026-11-22',
      '2026-11-23',
    ]);
  });

  test.each([1, 30, 3_000_000, 200_000_000])(
    'at the end of the calendar stays the last, so that nothing sorts before it: %i days later',
    (count) => {
      expect(addDays('9999-12-31', count)).toBe('9999-12-31');
      expect(addDays('2026-11-22', 1e9)).toBe('9999-12-31');
      expect(addDays('0000-01-01', -count)).toBe('0000-01-01');
    },
  );
});
