/**
 * The embedded server: Node, SQLite and a folder of blobs; one process, one directory to back up. Writes no log
 * of requests. What it prints is where it listens and, in one sentence, why it does not.
 *
 * @module
 */
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../db/open.node.ts';
import { createApp } from './app.ts';
import { believable } from './believable.ts';
import { diskBlobs } from './blobs.disk.ts';
import { startClock } from './clock.node.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { dayOf } from '../crypto/days.ts';
import { makeFolder } from './folder/draft.node.ts';
import { migrateFolder } from './folder/migrate.node.ts';
import { startGuard } from './guard.node.ts';
import { createHttpServer } from './http.node.ts';
import { startLevelling } from './level.node.ts';
import { drain, isLoopback, listen, listenOnSocket } from './listen.node.ts';
import { lockFolder } from './lock.node.ts';
import { checkMarker } from './marker.ts';
import { offlineMark, readOfflineFiles } from './offline.node.ts';
import { readMarker, readPublicFiles, refuseDemonstration, writeMarker } from './organisation.node.ts';
import { isOpen, openOrganisation, type Organisation } from './organisation.ts';
import { plainMost } from './plain.ts';
import { closeDay } from './retention.ts';
import { runProgram } from './program.node.ts';
import { drawnRandom } from './random.node.ts';
import { startRenewal } from './renewal.node.ts';
import { readSite } from './site.node.ts';
import { FLAGS, readSettings, type Flags, type Settings } from './settings.node.ts';
import { isSnapshotDue, keepAll, takeSnapshot } from './snapshot.ts';
import { StartError } from './start-errors.ts';
import { refuseReadOnly, usableFolder } from './usable.node.ts';
import { createWriters } from './writers.ts';

const LOOK_EVERY_MS = 60_000;
/** MiB of memory at most, and only where there are so many replies: some twelve thousand. */
const BUCKETS_KEPT = 96;

