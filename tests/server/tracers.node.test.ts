import { readdir, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { signFreshness } from '../../crypto/freshness.ts';
import { signRequest } from '../../crypto/requests.ts';
import { DROPS_TYPE, ROUTES, UPLOAD_TYPE, type SubmissionList } from '../../server/contract.ts';
import { auditFolder, needlesOf, searchBytes, timesBetween } from './support/audit.ts';
import { ascii, concat } from './support/files.ts';
import { proofFor } from './support/proof.ts';
import { random } from './support/runtime.ts';
import {
  eventually,
  makeFolders,
  raw,
  startProgram,
  type Folders,
  type Program,
} from './support/served.node.ts';
import {
  ADDRESS,
  BROWSER,
  drop,
  FILE_NAME,
  RECEIPT,
  testimony,
  TESTIMONY,
  LISTED,
  TRACERS,
  UNREADABLE,
  WRONG,
} from './support/tracers.ts';
import { newNonce, TUS } from './support/world.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

let folders: Folders;
let program: Program | undefined;
let began: number;
/** When the close of the day began. */
let closed = 0;
/** Everything that ever came back, head and body, with what was asked. */
const answers: { asked: string; bytes: Buffer }[] = [];
const printed: string[] = [];

beforeEach(async () => {
  closed = 0;
  folders = await makeFolders();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await program?.kill();
  await folders.remove();
});

type Asked = { headers?: Record<string, string>; body?: Uint8Array; breakAfter?: number; quiet?: boolean };

/** One request from the source's address, written down with its answer; null if it was broken off. */
function ask(method: string, path: string, asked: Asked = {}): Promise<Answer | null> {
  const { hostname, port } = new URL(program?.address ?? '');
  const { body = new Uint8Array(0), breakAfter } = asked;
  return new Promise((resolve) => {
    const outgoing = request({
      ...{ hostname, port, method, path, localAddress: ADDRESS, agent: false },
      headers: { ...BROWSER, 'Content-Length': String(body.length), ...asked.headers },
    });
    outgoing.once('error', () => {
      resolve(null);
    });
    outgoing.once('response', (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.once('end', () => {
        const { statusCode: status = 0, headers, rawHeaders, statusMessage = '' } = incoming;
        const received = Buffer.concat(pieces);
        // A reviewer is answered with what they may see; all else is not to hold anything.
        const head = Buffer.from(`${statusMessage}\n${rawHeaders.join('\n')}\n`);
        answers.push({ asked: `${method} ${path}`, bytes: Buffer.concat([head, received]) });
        resolve({ status, headers, body: received });
      });
    });
    if (breakAfter === undefined) outgoing.end(body);
    else outgoing.write(body.subarray(0, breakAfter), () => setTimeout(() => outgoing.destroy(), 100));
  });
}

async function status(method: string, path: string, asked: Asked = {}): Promise<number> {
  return (await ask(method, path, asked))?.status ?? 0;
}

const proofHeader = (length: number) =>
  proofFor(async (path) => new Response(new Uint8Array((await ask('GET', path))?.body ?? [])), length);

/** Asks for an upload; gives its path. */
async function begin(length: number): Promise<string> {
  const headers = { ...TUS, 'Upload-Length': String(length), ...(await proofHeader(length)) };
  const created = await ask('POST', '/uploads', { headers });
  expect(created?.status).toBe(201);
  return created?.headers.location ?? '';
}

/** Sends what is in `body` with the request that begins its upload, as the page does with a text. */
async function post(body: Uint8Array, length = body.length, more: Asked = {}): Promise<Answer | null> {
  const proof = more.headers ?? (await proofHeader(length));
  const headers = { ...TUS, 'Upload-Length': String(length), 'Content-Type': UPLOAD_TYPE, ...proof };
  return ask('POST', '/uploads', { ...more, body, headers });
}

const patch = (path: string, offset: number, body: Uint8Array, more: Asked = {}) =>
  ask('PATCH', path, {
    ...more,
    body,
    headers: { ...TUS, 'Content-Type': UPLOAD_TYPE, 'Upload-Offset': String(offset) },
  });

function review(
  method: string,
  path: string,
  body?: Uint8Array,
  type = '',
  shift = 0,
): Promise<Answer | null> {
  const signature = signRequest({
    method,
    url: `${program?.address ?? ''}${path}`,
    ...(body && { body }),
    seed: folders.organisation.teamSeed,
    created: Math.floor((Date.now() + shift) / 1000),
    nonce: newNonce(),
  });
  return ask(method, path, {
    ...(body && { body }),
    headers: { ...signature, ...(type !== '' && { 'Content-Type': type }) },
  });
}

async function submissions(shift = 0): Promise<string[]> {
  const answer = await review('GET', ROUTES.reviewSubmissions, undefined, '', shift);
  const { days } = JSON.parse(answer?.body.toString() ?? '') as SubmissionList;
  return days.flatMap((day) => day.submissions.map(({ id }) => id));
}

async function sourceVisits(): Promise<void> {
  for (const path of [
    '/',
    '/en/',
    '/en/?from=tracer-campaign',
    '/assets/app.js',
    '/keyring.json',
    '/intake.json',
  ]) {
    await ask('GET', path);
  }
  await ask('GET', ROUTES.snapshotIndex);
  await ask('GET', `${ROUTES.snapshotBuckets}/0`);

  const file = await testimony('testimony');
  const path = await begin(file.length);
  expect((await patch(path, 0, file.subarray(0, 9000)))?.status).toBe(204);
  expect(await patch(path, 9000, file.subarray(9000), { breakAfter: 20_000 })).toBeNull();
  let offset = 0;
  await eventually(async () => {
    const head = await ask('HEAD', path, { headers: TUS });
    offset = Number(head?.headers['upload-offset'] ?? 0);
    return head?.status === 200 && offset > 9000;
  });
  expect((await patch(path, offset, file.subarray(offset)))?.status).toBe(204);
  expect((await ask('HEAD', path, { headers: TUS }))?.headers['upload-offset']).toBe(String(file.length));

  const followUp = await testimony('follow-up');
  expect((await patch(await begin(followUp.length), 0, followUp))?.status).toBe(204);
  const text = await testimony('text');
  const proof = await proofHeader(text.length);
  expect(await post(text, text.length, { headers: proof, breakAfter: 20_000 })).toBeNull();
  await eventually(async () => {
    const again = await ask('POST', '/uploads', {
      headers: { ...TUS, 'Upload-Length': String(text.length), ...proof },
    });
    return Number(again?.headers['upload-offset'] ?? 0) > 0;
  });
  expect((await post(text))?.headers['upload-offset']).toBe(String(text.length));
  // One that stays unfinished, and one that the source takes back.
  await patch(await begin(followUp.length), 0, followUp.subarray(0, 3000));
  const given = await begin(followUp.length);
  expect(await status('DELETE', given, { headers: TUS })).toBe(204);
}

async function sourceGoesWrong(): Promise<void> {
  const plain = concat(ascii(`${TESTIMONY} ${RECEIPT}`), new Uint8Array(5000));
  const path = await begin((await testimony('x')).length);
  expect((await patch(path, 0, plain))?.status).toBe(422);
  const metadata = `filename ${Buffer.from(FILE_NAME).toString('base64')}`;
  const headers = { ...TUS, 'Upload-Length': '67195', 'Upload-Metadata': metadata };
  expect(await status('POST', '/uploads', { headers })).toBe(400);
  expect(
    await status('POST', '/uploads', {
      body: ascii(TESTIMONY),
      headers: { ...TUS, 'Upload-Length': '67195' },
    }),
  ).toBe(415);
  expect((await post(plain, (await testimony('x')).length))?.status).toBe(422);
  for (const [method, place] of WRONG) {
    expect(await status(method, place, { body: ascii(TESTIMONY) })).toBeGreaterThan(0);
  }
  expect(await status('PATCH', path, { headers: { ...TUS, 'Upload-Offset': TESTIMONY } })).toBe(415);
  const forged = { Signature: `witnessbox=:${Buffer.from(RECEIPT).toString('base64')}:` };
  expect(
    await status('GET', '/review/submissions', { headers: { ...forged, 'Signature-Input': RECEIPT } }),
  ).toBe(400);
  for (const text of UNREADABLE) {
    const answer = Buffer.from(await raw(program?.address ?? '', text, 500), 'latin1');
    answers.push({ asked: 'what is no request', bytes: answer });
  }
}

async function teamWorks(): Promise<void> {
  const ids = await submissions();
  expect(ids).toHaveLength(3);
  for (const id of ids) expect((await review('GET', `${ROUTES.reviewSubmissions}/${id}`))?.status).toBe(200);
  const records = await Promise.all(Array.from({ length: 8 }, async () => concat(random(16), await drop())));
  expect((await review('POST', ROUTES.reviewDrops, concat(...records), DROPS_TYPE))?.status).toBe(200);
  const { organisation, teamSeed } = { ...folders.organisation, ...folders.organisation.keyring };
  const { bytes, signature } = signFreshness(teamSeed, {
    format: 'witnessbox-freshness/1',
    organisationId: organisation.id,
    epoch: 1,
    day: new Date().toISOString().slice(0, 10),
  });
  const note = ascii(JSON.stringify({ note: new TextDecoder().decode(bytes), signature }));
  expect((await review('PUT', ROUTES.reviewFreshness, note, 'application/json'))?.status).toBe(204);
  expect(await status('GET', ROUTES.freshness)).toBe(200);
}

/** Everything that there is to look at. */
async function audit(): Promise<string[]> {
  // The close of the next day writes times of that day, by the shifted clock or the real one.
  const needles = needlesOf([...TRACERS, ...timesBetween(began, Date.now())]);
  const folder = folders.options.dataFolder;
  return [
    ...(await auditFolder({ folder, rules: LISTED, needles, since: began, closed })),
    ...searchBytes(
      'what the program printed',
      Buffer.from([...printed, program?.output() ?? ''].join('\n')),
      needles,
    ),
    ...answers.flatMap(({ asked, bytes }) => searchBytes(`the answer to ${asked}`, bytes, needles)),
  ];
}

async function stopped(): Promise<void> {
  printed.push(program?.output() ?? '');
  expect(await program?.end()).toBe(0);
}

it('nothing that tells of a source is stored, printed or answered, from the first visit to the next day', async () => {
  program = await startProgram(folders);
  began = Date.now();
  await sourceVisits();
  await sourceGoesWrong();
  await teamWorks();
  // Within a second the files have no time but the day, and the log of the database is empty.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await audit()).toEqual([]);
  await stopped();
  expect(await audit()).toEqual([]);

  const day = 86_400_000;
  vi.stubEnv('NODE_OPTIONS', `--import ${new URL('support/shifted-clock.ts', import.meta.url).href}`);
  vi.stubEnv('WITNESSBOX_TEST_SHIFT', String(day));
  const blobs = async () => (await readdir(join(folders.options.dataFolder, 'blobs'))).sort();
  const before = await blobs();
  closed = Date.now();
  program = await startProgram(folders);
  // The unfinished ones as well.
  expect(before).toHaveLength(5);
  await eventually(async () => (await blobs()).every((name) => !before.includes(name)), 20_000);
  const answer = await ask('GET', `${ROUTES.snapshotBuckets}/0`);
  expect(answer?.body.some((byte) => byte !== 0)).toBe(true);
  expect(await submissions(day)).toHaveLength(3);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await audit()).toEqual([]);
  await stopped();
  expect(await audit()).toEqual([]);
});

