/**
 * A page of an organisation's appearance, as the source's page reads it. Whoever reads one has its hash from the keyring, and
 * what the organisation signed was looked at then (appearance-shapes.ts); here only what would do harm as something
 * else: a colour in a style sheet, the type of a picture. Short, because everybody fetches it.
 *
 * @module
 */
import * as v from 'valibot';
import type { OwnWords } from './appearance-shapes.ts';
import type { Logo } from './logo.ts';
import type { Colours } from './palette.ts';
import { readJson } from './shapes.ts';

export type AppearancePage = {
  format: 'witnessbox-appearance-page/1';
  language: string;
  colours?: Colours;
  logo?: Logo & { data: string };
} & OwnWords;

const colour = v.exactOptional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/u)));
const palette = v.exactOptional(v.object({ paper: colour, ink: colour, accent: colour, onAccent: colour }));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));

const pageShape = v.object({
  format: v.literal('witnessbox-appearance-page/1'),
  language: v.string(),
  colours: v.exactOptional(v.object({ light: palette, dark: palette })),
  logo: v.exactOptional(
    v.object({
      type: v.picklist(['image/png', 'image/jpeg', 'image/webp']),
      width: pixels,
      height: pixels,
      data: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+=*$/u)),
    }),
  ),
  about: v.array(v.string()),
  ways: v.array(v.object({ label: v.string(), value: v.string() })),
});

/** Throws `appearance.malformed`. */
export function parseAppearancePage(bytes: Uint8Array): AppearancePage {
  return readJson(bytes, pageShape, 'appearance.malformed');
}
