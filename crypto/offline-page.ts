/**
 * The offline page's inner data (docs/format.md, "Offline page"): what the page would fetch if it had a connection, put
 * into a page that was built without it. The same bytes come out for the same template and files, so that anybody can
 * make a page again and compare. Says nothing of whether what lies inside is genuine: the page checks that when it is
 * opened, as the online page does.
 *
 * @module
 */
import * as v from 'valibot';
import { fromUtf8, utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { jsonText } from './json-text.ts';
import { languageTag, readJson } from './shapes.ts';

/** Where the pages and their signatures lie, within an organisation's public folder. */
export const OFFLINE_FOLDER = 'offline';

export const offlineName = (language: string): string => `encrypt.${language}.html`;

/** Of a page or of its signature; what is captured: its language, and `.minisig` where it is a signature. */
export const OFFLINE_NAME = /^encrypt\.([A-Za-z0-9-]{2,35})\.html(\.minisig)?$/u;

/** Bytes that a page may have: half a MiB of its own, and keyring and form. */
export const LONGEST_OFFLINE_PAGE = 4 * 1024 * 1024;

const OPENING = '<script type="application/json" id="enclosed">';
const CLOSING = '</script>';
const PLACEHOLDER = '__WITNESSBOX_ENCLOSED__';

/** What a template has in the place of the data, once. */
export const ENCLOSURE = `${OPENING}${PLACEHOLDER}${CLOSING}`;

export type Enclosed = {
  format: 'witnessbox-offline/1';
  language: string;
  /** The base64 line of root.pub. */
  rootKey: string;
  /** By the path at which the portal serves them: the text of each file. */
  files: Record<string, string>;
};

const enclosedShape = v.object({
  format: v.literal('witnessbox-offline/1'),
  language: languageTag,
  rootKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{56}$/)),
  files: v.record(v.string(), v.string()),
});

/** @throws offline.malformed where this is no template, or one that was filled already */
export function fillOfflinePage(template: Uint8Array, enclosed: Enclosed): Uint8Array {
  const [before, after, more] = textOf(template).split(ENCLOSURE);
  if (before === undefined || after === undefined || more !== undefined) throw malformed();
  // No element ends, and none begins, within the data.
  const data = jsonText(enclosed).replaceAll('<', '\\u003c');
  return utf8(`${before}${OPENING}${data}${CLOSING}${after}`);
}

/** What a filled page has inside. @throws offline.malformed */
export function enclosedIn(page: Uint8Array): Enclosed {
  const [, after, more] = textOf(page).split(OPENING);
  if (after === undefined || more !== undefined) throw malformed();
  return parseEnclosed(after.slice(0, after.indexOf(CLOSING)));
}

/** @throws offline.malformed */
export function parseEnclosed(text: string): Enclosed {
  return readJson(utf8(text), enclosedShape, 'offline.malformed');
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw malformed();
  }
}

const malformed = () => new WitnessboxError('offline.malformed');
