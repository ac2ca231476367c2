import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGroups, together } from '../../db/groups.node.ts';

let sqlite: SQLite.Database;
let statements: string[];

beforeEach(() => {
  statements = [];
  sqlite = new SQLite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
  sqlite.exec('create table words (word text primary key, length integer check (length > 0))');
});
afterEach(() => {
  sqlite.close();
});

const insert = (word: string, length = word.length) => {
  sqlite.prepare('insert into words values (?, ?)').run(word, length);
  return word;
};
const words = () => sqlite.prepare<[], { word: string }>('select word from words order by word').all();

describe('what is to be recorded at the same time', () => {
  test('is recorded in one transaction, and each hears of its own', async () => {
    const commit = createGroups(sqlite);
    const found = await Promise.all(['river', 'bridge', 'ferry'].map((word) => commit(() => insert(word))));
    expect(found).toEqual(['river', 'bridge', 'ferry']);
    expect(statements.filter((sql) => sql.startsWith('COMMIT'))).toHaveLength(1);
    expect(words()).toHaveLength(3);
  });

  test('is confirmed to nobody before it is committed', async () => {
    const commit = createGroups(sqlite);
    const states: boolean[] = [];
    const confirmed = ['river', 'bridge'].map((word) =>
      commit(() => {
        states.push(sqlite.inTransaction);
        return insert(word);
      }).then(() => states.push(sqlite.inTransaction)),
    );
    await Promise.all(confirmed);
    expect(states).toEqual([true, true, false, false]);
  });

  test('stays for the others when one of them fails, of which nothing stays', async () => {
    const commit = createGroups(sqlite);
    const found = await Promise.allSettled([
      commit(() => insert('river')),
      commit(() => [insert('bridge'), insert('river')]),
      commit(() => insert('ferry')),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(words()).toEqual([{ word: 'ferry' }, { word: 'river' }]);
  });

  test('is confirmed to none when SQLite takes all of it back', async () => {
    const commit = createGroups(sqlite);
    const found = await Promise.allSettled([
      commit(() => insert('river')),
      commit(() => sqlite.prepare("insert or rollback into words values ('', 0)").run()),
      commit(() => insert('ferry')),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(words()).toEqual([]);
    expect(await commit(() => insert('bridge'))).toBe('bridge');
  });

  test('is confirmed to none when it cannot be committed', async () => {
    sqlite.exec('create table trips (word text references words deferrable initially deferred)');
    sqlite.pragma('foreign_keys = on');
    const commit = createGroups(sqlite);
    const found = await Promise.allSettled([
      commit(() => insert('river')),
      commit(() => sqlite.prepare("insert into trips values ('nowhere')").run()),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(words()).toEqual([]);
  });
});

describe('what several ask for together', () => {
  test('is done once, after all have asked, and again for who asks later', async () => {
    const done: string[] = [];
    const act = together((name: string) => done.push(name));
    await Promise.all([act('first'), act('second')]);
    await act('third');
    expect(done).toEqual(['second', 'third']);
  });

  test('fails for all who asked', async () => {
    const act = together(() => {
      throw new Error('the disk is gone');
    });
    const found = await Promise.allSettled([act(null), act(null)]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
