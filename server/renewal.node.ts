/**
 * Notices a new keyring in the organisation's folder and has it served without a restart. The folder is read once
 * a minute; what is there must be signed by the same root key for the same organisation, and be of no older epoch, nor
 * a second keyring of the same one. Whatever is off, the keyring that is served stays; if it is so still at the next
 * look, the operator is told in one sentence, once.
 *
 * @module
 */
import type { Config } from './config.ts';
import { dayOf } from '../crypto/days.ts';
import {
  OPTIONAL_FILE,
  PUBLIC_FILES,
  openOrganisation,
  type Organisation,
  type PublicFiles,
} from './organisation.ts';
import { checkMarker, markerOf } from './marker.ts';
import { offlineMark, readOfflineFiles } from './offline.node.ts';
import { readPublicFiles, writeMarker } from './organisation.node.ts';
import { plainMost } from './plain.ts';
import { readSite } from './site.node.ts';
import type { Site } from './site.ts';
import { StartError } from './start-errors.ts';

export type Renewal = {
  organisationFolder: string;
  dataFolder: string;
  webFolder: string;
  config: Pick<Config, 'plainUpload' | 'maxUpload'>;
  /** What is served; both are replaced in one step. */
  served: { organisation: Organisation; site: Site };
  now: () => Date;
  /** Of the offline pages that are served. */
  offlineMark: string;
  /** Hears, once for each reason, why what lies in the folder is not served. */
  report: (sentence: string) => void;
  /** Milliseconds between two looks. */
  every: number;
};

/** Gives a function that stops it and waits for a look under way. */
export function startRenewal(renewal: Renewal): () => Promise<void> {
  let seen: string | null = null;
  let said: string | null = null;
  let running: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    try {
      await renew(renewal);
      seen = said = null;
    } catch (error) {
      const { message } = error instanceof StartError ? error : new StartError('server.fault');
      // Files are copied one after the other: what is wrong at one look only may have been half of a new keyring.
      if (message === seen && message !== said) {
        renewal.report(`${KEPT} ${message}`);
        said = message;
      }
      seen = message;
    }
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = null;
    });
  }, renewal.every);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

const KEPT = 'What lies in the organisation folder now is not served; the keyring from before stays.';

async function renew(renewal: Renewal): Promise<void> {
  const { served, dataFolder } = renewal;
  const files = await readPublicFiles(renewal.organisationFolder);
  const before = served.organisation;
  const mark = await offlineMark(renewal.organisationFolder);
  if (isSame(files, before.files) && mark === renewal.offlineMark) return;
  const organisation = openOrganisation(files, dayOf(renewal.now()));
  if (organisation.rootKey !== before.rootKey) throw new StartError('organisation.other-root');
  const marker = markerOf(before);
  checkMarker(marker, organisation);
  const offline = await readOfflineFiles(renewal.organisationFolder);
  const site = await readSite(renewal.webFolder, organisation, plainMost(renewal.config), offline);
  // On disk first: what has been shown once must be the oldest that a restart will show.
  await writeMarker(dataFolder, marker, organisation).catch(() => {
    throw new StartError('server.data-unusable');
  });
  Object.assign(served, { organisation, site });
  renewal.offlineMark = mark;
}

function isSame(files: PublicFiles, others: PublicFiles): boolean {
  const none = new Uint8Array(0);
  const names = [...PUBLIC_FILES, OPTIONAL_FILE] as const;
  return names.every((name) => Buffer.compare(files[name] ?? none, others[name] ?? none) === 0);
}
