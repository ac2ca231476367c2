/** The recorder of a server, in a thread, and that of a command, without one: the same to whoever asks. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../db/connection.node.ts';
import { openStore } from '../../db/open.node.ts';
import { recorderInThread } from '../../db/recorder-threaded.node.ts';
import { recorderOn, type Recorder } from '../../db/recorder.node.ts';
import { nonces } from '../../db/schema.ts';

const DAY = '2026-11-22';

let root: string;
let file: string;
let reader: SQLite.Database;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  file = join(root, 'witnessbox.sqlite');
  reader = connect(file);
  reader.exec('create table words (word text primary key) without rowid');
});
afterEach(async () => {
  reader.close();
  await rm(root, { recursive: true });
});

const insert = (word: string) => ({ sql: 'insert into words values (?) returning word', params: [word] });
const words = () => reader.prepare<[], string>('select word from words').pluck().all();

describe.each([
  ['in a thread', (): Recorder => recorderInThread(file)],
  ['without one', (): Recorder => recorderOn(connect(file), file)],
])('a recorder %s', (_, open) => {
  let recorder: Recorder;
  beforeEach(() => {
    recorder = open();
  });
  afterEach(() => recorder.close());

  it('has recorded what it says, where other connections see it', async () => {
    expect(await recorder.record([[insert('river')], [insert('ferry'), insert('bridge')]])).toEqual([
      { rows: [[['river']]] },
      { rows: [[['ferry']], [['bridge']]] },
    ]);
    expect(words()).toEqual(['bridge', 'ferry', 'river']);
  });

  it("keeps the code of SQLite's error with the job that failed", async () => {
    const [first, second] = await recorder.record([[insert('river')], [insert('river')]]);
    expect(first).toEqual({ rows: [[['river']]] });
    expect(second).toMatchObject({ error: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } });
  });

  it('rejects with that code where nothing of any was recorded', async () => {
    await expect(
      recorder.record([
        [{ sql: 'insert or rollback into words values (null)', params: [] }],
        [insert('ferry')],
      ]),
    ).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_NOTNULL' });
    expect(words()).toEqual([]);
  });

  it('overwrites what is deleted, and is on disk with what it has committed', async () => {
    const settings = ['secure_delete', 'journal_mode', 'synchronous'];
    const queries = settings.map((name) => ({ sql: `pragma ${name}`, params: [] }));
    expect(await recorder.record([queries])).toEqual([{ rows: [[[1]], [['wal']], [[2]]] }]);
  });

  it('carries things out in the order in which it was asked', async () => {
    const done = await Promise.all([
      recorder.record([[insert('river')]]),
      recorder.settle(DAY),
      recorder.record([[insert('ferry')]]),
      recorder.tidy(),
    ]);
    expect(done[0]).toEqual([{ rows: [[['river']]] }]);
    expect((await stat(`${file}-wal`)).size).toBe(0);
    expect(words()).toEqual(['ferry', 'river']);
  });

  it('empties the log, and gives the files the day as their time', async () => {
    await recorder.record([[insert('river')]]);
    await recorder.settle(DAY);
    expect((await stat(`${file}-wal`)).size).toBe(0);
    for (const end of ['', '-wal', '-shm'])
      expect((await stat(`${file}${end}`)).mtime.toISOString()).toBe(`${DAY}T00:00:00.000Z`);
  });

  it('has nobody wait for somebody who reads on, and empties the log when they have ended', async () => {
    await recorder.record([[insert('river')]]);
    reader.exec('begin');
    expect(words()).toEqual(['river']);
    await recorder.record([[insert('ferry')]]);
    const begun = performance.now();
    await recorder.settle(DAY);
    await recorder.record([[insert('bridge')]]);
    // SQLite itself would wait for five seconds.
    expect(performance.now() - begun).toBeLessThan(2_500);
    reader.exec('commit');
    await recorder.settle(DAY);
    expect((await stat(`${file}-wal`)).size).toBe(0);
    const [usual] = await recorder.record([[{ sql: 'pragma busy_timeout', params: [] }]]);
    expect(usual).toEqual({ rows: [[[5_000]]] });
  });
});

describe('a recorder in a thread', () => {
  it('gives each its own answer, also after one who asked what could not be sent', async () => {
    const recorder = recorderInThread(file);
    const unsendable = [{ sql: 'select ?', params: [() => undefined] }];
    const found = await Promise.allSettled([
      recorder.record([unsendable]),
      recorder.record([[insert('river')]]),
      recorder.record([[insert('ferry')]]),
    ]);
    expect(found).toEqual([
      expect.objectContaining({ status: 'rejected' }),
      { status: 'fulfilled', value: [{ rows: [[['river']]] }] },
      { status: 'fulfilled', value: [{ rows: [[['ferry']]] }] },
    ]);
    await recorder.close();
  });
});

describe('a thread that has ended', () => {
  let threads: Worker[];
  const note = (thread: Worker) => threads.push(thread);
  beforeEach(() => {
    threads = [];
    process.on('worker', note);
  });
  afterEach(() => {
    process.off('worker', note);
  });

  it('leaves open what was recorded', async () => {
    const recorder = recorderInThread(join(root, 'nowhere', 'witnessbox.sqlite'));
    await expect(recorder.record([[insert('river')]])).rejects.toMatchObject({ code: 'SQLITE_IOERR' });
    await expect(recorder.settle(DAY)).rejects.toMatchObject({ code: 'SQLITE_IOERR' });
    await recorder.close();
  });

  it('gives its place to another one, which goes on with what was on the disk', async () => {
    const recorder = recorderInThread(file);
    await recorder.record([[insert('river')]]);
    // Has not ended when the thread does.
    const slow = {
      sql: 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1e6) select max(i) from n',
      params: [],
    };
    const cut = expect(recorder.record([[insert('bridge'), slow]])).rejects.toMatchObject({
      code: 'SQLITE_IOERR',
    });
    await threads[0]?.terminate();
    await cut;
    expect(await recorder.record([[insert('ferry')]])).toEqual([{ rows: [[['ferry']]] }]);
    expect(words()).toEqual(['ferry', 'river']);
    expect(threads).toHaveLength(2);
    await recorder.close();
    await expect(recorder.record([[insert('boat')]])).rejects.toMatchObject({ code: 'SQLITE_IOERR' });
    expect(threads).toHaveLength(2);
  });
});

describe('a store that writes in a thread', () => {
  it('sees at once what it has recorded, and leaves one file behind when it is closed', async () => {
    const path = join(root, 'store.sqlite');
    const store = openStore(path, { inThread: true });
    await store.db.insert(nonces).values({ nonce: 'n', day: DAY });
    expect(await store.db.select().from(nonces)).toEqual([{ nonce: 'n', day: DAY }]);
    await store.close();
    await expect(stat(`${path}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
    const again = openStore(path);
    expect(await again.db.select().from(nonces)).toEqual([{ nonce: 'n', day: DAY }]);
    await again.close();
  });
});
