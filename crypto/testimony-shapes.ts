/**
 * Answers and consent as they stand in testimony.json, checked at the border. Apart from what they mean, so that a page which
 * only asks that need not carry what checks them.
 *
 * @module
 */
import * as v from 'valibot';
import { LONGEST_ANSWERS } from './answers.ts';
import { USES } from './consent.ts';
import { utf8 } from './encoding.ts';
import { hex32, identifier, languageTag } from './shapes.ts';

export const MOST_ANSWERS = 100;

// To valibot a list is a record whose members are named by their places.
const isNoList = v.check((value: unknown) => !Array.isArray(value));

const fieldShape = v.union([v.string(), v.pipe(v.array(identifier), v.maxLength(50))]);

export const rowShape = v.pipe(v.unknown(), isNoList, v.record(identifier, fieldShape), v.maxEntries(50));

export const answersShape = v.pipe(
  v.unknown(),
  isNoList,
  v.record(identifier, v.union([fieldShape, v.pipe(v.array(rowShape), v.maxLength(50))])),
  v.maxEntries(MOST_ANSWERS),
  // Or a stranger could fill a reader's memory with texts that no page would send. Without white space, as a reader has
  // always counted: earlier pages measured what they sent in this way too.
  v.check((answers) => utf8(JSON.stringify(answers)).length <= LONGEST_ANSWERS),
);

export const consentShape = v.object({
  contact: v.boolean(),
  uses: v.exactOptional(
    v.pipe(
      v.array(v.picklist(USES)),
      v.check((uses) => new Set(uses).size === uses.length),
    ),
  ),
  notice: v.exactOptional(v.object({ version: identifier, language: languageTag, sha256: hex32 })),
});
