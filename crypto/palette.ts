/**
 * The colours that an organisation may choose, and those that it does not: the tokens of `web/shared/tokens.css` as data (a
 * test compares the two). No style sheet; what is checked of them is in contrast.ts.
 *
 * @module
 */

export type Scheme = 'light' | 'dark';

/** The background of the page, its text, and what is pressed: its colour, and the writing on it. As `#rrggbb`. */
export type Palette = { paper?: string; ink?: string; accent?: string; onAccent?: string };

export type Colours = { light?: Palette; dark?: Palette };

export const CHOSEN = ['paper', 'ink', 'accent', 'onAccent'] as const;

type Token =
  | (typeof CHOSEN)[number]
  | 'sheet'
  | 'soft'
  | 'edge'
  | 'tint'
  | 'good'
  | 'goodTint'
  | 'warn'
  | 'warnTint'
  | 'bad'
  | 'badTint';

export const TOKENS: Readonly<Record<Scheme, Readonly<Record<Token, string>>>> = {
  light: {
    paper: '#faf8f3',
    sheet: '#ffffff',
    ink: '#1c2024',
    soft: '#474c53',
    edge: '#767069',
    accent: '#14495a',
    onAccent: '#ffffff',
    tint: '#e9f0f1',
    good: '#1b5234',
    goodTint: '#e7f2ea',
    warn: '#6b3a00',
    warnTint: '#fdf1dc',
    bad: '#861b1b',
    badTint: '#fbeae8',
  },
  dark: {
    paper: '#14171a',
    sheet: '#1c2024',
    ink: '#f1ede5',
    soft: '#c6c2ba',
    edge: '#8d9097',
    accent: '#9bd3e4',
    onAccent: '#06222c',
    tint: '#1a2b32',
    good: '#a5dcb9',
    goodTint: '#17291f',
    warn: '#f4cd92',
    warnTint: '#2c2313',
    bad: '#f7b9b3',
    badTint: '#321b1a',
  },
};

/** What is written on what. The four kinds of notice have each their own ground, and buttons stand in them. */
const GROUNDS = ['paper', 'sheet', 'tint', 'goodTint', 'warnTint', 'badTint'] as const;

/**
 * Every pair that the style sheet uses and a choice can change, with the contrast that it needs: text 7:1 (WCAG 2.2, 1.4.6),
 * borders of fields and the ring around what has the focus 3:1 (1.4.11).
 */
export const PAIRS: readonly { front: Token; back: Token; needs: 7 | 3 }[] = [
  ...GROUNDS.map((back) => ({ front: 'ink', back, needs: 7 }) as const),
  ...GROUNDS.map((back) => ({ front: 'accent', back, needs: 7 }) as const),
  { front: 'onAccent', back: 'accent', needs: 7 },
  { front: 'soft', back: 'paper', needs: 7 },
  { front: 'good', back: 'paper', needs: 7 },
  { front: 'warn', back: 'paper', needs: 7 },
  { front: 'bad', back: 'paper', needs: 7 },
  { front: 'edge', back: 'paper', needs: 3 },
];
