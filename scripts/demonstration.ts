/**
 * The demonstration organisation: what `npm start` serves when nobody has set one up yet. Its keys lie in the
 * data folder beside the server, which no real organisation may ever do, so it is fenced in: loopback only, never
 * in a data folder that a real organisation used, and said on every page.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { writeJson } from '../crypto/shapes.ts';
import { exists } from '../reviewer/files.ts';
import { createOrganisation } from '../reviewer/setup.ts';
import { isLoopback } from '../server/listen.node.ts';
import { readMarker, refuseDemonstration } from '../server/organisation.node.ts';
import { StartError } from '../server/start-errors.ts';
import { DEMONSTRATION_FACE } from './demonstration-face.ts';

/** Long, so that a forgotten demonstration does not greet its visitor with an expired key. */
const VALID_DAYS = 365;
const PASSPHRASE_WORDS = 6;
const OFFLINE_TEMPLATES = join(import.meta.dirname, '../dist/offline');

export type Demonstration = {
  organisationFolder: string;
  reviewerHome: string;
  /** Only when it has just been made: it is shown once and kept nowhere. */
  passphrase: string | null;
};

/**
 * Finds the demonstration in a data folder or makes it.
 *
 * @throws StartError `organisation.demonstration-exposed`, `organisation.demonstration-refused`,
 * `organisation.demonstration-incomplete`
 */
export async function demonstration(options: {
  dataFolder: string;
  host: string;
  port: number;
  today: string;
}): Promise<Demonstration> {
  // The server checks both again; here they keep keys from being made where they must not lie.
  if (!isLoopback(options.host)) throw new StartError('organisation.demonstration-exposed');
  const marker = await readMarker(options.dataFolder);
  await refuseDemonstration(options.dataFolder, marker);

  const folder = join(options.dataFolder, 'demo');
  const organisationFolder = join(folder, 'public');
  const secretsFolder = join(folder, 'secrets');
  const reviewerHome = join(secretsFolder, 'reviewer');
  const isPublic = await exists(join(organisationFolder, 'keyring.json'));
  const isSecret = await exists(join(reviewerHome, 'identity.age'));
  if (isPublic && isSecret) return { organisationFolder, reviewerHome, passphrase: null };
  if (marker || (await exists(folder))) throw new StartError('organisation.demonstration-incomplete');

  const passphrase = Array.from(
    { length: PASSPHRASE_WORDS },
    () => wordlist[randomInt(wordlist.length)],
  ).join('-');
  const made = await createOrganisation({
    names: { en: 'Demonstration organisation', 'zh-Hans': '演示机构' },
    publicFolder: organisationFolder,
    secretsFolder,
    custodianPassphrase: passphrase,
    reviewerPassphrase: passphrase,
    validDays: VALID_DAYS,
    demonstration: true,
    appearance: writeJson(DEMONSTRATION_FACE),
    today: options.today,
    scryptCost: 'interactive',
    portal: `http://127.0.0.1:${options.port}`,
    offlineTemplates: OFFLINE_TEMPLATES,
  });
  return { organisationFolder, reviewerHome: made.reviewerHome, passphrase };
}
