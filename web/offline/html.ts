/**
 * The offline page as one file, but for what an organisation puts in. Style and scripts are inline and allowed by their hash in
 * the page's own policy, which allows no connection, no frame, no worker and no form: a page that is opened from a disk has
 * no server to say so for it.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { ENCLOSURE } from '../../crypto/offline-page.ts';

export type TemplateParts = {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  footer: string;
  /** That nobody has looked the words through, where that is so. */
  unreviewed: string | null;
  noScript: string;
  style: string;
  /** Classic scripts, run in this order: browsers load no modules from a disk. */
  scripts: readonly string[];
};

/** @throws Error where a script would end, or begin, an element in the midst of itself */
export function templateOf(parts: TemplateParts): string {
  const { language, direction, title, footer, unreviewed, noScript, style, scripts } = parts;
  if ([style, ...scripts].some((text) => /<\/?(?:script|style)/i.test(text)))
    throw new Error('cannot stand inline');
  return `<!doctype html>
<html lang="${language}" dir="${direction}" data-demonstration="no">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<div id="page"><noscript><p class="notice warn">${escaped(noScript)}</p></noscript></div>
<footer class="page-foot"><p>${escaped(footer)}</p>${
    unreviewed === null
      ? ''
      : `
<p>${escaped(unreviewed)}</p>`
  }</footer>
${ENCLOSURE}
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

function policyOf(style: string, scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')}`,
    `style-src ${hashOf(style)}`,
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
