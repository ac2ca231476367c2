/**
 * The website as data: what the build made, with the organisation's name, root key, kind and questions put in once.
 *
 * @module
 */
import { translated } from '../crypto/intake.ts';
import { ENCODINGS, SUFFIXES, type Encoded } from './compression.ts';
import { escapeHtml } from './escape.ts';
import type { Organisation } from './organisation.ts';
import { previewOf } from './preview.ts';

/** `encoded`: as the build has compressed it; pages, which are filled in, are compressed when they are asked for. */
export type SiteFile = { body: Uint8Array; type: string; encoded?: Encoded };

export type Site = {
  /** BCP 47 tags, each with a page at `/{tag}/`; the first is the fallback. */
  languages: readonly string[];
  /** By path without leading slash; null if there is none. */
  file(path: string): SiteFile | null | Promise<SiteFile | null>;
};

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

/** One file of the site as it is served. `encoded`: the same, compressed, if it is. */
export function siteFile(
  path: string,
  bytes: Uint8Array,
  organisation: Organisation,
  encoded: Encoded = {},
): SiteFile {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const isCompressed = Object.keys(encoded).length > 0;
  if (!path.endsWith('.html')) return { body: bytes, type, ...(isCompressed && { encoded }) };
  const language = path.split('/')[0] ?? '';
  const html = fillIn(new TextDecoder().decode(bytes), language, organisation);
  return { body: new TextEncoder().encode(html), type };
}

export function siteOf(files: ReadonlyMap<string, Uint8Array>, organisation: Organisation): Site {
  const plain = [...files].filter(([path]) => !isCompressedName(path));
  const served = new Map(
    plain.map(
      ([path, bytes]) => [path, siteFile(path, bytes, organisation, compressed(path, files))] as const,
    ),
  );
  const languages = [...served.keys()]
    .flatMap((path) => /^([A-Za-z0-9-]+)\/index\.html$/.exec(path)?.[1] ?? [])
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1));
  return { languages, file: (path) => served.get(path) ?? null };
}

/** What the build has compressed has no address of its own. */
export function isCompressedName(path: string): boolean {
  return ENCODINGS.some((encoding) => path.endsWith(SUFFIXES[encoding]));
}

function compressed(path: string, files: ReadonlyMap<string, Uint8Array>): Encoded {
  const found: Encoded = {};
  for (const encoding of ENCODINGS) {
    const bytes = files.get(`${path}${SUFFIXES[encoding]}`);
    if (bytes) found[encoding] = bytes;
  }
  return found;
}

function fillIn(html: string, language: string, { keyring, rootKey, formIn }: Organisation): string {
  const { names } = keyring.organisation;
  const values: Record<string, string> = {
    __WITNESSBOX_ORGANISATION__: escapeHtml(translated(names, language)),
    __WITNESSBOX_ROOT_KEY__: escapeHtml(rootKey),
    __WITNESSBOX_QUESTIONS__: previewOf(formIn(language)),
    __WITNESSBOX_DEMONSTRATION__: keyring.demonstration ? 'yes' : 'no',
  };
  // One pass, so that a name which looks like a placeholder stays a name.
  return html.replace(/__WITNESSBOX_[A-Z_]+?__/g, (placeholder) => values[placeholder] ?? placeholder);
}
