/**
 * What lies behind the end of a format, where programs that show the picture do not look: a film, a second picture, a phone's own data, a whole archive.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import { Reader } from './reader.ts';
import { recognise } from './recognise.ts';

/** Adds what begins there, if anything does. Zeros alone, which some programs fill up with, tell nothing. */
export async function tellTrailer(reader: Reader, end: number, findings: Findings): Promise<void> {
  const rest = new Reader(reader.file.slice(end));
  if (rest.size === 0) return;
  const beginning = await rest.upTo(0, 65536);
  if (rest.size === beginning.length && beginning.every((byte) => byte === 0)) return;
  const format = await recognise(rest);
  findings.add('unknown-part', format === 'unknown' ? '' : format);
}
