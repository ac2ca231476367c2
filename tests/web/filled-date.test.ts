/** A date as it is filled in, and what of it is stored. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEdtf } from '../../crypto/edtf.ts';
import { DATE_PROBLEMS, readFilled, SPANS, type FilledDate } from '../../web/source/filled-date.ts';

const filled = (year = '', month = '', day = ''): FilledDate => ({ year, month, day });
const NOTHING = filled();

describe('a date', () => {
  test.each([
    ['exact', filled('2019'), NOTHING, '2019'],
    ['exact', filled('2019', '3'), NOTHING, '2019-03'],
    ['exact', filled('2019', '12', '5'), NOTHING, '2019-12-05'],
    ['exact', filled('2020', '2', '29'), NOTHING, '2020-02-29'],
    ['about', filled('2019', '3'), NOTHING, '2019-03~'],
    ['range', filled('2019', '3', '31'), filled('2019', '4'), '2019-03-31/2019-04'],
    ['range', filled('2019'), filled('2019'), '2019/2019'],
    ['ongoing', filled('2018'), NOTHING, '2018/..'],
  ] as const)('%s is stored as EDTF: %j %j', (span, from, to, text) => {
    expect(readFilled(span, from, to)).toEqual({ text, problem: null, at: 'from' });
  });

  test.each([
    ['２０１９', '３', '５'],
    ['2019年', '3', '5日'],
    ['2019 年', '3', ' 5 号'],
    ['٢٠١٩', '3', '٥'],
    ['۲۰۱۹', '3', '۰۵'],
    ['२०१९', '3', '५'],
  ])('is read in the digits of whatever script: %s', (year, month, day) => {
    expect(readFilled('exact', filled(year, month, day), NOTHING).text).toBe('2019-03-05');
  });

  test.each(SPANS)('that was left empty is no answer and no mistake: %s', (span) => {
    expect(readFilled(span, filled('  '), NOTHING)).toEqual({ text: '', problem: null, at: 'from' });
  });

  test.each([
    ['year', 'exact', filled('19', '3'), NOTHING, 'from'],
    ['year', 'exact', filled('', '3'), NOTHING, 'from'],
    ['year', 'exact', filled('2019?'), NOTHING, 'from'],
    // Of the Persian, Islamic, Minguo and Buddhist calendars.
    ['year', 'exact', filled('1398'), NOTHING, 'from'],
    ['year', 'exact', filled('1440'), NOTHING, 'from'],
    ['year', 'exact', filled('0108'), NOTHING, 'from'],
    ['year', 'exact', filled('2562'), NOTHING, 'from'],
    ['year', 'range', NOTHING, filled('2019'), 'from'],
    ['year', 'range', filled('2019'), filled('20'), 'to'],
    ['month', 'exact', filled('2019', '', '5'), NOTHING, 'from'],
    ['day', 'exact', filled('2019', '2', '29'), NOTHING, 'from'],
    ['day', 'exact', filled('2019', '2', '0'), NOTHING, 'from'],
    ['day', 'exact', filled('2019', '2', 'x'), NOTHING, 'from'],
    ['day', 'exact', filled('2019', '2', '111'), NOTHING, 'from'],
    ['end', 'range', filled('2019'), NOTHING, 'to'],
    ['order', 'range', filled('2019', '5'), filled('2019', '4'), 'to'],
  ] as const)('with a mistake is not stored: %s, %s %j %j', (problem, span, from, to, at) => {
    expect(readFilled(span, from, to)).toEqual({ text: '', problem, at });
  });

  test('never gives anything but EDTF, nothing, or a mistake that has a name', () => {
    const part = fc.oneof(fc.string({ maxLength: 6 }), fc.integer({ min: 0, max: 3000 }).map(String));
    const date = fc.record({ year: part, month: fc.integer({ min: 0, max: 12 }).map(String), day: part });
    fc.assert(
      fc.property(fc.constantFrom(...SPANS), date, date, (span, from, to) => {
        const { text, problem } = readFilled(span, from, to);
        if (problem !== null) expect(DATE_PROBLEMS).toContain(problem);
        if (problem !== null || text === '') expect(text).toBe('');
        else expect(readEdtf(text)).not.toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
