/**
 * The fingerprint for other channels than the portal: as text, as a QR code, and as a page to be printed. What a QR
 * code holds is told in docs/format.md, "Fingerprint".
 *
 * @module
 */
import encodeQR from 'qr';
import { type Translated, translated } from '../../crypto/intake.ts';
import { type Keyring, fingerprint, fingerprintWords } from '../../crypto/keyring.ts';
import { CARD_WORDS } from './card-words.ts';
import { type WordLanguage, wordList } from './word-lists.ts';

export type FingerprintCard = {
  names: Translated;
  demonstration: boolean;
  onion: string | null;
  /** Eight groups of four hexadecimal digits. */
  hex: string;
  /** The same as twelve words, in NFC, as people read and type them. */
  words: string[];
  language: WordLanguage;
  /** What the QR code holds. */
  code: string;
};

/** @param rootKey text of root.pub or its base64 line */
export async function fingerprintCard(
  keyring: Keyring,
  rootKey: string,
  language: WordLanguage,
): Promise<FingerprintCard> {
  const { organisation, onion, demonstration } = keyring;
  const hex = fingerprint(rootKey, organisation.id);
  const words = fingerprintWords(rootKey, organisation.id, await wordList(language));
  return {
    names: organisation.names,
    demonstration,
    onion,
    hex,
    words: words.map((word) => word.normalize('NFC')),
    language,
    code: qrContent(hex, onion),
  };
}

/** Capitals only, so that a QR code needs no byte mode and stays coarse enough for a bad printer. */
export function qrContent(hex: string, onion: string | null): string {
  const address = onion === null ? '' : `/${onion.toUpperCase()}`;
  return `WITNESSBOX-FINGERPRINT:${hex.replaceAll(' ', '')}${address}`;
}

/** For a terminal: two modules to a character, light on dark. */
export function qrText({ code }: FingerprintCard): string {
  return encodeQR(code, 'ascii', { ecc: 'medium' });
}

/** One SVG element, without script or anything from elsewhere. */
export function qrSvg({ code }: FingerprintCard): string {
  return encodeQR(code, 'svg', { ecc: 'quartile', border: 4 });
}

/** A page of its own: no script, no font, no picture from elsewhere. Every text in it is escaped. */
export function cardPage(card: FingerprintCard): string {
  const words = CARD_WORDS[card.language];
  const own = translated(card.names, card.language);
  const others = Object.entries(card.names).filter(([, name]) => name !== own);
  return `<!doctype html>
<html lang="${card.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(own)}: ${escaped(words.title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<p class="what">${escaped(words.title)}</p>
<h1>${escaped(own)}</h1>
${others.map(([language, name]) => `<p class="also" lang="${escaped(language)}">${escaped(name)}</p>\n`).join('')}${
    card.demonstration ? `<p class="trial">${escaped(words.demonstration)}</p>\n` : ''
  }<p class="how">${escaped(words.compare)}</p>
<div class="body">
<section>
<h2>${escaped(words.words)}</h2>
<ol>
${card.words.map((word) => `<li>${escaped(word)}</li>`).join('\n')}
</ol>
<h2>${escaped(words.hex)}</h2>
<p class="hex">${escaped(card.hex)}</p>
</section>
<figure>${qrSvg(card)}</figure>
</div>
${
  card.onion === null
    ? ''
    : `<section>
<h2>${escaped(words.address)}</h2>
<p class="onion">http://${escaped(card.onion)}</p>
</section>
`
}</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `@page { size: A4; margin: 22mm; }
html { color: #111; background: #fff; font: 12pt/1.5 Georgia, "Noto Serif", "Songti SC", serif; }
body { margin: 0; }
main { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 2.2rem; line-height: 1.2; margin: 0; font-weight: 600; }
h2 { font-size: .8rem; letter-spacing: .06em; margin: 1.6rem 0 .4rem; color: #444; font-weight: 600; }
p { margin: 0; }
.what { color: #444; }
.also { font-size: 1.3rem; }
.how { margin: 1.4rem 0 0; padding: .8rem 1rem; border-inline-start: 3px solid #111; background: #f4f4f4; }
.trial { margin: 1rem 0 0; font-weight: 600; }
.body { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; align-items: flex-start; justify-content: space-between; }
ol { margin: 0; padding: 0 0 0 2rem; columns: 2; column-gap: 3rem; font-size: 1.15rem; }
li { break-inside: avoid; padding-inline-start: .3rem; }
li::marker { color: #777; font-size: .8rem; }
.hex, .onion { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.hex { font-size: 1.15rem; max-width: 22ch; line-height: 1.6; }
.onion { overflow-wrap: anywhere; }
figure { margin: 1.6rem 0 0; width: 62mm; flex: none; }
svg { display: block; width: 100%; height: auto; background: #fff; shape-rendering: crispEdges; }
@media print { main { margin: 0; padding: 0; max-width: none; } .how { background: none; } }`;
