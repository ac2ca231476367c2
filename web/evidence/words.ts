/**
 * Texts inside files, whose encoding is often not told, and names of properties, which every program makes up anew: what kind of thing a
 * name announces.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import { latin1 } from './reader.ts';

/** UTF-8 where it is that, else one character per byte. Up to the first NUL, which closes texts in C. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const used = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(used);
  } catch {
    return latin1(used);
  }
}

/** UTF-16, up to the first NUL; a byte order mark outranks `little`. */
export function decodeUtf16(bytes: Uint8Array, little: boolean): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? true : bytes[0] === 0xfe && bytes[1] === 0xff ? false : null;
  const text = new TextDecoder((marked ?? little) ? 'utf-16le' : 'utf-16be').decode(bytes);
  return text.split('\0', 1)[0] ?? '';
}

/** A time as EXIF, XMP and PDF write it, all in one way: `2024-03-05 14:11:22, +08:00`. What is none stays as it is. */
export function dated(text: string): string {
  const [, year, month, day, time = '', offset = ''] =
    /^(?:D:)?(\d{4})[:-]?(\d\d)[:-]?(\d\d)(?:[T ]?(\d\d:?\d\d(?::?\d\d)?)(?:\.\d{1,9})?)?(Z|[+-]\d\d[:']?\d\d'?)?$/.exec(
      text.trim(),
    ) ?? [];
  if (year === undefined) return text.trim();
  const clock = time.includes(':') ? time : (time.match(/\d\d/g) ?? []).join(':');
  const zone = offset === 'Z' ? 'UTC' : offset.replace(/^(...)[:']?(\d\d)'?$/, '$1:$2');
  return `${year}-${month}-${day}${clock && ` ${clock}`}${zone && `, ${zone}`}`;
}

/** The first that fits counts. Names as in XMP, PNG, PDF; without the prefix of their schema. */
const NAMES: readonly [RegExp, Kind][] = [
  [/^(?:history|action|changed)$/i, 'history'],
  [/^gps(?:date|time)stamp$/i, 'time'],
  [
    /^gps|^(?:city|country(?:name|code)?|state|sub-?location|location.{0,8}|worldregion|provincestate)$/i,
    'place',
  ],
  [/serial/i, 'serial'],
  [
    /^(?:(?:creat(?:e|ed|ion)|modif(?:y|ied|ication)|metadata|mod)[ _-]?)?(?:date|time)(?:[ _-]?(?:created|modified|stamp|time))?(?:original|digitized)?$/i,
    'time',
  ],
  [/^(?:create|modify|when|timestamp)$/i, 'time'],
  [/thumbnail|^image$/i, 'thumbnail'],
  [
    /^(?:creatortool|software(?:agent)?|.*software|producer|tool|program|application|encoder|.*firmware|xmptk)$/i,
    'software',
  ],
  [
    /author|artist|creator|owner|^rights$|copyright|credit|by-?line|contributor|photographer|captionwriter|^ci(?:email|tel|url|adr)|editor$/i,
    'author',
  ],
  [/^(?:make|model|.*cameramodel.*|lens(?:make|model|id)?|hostcomputer|device.*)$/i, 'device'],
  [/(?:document|instance|unique|data|^file)_?id$|^id$|uuid|guid|^derivedfrom$/i, 'identifier'],
  [/^(?:title|headline|objectname|documentname)$/i, 'title'],
  [
    /^(?:description|.*comment|subject|keywords?|instructions|caption|label|source|hierarchicalsubject)$/i,
    'comment',
  ],
];

/** Null where the name is known to announce nothing of this. */
export function kindOfName(name: string): Kind | null {
  // As long as no honest name; the expressions take time by length.
  const short = name.slice(-60);
  return NAMES.find(([pattern]) => pattern.test(short))?.[1] ?? null;
}
