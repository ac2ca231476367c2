/**
 * Every option that an operator can set, each described once and here: key, default, unit, what it must be, and a
 * sentence. The limits are what createApp() and serve() are handed; the rest says where things are. Reading
 * `witnessbox.toml` (config-read.ts) and docs/configuration.md (config-reference.ts) follow from these tables.
 *
 * @module
 */
import * as v from 'valibot';
import { addresses, hours, listenAt, mode, orWord, path, size, whole } from './config-kinds.ts';

export const DEFAULT_LISTEN = { host: '127.0.0.1', port: 8455 };
export const DEFAULT_DATA = 'data';

/** In the table [limits]. A new limit is one entry here and nothing else. */
export const LIMITS = {
  maxUpload: size({ fallback: 2 ** 31, from: 2 ** 17, to: 2 ** 40, says: 'Ciphertext of one submission.' }),
  plainUpload: orWord('never', size({ fallback: 2 ** 26, from: 2 ** 20, to: 2 ** 30, says: '' }), {
    says: 'Ciphertext of one file that the form takes which a browser without JavaScript is shown; "never": no such form.',
    fallback: '64 MiB',
  }),
  submissionDays: orWord('never', whole({ unit: 'days', fallback: 365, from: 1, to: 36_500, says: '' }), {
    says: 'Days after the first for which a submission is kept at least; "never": until somebody deletes it.',
    fallback: 365,
  }),
  uploadDays: whole({
    unit: 'days',
    fallback: 3,
    from: 1,
    to: 30,
    says: 'Days after the first during which an upload may be continued, at least.',
  }),
  dropDays: whole({
    unit: 'days',
    fallback: 60,
    from: 7,
    to: 365,
    says: 'For how long a drop is served, at least.',
  }),
  spreadDays: whole({
    unit: 'days',
    fallback: 30,
    from: 0,
    to: 365,
    says: 'Each of these three lasts longer by days drawn at random, up to so many and never to more than double.',
  }),
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
  baseEffort: whole({
    unit: 'tries',
    fallback: 16,
    from: 1,
    to: 4096,
    says: 'What beginning to send a text costs the browser on average when nothing is the matter (server/effort.ts).',
  }),
  calmUploads: whole({
    unit: 'uploads',
    fallback: 60,
    from: 1,
    to: 1_000_000,
    says: 'Uploads begun within some minutes up to which the effort stays at its base.',
  }),
  maxStorage: orWord(
    'all',
    size({ fallback: 2 ** 37, from: 2 ** 27, to: 2 ** 50, says: 'Ciphertext that the server keeps in all.' }),
    {
      says: 'Ciphertext that the server keeps at most; "all" is as much as the disk holds.',
      fallback: 'all',
    },
  ),
  reserve: size({
    fallback: 2 ** 28,
    from: 0,
    to: 2 ** 40,
    says: 'What only texts may still use when files may not; never more than a tenth of the whole.',
  }),
  textWriters: whole({
    unit: 'uploads',
    fallback: 256,
    from: 1,
    to: 10_000,
    says: "Uploads of a text's size that write at once.",
  }),
  fileWriters: whole({
    unit: 'uploads',
    fallback: 256,
    from: 1,
    to: 10_000,
    says: 'Other uploads that write at once.',
  }),
  plainWriters: whole({
    unit: 'uploads',
    fallback: 8,
    from: 1,
    to: 1000,
    says: 'Uploads by the form for browsers without JavaScript that write at once; no work is proven for them.',
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
  Object.entries(LIMITS).map(([key, { schema, fallback }]) => [key, v.parse(schema, fallback)]),
) as Config;

/** What has no meaning on Workers, where machine, disk and places belong to the platform. */
export const ONLY_ON_NODE: ReadonlySet<string> = new Set<keyof Config | keyof Places>([
  'organisation',
  'data',
  'listen',
  'socketMode',
  'web',
  'portal',
  'stallSeconds',
  'textWriters',
  'fileWriters',
  'plainWriters',
]);
