/** The colours as data (crypto/palette.ts) are those of the style sheets, and no pair of these is forgotten. */
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast } from '../../crypto/contrast.ts';
import { CHOSEN, PAIRS, TOKENS, type Scheme } from '../../crypto/palette.ts';

const SHEETS = [
  'shared/page.css',
  'shared/parts.css',
  'source/source.css',
  'source/files.css',
  'source/words.css',
  'source/form.css',
  'source/plain.css',
];
const read = (path: string) => readFile(new URL(`../../web/${path}`, import.meta.url), 'utf8');
const camel = (name: string) => name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());

describe('the colours that a choice is checked with', () => {
  test.each<[Scheme, (css: string) => string]>([
    ['light', (css) => css.slice(0, css.indexOf('@media'))],
    ['dark', (css) => css.slice(css.indexOf('@media'))],
  ])('are those of the style sheet: %s', async (scheme, part) => {
    const declared = [...part(await read('shared/tokens.css')).matchAll(/--([a-z-]+): (#[0-9a-f]{6});/gu)];
    const colours = Object.fromEntries(declared.map(([, name = '', value]) => [camel(name), value]));
    expect(colours).toMatchObject(TOKENS[scheme]);
  });

  test('have every pair that a rule of the sheets names with one that can be chosen', async () => {
    const rules = (await Promise.all(SHEETS.map(read))).join('\n').matchAll(/\{([^{}]*)\}/gu);
    const token = (block: string, property: string) =>
      camel(new RegExp(`(?:^|[\\s;])${property}: var\\(--([a-z-]+)\\);`, 'u').exec(block)?.[1] ?? '');
    const known = new Set(PAIRS.flatMap(({ front, back }) => [`${front} ${back}`, `${back} ${front}`]));
    const chosen = new Set<string>(CHOSEN);
    const pairs = [...rules].flatMap(([, block = '']) => {
      const [front, back] = [token(block, 'color'), token(block, 'background')];
      return front && back && (chosen.has(front) || chosen.has(back)) ? [`${front} ${back}`] : [];
    });
    expect(pairs.length).toBeGreaterThan(3);
    expect(pairs.filter((pair) => !known.has(pair))).toEqual([]);
  });

  test('are judged as axe judges them', () => {
    const { color } = (axe as unknown as { commons: { color: AxeColours } }).commons;
    const parsed = (text: string) => {
      const colour = new color.Color();
      colour.parseString(text);
      return colour;
    };
    const colours = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colours, colours, (one, other) => {
        expect(contrast(one, other)).toBeCloseTo(color.getContrast(parsed(one), parsed(other)), 1);
      }),
    );
  });
});

type AxeColour = { parseString(text: string): void };
type AxeColours = { Color: new () => AxeColour; getContrast(one: AxeColour, other: AxeColour): number };
