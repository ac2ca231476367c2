import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, opendir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Random } from '../../crypto/encoding.ts';
import { openStore } from '../../db/open.node.ts';
import { submissions, uploads } from '../../db/schema.ts';
import type { Store } from '../../db/store.ts';
import { advanceUpload, createUpload, findUpload, finishUpload, listUnfinished } from '../../db/uploads.ts';
import { listSubmissions } from '../../db/submissions.ts';
import { diskBlobs } from '../../server/blobs.disk.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { drawExpiry } from '../../server/expiry.ts';
import { closeDay } from '../../server/retention.ts';
import { newId } from '../../server/shuffle.ts';
import { noise } from './support/files.ts';

const COUNT = 200;
const DAY = '2026-11-22';
/** Of 200 unrelated pairs of ranks, one in some 40,000 correlates more; the seed below fixes what the server draws. */
const CHANCE = 0.3;
/** Nanoseconds: a file system takes its times from a clock that moves in steps. */
const TICK = 20_000_000n;

let root: string;
let folder: string;
let store: Store;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  folder = join(root, 'blobs');
  await mkdir(folder);
  store = openStore(join(root, 'witnessbox.sqlite'));
});
afterEach(async () => {
  await store.close();
  await rm(root, { recursive: true });
});

/** The same bytes in each run. */
function seeded(seed: string): Random {
  let count = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let made = 0; made < length; made += 32) {
      blocks.push(
        createHash('sha256')
          .update(`${seed} ${String((count += 1))}`)
          .digest(),
      );
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
}

/** Spearman's rank correlation of a list with the order in which it stands; of equal values the mean rank counts. */
function correlation(values: readonly (bigint | number | string)[]): number {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rank = (value: bigint | number | string) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2;
  const ranks = values.map(rank);
  const mean = (values.length - 1) / 2;
  let [both, one, other] = [0, 0, 0];
  ranks.forEach((at, index) => {
    both += (index - mean) * (at - mean);
    one += (index - mean) ** 2;
    other += (at - mean) ** 2;
  });
  return other === 0 ? 0 : both / Math.sqrt(one * other);
}

it('how much two orders agree is measured rightly', () => {
  expect(correlation([1, 2, 3, 9])).toBe(1);
  expect(correlation(['d', 'c', 'b', 'a'])).toBe(-1);
  expect(correlation([5n, 5n, 5n])).toBe(0);
  expect(correlation([1, 2, 3, 5, 4])).toBeCloseTo(0.9);
});

describe.each(['submissions', 'unfinished uploads'] as const)('once their day is closed, 200 %s', (kind) => {
  const isFinished = kind === 'submissions';

  it('show in nothing that a disk keeps in which order, or when, they came', async () => {
    const random = seeded('order of arrival');
    const clock = { now: new Date(`${DAY}T08:00:00Z`) };
    const now = () => clock.now;
    const blobs = diskBlobs({ folder, now, random });
    const arrived: string[] = [];
    for (let index = 0; index < COUNT; index += 1) arrived.push(await arrive());

    /** Whoever looks at the folder before midnight does see it; so this would notice if it were there after. */
    const before = await readable();
    expect(Math.abs(before['change time'] ?? 0)).toBeGreaterThan(0.95);

    clock.now = new Date('2026-11-23T00:00:01Z');
    const closing = BigInt(Date.now()) * 1_000_000n;
    await closeDay({ store, blobs, config: DEFAULT_CONFIG, now, random });
    const after = await readable();
    expect(Object.keys(after)).toHaveLength(12);
    for (const name of await readdir(folder)) {
      const { birthtimeNs, ctimeNs } = await stat(join(folder, name), { bigint: true });
      for (const time of [birthtimeNs, ctimeNs]) expect(time, name).toBeGreaterThan(closing - TICK);
    }
    for (const [what, found] of Object.entries(after)) {
      expect(Math.abs(found), `${what}: ${String(found)}`).toBeLessThan(CHANCE);
    }

    async function arrive(): Promise<string> {
      const [upload, submission] = [newId(random), newId(random)];
      const ref = blobs.create(newId(random));
      const expires = drawExpiry(DAY, isFinished ? 365 : 3, 30, random);
      const row = { id: upload, submission, blob: ref, length: 2048, offset: 0, expires };
      await createUpload(store, row, { hash: newId(random), day: DAY });
      const writer = await blobs.writer(ref, 0);
      await writer?.write(noise(2048));
      await writer?.flush();
      await writer?.close();
      const begun = await findUpload(store.db, upload);
      if (!begun || !(await advanceUpload(store.db, begun, 2048, ref))) throw new Error('not recorded');
      if (!isFinished) return upload;
      await blobs.seal(ref, DAY);
      const found = await findUpload(store.db, upload);
      if (!found || !(await finishUpload(store, found, ref, DAY, expires))) throw new Error('not recorded');
      return submission;
    }

    /** For each thing that can be read, how far it agrees with the order of arrival. */
    async function readable(): Promise<Record<string, number>> {
      const rows = await store.db.select().from(isFinished ? submissions : uploads);
      const listed = isFinished
        ? (await listSubmissions(store.db, DAY)).flatMap(({ list }) =>
            (JSON.parse(list) as { id: string }[]).map(({ id }) => id),
          )
        : (await listUnfinished(store.db)).map(({ id }) => id);
      const order: string[] = [];
      for await (const { name } of await opendir(folder)) order.push(name);
      const raw = await readFile(join(root, 'witnessbox.sqlite'), 'latin1');
      const log = await readFile(join(root, 'witnessbox.sqlite-wal'), 'latin1');
      const things = await Promise.all(
        arrived.map(async (id) => {
          const row = rows.find((candidate) => candidate.id === id);
          const status = await stat(join(folder, row?.blob ?? ''), { bigint: true });
          return {
            'place in the folder': order.indexOf(row?.blob ?? ''),
            'name of the file': row?.blob ?? '',
            inode: status.ino,
            'change time': status.ctimeNs,
            'time of writing': status.mtimeNs,
            'time of access': status.atimeNs,
            'time of birth': status.birthtimeNs,
            key: id,
            'place in the list': listed.indexOf(id),
            'last day': row?.expires ?? '',
            'first place in the database': raw.indexOf(id),
            'last place in the database or its log': log.includes(id)
              ? log.lastIndexOf(id)
              : raw.lastIndexOf(id),
          };
        }),
      );
      const names = Object.keys(things[0] ?? {}) as (keyof (typeof things)[number])[];
      return Object.fromEntries(names.map((name) => [name, correlation(things.map((thing) => thing[name]))]));
    }
  });
});
