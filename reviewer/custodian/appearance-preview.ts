/**
 * An organisation's appearance as a page for whoever writes it: logo, colours in both schemes and words by language, made from
 * the same pages that the portal serves. One file, no script, nothing loaded; every text is escaped, and the policy would
 * stop what was not.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import {
  type Appearance,
  type AppearancePage,
  type Palette,
  appearanceLanguages,
  appearancePage,
  parseAppearancePage,
} from '../../crypto/appearance.ts';
import { type Scheme, TOKENS } from '../../crypto/palette.ts';
import { directionOf, escaped, nameOf } from './preview-text.ts';

/** How such a page begins, so that nothing else is ever replaced by one. */
export const APPEARANCE_MARK = '<!doctype html>\n<!-- Witnessbox: preview of an appearance -->\n';

export function appearancePreview(appearance: Appearance): string {
  const pages = appearanceLanguages(appearance).map((language) =>
    parseAppearancePage(appearancePage(appearance, language)),
  );
  const style = styleOf(appearance);
  const hash = createHash('sha256').update(style).digest('base64');
  return `${APPEARANCE_MARK}<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Preview of an appearance</title>
<style>${style}</style>
</head>
<body>
<header><h1>Preview of an appearance</h1>
<p>What sources see beside the page’s own texts: once in the light colours, once in the dark ones.</p></header>
${pages.flatMap((page) => [pageHtml(page, 'light'), pageHtml(page, 'dark')]).join('\n')}
</body>
</html>
`;
}

function pageHtml({ language, logo, about, ways }: AppearancePage, scheme: Scheme): string {
  const picture = logo
    ? `<img src="data:${logo.type};base64,${logo.data}" width="${String(logo.width)}" height="${String(logo.height)}" alt="">`
    : '';
  return `<article class="${scheme}">
<p class="soft">${picture} ${nameOf(language)}, ${scheme}</p>
<div lang="${escaped(language)}" dir="${directionOf(language)}">
${about.map((text) => `<p>${escaped(text)}</p>`).join('\n')}
<dl>${ways.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd><bdi dir="auto">${escaped(value)}</bdi></dd>`).join('')}</dl>
</div>
<p><span class="primary">Button</span> <span class="button">Button</span></p>
<p class="field">Field</p>
</article>`;
}

/** The colours have been checked to be nothing else. */
function styleOf({ colours }: Appearance): string {
  const rules = (['light', 'dark'] as const).map((scheme) => {
    const { paper, ink, accent, onAccent, soft, sheet, edge } = {
      ...TOKENS[scheme],
      ...(colours?.[scheme] satisfies Palette | undefined),
    };
    return `.${scheme} { background: ${paper}; color: ${ink}; }
.${scheme} .soft { color: ${soft}; }
.${scheme} .primary { background: ${accent}; color: ${onAccent}; border-color: ${accent}; }
.${scheme} .button { color: ${accent}; border-color: ${accent}; }
.${scheme} .field { background: ${sheet}; border-color: ${edge}; }`;
  });
  return `
body { margin: 0; font: 1.05rem/1.6 system-ui, sans-serif; }
header, article { max-inline-size: 42rem; margin: 1rem auto; padding: 1rem; overflow-wrap: anywhere; }
article { border: 1px solid #888; border-radius: 8px; }
img { block-size: 2.75rem; inline-size: auto; max-inline-size: 8rem; object-fit: contain; vertical-align: middle; background: #fff; border-radius: 4px; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; }
.primary, .button { display: inline-block; padding: 0.6rem 1.35rem; border: 2px solid; border-radius: 8px; font-weight: 600; }
.field { padding: 0.65rem 0.8rem; border: 1px solid; border-radius: 8px; }
${rules.join('\n')}
`;
}
