import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../db/store.ts';
import { submissions } from '../../db/schema.ts';
import { placeDrops } from '../../db/drops.ts';
import { createUpload, findUpload, finishUpload } from '../../db/uploads.ts';
import type { BlobStore } from '../../server/blobs.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { closeDay } from '../../server/retention.ts';
import { lockFolder } from '../../server/lock.node.ts';
import { newId } from '../../server/shuffle.ts';
import { takeSnapshot } from '../../server/snapshot.ts';
import { noise } from './support/files.ts';
import { random } from './support/runtime.ts';
import { open, writeBlob, type DiskStores } from './support/stores.node.ts';

const MIDNIGHT = Date.parse('2026-11-22T00:00:00Z');

describe('on disk', () => {
  const clock = { now: new Date() };
  let disk: DiskStores;
  let root: string;
  let folder: string;
  let store: Store;
  let blobs: BlobStore;
  beforeEach(async () => {
    clock.now = new Date('2026-11-22T17:18:19Z');
    disk = await open(() => clock.now);
    ({ root, folder, store, blobs } = disk);
  });
  afterEach(() => disk.close());

  const write = (ref: string, bytes: Uint8Array) => writeBlob(blobs, ref, bytes);
  async function submit(): Promise<{ upload: string; submission: string }> {
    const upload = newId(random);
    const submission = newId(random);
    await write(submission, noise(1000));
    await blobs.seal(submission, '2026-11-22');
    const row = { id: upload, submission, blob: submission, length: 1000, offset: 0, expires: '2026-11-25' };
    await createUpload(store, row, { hash: newId(random), day: '2026-11-22' });
    const found = await findUpload(store.db, upload);
    if (found) await finishUpload(store, found, submission, '2026-11-22');
    return { upload, submission };
  }
  const close = () => closeDay({ store, blobs, config: DEFAULT_CONFIG, now: () => clock.now, random });

  it('no file and no folder has a time finer than the day, finished or not', async () => {
    const ref = newId(random);
    await write(ref, noise(10));
    for (const path of [join(folder, ref), folder]) {
      const { mtimeMs, atimeMs } = await stat(path);
      expect([mtimeMs, atimeMs]).toEqual([MIDNIGHT, MIDNIGHT]);
    }
    clock.now = new Date('2026-11-23T08:09:10Z');
    await blobs.seal(ref, '2026-11-22');
    expect((await stat(join(folder, ref))).mtimeMs).toBe(MIDNIGHT);
    await blobs.remove(ref);
    expect((await stat(folder)).mtimeMs).toBe(MIDNIGHT + 86_400_000);
  });

  it('a copy that does not come to count leaves no time on what was copied', async () => {
    const ref = newId(random);
    await write(ref, noise(10));
    const copy = await blobs.rewrite(ref, '2026-11-22');
    await copy.undo();
    const { mtimeMs, atimeMs } = await stat(join(folder, ref));
    expect([mtimeMs, atimeMs]).toEqual([MIDNIGHT, MIDNIGHT]);
  });

  it('the sweep takes files that nobody names, and nothing that is no file', async () => {
    const socket = createServer().listen(join(folder, 'portal.sock'));
    await once(socket, 'listening');
    await mkdir(join(folder, 'kept'));
    await write(newId(random), noise(10));
    await writeFile(join(folder, 'probe'), 'probe');
    expect(await blobs.sweep(() => Promise.resolve([]))).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(['kept', 'portal.sock']);
    await new Promise((resolve) => socket.close(resolve));
  });

  it('files are for the server alone to read', async () => {
    const ref = newId(random);
    await write(ref, noise(10));
    expect((await stat(join(folder, ref))).mode & 0o777).toBe(0o600);
  });

  it('the close of the day gives every blob a new inode, a day as its time, and an order of its own', async () => {
    const order: string[] = [];
    for (let index = 0; index < 24; index += 1) order.push((await submit()).submission);
    const before = await Promise.all(order.map((ref) => stat(join(folder, ref))));
    // Whatever has read a file in between leaves its trace.
    await utimes(join(folder, order[0] ?? ''), new Date(), new Date());
    clock.now = new Date('2026-11-23T00:00:01Z');
    await close();
    const rows = await store.db.select().from(submissions);
    const refs = order.map((id) => rows.find((row) => row.id === id)?.blob ?? '');
    const after = await Promise.all(refs.map((ref) => stat(join(folder, ref), { bigint: true })));
    for (const [index, { mtimeMs, size }] of after.entries()) {
      expect(Number(mtimeMs)).toBe(MIDNIGHT);
      expect(Number(size)).toBe(before[index]?.size);
    }
    const changes = after.map(({ ctimeNs }) => ctimeNs);
    const sorted = [...changes].sort((a, b) => (a < b ? -1 : 1));
    // One of 24! orders.
    expect(changes).not.toEqual(sorted);
    expect((await readdir(folder)).sort()).toEqual([...refs].sort());
    // Neither an old name nor, in any number, an old place.
    expect(refs.some((ref) => order.includes(ref))).toBe(false);
    expect(after.every(({ ino }, index) => Number(ino) !== before[index]?.ino)).toBe(true);
  });

  it('after the close of the day nothing in any file tells which upload a submission was', async () => {
    const { upload, submission } = await submit();
    expect(Buffer.from(await everything()).includes(upload)).toBe(true);
    clock.now = new Date('2026-11-23T00:00:01Z');
    await close();
    const left = Buffer.from(await everything());
    expect(left.includes(upload)).toBe(false);
    expect(left.includes(submission)).toBe(true);
    expect(await store.db.select().from(submissions)).toHaveLength(1);
  });

  async function everything(): Promise<string> {
    const names = (await readdir(root)).filter((name) => name.startsWith('witnessbox.sqlite'));
    return (await Promise.all(names.map((name) => readFile(join(root, name), 'latin1')))).join('');
  }

  it('what expires is in no file afterwards: no row, no name, no byte of a submission or of a drop', async () => {
    const config = { ...DEFAULT_CONFIG, submissionDays: 1, dropDays: 1, spreadDays: 0 };
    const parts = { store, blobs, config, now: () => clock.now, random };
    const { submission } = await submit();
    const drop = { slot: newId(random), bytes: noise(8192), expires: '2026-11-23' };
    await placeDrops(store, [
      drop,
      { ...drop, slot: newId(random), bytes: noise(8192), expires: '2026-11-24' },
    ]);
    await takeSnapshot(parts);
    const days = ['2026-11-22', '2026-11-23'];
    for (const day of days) {
      clock.now = new Date(`${day}T00:00:01Z`);
      await closeDay(parts);
      await takeSnapshot(parts);
    }
    const [{ blob } = { blob: '' }] = await store.db.select().from(submissions);
    const bytes = await readFile(join(folder, blob));
    // Eight bytes from anywhere do not come about by chance.
    const traces = [
      ...[submission, blob, drop.slot].map((text) => Buffer.from(text)),
      ...[0, 500, 992].map((at) => bytes.subarray(at, at + 8)),
      ...[0, 3000, 5000, 8184].map((at) => Buffer.from(drop.bytes.subarray(at, at + 8))),
    ];
    const found = async () => {
      const held = Buffer.concat([Buffer.from(await everything(), 'latin1'), await blobBytes()]);
      return traces.map((trace) => held.includes(trace));
    };
    expect(await found()).toEqual(traces.map(() => true));
    clock.now = new Date('2026-11-24T00:00:01Z');
    await setExpiry(submission, '2026-11-23');
    await closeDay(parts);
    await takeSnapshot(parts);
    expect(await found()).toEqual(traces.map(() => false));
    expect(await readdir(folder)).toEqual([]);
    await closeDay(parts);
    expect(await pragma('freelist_count')).toBe(0);
  });

  const setExpiry = (id: string, expires: string) =>
    store.db.update(submissions).set({ expires }).where(eq(submissions.id, id));
  const blobBytes = async () =>
    Buffer.concat([
      Buffer.from((await readdir(folder)).join('\n')),
      ...(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))),
    ]);
  const pragma = async (name: string) => (await store.db.values<[unknown]>(`pragma ${name}`))[0]?.[0];

  describe('after a log that could not be flushed, which a crash may bring back,', () => {
    const unflushed = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

    it('bytes that it may name stay, and those for which there was no room go', async () => {
      for (const [error, size] of [
        [new Error('no query', { cause: unflushed }), 1000],
        [full, 0],
      ] as const) {
        const ref = newId(random);
        const writer = await blobs.writer(ref, 0);
        await writer?.write(noise(1000));
        await (await writer?.flush())?.doubt(error);
        await writer?.close();
        expect((await stat(join(folder, ref))).size).toBe(size);
      }
    });

    it('a blob put at once that it may name stays, even from the sweep, and one for which there was no room goes', async () => {
      const [named, unnamed] = [newId(random), newId(random)];
      await (await blobs.put(named, noise(1000), '2026-11-22')).doubt(unflushed);
      await (await blobs.put(unnamed, noise(1000), '2026-11-22')).doubt(full);
      await blobs.sweep(() => Promise.resolve([]));
      expect(await readdir(folder)).toEqual([named]);
    });

    it('a copy that it may name stays until another is recorded, even from the sweep', async () => {
      const ref = newId(random);
      await write(ref, noise(1000));
      const copy = await blobs.rewrite(ref, '2026-11-22');
      await copy.doubt(unflushed);
      await blobs.sweep(() => Promise.resolve([ref]));
      expect((await readdir(folder)).sort()).toEqual([ref, copy.ref].sort());

      await (await blobs.rewrite(ref, '2026-11-22')).doubt(full);
      expect((await readdir(folder)).sort()).toEqual([ref, copy.ref].sort());

      const next = await blobs.rewrite(ref, '2026-11-22');
      await next.recorded();
      await blobs.sweep(() => Promise.resolve([next.ref]));
      expect(await readdir(folder)).toEqual([next.ref]);
    });

    it('the close of a day takes away neither of the two that a row may name', async () => {
      const { submission } = await submit();
      await setExpiry(submission, '2027-11-22');
      const db = new Proxy(store.db, {
        get(target, name) {
          if (name === 'update') throw unflushed;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      clock.now = new Date('2026-11-23T00:00:01Z');
      const parts = { blobs, config: DEFAULT_CONFIG, now: () => clock.now, random };
      await expect(closeDay({ ...parts, store: { ...store, db } })).rejects.toBe(unflushed);
      expect(await readdir(folder)).toHaveLength(2);
      expect(await readdir(folder)).toContain(submission);
      await close();
      expect(await readdir(folder)).toHaveLength(1);
    });
  });

  it('a name that is no key never becomes a path', async () => {
    for (const ref of ['../witnessbox.sqlite', '', 'x', '/etc/passwd']) {
      await expect(blobs.writer(ref, 0)).rejects.toMatchObject({ code: 'storage.failed' });
      await expect(blobs.remove(ref)).rejects.toMatchObject({ code: 'storage.failed' });
    }
  });

  it('a lock keeps a second one out and is gone with its holder', () => {
    const unlock = lockFolder(root);
    expect(() => lockFolder(root)).toThrow('Another server is running on this data folder.');
    unlock();
    lockFolder(root)();
  });
});
