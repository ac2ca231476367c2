/** Contrast of colours, and which colours of an organisation are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, contrastFaults } from '../../crypto/contrast.ts';
import { PAIRS, TOKENS } from '../../crypto/palette.ts';

const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the contrast of two colours', () => {
  // W3C, Understanding SC 1.4.3 and its techniques; the last ones are the lightest greys that pass 4.5:1 and 7:1 on white.
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#595959', '#ffffff', 7],
  ])('of %s and %s is %f', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  });

  test('is the same whichever stands in front, from 1 to 21', () => {
    fc.assert(
      fc.property(colours, colours, (one, other) => {
        const ratio = contrast(one, other);
        expect(contrast(other, one)).toBe(ratio);
        expect(ratio).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(21);
      }),
    );
  });
});

describe('colours of an organisation', () => {
  test('that are the usual ones are good, in both schemes', () => {
    const palettes = [TOKENS.light, TOKENS.dark].map(({ paper, ink, accent, onAccent }) => ({
      paper,
      ink,
      accent,
      onAccent,
    }));
    expect(contrastFaults({ light: palettes[0] ?? {}, dark: palettes[1] ?? {} })).toEqual([]);
    expect(contrastFaults({})).toEqual([]);
  });

  test('that are too pale are named with what they would stand on, the ratio and what is needed', () => {
    const faults = contrastFaults({ light: { accent: '#2e86a5' } });
    expect(faults.map(({ scheme, front, back }) => [scheme, front, back])).toContainEqual([
      'light',
      'accent',
      'paper',
    ]);
    expect(faults.map(({ front, back }) => [front, back])).toContainEqual(['onAccent', 'accent']);
    for (const { ratio, needs } of faults) expect(ratio).toBeLessThan(needs);
  });

  test('are looked at together with those that were not chosen', () => {
    // Dark text on dark paper, though each is good on the usual other one.
    expect(contrastFaults({ light: { paper: '#101010' } }).map(({ front }) => front)).toContain('ink');
    // A ground on which the borders of fields would vanish.
    expect(contrastFaults({ light: { paper: '#8a857d' } }).map(({ front }) => front)).toContain('edge');
    expect(contrastFaults({ dark: { ink: '#555555' } }).map(({ scheme }) => scheme)).toContain('dark');
  });

  test('pass exactly where every pair of the style sheet reaches what it needs', () => {
    fc.assert(
      fc.property(colours, colours, fc.constantFrom('light', 'dark'), (paper, accent, scheme) => {
        const all = { ...TOKENS[scheme], paper, accent };
        const isReadable = PAIRS.every(({ front, back, needs }) => contrast(all[front], all[back]) >= needs);
        expect(contrastFaults({ [scheme]: { paper, accent } }).length === 0).toBe(isReadable);
      }),
      { numRuns: 500 },
    );
  });
});
