/**
 * Writes the intake form to start from, crypto/intake.default.json, from what the languages of the page say of it
 * (web/messages/). Run after a change there: `node scripts/intake.ts`
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { writeJson } from '../crypto/shapes.ts';
import { defaultIntake } from '../web/intake/default.ts';
import { INTAKE_MESSAGES } from '../web/messages/intakes.ts';

await writeFile(
  new URL('../crypto/intake.default.json', import.meta.url),
  writeJson(defaultIntake(INTAKE_MESSAGES)),
);
