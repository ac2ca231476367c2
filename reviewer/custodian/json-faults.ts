/**
 * What is wrong with a JSON file that a person writes: where the JSON breaks, and what a member must be. For each file that the
 * custodian's program checks; what several members must be to one another is looked at elsewhere.
 *
 * @module
 */
import type * as v from 'valibot';
import { fromUtf8 } from '../../crypto/encoding.ts';
import { ambiguityIn, parseJson } from '../../crypto/json-text.ts';
import type { Place } from '../../crypto/soundness.ts';
import type { IntakeFinding } from '../sentences.intake.ts';
import { type Finding, placeInWords } from './intake-finding.ts';

export function fault(place: string, code: IntakeFinding, facts: Finding['facts'] = {}): Finding {
  return { isFault: true, place, code, facts };
}

/** The value that stands in a file, or the fault that keeps it from being read. */
export function readJsonFile(bytes: Uint8Array): Finding | { value: unknown } {
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch {
    return fault('the file', 'not-utf8');
  }
  // Which editors on Windows put in front, and RFC 8259 forbids.
  return text.startsWith('\ufeff') ? fault('the file', 'not-utf8') : readText(text);
}

function readText(text: string): Finding | { value: unknown } {
  try {
    return { value: parseJson(text) };
  } catch {
    try {
      JSON.parse(text);
    } catch {
      return fault(`line ${String(lineOf(text, brokenAt(text)))}`, 'not-json');
    }
    const at = ambiguityIn(text);
    return at === null
      ? fault('the file', 'not-json')
      : fault(`line ${String(lineOf(text, at))}`, 'ambiguous');
  }
}

/**
 * V8 does not name the place of every fault, so it is looked for: what comes before it is JSON that only ends too early. Where
 * nothing but the end is missing, that is the end.
 */
function brokenAt(text: string): number {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (endsTooEarly(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return bad > text.length ? text.trimEnd().length : bad - 1;
}

function endsTooEarly(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const at = /at position (\d+)/u.exec(said)?.[1];
    if (said.startsWith('Unterminated string')) return true;
    return at === undefined ? said.startsWith('Unexpected end') : Number(at) >= text.length;
  }
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

const TYPES: Readonly<Record<string, string>> = {
  literal: 'true, or be left out',
  string: 'a text in quotation marks',
  boolean: 'true or false, without quotation marks',
  array: 'a list in square brackets',
  object: 'an object in braces',
  record: 'an object in braces, language to text',
  number: 'a whole number without quotation marks',
  nullable: 'an object in braces, or null',
};

/** `value`: the whole of what was read, for the place in words. */
export function faultOf(value: unknown, issue: v.BaseIssue<unknown>): Finding {
  const place: Place = (issue.path ?? []).map(({ key }) => key as string | number);
  const [last] = place.slice(-1);
  const here = placeInWords(value, place);
  const above = placeInWords(value, place.slice(0, -1));
  if (issue.input === undefined) return fault(above, 'missing', { name: `"${String(last)}"` });
  if (issue.path?.at(-1)?.origin === 'key' || issue.type === 'record') {
    if (issue.type !== 'record' || typeof issue.input === 'string') return fault(here, 'bad-language');
  }
  const { requirement } = issue as { requirement?: unknown };
  switch (issue.type) {
    case 'picklist':
    case 'variant':
      return fault(here, 'not-one-of', { expected: wordsOf(issue.expected) });
    case 'regex':
      return fault(here, 'bad-id');
    case 'min_length':
      return fault(here, 'empty');
    case 'min_entries':
      return fault(here, 'no-text');
    case 'max_length':
    case 'max_entries': {
      const unit = typeof issue.input === 'string' ? 'characters' : 'entries';
      return fault(here, 'too-long', { most: `${String(requirement)} ${unit}` });
    }
    case 'integer':
    case 'min_value':
    case 'max_value':
      return fault(here, 'bad-number');
    case 'check':
      return fault(here, 'id-twice');
    default: {
      const expected = TYPES[issue.type];
      return expected === undefined ? fault(here, 'other') : fault(here, 'wrong-type', { expected });
    }
  }
}

/** `("long" | "line")`, as valibot says what it expected. */
function wordsOf(expected: string | null): string {
  return (expected ?? '').replaceAll(/[()"]/gu, '').replaceAll(' | ', ', ');
}
