/**
 * The embedded server: Node, SQLite and a folder of blobs; one process, one directory to back up. Writes no log
 * of requests. What it prints is where it listens and, in one sentence, why it does not.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '../db/open.node.ts';
import { createApp } from './app.ts';
import { diskBlobs } from './blobs.disk.ts';
import { startClock } from './clock.node.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { dayOf } from '../crypto/days.ts';
import { createHttpServer } from './http.node.ts';
import { drain, isLoopback, listen } from './listen.node.ts';
import { lockFolder } from './lock.node.ts';
import {
  checkMarker,
  readMarker,
  readPublicFiles,
  refuseDemonstration,
  writeMarker,
} from './organisation.node.ts';
import { isOpen, openOrganisation, type Organisation } from './organisation.ts';
import { closeDay } from './retention.ts';
import { runProgram } from './program.node.ts';
import { startRenewal } from './renewal.node.ts';
import { readSite } from './site.node.ts';
import { isSnapshotDue, takeSnapshot } from './snapshot.ts';
import { StartError } from './start-errors.ts';
import { createWriters } from './writers.ts';

export const DEFAULT_PORT = '8455';
const LOOK_EVERY_MS = 60_000;

export type ServeOptions = {
  dataFolder: string;
  /** Public files only: keyring.json, keyring.json.minisig, root.pub, intake.json. */
  organisationFolder: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  snapshotEvery?: 'day' | 'minute';
  /** The built website, dist/source. */
  webFolder: string;
  config?: Partial<Config>;
  now?: () => Date;
  /** How often the organisation's folder is looked at for a new keyring; a minute. */
  lookEveryMs?: number;
  /** Hears why a new keyring is not served; prints it to standard error. */
  report?: (sentence: string) => void;
};

export type Serving = {
  /** For instance http://127.0.0.1:8600 */
  address: string;
  /** The one that is served now: a new keyring in its folder takes its place. */
  readonly organisation: Organisation;
  /** False if the keyring has expired: nothing new is taken in, reviewers can still fetch. */
  isOpen: boolean;
  /** Takes no new connection, lets requests finish for some seconds, keeps what cut-off uploads have brought. */
  stop(): Promise<void>;
};

/** Throws StartError, whose message is the sentence for the operator. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { dataFolder, host, snapshotEvery = 'day', now = () => new Date() } = options;
  const config: Config = { ...DEFAULT_CONFIG, ...options.config };
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const cleanups: (() => unknown)[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  };
  try {
    const publicFiles = await readPublicFiles(options.organisationFolder);
    await usable(() => mkdir(join(dataFolder, 'blobs'), { recursive: true, mode: 0o700 }));
    const unlock = await usable(() => lockFolder(dataFolder));
    cleanups.push(unlock);
    const today = dayOf(now());
    const organisation = openOrganisation(publicFiles, today);
    const marker = await readMarker(dataFolder);
    checkMarker(marker, organisation);
    if (organisation.keyring.demonstration) {
      await refuseDemonstration(dataFolder, marker);
      if (!isLoopback(host)) throw new StartError('organisation.demonstration-exposed');
    }
    const site = await readSite(options.webFolder, organisation);
    const store = await usable(() => openStore(join(dataFolder, 'witnessbox.sqlite')));
    cleanups.push(() => store.close());
    await usable(() => writeMarker(dataFolder, marker, organisation));

    const blobs = diskBlobs({ folder: join(dataFolder, 'blobs'), now, random });
    const writers = createWriters(now, config.stallSeconds);
    const parts = { store, blobs, site, organisation, config, now, random, writers };
    // A full disk must not keep reviewers from fetching: what fails here is tried again by the clock, to which
    // the close of a day, with all its copying, is left anyhow.
    const isShown =
      (snapshotEvery === 'day' && !(await isSnapshotDue(parts))) ||
      (await succeeds(() => takeSnapshot(parts)));
    const stopClock = startClock(
      { now, snapshotEvery, closeDay: () => closeDay(parts), takeSnapshot: () => takeSnapshot(parts) },
      { closed: null, shown: isShown ? now() : null },
    );
    cleanups.push(stopClock);

    const { organisationFolder, webFolder, lookEveryMs = LOOK_EVERY_MS, report = console.error } = options;
    const places = { organisationFolder, dataFolder, webFolder };
    cleanups.push(startRenewal({ ...places, served: parts, now, report, every: lookEveryMs }));

    const app = createApp(parts);
    const server = createHttpServer((request) => app.fetch(request));
    const address = await listen(server, host, options.port);
    cleanups.push(() => drain(server, () => writers.stopAll()));

    let stopping: Promise<void> | undefined;
    return {
      address,
      get organisation() {
        return parts.organisation;
      },
      isOpen: isOpen(organisation, today),
      stop: () => (stopping ??= cleanUp()),
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function usable<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof StartError ? error : new StartError('server.data-unusable');
  }
}

async function succeeds(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<Serving> {
  const { organisation, data, host = '127.0.0.1', port = DEFAULT_PORT, web } = readArguments();
  if (organisation === undefined || data === undefined || !/^\d{1,5}$/.test(port))
    throw new StartError('server.usage');
  const serving = await serve({
    organisationFolder: organisation,
    dataFolder: data,
    host,
    port: Number(port),
    webFolder: web ?? fileURLToPath(new URL('../dist/source', import.meta.url)),
  });
  const { keyring } = serving.organisation;
  console.log(`Witnessbox listens on ${serving.address}`);
  if (!serving.isOpen) {
    console.log(
      `The keyring expired on ${keyring.validUntil}: nothing new is taken in. Reviewers can still fetch.`,
    );
  }
  return serving;
}

function readArguments(): Partial<Record<'organisation' | 'data' | 'host' | 'port' | 'web', string>> {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { organisation: text, data: text, host: text, port: text, web: text } })
      .values;
  } catch {
    throw new StartError('server.usage');
  }
}

if (import.meta.main) await runProgram(main);
