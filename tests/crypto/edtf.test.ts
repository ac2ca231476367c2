import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDay } from '../../crypto/days.ts';
import { readEdtf, writeEdtf, type EdtfAnswer, type EdtfDate } from '../../crypto/edtf.ts';

/** The examples of the Library of Congress, "Extended Date/Time Format (EDTF) Specification", 2019, levels 0 and 1. */
const EXAMPLES = {
  taken: {
    'Level 0, Date': ['1985-04-12', '1985-04', '1985'],
    'Level 0, Time Interval': [
      '1964/2008',
      '2004-06/2006-08',
      '2004-02-01/2005-02-08',
      '2004-02-01/2005-02',
      '2004-02-01/2005',
      '2005/2006-02',
    ],
    'Level 1, Qualification of a date': ['2004-06~'],
    'Level 1, Extended Interval, open end': ['1985-04-12/..', '1985-04/..', '1985/..'],
  },
  refused: {
    'Level 0, Date and Time': [
      '1985-04-12T23:20:30',
      '1985-04-12T23:20:30Z',
      '1985-04-12T23:20:30-04',
      '1985-04-12T23:20:30+04:30',
    ],
    'Level 1, Letter-prefixed calendar year': ['Y170000002', 'Y-170000002'],
    'Level 1, Seasons': ['2001-21'],
    'Level 1, Qualification of a date': ['1984?', '2004-06-11%'],
    'Level 1, Unspecified digits': ['201X', '20XX', '2004-XX', '1985-04-XX', '1985-XX-XX'],
    'Level 1, Extended Interval, open start': ['../1985-04-12', '../1985-04', '../1985'],
    'Level 1, Extended Interval, unknown': [
      '1985-04-12/',
      '1985-04/',
      '1985/',
      '/1985-04-12',
      '/1985-04',
      '/1985',
    ],
    'Level 1, Negative calendar year': ['-1985'],
  },
};

describe('of the specification’s own examples', () => {
  test.each(Object.entries(EXAMPLES.taken))('%s is read, and written as it was', (_, examples) => {
    for (const text of examples) {
      const read = readEdtf(text);
      expect(read && writeEdtf(read)).toBe(text);
    }
  });

  test.each(Object.entries(EXAMPLES.refused))(
    '%s is none of those that an answer may hold',
    (_, examples) => {
      expect(examples.filter((text) => readEdtf(text) !== null)).toEqual([]);
    },
  );

  test('the parts are those that the text names', () => {
    expect(readEdtf('2004-06~')).toEqual({
      from: { year: 2004, month: 6, day: null, isAbout: true },
      to: null,
    });
    expect(readEdtf('1985-04-12/..')).toEqual({
      from: { year: 1985, month: 4, day: 12, isAbout: false },
      to: 'open',
    });
    expect(readEdtf('2004-02-01~/2005')?.to).toEqual({ year: 2005, month: null, day: null, isAbout: false });
  });
});

test.each([
  [
    'a day that the calendar has not',
    ['2021-02-29', '2021-04-31', '1900-02-29', '2021-13', '2021-00', '2021-01-00'],
  ],
  [
    'an end before its beginning',
    ['2008/1964', '2004-02/2004-01', '2004-02-02/2004-02-01', '2004-02-01/2003'],
  ],
  ['more than two ends', ['2001/2002/2003', '2001/../..', '..', '../..', '/']],
  [
    'another spelling',
    [
      '',
      ' 2004',
      '2004 ',
      '2004\n',
      '04',
      '20040',
      '2004-6',
      '2004-06-1',
      '2004~~',
      '~2004',
      '２００４',
      '0000',
      '0000-01-01',
      '2004/..~',
    ],
  ],
])('%s is refused', (_, texts) => {
  expect(texts.filter((text) => readEdtf(text) !== null)).toEqual([]);
});

test('an interval may end within the month or year in which it began', () => {
  for (const text of ['2004-02-29/2004-02', '2004-12-31/2004', '2004/2004', '2004-02/2004-02-01']) {
    expect(readEdtf(text), text).not.toBeNull();
  }
});

const year = fc.integer({ min: 1, max: 9999 });
const month = fc.integer({ min: 1, max: 12 });
const date: fc.Arbitrary<EdtfDate> = fc
  .record({
    year,
    month: fc.option(month),
    day: fc.option(fc.integer({ min: 1, max: 31 })),
    isAbout: fc.boolean(),
  })
  .map((one) => (one.month === null ? { ...one, day: null } : one))
  .filter((one) => one.day === null || isDay(writeEdtf({ from: { ...one, isAbout: false }, to: null })));
const answer: fc.Arbitrary<EdtfAnswer> = fc.record({
  from: date,
  to: fc.oneof(fc.constant(null), fc.constant('open' as const), date),
});

test('whatever is written is read again as the same, unless it ends before it begins', () => {
  fc.assert(
    fc.property(answer, (written) => {
      const read = readEdtf(writeEdtf(written));
      const { from, to } = written;
      const isPossible = to === null || to === 'open' || to.year >= from.year;
      if (read !== null) expect(read).toEqual(written);
      else expect(isPossible && to !== null && to !== 'open' && to.year > from.year).toBe(false);
    }),
  );
});

test('whatever is read is written as it was', () => {
  const part = fc.stringMatching(/^\d{4}(-[01]\d(-[0-3]\d)?)?~?$/);
  fc.assert(
    fc.property(
      fc.oneof(
        part,
        fc.tuple(part, fc.oneof(part, fc.constant('..'))).map((both) => both.join('/')),
      ),
      (text) => {
        const read = readEdtf(text);
        if (read !== null) expect(writeEdtf(read)).toBe(text);
      },
    ),
  );
});
