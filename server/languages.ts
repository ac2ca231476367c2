/** Chooses a language from Accept-Language (RFC 9110, section 12.5.4; RFC 4647, section 3.4 "Lookup"). @module */
import { kinOf } from '../crypto/kin.ts';

/** The best of `available`, else its first. */
export function negotiate(header: string | null, available: readonly string[]): string {
  const wanted = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map(readRange)
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const found = lookUp(tag, available);
    if (found !== undefined) return found;
  }
  return available[0] ?? '';
}

/** Whole tag first, then shorter and shorter; last what shares the language, and best the script too. */
function lookUp(tag: string, available: readonly string[]): string | undefined {
  const parts = tag.split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join('-');
    const found = available.find((candidate) => candidate.toLowerCase() === prefix);
    if (found !== undefined) return found;
  }
  return kinOf(available, tag);
}

function readRange(text: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  const value = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
  return { tag: /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/.test(tag) ? tag : '', quality: value };
}
