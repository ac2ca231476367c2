/**
 * The organisation's own face, as the page wears it once it has been checked: its colours, as a style sheet of the document's
 * own. That they can be read was looked at when they were signed (crypto/contrast.ts); that they are nothing but `#rrggbb`,
 * when they came.
 *
 * @module
 */
import type { Colours, Palette } from '../../crypto/appearance.ts';

const TOKENS = { paper: '--paper', ink: '--ink', accent: '--accent', onAccent: '--on-accent' } as const;

/** Puts them on; what comes back takes them off. */
export function wear(colours: Colours): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styleOf(colours));
  document.adoptedStyleSheets.push(sheet);
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
}

export function styleOf({ light, dark }: Colours): string {
  return `@media not (prefers-color-scheme: dark){${rule(light)}}@media (prefers-color-scheme: dark){${rule(dark)}}`;
}

function rule(palette: Palette = {}): string {
  const declared = (Object.keys(TOKENS) as (keyof Palette)[]).map((name) => {
    const colour = palette[name];
    return colour === undefined ? '' : `${TOKENS[name]}:${colour};`;
  });
  return `:root{${declared.join('')}}`;
}
