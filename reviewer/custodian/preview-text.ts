/**
 * Names, directions and escaping for the pages that the custodian's program writes. English only.
 *
 * @module
 */

/** A language in words and by its tag, as HTML. */
export function nameOf(language: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(language);
    return `${escaped(name ?? language)} (${escaped(language)})`;
  } catch {
    return escaped(language);
  }
}

/** Scripts that are written from right to left (UAX 9), by the likely script of a language. */
const RIGHT_TO_LEFT = /^(?:Adlm|Arab|Aran|Hebr|Mand|Nkoo|Rohg|Syrc|Thaa)$/u;

export function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    return RIGHT_TO_LEFT.test(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
