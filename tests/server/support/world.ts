/** A running app with a clock that tests turn, and a count of all that it keeps but used proofs. @module */
import { getTableName, like, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import * as schema from '../../../db/schema.ts';
import { signRequest } from '../../../crypto/requests.ts';
import { createApp } from '../../../server/app.ts';
import { DEFAULT_CONFIG, type Config } from '../../../server/config.ts';
import { TUS_VERSION, UPLOAD_TYPE, type ServerErrorCode } from '../../../server/contract.ts';
import { STATUS } from '../../../server/errors.ts';
import type { Guard, GuardParts } from '../../../server/guard.ts';
import type { OfflineFiles } from '../../../server/offline.ts';
import { openOrganisation } from '../../../server/organisation.ts';
import { plainMost, type PlainAnswer } from '../../../server/plain.ts';
import { siteOf } from '../../../server/site.ts';
import { createWriters, type Writers } from '../../../server/writers.ts';
import { ascii } from './files.ts';
import { makeOrganisation, type TestOrganisation } from './organisation.ts';
import { proofFor, testGuard } from './proof.ts';
import { random, type Stores } from './runtime.ts';
import { openStores } from './stores.ts';

export type Counts = Record<'submissions' | 'uploads' | 'finished' | 'drops' | 'nonces' | 'objects', number>;

export const NOTHING: Counts = { submissions: 0, uploads: 0, finished: 0, drops: 0, nonces: 0, objects: 0 };

export type World = Stores & {
  organisation: TestOrganisation;
  clock: { now: Date };
  guard: Guard;
  writers: Writers;
  config: Config;
  send(method: string, path: string, headers?: Record<string, string>, body?: Body): Promise<Response>;
  /** As the team, signed. */
  sendSigned(method: string, path: string, options?: Signed): Promise<Response>;
  count(): Promise<Counts>;
};

type Body = Uint8Array | ReadableStream<Uint8Array>;
type Signed = {
  body?: Uint8Array;
  headers?: Record<string, string>;
  seed?: Uint8Array;
  created?: number;
  nonce?: string;
};
type Options = {
  config?: Partial<Config>;
  organisation?: TestOrganisation;
  site?: Map<string, Uint8Array>;
  offline?: OfflineFiles;
  blobs?: Stores['blobs'];
  guard?: Partial<GuardParts>;
};

export async function makeWorld(options: Options = {}): Promise<World> {
  const clock = { now: new Date('2026-11-22T10:11:12.345Z') };
  const now = () => clock.now;
  const stores = await openStores(now);
  const organisation = options.organisation ?? (await makeOrganisation());
  const opened = openOrganisation(organisation.files, '2026-11-22');
  const config = { ...DEFAULT_CONFIG, baseEffort: 1, spreadDays: 0, ...options.config };
  const guard = testGuard({ ...stores, config, now, ...options.guard });
  const writers = createWriters(() => now().getTime(), config.stallSeconds);
  const app = createApp({
    ...stores,
    ...(options.blobs && { blobs: options.blobs }),
    organisation: opened,
    site: siteOf(options.site ?? new Map(), opened, plainMost(config), options.offline),
    config,
    now,
    random,
    writers,
    guard,
  });
  const send: World['send'] = async (method, path, headers = {}, body) =>
    app.fetch(
      new Request(`http://portal.test${path}`, {
        method,
        headers,
        ...(body && { body: body as BodyInit, duplex: 'half' }),
      }),
    );
  return {
    ...stores,
    organisation,
    clock,
    guard,
    writers,
    config,
    send,
    sendSigned: (method, path, { body, headers = {}, seed, created, nonce } = {}) => {
      const signature = signRequest({
        method,
        url: `http://portal.test${path}`,
        ...(body && { body }),
        seed: seed ?? organisation.teamSeed,
        created: created ?? Math.floor(clock.now.getTime() / 1000),
        nonce: nonce ?? newNonce(),
      });
      return send(method, path, { ...headers, ...signature }, body);
    },
    async count() {
      const rows = async (table: Parameters<typeof getTableName>[0]) => {
        const [first] = await stores.store.db.values<[number]>(sql`select count(*) from ${table}`);
        return first?.[0] ?? -1;
      };
      const proofs = async () => {
        const { nonce } = schema.nonces;
        return stores.store.db.$count(schema.nonces, like(nonce, 'proof:%'));
      };
      return {
        submissions: await rows(schema.submissions),
        uploads: await rows(schema.uploads),
        finished: await rows(schema.finished),
        drops: await rows(schema.drops),
        nonces: (await rows(schema.nonces)) - (await proofs()),
        objects: await stores.countObjects(),
      };
    },
  };
}

export function newNonce(): string {
  return [...random(12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const TUS = { 'Tus-Resumable': TUS_VERSION };

/** Asks for an upload to begin, with a proof, and with content if there is a body. */
export async function create(
  world: World,
  length: number,
  headers: Record<string, string> = {},
  body?: Body,
): Promise<Response> {
  const proof = await proofFor((path) => world.send('GET', path), length);
  const all = { ...TUS, 'Upload-Length': String(length), ...proof, ...headers };
  return world.send('POST', '/uploads', all, body);
}

/** Creates an upload; gives its address. */
export async function createUpload(world: World, length: number): Promise<string> {
  const response = await create(world, length);
  if (response.status !== 201) throw new Error(`not created: ${String(response.status)}`);
  return response.headers.get('location') ?? '';
}

export function patch(
  world: World,
  path: string,
  offset: number,
  body: Body,
  headers: Record<string, string> = {},
): Promise<Response> {
  return world.send(
    'PATCH',
    path,
    { ...TUS, 'Content-Type': UPLOAD_TYPE, 'Upload-Offset': String(offset), ...headers },
    body,
  );
}

/** Uploads a whole file; gives the upload's address. */
export async function upload(world: World, file: Uint8Array): Promise<string> {
  const path = await createUpload(world, file.length);
  const response = await patch(world, path, 0, file);
  if (response.status !== 204) throw new Error(`not received: ${String(response.status)}`);
  return path;
}

export async function offsetOf(world: World, path: string): Promise<number> {
  const response = await world.send('HEAD', path, TUS);
  return response.status === 200 ? Number(response.headers.get('upload-offset')) : -response.status;
}

/** The one submission that there is, as the team fetches it. */
export async function onlySubmission(world: World): Promise<Uint8Array> {
  const list = (await (await world.sendSigned('GET', '/review/submissions')).json()) as {
    days: { submissions: { id: string }[] }[];
  };
  const all = list.days.flatMap((day) => day.submissions);
  if (all.length !== 1) throw new Error(`${String(all.length)} submissions`);
  const answer = await world.sendSigned('GET', `/review/submissions/${all[0]?.id ?? ''}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** A body that comes piece by piece and then breaks off. */
export function breaking(...pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = rest.shift();
        if (next) controller.enqueue(next);
        else controller.error(new Error('connection lost'));
      },
    },
    { highWaterMark: 0 },
  );
}

/** A body that is fed by the test; `feed` resolves once somebody has taken the bytes. */
export function fed(): {
  body: ReadableStream<Uint8Array>;
  feed(bytes: Uint8Array): Promise<void>;
  end(): void;
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let taken = Promise.withResolvers<undefined>();
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    pull() {
      taken.resolve(undefined);
    },
  });
  return {
    body,
    async feed(bytes) {
      await taken.promise;
      taken = Promise.withResolvers<undefined>();
      controller?.enqueue(bytes);
      await taken.promise;
    },
    end: () => controller?.close(),
  };
}

export async function codeIn(response: Response): Promise<ServerErrorCode | undefined> {
  return ((await response.json()) as { error?: ServerErrorCode }).error;
}

export async function expectRefusal(response: Response, code: ServerErrorCode): Promise<void> {
  expect(await codeIn(response)).toBe(code);
  expect(response.status).toBe(STATUS[code]);
}

const PLAIN_ANSWERS: readonly PlainAnswer[] = [
  'received',
  'not-age',
  'wrong-recipient',
  'damaged',
  'too-large',
  'crowded',
  'full',
  'closed',
  'unclear',
  'trouble',
];

/** The smallest website there can be. */
export function smallSite(): Map<string, Uint8Array> {
  const page = (language: string) =>
    ascii(
      `<!doctype html><html lang="${language}" data-demonstration="__WITNESSBOX_DEMONSTRATION__">` +
        '<meta name="witnessbox-root" content="__WITNESSBOX_ROOT_KEY__"><title>__WITNESSBOX_ORGANISATION__</title>' +
        '<noscript>__WITNESSBOX_IF_OPEN__<p>open for __WITNESSBOX_PLAIN_SIZE__, __WITNESSBOX_FINGERPRINT__' +
        '__WITNESSBOX_IF_ONE__ one__WITNESSBOX_END_ONE____WITNESSBOX_IF_MANY__ many__WITNESSBOX_END_MANY__' +
        '__WITNESSBOX_EACH_DESK__<a href="/recipients/__WITNESSBOX_DESK_ID__.txt">__WITNESSBOX_DESK_NAME__' +
        '</a><code>__WITNESSBOX_RECIPIENT__</code>__WITNESSBOX_END_DESK____WITNESSBOX_END_OPEN__' +
        '__WITNESSBOX_IF_CLOSED__<p>closed since __WITNESSBOX_VALID_UNTIL____WITNESSBOX_END_CLOSED__' +
        '__WITNESSBOX_IF_FILE__<p>offline __WITNESSBOX_OFFLINE_HASH____WITNESSBOX_END_FILE__' +
        '__WITNESSBOX_IF_OFF__<p>no form__WITNESSBOX_END_OFF__</noscript>',
    );
  const answers = ['en', 'zh-Hans'].flatMap((language) =>
    PLAIN_ANSWERS.map(
      (name) => [`${language}/plain-${name}.html`, ascii(`<p lang="${language}">${name}`)] as const,
    ),
  );
  return new Map([
    ...answers,
    ['en/index.html', page('en')],
    ['zh-Hans/index.html', page('zh-Hans')],
    ['assets/app.js', ascii("'__WITNESSBOX_ORGANISATION__'")],
    ['assets/style.css', ascii('p { color: black }')],
  ]);
}
