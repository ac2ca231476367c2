/**
 * A connection to the embedded database: better-sqlite3, write-ahead log. A commit is on disk when it returns (synchronous
 * FULL), and what is deleted is overwritten (secure_delete).
 *
 * @module
 */
import SQLite from 'better-sqlite3';

/** More than there are in the program; those that are put together for one occasion must not pile up. */
const MOST_STATEMENTS = 200;

/** Throws what SQLite throws. */
export function connect(file: string): SQLite.Database {
  const sqlite = new SQLite(file);
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('secure_delete = ON');
    // Large sorts and VACUUM would otherwise leave copies in the system's folder for temporary files.
    sqlite.pragma('temp_store = MEMORY');
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** A statement as SQL, and the values for its placeholders in their order. */
export type Query = { sql: string; params: unknown[] };

/** Rows are lists of values. The same few statements come with every request, and SQLite takes longer to read one than to run it. */
export function statementsOf(
  sqlite: SQLite.Database,
): (sql: string) => SQLite.Statement<unknown[], unknown[]> {
  const kept = new Map<string, SQLite.Statement<unknown[], unknown[]>>();
  return (sql) => {
    const found = kept.get(sql);
    if (found) return found;
    const made = sqlite.prepare<unknown[], unknown[]>(sql);
    if (made.reader) made.raw();
    if (kept.size < MOST_STATEMENTS) kept.set(sql, made);
    return made;
  };
}
