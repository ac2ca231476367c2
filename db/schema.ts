/**
 * All that the server records besides blobs. Whoever seizes this file must learn no order of arrival, no time
 * finer than the UTC day and nothing that ties two rows of one source together.
 *
 * Hence: primary keys are random, or nobody can tell them from such, and every table is WITHOUT ROWID (in the
 * migrations, drizzle cannot say it), because a rowid counts upwards and would keep the order that random keys hide.
 * After a change here:
 * `drizzle-kit generate --dialect sqlite --schema db/schema.ts --out db/migrations`, then edit what it wrote.
 *
 * @module
 */
import { customType, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** better-sqlite3 gives a Buffer, D1 an array of numbers; both become plain bytes. */
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array | ArrayBuffer | number[] }>({
  dataType: () => 'blob',
  fromDriver: (value) => new Uint8Array(value),
});

/** Testimonies and follow-ups, complete and confirmed to their senders. */
export const submissions = sqliteTable(
  'submissions',
  {
    /** 16 random bytes, hex. */
    id: text('id').primaryKey(),
    /** UTC date on which it became complete. */
    day: text('day').notNull(),
    /** Bytes of ciphertext. */
    size: integer('size').notNull(),
    /** Where its bytes lie; only the blob store understands it. */
    blob: text('blob').notNull(),
    /** Whether its blob has been rewritten at the close of its day. */
    settled: integer('settled', { mode: 'boolean' }).notNull(),
    /** The last UTC date on which it may be fetched; null: none has been drawn, and it stays. */
    expires: text('expires'),
  },
  (table) => [index('submissions_day').on(table.day)],
);

/** Uploads in progress. */
export const uploads = sqliteTable('uploads', {
  /** 16 bytes, hex: the address under which the source's browser continues. Only its proof leads to it, which is not kept. */
  id: text('id').primaryKey(),
  /** The id that the submission will have; another random one, and forgotten with this row. */
  submission: text('submission').notNull(),
  blob: text('blob').notNull(),
  /** Bytes promised at creation. */
  length: integer('length').notNull(),
  /** Bytes that are safe. */
  offset: integer('offset').notNull(),
  /** The last UTC date on which it may be continued. */
  expires: text('expires').notNull(),
});

/** Uploads that became complete today, so that a browser which missed the answer can ask again. */
export const finished = sqliteTable('finished', {
  /** The upload's id. There is no reference to the submission. */
  id: text('id').primaryKey(),
  length: integer('length').notNull(),
  day: text('day').notNull(),
});

/** Replies and dummies, which nobody but their reader can tell apart. */
export const drops = sqliteTable(
  'drops',
  {
    /** 16 bytes, hex. */
    slot: text('slot').primaryKey(),
    /** 8,192 bytes. */
    bytes: bytes('bytes').notNull(),
    /** Its place for ever, given at its first snapshot; null until then. */
    bucket: integer('bucket'),
    position: integer('position'),
    /** The last UTC date on which it is served. */
    expires: text('expires').notNull(),
  },
  (table) => [uniqueIndex('drops_place').on(table.bucket, table.position)],
);

/** The last snapshot: one row. */
export const snapshot = sqliteTable('snapshot', {
  id: text('id').primaryKey(),
  number: integer('number').notNull(),
  day: text('day').notNull(),
  /** Places given so far: bucket × 128 + position of the next free one. */
  places: integer('places').notNull(),
});

/**
 * Nonces of reviewer requests, and hashes of the proofs of work that began an upload, kept for as long as either
 * could be sent again.
 */
export const nonces = sqliteTable('nonces', {
  nonce: text('nonce').primaryKey(),
  day: text('day').notNull(),
});

/** The last close of a day, one row for each thing that it comes to (db/closing.ts). A clock that leaps ahead is noticed by it. */
export const closing = sqliteTable('closing', {
  id: text('id').primaryKey(),
  day: text('day').notNull(),
});

/** The note that the team was here, as it was signed: one row, and it names a day and nobody. */
export const freshness = sqliteTable('freshness', {
  id: text('id').primaryKey(),
  epoch: integer('epoch').notNull(),
  day: text('day').notNull(),
  /** What is served, to the byte: UTF-8 text. */
  note: text('note').notNull(),
  signature: text('signature').notNull(),
});

/** On Workers only: how many uploads began on a day, so that all isolates ask the same effort. Goes with the day. */
export const begun = sqliteTable('begun', {
  /** UTC date. */
  day: text('day').primaryKey(),
  /** Of a text's size, and of any other. */
  texts: integer('texts').notNull(),
  files: integer('files').notNull(),
});

/** On Workers only: what the data folder's marker says elsewhere (server/marker.ts). One row. */
export const served = sqliteTable('served', {
  id: text('id').primaryKey(),
  /** The organisation's id, as its keyring has it. */
  organisation: text('organisation').notNull(),
  epoch: integer('epoch').notNull(),
  /** keyringHash() of the keyring of that epoch. */
  keyring: text('keyring').notNull(),
});
