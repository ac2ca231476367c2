import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Query } from '../../db/connection.node.ts';
import { createGroups } from '../../db/groups.node.ts';
import { recorderOn, type Recorder } from '../../db/recorder.node.ts';

let sqlite: SQLite.Database;
let statements: string[];
let record: (queries: readonly Query[]) => Promise<unknown[][][]>;

beforeEach(() => {
  statements = [];
  sqlite = new SQLite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
  sqlite.exec('create table words (word text primary key, length integer check (length > 0))');
  record = createGroups(recorderOn(sqlite, ''));
});
afterEach(() => {
  sqlite.close();
});

const insert = (word: string): Query => ({
  sql: 'insert into words values (?, ?) returning word',
  params: [word, word.length],
});
const words = () =>
  sqlite
    .prepare<[], { word: string }>('select word from words order by word')
    .all()
    .map(({ word }) => word);

describe('what is to be recorded at the same time', () => {
  test('is recorded in one transaction, and each hears of its own', async () => {
    const found = await Promise.all(['river', 'bridge', 'ferry'].map((word) => record([insert(word)])));
    expect(found).toEqual([[[['river']]], [[['bridge']]], [[['ferry']]]]);
    expect(statements.filter((sql) => sql.startsWith('COMMIT'))).toHaveLength(1);
    expect(words()).toHaveLength(3);
  });

  test('gives the rows of each statement, none of one that returns none', async () => {
    const silent = { sql: 'delete from words where word = ?', params: ['river'] };
    expect(await record([insert('river'), silent, insert('river')])).toEqual([[['river']], [], [['river']]]);
  });

  test('stays for the others when one of them fails, of which nothing stays', async () => {
    const found = await Promise.allSettled([
      record([insert('river')]),
      record([insert('bridge'), insert('river')]),
      record([insert('ferry')]),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(words()).toEqual(['ferry', 'river']);
  });

  test('is confirmed to none when SQLite takes all of it back', async () => {
    const found = await Promise.allSettled([
      record([insert('river')]),
      record([{ sql: "insert or rollback into words values ('', 0)", params: [] }]),
      record([insert('ferry')]),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(words()).toEqual([]);
    expect(await record([insert('bridge')])).toEqual([[['bridge']]]);
  });

  test('is confirmed to none when it cannot be committed', async () => {
    sqlite.exec('create table trips (word text references words deferrable initially deferred)');
    sqlite.pragma('foreign_keys = on');
    const found = await Promise.allSettled([
      record([insert('river')]),
      record([{ sql: "insert into trips values ('nowhere')", params: [] }]),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(words()).toEqual([]);
  });
});

describe('while a group is on its way to the disk', () => {
  /** Records nothing before it is told to. */
  function slowRecorder() {
    const groups: { size: number; end: () => void }[] = [];
    const slow: Pick<Recorder, 'record'> = {
      record: (jobs) =>
        new Promise((resolve) => {
          const end = () => {
            resolve(jobs.map((queries) => ({ rows: queries.map(() => []) })));
          };
          groups.push({ size: jobs.length, end });
        }),
    };
    return { groups, slow };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  test('all that comes goes into the next one, and nobody is told before its own', async () => {
    const { groups, slow } = slowRecorder();
    const group = createGroups(slow);
    const told: string[] = [];
    const tell = async (word: string) => {
      await group([insert(word)]);
      told.push(word);
    };
    const all = [tell('river')];
    await turn();
    all.push(tell('bridge'), tell('ferry'));
    await turn();
    expect(groups.map(({ size }) => size)).toEqual([1]);
    groups[0]?.end();
    await turn();
    expect(told).toEqual(['river']);
    expect(groups.map(({ size }) => size)).toEqual([1, 2]);
    groups[1]?.end();
    await Promise.all(all);
    expect(told).toEqual(['river', 'bridge', 'ferry']);
  });
});
