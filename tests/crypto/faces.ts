/**
 * Appearances for the tests: one with everything, and arbitrary ones.
 *
 * @module
 */
import fc from 'fast-check';
import type { Appearance } from '../../crypto/appearance.ts';
import { isPlainValue } from '../../crypto/appearance-shapes.ts';
import logos from '../vectors/logos.json' with { type: 'json' };

export const FACE: Appearance = {
  format: 'witnessbox-appearance/1',
  colours: {
    light: { paper: '#fffdf7', accent: '#5a1f47', onAccent: '#ffffff' },
    dark: { accent: '#f0b8dc', onAccent: '#2c0a21' },
  },
  logo: logos.whole['still.png'],
  words: {
    en: {
      about: ['We are Harbour Watch, seven people.', 'We listen & keep <quiet>.'],
      ways: [
        { label: 'By letter', value: 'Box 7, Lantern Harbour' },
        { label: 'By telephone', value: '+00 000 0007' },
      ],
    },
    'zh-Hans': {
      about: ['我们是灯塔守望，一共七个人。'],
      ways: [{ label: '写信', value: '灯塔港七号信箱' }],
    },
  },
};

const text = (most: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((end) => `a${end}`.slice(0, most));
const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);
const palette = fc.record(
  { paper: colour, ink: colour, accent: colour, onAccent: colour },
  { requiredKeys: [] },
);
const words = fc.record({
  about: fc.array(text(600), { maxLength: 8 }),
  ways: fc.array(fc.record({ label: text(80), value: text(200).filter(isPlainValue) }), { maxLength: 8 }),
});

export const faces: fc.Arbitrary<Appearance> = fc
  .record(
    {
      colours: fc.record({ light: palette, dark: palette }, { requiredKeys: [] }),
      logo: fc.constantFrom(...Object.values(logos.whole)),
      words: fc.dictionary(fc.constantFrom('en', 'zh-Hans', 'ar', 'pt-BR'), words, { minKeys: 1 }),
    },
    { requiredKeys: ['words'] },
  )
  .map((rest) => ({ format: 'witnessbox-appearance/1', ...rest }));
