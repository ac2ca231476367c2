/**
 * JSON (RFC 8259) so written and read that every program finds the same in it. The RFC leaves open what a name that
 * stands twice means and what half a surrogate pair is; programs differ, and where they do, a signed or hashed file
 * says one thing here and another there (docs/format.md, "JSON").
 *
 * @module
 */

/** Our formats need five levels; the rest would only fill memory. */
const DEEPEST = 32;

/** Half a pair is not in well-formed UTF-8, so that only an escape can bring one in. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const HALF_A_PAIR = /\p{Surrogate}/u;

/** Names that JavaScript has a meaning for: valibot, and much other code, passes over members that bear one. */
const PASSED_OVER: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Throws a SyntaxError on what is no JSON, and on JSON with a name twice in one object, a name that JavaScript has a
 * meaning for, half a surrogate pair, or more than 32 levels.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (SURROGATE_ESCAPE.test(text)) JSON.parse(text, refuseHalfPairs);
  if (ambiguityIn(text) !== null) throw new SyntaxError('this JSON can be read in more ways than one');
  return value;
}

/** JSON in which half a surrogate pair has become U+FFFD, as it does in UTF-8 everywhere. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, each: unknown) => (typeof each === 'string' ? wellFormed(each) : each),
    indent,
  );
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function refuseHalfPairs(name: string, value: unknown): unknown {
  if (HALF_A_PAIR.test(name) || (typeof value === 'string' && HALF_A_PAIR.test(value))) {
    throw new SyntaxError('half a surrogate pair');
  }
  return value;
}

/** For text that is JSON: where a name stands twice in one object or is passed over, or it is too deep to tell; else null. */
export function ambiguityIn(text: string): number | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{' || sign === '[') {
      if (open.push(new Set()) > DEEPEST) return at;
    } else if (sign === '}' || sign === ']') open.pop();
    if (sign !== '"') continue;

    const end = endOfString(text, at);
    if (isName(text, end)) {
      const name = JSON.parse(text.slice(at, end)) as string;
      const names = open.at(-1);
      if (names?.has(name) || PASSED_OVER.has(name)) return at;
      names?.add(name);
    }
    at = end - 1;
  }
  return null;
}

/** Behind the closing quote of the string that begins at `start`. Strings are long, so they are not walked through. */
function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
}

function isName(text: string, end: number): boolean {
  let next = end;
  while (' \t\n\r'.includes(text[next] ?? '.')) next += 1;
  return text[next] === ':';
}
