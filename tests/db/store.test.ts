import { getTableName, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as schema from '../../db/schema.ts';
import { findFreshness, recordFreshness } from '../../db/freshness.ts';
import { recordNonce } from '../../db/nonces.ts';
import { createUpload, advanceUpload, findFinished, findUpload, finishUpload } from '../../db/uploads.ts';
import { listSubmissions } from '../../db/submissions.ts';
import type { Stores } from '../server/support/runtime.ts';
import { openStores } from '../server/support/stores.ts';

const DAY = '2026-11-22';
const PROOF = { hash: 'proof:1', day: DAY };
const row = { id: 'a'.repeat(32), submission: 'b'.repeat(32), blob: '', length: 10, offset: 0, expires: DAY };

describe('a store', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores(() => new Date());
  });
  afterEach(() => stores.close());

  it('keeps no rowid in any table, because a rowid tells the order of arrival', async () => {
    const names = Object.values(schema).map(getTableName);
    const tables = await stores.store.db.values<[number]>(
      sql`select wr from pragma_table_list where type = 'table' and name in ${names}`,
    );
    expect(tables).toHaveLength(10);
    expect(tables.every(([isWithoutRowid]) => isWithoutRowid === 1)).toBe(true);
  });

  it('runs statements all or none', async () => {
    const { store } = stores;
    const nonce = { nonce: 'n', day: DAY };
    await expect(
      store.atomically([
        store.db.insert(schema.nonces).values(nonce),
        store.db.insert(schema.nonces).values(nonce),
      ]),
    ).rejects.toThrow();
    expect(await store.db.select().from(schema.nonces)).toEqual([]);
  });

  it('gives the rows that each statement returned, in order', async () => {
    const { store } = stores;
    const insert = (nonce: string) =>
      store.db
        .insert(schema.nonces)
        .values({ nonce, day: DAY })
        .onConflictDoNothing()
        .returning({ nonce: schema.nonces.nonce });
    expect(await store.atomically([insert('x'), insert('x'), insert('y')])).toEqual([
      [{ nonce: 'x' }],
      [],
      [{ nonce: 'y' }],
    ]);
  });

  it('records a nonce once', async () => {
    expect(await recordNonce(stores.store.db, 'n', DAY)).toBe(true);
    expect(await recordNonce(stores.store.db, 'n', '2026-11-23')).toBe(false);
  });

  it('lets only the first of two writers advance from the same offset', async () => {
    const { db } = stores.store;
    await createUpload(stores.store, row, PROOF);
    expect(await advanceUpload(db, row, 4, 'first')).toBe(true);
    expect(await advanceUpload(db, row, 7, 'second')).toBe(false);
    expect(await findUpload(db, row.id)).toEqual({ ...row, offset: 4, blob: 'first' });
  });

  it('finishes an upload once, and leaves no way from it to the submission', async () => {
    const { store } = stores;
    await createUpload(store, row, PROOF);
    expect(await finishUpload(store, { ...row, offset: 3 }, 'other', DAY)).toBe(false);
    expect(await listSubmissions(store.db, DAY)).toEqual([]);

    expect(await finishUpload(store, row, 'last', DAY)).toBe(true);
    expect(await finishUpload(store, row, 'again', DAY)).toBe(false);
    expect(await findUpload(store.db, row.id)).toBeUndefined();
    expect(await store.db.select().from(schema.submissions)).toEqual([
      { id: row.submission, day: DAY, size: 10, blob: 'last', settled: false, expires: null },
    ]);
    expect(await store.db.select().from(schema.finished)).toEqual([{ id: row.id, length: 10, day: DAY }]);
    expect(await findFinished(store.db, row.id, DAY)).toEqual({ length: 10 });
    expect(await findFinished(store.db, row.id, '2026-11-23')).toBeUndefined();
  });

  it('lists a day of very many, by id, in texts that are not too long for D1', async () => {
    const { db } = stores.store;
    await db.run(
      sql`with recursive number(n) as (select 1 union all select n + 1 from number where n < 30000)
          insert into submissions (id, day, blob, size, settled, expires)
          select lower(hex(randomblob(16))), ${DAY}, '', 66000, true, '2027-11-22' from number`,
    );
    const lists = await listSubmissions(db, DAY);
    expect(lists).toHaveLength(3);
    expect(Math.max(...lists.map(({ list }) => list.length))).toBeLessThan(2_000_000);
    const all = lists.flatMap(({ list }) => JSON.parse(list) as { id: string }[]);
    const ids = (await db.select({ id: schema.submissions.id }).from(schema.submissions)).map(({ id }) => id);
    expect(all.map(({ id }) => id)).toEqual(ids.sort());
  });

  it('keeps one freshness note, and none that is older', async () => {
    const { db } = stores.store;
    const note = (epoch: number, day: string) => ({
      epoch,
      day,
      note: `${String(epoch)} ${day}`,
      signature: 's',
    });
    expect(await recordFreshness(db, note(2, '2026-11-20'))).toBe(true);
    expect(await recordFreshness(db, note(2, '2026-11-19'))).toBe(false);
    expect(await recordFreshness(db, note(1, '2026-11-22'))).toBe(false);
    expect(await recordFreshness(db, note(2, '2026-11-20'))).toBe(true);
    expect((await findFreshness(db, 2))?.note).toBe('2 2026-11-20');
    expect(await recordFreshness(db, note(3, '2026-11-01'))).toBe(true);
    expect(await findFreshness(db, 2)).toBeUndefined();
    expect(await findFreshness(db, 3)).toEqual({ note: '3 2026-11-01', signature: 's' });
    expect(await db.select({ id: schema.freshness.id }).from(schema.freshness)).toHaveLength(1);
  });

  it('gives bytes back as they were', async () => {
    const { db } = stores.store;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await db.insert(schema.drops).values({ slot: 's', bytes, expires: DAY });
    const [found] = await db.select({ bytes: schema.drops.bytes }).from(schema.drops);
    expect(found?.bytes).toEqual(bytes);
  });
});
