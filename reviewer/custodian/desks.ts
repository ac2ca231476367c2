/**
 * Desks as they are given on a command line.
 *
 * @module
 */
import * as v from 'valibot';
import { WitnessboxError } from '../../crypto/errors.ts';
import { identifier, languageTag } from '../../crypto/shapes.ts';
import type { DeskNames } from './epoch.ts';

const LONGEST_NAME = 200;

/** `legal=Legal aid`, and `legal:zh-Hans=法律援助` for another language of the same desk. @throws keys.bad-desk */
export function parseDesks(given: readonly string[]): DeskNames[] {
  const desks = new Map<string, DeskNames>();
  for (const text of given) {
    const { key, value } = split(text);
    const [id = '', language = 'en', ...more] = key.split(':');
    if (!v.is(identifier, id) || !v.is(languageTag, language) || more.length > 0) {
      throw new WitnessboxError('keys.bad-desk');
    }
    desks.set(id, { id, names: { ...desks.get(id)?.names, [language]: value } });
  }
  return [...desks.values()];
}

/** `legal=Amina`. @throws keys.bad-desk */
export function parseReaders(given: readonly string[]): { desk: string; name: string }[] {
  return given.map((text) => {
    const { key, value } = split(text);
    return { desk: key, name: value };
  });
}

function split(text: string): { key: string; value: string } {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()];
  if (key === '' || value === '' || value.length > LONGEST_NAME) throw new WitnessboxError('keys.bad-desk');
  return { key, value };
}