it('a server that kept one of these things would be found out, wherever it kept it', async () => {
  const { dataFolder } = folders.options;
  program = await startProgram(folders);
  began = Date.now();
  await ask('GET', '/en/');
  await stopped();
  expect(await audit()).toEqual([]);

  const sqlite = new SQLite(join(dataFolder, 'witnessbox.sqlite'));
  sqlite.pragma('secure_delete = OFF');
  sqlite.exec('create table visits (agent text)');
  sqlite.prepare('insert into visits values (?)').run(BROWSER['User-Agent'].repeat(500));
  sqlite.exec('drop table visits');
  sqlite.close();
  const blob = 'f'.repeat(32);
  await writeFile(join(dataFolder, 'blobs', blob), Buffer.from(TESTIMONY, 'utf16le'), { mode: 0o644 });
  await writeFile(join(dataFolder, 'request.log'), '', { mode: 0o600 });
  answers.push({ asked: 'a planted question', bytes: Buffer.from(`x-client: ${ADDRESS}`) });
  printed.push(`GET /en/ ${new Date().toISOString()}`);
  const found = await audit();
  answers.pop();
  printed.pop();
  for (const finding of [
    'user agent (utf-8) in witnessbox.sqlite',
    'witnessbox.sqlite has a time',
    `testimony (utf-16le) in blobs/${blob}`,
    `blobs/${blob} has mode 644`,
    `blobs/${blob} has a time`,
    'blobs has a time',
    'request.log is not on the list',
    'address (utf-8) in the answer to a planted question',
    'time as ISO 8601 (utf-8) in what the program printed',
  ]) {
    expect(found).toContain(finding);
  }
});
