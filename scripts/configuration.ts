/** Writes docs/configuration.md anew, from the options as they are defined. @module */
import { writeFile } from 'node:fs/promises';
import { configurationPage } from '../server/config-reference.ts';

await writeFile(new URL('../docs/configuration.md', import.meta.url), configurationPage());
