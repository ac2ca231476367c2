/**
 * The HTML document around the prerendered page. Nothing inline, so that the strict content security policy
 * holds; no icon, see build.ts.
 *
 * @module
 */
type CommonParts = {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  styles: readonly string[];
  page: string;
  footer: string;
  /** What is said of a language that nobody has looked through, and the words of the link to English. */
  unreviewed: { sentence: string; inEnglish: string } | null;
};

export type DocumentParts = CommonParts & {
  script: string;
  /** What the script imports, named early so that a slow line does not fetch one after the other. */
  preloads: readonly string[];
  /** Scripts that are fetched when the page works, in their order. */
  later: readonly string[];
  /** Heading and first sentence above the questions, which the server puts in. */
  preview: readonly [heading: string, note: string];
};

/** Attributes and text given here come from our own messages and build, never from outside. */
export function documentOf({ preloads, script, preview, later, ...common }: DocumentParts): string {
  const head = [
    '<meta name="witnessbox-organisation" content="__WITNESSBOX_ORGANISATION__">',
    '<meta name="witnessbox-root" content="__WITNESSBOX_ROOT_KEY__">',
    '<meta name="witnessbox-offline" content="__WITNESSBOX_OFFLINE_HASH__">',
    `<meta name="witnessbox-later" content="${later.join(' ')}">`,
    ...preloads.map((href) => `<link rel="modulepreload" href="${href}">`),
    `<script type="module" src="${script}"></script>`,
  ];
  const body = `<div id="page">${common.page}</div>
<section id="preview" aria-labelledby="preview-heading">
<h2 id="preview-heading">${preview[0]}</h2>
<p>${preview[1]}</p>
__WITNESSBOX_QUESTIONS__
</section>`;
  return framed(common, head, body);
}

/** A page without any script, after a form. */
export function answerOf(parts: CommonParts): string {
  return framed(parts, [], parts.page);
}

function framed(parts: CommonParts, head: readonly string[], body: string): string {
  return `<!doctype html>
<html lang="${parts.language}" dir="${parts.direction}" data-demonstration="__WITNESSBOX_DEMONSTRATION__">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${parts.title}</title>
${parts.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${head.join('\n')}
</head>
<body>
${body}
<footer class="page-foot">
<p>${parts.footer}</p>
${parts.unreviewed ? unreviewed(parts.unreviewed) : ''}</footer>
</body>
</html>
`;
}

function unreviewed({ sentence, inEnglish }: { sentence: string; inEnglish: string }): string {
  return `<p>${sentence} <a href="/en/" hreflang="en">${inEnglish}</a></p>\n`;
}
