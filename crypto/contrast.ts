/**
 * Contrast of two colours (WCAG 2.2, "contrast ratio" and "relative luminance"), and which colours of an organisation
 * could not be read. Opaque sRGB colours as `#rrggbb` only.
 *
 * @module
 */
import { type Colours, type Palette, PAIRS, type Scheme, TOKENS } from './palette.ts';

export type ContrastFault = { scheme: Scheme; front: string; back: string; ratio: number; needs: number };

/** From 1 to 21, whichever of the two is the lighter one. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Each pair that falls short, where the organisation has chosen one of the two; its other colours are the usual ones. */
export function contrastFaults(colours: Colours): ContrastFault[] {
  const schemes = [
    ['light', colours.light],
    ['dark', colours.dark],
  ] as const;
  return schemes.flatMap(([scheme, palette]) => faultsIn(scheme, palette ?? {}));
}

function faultsIn(scheme: Scheme, palette: Palette): ContrastFault[] {
  const all = { ...TOKENS[scheme], ...palette };
  return PAIRS.flatMap(({ front, back, needs }) => {
    const isChosen = front in palette || back in palette;
    const ratio = contrast(all[front], all[back]);
    return isChosen && ratio < needs ? [{ scheme, front, back, ratio, needs }] : [];
  });
}
