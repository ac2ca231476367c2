/**
 * Whether the clock can be right. The server's days, the keyring's validity and the reviewers' signed requests all
 * hang on it.
 *
 * @module
 */
import * as v from 'valibot';
import { addDays, dayOf } from '../../crypto/days.ts';
import type { Settings } from '../settings.node.ts';
import type { Report } from './finding.ts';
import type { System } from './system.ts';

const SET_CLOCK = 'timedatectl set-ntp true, or set the clock by hand.';
const DATES = v.object({ validFrom: v.string(), validUntil: v.string() });

type Folders = Pick<Settings, 'dataFolder' | 'organisationFolder'>;

export async function checkTime(system: System, folders: Folders, report: Report): Promise<void> {
  await checkAgainstFiles(system, folders, report);
  await checkAgainstKeyring(system, folders.organisationFolder, report);
  const { code = 1, output = '' } =
    (await system.run('timedatectl', ['show', '--property=NTPSynchronized'])) ?? {};
  if (code !== 0 || !/^NTPSynchronized=(yes|no)/m.test(output)) {
    report(
      'unchecked',
      'Whether the clock is kept by NTP could not be checked, because timedatectl does not tell.',
    );
  } else if (output.includes('=yes')) report('good', 'The system says that its clock is kept by NTP.');
  else report('mend', 'The system says that its clock is not kept by NTP.', SET_CLOCK);
}

async function checkAgainstFiles(system: System, { dataFolder }: Folders, report: Report): Promise<void> {
  const files = [system.manifest, `${dataFolder}/organisation.json`, `${dataFolder}/witnessbox.sqlite`];
  const entries = await Promise.all(files.map((path) => system.look(path)));
  // File times of the server are those of midnight, so an hour says nothing and a day does.
  const tomorrow = addDays(dayOf(system.now()), 1);
  const ahead = entries.some((entry) => entry !== null && dayOf(entry.modified) >= tomorrow);
  if (ahead) report('mend', 'The clock is behind: files here are from a later day.', SET_CLOCK);
  else
    report('good', 'No file of the program or of the data folder is from a later day than the clock shows.');
}

async function checkAgainstKeyring(system: System, folder: string | null, report: Report): Promise<void> {
  const text = folder === null ? null : await system.read(`${folder}/keyring.json`);
  const dates = text === null ? null : datesIn(text);
  if (!dates) {
    report('unchecked', 'The clock could not be held against the keyring, because there is none to be read.');
    return;
  }
  const today = dayOf(system.now());
  if (today < dates.validFrom) {
    report(
      'mend',
      `The clock shows ${today}, and the keyring begins on ${dates.validFrom}: one of them is wrong.`,
      SET_CLOCK,
    );
  } else if (today > dates.validUntil) {
    report(
      'mend',
      `The clock shows ${today}, and the keyring ended on ${dates.validUntil}.`,
      'If the clock is right, ask the custodian for the next epoch ("witnessbox keys rotate").',
    );
  } else report('good', `The clock shows ${today}, within the dates of the keyring.`);
}

function datesIn(text: string): v.InferOutput<typeof DATES> | null {
  try {
    return v.parse(DATES, JSON.parse(text));
  } catch {
    return null;
  }
}
