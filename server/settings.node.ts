/**
 * What a server is to be run with: the command line's flags over `witnessbox.toml` over the defaults. Everything
 * that works on a portal's folders begins here, the server as well as `witnessbox server …`.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { DEFAULT_DATA, DEFAULT_LISTEN, PLACES, type Config } from './config.ts';
import { parseListen, type ListenAt } from './config-kinds.ts';
import { readConfig, type ConfigFile } from './config-read.ts';
import { StartError } from './start-errors.ts';

export const CONFIG_NAME = 'witnessbox.toml';

/** As typed; paths count from the working directory. */
export type Flags = Partial<Record<(typeof FLAGS)[number], string>>;
export const FLAGS = ['config', 'organisation', 'data', 'listen', 'host', 'port', 'web'] as const;

export type Settings = {
  /** Null where none was named. */
  organisationFolder: string | null;
  dataFolder: string;
  webFolder: string;
  listen: ListenAt;
  /** Permission bits of the socket. */
  socketMode: number;
  snapshotHours: number[];
  /** Origins under which sources reach the portal. */
  portal: string[];
  config: Partial<Config>;
};

/**
 * `folder`: the working directory. Throws StartError `config.missing`, `config.two`, `config.not-toml`,
 * `config.faulty` or `server.bad-listen`.
 */
export async function readSettings(flags: Flags, folder: string): Promise<Settings> {
  const { file, at } = await findConfig(flags, folder);
  const { places, limits } = file;
  const named = (flag: string | undefined, option: string | undefined): string | null => {
    if (flag !== undefined) return resolve(folder, flag);
    return option === undefined ? null : resolve(at, option);
  };
  return {
    organisationFolder: named(flags.organisation, places.organisation),
    dataFolder: named(flags.data, places.data) ?? resolve(folder, DEFAULT_DATA),
    webFolder: named(flags.web, places.web) ?? fileURLToPath(new URL('../dist/source', import.meta.url)),
    listen: listenOf(flags, places.listen ?? DEFAULT_LISTEN),
    socketMode: places.socketMode ?? v.parse(PLACES.socketMode.schema, PLACES.socketMode.fallback),
    snapshotHours:
      places.snapshotHours ?? v.parse(PLACES.snapshotHours.schema, PLACES.snapshotHours.fallback),
    portal: places.portal ?? [],
    config: limits,
  };
}

function listenOf({ listen, host, port }: Flags, file: ListenAt): ListenAt {
  const base = listen === undefined ? file : parseListen(listen);
  if (base === null) throw new StartError('server.bad-listen');
  if (host === undefined && port === undefined) return base;
  const usual = 'socket' in base ? DEFAULT_LISTEN : base;
  const number = Number(port ?? usual.port);
  if (!/^\d{1,5}$/.test(port ?? '0') || number > 65535) throw new StartError('server.bad-listen');
  return { host: host ?? usual.host, port: number };
}

/** The file and the folder from which its paths count. */
async function findConfig(flags: Flags, folder: string): Promise<{ file: ConfigFile; at: string }> {
  if (flags.config !== undefined) {
    const path = resolve(folder, flags.config);
    const text = await readIfThere(path);
    if (text === null) throw new StartError('config.missing');
    return { file: readConfig(text), at: dirname(path) };
  }
  const places = new Set([folder, resolve(folder, flags.data ?? DEFAULT_DATA)]);
  const found: { text: string; at: string }[] = [];
  for (const at of places) {
    const text = await readIfThere(join(at, CONFIG_NAME));
    if (text !== null) found.push({ text, at });
  }
  const [first, second] = found;
  if (second) throw new StartError('config.two');
  return first
    ? { file: readConfig(first.text), at: first.at }
    : { file: { places: {}, limits: {} }, at: folder };
}

/** Null if there is none. Throws StartError `config.unreadable`. */
async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new StartError('config.unreadable');
  }
}
