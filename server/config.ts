/**
 * Every option that an operator can set, each described once and here: key, default, unit, what it must be, and a
 * sentence. The limits are what createApp() and serve() are handed; the rest says where things are. Reading
 * `witnessbox.toml` (config-read.ts) and docs/configuration.md (config-reference.ts) follow from these tables.
 *
 * @module
 */
import type * as v from 'valibot';
import { addresses, hours, listenAt, mode, path, size, whole } from './config-kinds.ts';

export const DEFAULT_LISTEN = { host: '127.0.0.1', port: 8455 };
export const DEFAULT_DATA = 'data';

/** In the table [limits]. A new limit is one entry here and nothing else. */
export const LIMITS = {
  maxUpload: size({ fallback: 2 ** 31, from: 2 ** 17, to: 2 ** 40, says: 'Ciphertext of one submission.' }),
  uploadDays: whole({
    unit: 'days',
    fallback: 3,
    from: 1,
    to: 30,
    says: 'Days after the first during which an upload may be continued.',
  }),
  dropDays: whole({ unit: 'days', fallback: 60, from: 7, to: 365, says: 'For how long a drop is served.' }),
  requestAge: whole({
    unit: 'seconds',
    fallback: 300,
    from: 30,
    to: 3600,
    says: 'By how much the clock of a reviewer may differ.',
  }),
  stallSeconds: whole({
    unit: 'seconds',
    fallback: 20,
    from: 5,
    to: 600,
    says: 'Time without a byte after which a writer is taken for dead and may be replaced.',
  }),
};

/** At the top of the file. */
export const PLACES = {
  organisation: path({
    says: 'The public folder that "npx witnessbox init" wrote. Without it, "npm start" serves a demonstration.',
    example: '/srv/witnessbox/public',
  }),
  data: path({
    says: 'Where database and ciphertexts are kept. Only one server may use it.',
    example: '/var/lib/witnessbox',
    fallback: DEFAULT_DATA,
  }),
  listen: listenAt({
    says: 'Where the server listens: host and port, or a socket for a proxy on the same machine.',
    fallback: `${DEFAULT_LISTEN.host}:${String(DEFAULT_LISTEN.port)}`,
  }),
  socketMode: mode({
    says: "Permissions of the socket, in octal digits. A proxy connects as a member of the socket's group.",
    fallback: '0660',
  }),
  snapshotHours: hours({
    says: 'Hours, in UTC, at which new replies are published. A demonstration does so every minute.',
    fallback: [0],
  }),
  web: path({
    says: 'The built website. Without it, the one that "npm run build" made.',
    example: '/opt/witnessbox/dist/source',
  }),
  portal: addresses({
    says: 'Addresses under which sources reach the portal. Only "witnessbox server doctor" uses them.',
    fallback: [],
  }),
};

type Table = Readonly<Record<string, { schema: v.GenericSchema<unknown, unknown> }>>;
type Values<T extends Table> = { [K in keyof T]: v.InferOutput<T[K]['schema']> };

export type Config = Values<typeof LIMITS>;
export type Places = Values<typeof PLACES>;

export const DEFAULT_CONFIG: Config = Object.fromEntries(
  Object.entries(LIMITS).map(([key, { fallback }]) => [key, fallback]),
) as Config;