export type ServeOptions = {
  dataFolder: string;
  /** Public files only: keyring.json, keyring.json.minisig, root.pub, intake.json. */
  organisationFolder: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Instead of host and port. */
  socket?: { path: string; mode: number };
  snapshotEvery?: 'day' | 'minute';
  /** UTC, ascending; midnight unless said otherwise. */
  snapshotHours?: readonly number[];
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
  /** For instance http://127.0.0.1:8600, or unix:/run/witnessbox/portal.sock */
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
  const { dataFolder, host, snapshotEvery = 'day', snapshotHours = [0] } = options;
  const { now: told = () => new Date() } = options;
  const config: Config = { ...DEFAULT_CONFIG, ...options.config };
  const random = drawnRandom();
  const usable = usableFolder(dataFolder);
  const cleanups: (() => unknown)[] = [];
  const cleanUp = async (): Promise<void> => {
    // A failing disk must not keep the rest from being let go, the folder's lock above all.
    for (const cleanup of cleanups.reverse()) {
      await succeeds(async () => {
        await cleanup();
      });
    }
  };
  let stopping: Promise<void> | undefined;
  try {
    const publicFiles = await readPublicFiles(options.organisationFolder);
    await usable(() => makeFolder(join(dataFolder, 'blobs')));
    await refuseReadOnly(dataFolder);
    const unlock = await usable(() => lockFolder(dataFolder));
    cleanups.push(unlock);
    const today = dayOf(told());
    const organisation = openOrganisation(publicFiles, today);
    const { now, isBelievable } = believable(told, organisation.keyring.validFrom);
    const marker = await readMarker(dataFolder);
    checkMarker(marker, organisation);
    if (organisation.keyring.demonstration) {
      await refuseDemonstration(dataFolder, marker);
      if (options.socket || !isLoopback(host)) throw new StartError('organisation.demonstration-exposed');
    }
    const shownOffline = await offlineMark(options.organisationFolder);
    const offline = await readOfflineFiles(options.organisationFolder);
    const site = await readSite(options.webFolder, organisation, plainMost(config), offline);
    await usable(() => migrateFolder(dataFolder));
    const store = await usable(() => openStore(join(dataFolder, 'witnessbox.sqlite'), { inThread: true }));
    cleanups.push(() => store.close());
    cleanups.push(startLevelling(store, now));
    await usable(() => writeMarker(dataFolder, marker, organisation));

    const isStopping = (): boolean => stopping !== undefined;
    const blobs = diskBlobs({ folder: join(dataFolder, 'blobs'), now, random, isStopping });
    const writers = createWriters(() => performance.now(), config.stallSeconds);
    const freeBytes = async (): Promise<number> => {
      const { bavail, bsize } = await statfs(dataFolder);
      return bavail * bsize;
    };
    const { guard, stop: stopGuard } = startGuard({ store, blobs, config, now, random, freeBytes });
    cleanups.push(stopGuard);
    const parts = {
      store,
      blobs,
      site,
      organisation,
      config,
      now,
      random,
      writers,
      guard,
      freeBytes,
      isBelievable,
      bucketsKept: BUCKETS_KEPT,
    };
    const app = createApp(parts);
    // What is shown is in memory, whether or not a new snapshot was due and could be taken.
    const show = async (isDue: boolean): Promise<void> => {
      try {
        if (isDue) await takeSnapshot(parts);
      } finally {
        await succeeds(() => keepAll(app, BUCKETS_KEPT));
      }
    };
    // A full disk must not keep reviewers from fetching: what fails here is tried again by the clock, to which
    // the close of a day, with all its copying, is left anyhow.
    const isDue = snapshotEvery === 'minute' || (await isSnapshotDue(parts, snapshotHours));
    const isShown = await succeeds(() => show(isDue));
    const stopClock = startClock(
      {
        now,
        snapshotEvery,
        snapshotHours,
        closeDay: () => closeDay({ ...parts, isOver: isStopping }),
        takeSnapshot: () => show(true),
      },
      { closed: null, shown: isShown ? now() : null },
    );
    cleanups.push(stopClock);

    const { organisationFolder, webFolder, lookEveryMs = LOOK_EVERY_MS, report = console.error } = options;
    const places = { organisationFolder, dataFolder, webFolder, offlineMark: shownOffline };
    cleanups.push(startRenewal({ ...places, config, served: parts, now, report, every: lookEveryMs }));

    const server = createHttpServer((request) => app.fetch(request));
    const { socket } = options;
    const address = socket
      ? await listenOnSocket(server, socket.path, socket.mode)
      : await listen(server, host, options.port);
    cleanups.push(() => drain(server, () => writers.stopAll()));

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

async function succeeds(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch {
    return false;
  }
}

/** What serve() needs of the settings, without the organisation. */
export function serveOptions(settings: Settings): Omit<ServeOptions, 'organisationFolder'> {
  const { dataFolder, webFolder, listen: at, socketMode, snapshotHours, config } = settings;
  const common = { dataFolder, webFolder, snapshotHours, config };
  if ('socket' in at) return { ...common, host: '', port: 0, socket: { path: at.socket, mode: socketMode } };
  return { ...common, ...at };
}

async function main(): Promise<Serving> {
  const settings = await readSettings(readFlags(), process.cwd());
  const { organisationFolder } = settings;
  if (organisationFolder === null) throw new StartError('server.usage');
  const serving = await serve({ organisationFolder, ...serveOptions(settings) });
  const { keyring } = serving.organisation;
  console.log(`Witnessbox listens on ${serving.address}`);
  if (!serving.isOpen) {
    console.log(
      `The keyring expired on ${keyring.validUntil}: nothing new is taken in. Reviewers can still fetch.`,
    );
  }
  return serving;
}

function readFlags(): Flags {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: Object.fromEntries(FLAGS.map((name) => [name, text])) }).values;
  } catch {
    throw new StartError('server.usage');
  }
}

if (import.meta.main) await runProgram(main);
