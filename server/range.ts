/**
 * The Range header (RFC 9110, section 14): one range of bytes. Anything else, several ranges included, is
 * ignored as the RFC allows, and so is every range under If-Range, because nothing here has a validator.
 *
 * @module
 */
import type { ByteRange } from './blobs.ts';

export function readRange(headers: Headers, size: number): ByteRange | 'unsatisfiable' | null {
  if (headers.has('if-range')) return null;
  const match = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/.exec(headers.get('range')?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const suffix = Math.min(Number(last), size);
    return suffix === 0 ? 'unsatisfiable' : { start: size - suffix, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}
