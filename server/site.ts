/**
 * The website as data: what the build made, with the organisation's name, root key, kind and questions put in once; and for
 * browsers without JavaScript its recipients and fingerprint, with what the form is open for.
 *
 * @module
 */
import { translated } from '../crypto/intake.ts';
import { ENCODINGS, SUFFIXES, type Encoded } from './compression.ts';
import { escapeHtml } from './escape.ts';
import { offlinePage, type OfflineFiles, type OfflinePage } from './offline.ts';
import type { Organisation } from './organisation.ts';
import { previewOf } from './preview.ts';
import { blocksIn } from './site-blocks.ts';

export type SiteFile = {
  body: Uint8Array;
  type: string;
  /** What is served in its place once the keyring has ended. */
  closed?: Uint8Array;
  /** As the build has compressed it; pages, which are filled in, are compressed when they are asked for. */
  encoded?: Encoded;
};

export type Site = {
  /** BCP 47 tags, each with a page at `/{tag}/`; the first is the fallback. */
  languages: readonly string[];
  /** By path without leading slash; null if there is none. */
  file(path: string): SiteFile | null | Promise<SiteFile | null>;
  /** The page that a source saves and opens without a connection; null if there is none in this language. */
  offline?: (language: string) => OfflinePage | null | Promise<OfflinePage | null>;
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

/**
 * One file of the site as it is served. `plainUpload`: the most that the form takes, null where it takes nothing; `encoded`: the
 * same, compressed, if it is.
 */
export function siteFile(
  path: string,
  bytes: Uint8Array,
  organisation: Organisation,
  plainUpload: number | null,
  encoded: Encoded = {},
  offline: OfflinePage | null = null,
): SiteFile {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const isCompressed = Object.keys(encoded).length > 0;
  if (!path.endsWith('.html')) return { body: bytes, type, ...(isCompressed && { encoded }) };
  const language = path.split('/')[0] ?? '';
  const html = new TextDecoder().decode(bytes);
  const fill = (isOpen: boolean): Uint8Array =>
    new TextEncoder().encode(fillIn(html, { language, organisation, plainUpload, isOpen, offline }));
  return { body: fill(true), closed: fill(false), type };
}

export function siteOf(
  files: ReadonlyMap<string, Uint8Array>,
  organisation: Organisation,
  plainUpload: number | null,
  offlineFiles: OfflineFiles = new Map(),
): Site {
  const offline = new Map<string, OfflinePage | null>();
  const offlineIn = (language: string): OfflinePage | null => {
    const known = offline.get(language);
    if (known !== undefined) return known;
    const page = offlinePage(language, offlineFiles, organisation);
    offline.set(language, page);
    return page;
  };
  const plain = [...files].filter(([path]) => !isCompressedName(path));
  const served = new Map(
    plain.map(([path, bytes]) => {
      const page = path.endsWith('.html') ? offlineIn(path.split('/')[0] ?? '') : null;
      const file = siteFile(path, bytes, organisation, plainUpload, compressed(path, files), page);
      return [path, file] as const;
    }),
  );
  const languages = [...served.keys()]
    .flatMap((path) => /^([A-Za-z0-9-]+)\/index\.html$/.exec(path)?.[1] ?? [])
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1));
  return {
    languages,
    file: (path) => served.get(path) ?? null,
    offline: (language) => offline.get(language) ?? null,
  };
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

/** Not more than it is, in units that every language writes so. */
function sized(bytes: number): string {
  return bytes < 2 ** 20
    ? `${String(Math.floor(bytes / 2 ** 10))} KB`
    : `${String(Math.floor(bytes / 2 ** 20))} MB`;
}

type Filling = {
  language: string;
  organisation: Organisation;
  plainUpload: number | null;
  isOpen: boolean;
  offline: OfflinePage | null;
};

/** In words: digits with hyphens would change their order in a right-to-left sentence. */
function dayIn(language: string, day: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function fillIn(html: string, { language, organisation, plainUpload, isOpen, offline }: Filling): string {
  const { keyring, rootKey, fingerprint, formIn, faceIn } = organisation;
  const { desks } = keyring;
  const desk = desks.map(({ id, names, recipient }) => ({
    DESK_ID: id,
    DESK_NAME: translated(names, language),
    RECIPIENT: recipient,
  }));
  const state = plainUpload === null ? 'OFF' : isOpen ? 'OPEN' : 'CLOSED';
  const face = faceIn(language);
  const parts = blocksIn(
    html,
    new Set([
      state,
      desks.length === 1 ? 'ONE' : 'MANY',
      ...(face && face.about.length + face.ways.length > 0 ? ['OWN'] : []),
      ...(face && face.about.length > 0 ? ['ABOUT'] : []),
      ...(face && face.ways.length > 0 ? ['WAYS'] : []),
      ...(offline ? ['FILE'] : []),
    ]),
    {
      DESK: desk,
      PARAGRAPH: (face?.about ?? []).map((text) => ({ PARAGRAPH_TEXT: text })),
      WAY: (face?.ways ?? []).map(({ label, value }) => ({ WAY_LABEL: label, WAY_VALUE: value })),
    },
  );
  const values: Record<string, string> = {
    __WITNESSBOX_ORGANISATION__: translated(keyring.organisation.names, language),
    __WITNESSBOX_ROOT_KEY__: rootKey,
    __WITNESSBOX_DEMONSTRATION__: keyring.demonstration ? 'yes' : 'no',
    __WITNESSBOX_FINGERPRINT__: fingerprint,
    __WITNESSBOX_VALID_UNTIL__: dayIn(language, keyring.validUntil),
    __WITNESSBOX_PLAIN_SIZE__: sized(plainUpload ?? 0),
    __WITNESSBOX_WORDS_LANGUAGE__: face?.language ?? language,
    __WITNESSBOX_OFFLINE_HASH__: offline?.hash ?? '',
    ...parts.values,
  };
  const questions = previewOf(formIn(language));
  // One pass, so that a name which looks like a placeholder stays a name.
  return parts.html.replace(/__WITNESSBOX_[A-Z0-9_]+?__/g, (placeholder) => {
    if (placeholder === '__WITNESSBOX_QUESTIONS__') return questions;
    const value = values[placeholder];
    return value === undefined ? placeholder : escapeHtml(value);
  });
}
