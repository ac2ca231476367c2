/**
 * What everybody fetches who looks for a reply, and what reviewers fetch first, where much is held.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64urlnopad, hex } from '@scure/base';
import { addDays, dayOf } from '../../crypto/days.ts';
import { signRequest } from '../../crypto/requests.ts';
import { ciphertextSize, SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { placeDrops } from '../../db/drops.ts';
import { openStore } from '../../db/open.node.ts';
import { submissions } from '../../db/schema.ts';
import { DROP_SIZE, ROUTES, type SnapshotIndex, type SubmissionList } from '../../server/contract.ts';
import { takeSnapshot } from '../../server/snapshot.ts';
import { createClient, inParallel, type Client } from '../client.ts';
import { alternate, median, medians, row, timed, type Row, type Suite } from '../row.ts';
import {
  makePortal,
  residentMemory,
  startPlain,
  startPortal,
  type Portal,
  type Running,
} from '../serving.ts';
import { inTemporaryFolder } from '../temporary.ts';

const SUBMISSIONS = 100_000;
const DAYS = 300;
const DROPS = 10_000;
/** Rows in one transaction, and in one statement. */
const BATCH = 2000;
const ROWS = 100;
const AT_ONCE = 8;
const LOOKS = 100;
const ROUNDS = 3;
const random = (length: number): Uint8Array => randomBytes(length);

export const suite: Suite = {
  name: 'snapshot',
  about: `
A portal that holds ${SUBMISSIONS.toLocaleString('en')} submissions of ${String(DAYS)} days and shows a snapshot of ${DROPS.toLocaleString('en')} drops, as \`npm start\`
runs it. The _list_ is the signed request with which each sync of a reviewer begins, from the first byte that is sent until
the whole answer has been read as JSON; the memory is what the server has resident after it.

The _whole snapshot_ is index and all buckets, ${String(AT_ONCE)} requests at a time; a _look_ is what a source's page fetches, the index and
one bucket, as many at a time. The peer serves the same bytes as files, with Hono's serveStatic on @hono/node-server
(\`bench/node/plain.ts\`).
`,
  run: () => inTemporaryFolder(measure),
};

async function measure(folder: string): Promise<Row[]> {
  const portal = await makePortal(folder);
  await fill(portal);
  const ours = await startPortal(portal);
  const files = join(folder, 'plain');
  const peer = await startPlain(files);
  const client = createClient(AT_ONCE);
  try {
    return [...(await list(client, ours, portal)), ...(await snapshot(client, ours, peer, files))];
  } finally {
    client.close();
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

async function fill({ data }: Portal): Promise<void> {
  await mkdir(join(data, 'blobs'), { recursive: true, mode: 0o700 });
  const store = openStore(join(data, 'witnessbox.sqlite'));
  const today = dayOf(new Date());
  try {
    const one = (_: unknown, index: number) => ({
      id: hex.encode(random(16)),
      day: addDays(today, -1 - (index % DAYS)),
      size: ciphertextSize(SMALLEST_PLAINTEXT),
      blob: hex.encode(random(16)),
      settled: true,
      expires: addDays(today, 100 + (index % DAYS)),
    });
    for (let start = 0; start < SUBMISSIONS; start += BATCH) {
      const [first, ...rest] = Array.from({ length: BATCH / ROWS }, () =>
        store.db.insert(submissions).values(Array.from({ length: ROWS }, one)),
      );
      if (first) await store.atomically([first, ...rest]);
    }
    for (let start = 0; start < DROPS; start += BATCH) {
      const expires = addDays(today, 60);
      const drops = Array.from({ length: BATCH }, () => ({
        slot: hex.encode(random(16)),
        bytes: random(DROP_SIZE),
        expires,
      }));
      await placeDrops(store, drops);
    }
    await takeSnapshot({ store, now: () => new Date(), random });
  } finally {
    await store.close();
  }
}

async function list(client: Client, ours: Running, { organisation }: Portal): Promise<Row[]> {
  const ask = async (): Promise<SubmissionList> => {
    const url = `${ours.address}${ROUTES.reviewSubmissions}`;
    const headers = signRequest({
      method: 'GET',
      url,
      seed: organisation.teamSeed,
      created: Math.floor(Date.now() / 1000),
      nonce: base64urlnopad.encode(random(16)),
    });
    return JSON.parse((await client.ask(url, 200, { headers })).body.toString()) as SubmissionList;
  };
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let found: SubmissionList = { days: [] };
    times.push(await timed(async () => (found = await ask())));
    const count = found.days.reduce((sum, day) => sum + day.submissions.length, 0);
    if (count !== SUBMISSIONS) throw new Error(`the list names ${String(count)} submissions`);
  }
  return [
    row({
      name: 'list of 100,000 submissions',
      ours: median(times),
      unit: 'ms',
      target: { of: 'ours', is: '<', limit: 1000 },
    }),
    row({ name: 'memory of the server after it', ours: await residentMemory(ours.pid), unit: 'MiB' }),
  ];
}

async function snapshot(client: Client, ours: Running, peer: Running, files: string): Promise<Row[]> {
  const there = (path: string) => `${ours.address}${path}`;
  const { body } = await client.ask(there(ROUTES.snapshotIndex), 200);
  const { buckets } = JSON.parse(body.toString()) as SnapshotIndex;
  const paths = [ROUTES.snapshotIndex, ...buckets.map(({ id }) => `${ROUTES.snapshotBuckets}/${String(id)}`)];
  let bytes = 0;
  for (const path of paths) {
    const answer = await client.ask(there(path), 200);
    bytes += answer.body.length;
    const place = join(files, 'static', path);
    await mkdir(join(place, '..'), { recursive: true });
    await writeFile(place, answer.body);
  }
  const whole = (address: string) => async (): Promise<number> => {
    const all = () =>
      inParallel(paths, AT_ONCE, async (path) => {
        await client.ask(`${address}${path}`, 200);
      });
    return (bytes * 1000) / (await timed(all)) / 2 ** 20;
  };
  const looks = (address: string) => async (): Promise<number> => {
    const all = () =>
      inParallel([...Array(LOOKS).keys()], AT_ONCE, async (index) => {
        await client.ask(`${address}${ROUTES.snapshotIndex}`, 200);
        await client.ask(`${address}${paths[1 + ((index * 37) % (paths.length - 1))] ?? ''}`, 200);
      });
    return (LOOKS * 1000) / (await timed(all));
  };
  const statics = `${peer.address}/static`;
  const wholes = await alternate(ROUNDS, whole(ours.address), whole(statics));
  const found = await alternate(ROUNDS, looks(ours.address), looks(statics));
  const target = { of: 'ratio', is: '>=', limit: 1 } as const;
  return [
    row({
      name: 'the whole snapshot of 10,000 drops, and static files',
      ...medians(wholes),
      unit: 'MiB/s',
      target,
    }),
    row({
      name: 'looks for a reply, and static files',
      ...medians(found),
      unit: '1/s',
      target,
    }),
    row({ name: 'memory of the server after them', ours: await residentMemory(ours.pid), unit: 'MiB' }),
  ];
}
