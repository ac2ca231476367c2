/**
 * Reads the text of a `witnessbox.toml`. All that is wrong with it is said at once, each fault with the key, the
 * value and what to write instead.
 *
 * @module
 */
import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { LIMITS, PLACES, type Config, type Places } from './config.ts';
import type { Option } from './config-kinds.ts';
import { shown, shownKey, wordsFor } from './config-words.ts';
import { StartError } from './start-errors.ts';

/** What the file says; what it leaves out is missing here too. */
export type ConfigFile = { places: Partial<Places>; limits: Partial<Config> };

type Faults = string[];
type Options = Readonly<Record<string, Option>>;

/** Throws StartError `config.not-toml` or `config.faulty`, whose message lists every fault. */
export function readConfig(text: string): ConfigFile {
  return checkConfig(tomlOf(text));
}

/** The same of what has been read already. Throws StartError `config.faulty`. */
export function checkConfig({ limits = {}, ...top }: Record<string, unknown>): ConfigFile {
  const faults: Faults = [];
  const places = readTable(top, PLACES, '', faults);
  if (!isTable(limits)) faults.push(`limits is ${shown(limits)}, and must be a table: write [limits].`);
  const limited = isTable(limits) ? readTable(limits, LIMITS, 'limits.', faults) : {};
  if (faults.length > 0) {
    throw new StartError('config.faulty', { faults: faults.map((fault) => `\n  ${fault}`).join('') });
  }
  return { places, limits: limited };
}

function tomlOf(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new StartError('config.not-toml', wordsFor(error, text));
  }
}

function readTable<T extends Options>(
  table: Record<string, unknown>,
  options: T,
  prefix: string,
  faults: Faults,
): { [K in keyof T]?: v.InferOutput<T[K]['schema']> } {
  const values: [string, unknown][] = [];
  for (const [key, value] of Object.entries(table)) {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    const result = option && v.safeParse(option.schema, value);
    if (!option) faults.push(unknownKey(key, prefix, value));
    else if (result?.success) values.push([key, result.output]);
    else faults.push(wrongValue(prefix + key, value, option));
  }
  return Object.fromEntries(values) as { [K in keyof T]?: v.InferOutput<T[K]['schema']> };
}

function wrongValue(key: string, value: unknown, { must, fallback, example }: Option): string {
  const or = fallback === undefined ? '' : ', or leave the line out for the default';
  const bare = key.slice(key.indexOf('.') + 1);
  return `${key} is ${shown(value)}, and must be ${must}. Write for instance ${bare} = ${example}${or}.`;
}

const KNOWN: readonly string[] = [
  ...Object.keys(PLACES),
  ...Object.keys(LIMITS).map((key) => `limits.${key}`),
];

function unknownKey(key: string, prefix: string, value: unknown): string {
  const stands = `${prefix}${shownKey(key)} = ${shown(value)}`;
  const sameName = KNOWN.find((known) => nameOf(known) === key);
  if (sameName !== undefined) {
    const place = sameName.startsWith('limits.') ? 'below the line [limits]' : 'above the line [limits]';
    return `${stands} is in the wrong place. Write ${key} ${place}.`;
  }
  if (isTable(value) && prefix === '') {
    const table = `[${shownKey(key)}]`;
    return key.toLowerCase() === 'limits'
      ? `${table} must be written [limits]: capitals count.`
      : `${table} is no table that there is. The only one is [limits].`;
  }
  const sameLetters = KNOWN.find((known) => nameOf(known).toLowerCase() === key.toLowerCase());
  if (sameLetters !== undefined) return `${stands}: capitals count. Write ${nameOf(sameLetters)}.`;
  const distances = KNOWN.map((known) => ({ known, distance: distance(nameOf(known), key) }));
  const nearest = distances.reduce((best, each) => (each.distance < best.distance ? each : best));
  const advice =
    nearest.distance <= key.length / 2
      ? `The nearest that there is is ${nearest.known}.`
      : 'docs/configuration.md names all that there are.';
  return `${stands} is not an option. ${advice} Mend the line or take it away.`;
}

function nameOf(known: string): string {
  return known.slice(known.indexOf('.') + 1);
}

/** How many letters must be put in, left out or exchanged (Levenshtein), capitals aside. */
export function distance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase().slice(0, 64)];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const exchanged = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
