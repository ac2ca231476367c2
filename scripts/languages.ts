/**
 * Writes what follows from the files of the languages (web/messages): the intake form to start from,
 * crypto/intake.default.json, and the list in wrangler.toml. Run after a change there: `node scripts/languages.ts`
 *
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { writeJson } from '../crypto/shapes.ts';
import { defaultIntake } from '../web/intake/default.ts';
import { intakeMessagesOf, readLanguages } from '../web/languages.ts';

const LIST = /^WITNESSBOX_LANGUAGES = ".*"$/m;

const languages = await readLanguages();
await writeFile(
  new URL('../crypto/intake.default.json', import.meta.url),
  writeJson(defaultIntake(intakeMessagesOf(languages))),
);

const wrangler = new URL('../wrangler.toml', import.meta.url);
const tags = languages.map(({ lang }) => lang).join(' ');
await writeFile(
  wrangler,
  (await readFile(wrangler, 'utf8')).replace(LIST, `WITNESSBOX_LANGUAGES = "${tags}"`),
);
