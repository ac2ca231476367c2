/**
 * What XMP tells (ISO 16684-1: RDF/XML), as far as it is simple: attributes and texts of elements, each by the name of the property in which
 * it stands. No parser of XML: it is never kept, so all there is to know is what to show.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import type { Findings } from './findings.ts';
import { has } from './reader.ts';
import { dated, decodeUtf16, kindOfName } from './words.ts';

/** Bytes that are read; behind them come pictures in base64 and a history of thousands of steps. */
export const LONGEST_XMP = 262_144;
const MOST_DEPTH = 64;
const MOST_TAGS = 20_000;
const LONGEST_TEXT = 1000;

/** Containers of values (RDF), which have the name of what they are in. */
const CONTAINER = /^(?:rdf:(?:Alt|Bag|Seq|li|Description|RDF|value)|x:xmpmeta)$/;
const ATTRIBUTE =
  /([A-Za-z_][\w.-]{0,40}:[A-Za-z_][\w.-]{0,60})\s{0,9}=\s{0,9}(?:"([^"]{0,1000})|'([^']{0,1000}))/g;
/** Numbers of the picture itself. */
const STRUCTURE =
  /^(?:xmlns|xml|rdf):|Orientation$|(?:Width|Height|Dimension|Resolution|ResolutionUnit|ColorSpace|ColorMode|ICCProfile|[vV]ersion|about|format)$/;

/** Adds what these bytes of XMP tell. Never throws. */
export function readXmp(bytes: Uint8Array, findings: Findings): void {
  const said = readProperties(decode(bytes.subarray(0, LONGEST_XMP)), findings);
  if (!said) findings.add('unknown-part', 'XMP');
}

function readProperties(text: string, findings: Findings): boolean {
  const open: string[] = [];
  let said = false;
  let latitude = '';
  const tell = (name: string, value: string) => {
    const shown = unescape(value).trim();
    if (shown === '' || STRUCTURE.test(name)) return;
    const inHistory = open.some((outer) => /:History$/.test(outer)) && !/:instanceID$/.test(name);
    const kind: Kind | null = inHistory ? 'history' : kindOfName(name.slice(name.indexOf(':') + 1));
    if (kind === null) return;
    said = true;
    const degrees = kind === 'place' ? degreesOf(shown) : null;
    if (degrees !== null && /GPSLatitude$/.test(name)) latitude = shown;
    const north = degreesOf(latitude);
    if (degrees !== null && north !== null && /GPSLongitude$/.test(name))
      findings.add('place', `${north}, ${degrees}`, { latitude: north, longitude: degrees });
    else if (degrees === null) findings.add(kind, kind === 'thumbnail' ? '' : dated(shown));
    else findings.add('place', '');
  };
  let tags = 0;
  for (let from = text.indexOf('<'); from !== -1 && tags < MOST_TAGS; tags++) {
    const to = text.indexOf('>', from);
    if (to === -1) break;
    const next = text.indexOf('<', to);
    const tag = text.slice(from + 1, to);
    const [name = ''] = /^\/?[\w.:-]{1,100}/.exec(tag) ?? [];
    from = next;
    if (name.startsWith('/')) {
      open.pop();
      continue;
    }
    if (name === '') continue;
    if (open.length >= MOST_DEPTH) break;
    open.push(name);
    for (const [, attribute = '', double, single] of tag.matchAll(ATTRIBUTE))
      tell(attribute, double ?? single ?? '');
    const property = open.findLast((outer) => !CONTAINER.test(outer)) ?? '';
    const value = text.slice(to + 1, next === -1 ? undefined : Math.min(next, to + 1 + LONGEST_TEXT));
    if (property !== '' && !tag.endsWith('/')) tell(property, value);
    if (tag.endsWith('/')) open.pop();
  }
  return said;
}

function decode(bytes: Uint8Array): string {
  if (has(bytes, 0, '\xfe\xff') || has(bytes, 0, '\0<')) return decodeUtf16(bytes, false);
  if (has(bytes, 0, '\xff\xfe') || has(bytes, 0, '<\0')) return decodeUtf16(bytes, true);
  return new TextDecoder().decode(bytes);
}

/** `48,51.5N` or `48,51,30N` (ISO 16684-1, "GPSCoordinate"), or plain degrees; null where it is neither. */
function degreesOf(text: string): number | null {
  const [, whole, minutes = '0', seconds = '0', side = ''] =
    /^(-?\d{1,3}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEW]?)$/.exec(
      text,
    ) ?? [];
  if (whole === undefined) return null;
  const value = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return Math.round((/[SW]/.test(side) ? -value : value) * 1e6) / 1e6;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescape(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|quot|apos|amp));/g,
    (whole, decimal, hex, name) => {
      if (typeof name === 'string') return ENTITIES[name] ?? whole;
      const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
