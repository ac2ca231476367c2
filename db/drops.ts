/**
 * Queries on drops and their snapshots. A drop without a bucket is invisible to sources until the next
 * snapshot gives it a place, which it then keeps.
 *
 * @module
 */
import { and, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { drops, snapshot } from './schema.ts';
import { touched, type Database, type Statement, type Store } from './store.ts';

const CURRENT = 'current';
/** Some 50 bytes each. */
const PLACED_AT_ONCE = 20_000;

export type Snapshot = { number: number; day: string; places: number };
export type Place = { slot: string; bucket: number; position: number };

/** Places what is not taken, all in one transaction; per record whether it was placed. */
export async function placeDrops(
  store: Store,
  records: readonly { slot: string; bytes: Uint8Array; expires: string }[],
): Promise<boolean[]> {
  const statements: Statement[] = records.map(({ slot, bytes, expires }) =>
    store.db
      .insert(drops)
      .values({ slot, bytes, expires })
      .onConflictDoNothing()
      .returning({ slot: drops.slot }),
  );
  const [first, ...rest] = statements;
  if (first === undefined) return [];
  return (await store.atomically([first, ...rest])).map(touched);
}

export async function findDrop(db: Database, slot: string): Promise<Uint8Array | undefined> {
  return (await db.select({ bytes: drops.bytes }).from(drops).where(eq(drops.slot, slot)))[0]?.bytes;
}

export async function lastSnapshot(db: Database): Promise<Snapshot | undefined> {
  const fields = { number: snapshot.number, day: snapshot.day, places: snapshot.places };
  return (await db.select(fields).from(snapshot).where(eq(snapshot.id, CURRENT)))[0];
}

export async function listUnplaced(db: Database, today: string): Promise<string[]> {
  const waiting = and(isNull(drops.bucket), gte(drops.expires, today));
  return (await db.select({ slot: drops.slot }).from(drops).where(waiting)).map(({ slot }) => slot);
}

/** What the last snapshot shows. */
export async function listPlaces(db: Database): Promise<Place[]> {
  const rows = await db
    .select({ slot: drops.slot, bucket: drops.bucket, position: drops.position })
    .from(drops)
    .where(isNotNull(drops.bucket))
    .orderBy(drops.bucket, drops.position);
  return rows.flatMap(({ slot, bucket, position }) =>
    bucket === null || position === null ? [] : [{ slot, bucket, position }],
  );
}

export async function readBucket(db: Database, bucket: number) {
  const rows = await db
    .select({ position: drops.position, bytes: drops.bytes })
    .from(drops)
    .where(eq(drops.bucket, bucket));
  return rows.flatMap(({ position, bytes }) => (position === null ? [] : [{ position, bytes }]));
}

/**
 * One snapshot in one transaction: expired drops go, where they may, new ones get their places, the number rises. Does nothing
 * and gives false if another snapshot was taken since `last` was read.
 */
export async function recordSnapshot(
  store: Store,
  last: Snapshot | undefined,
  next: { day: string; places: number; placed: readonly Place[]; removing: boolean },
): Promise<boolean> {
  const { db } = store;
  const number = last?.number ?? 0;
  const stillLast = sql`coalesce((select ${snapshot.number} from ${snapshot}), 0) = ${number}`;
  // One parameter for many: D1 allows a hundred, of 2 MB each.
  const given: Statement[] = [];
  for (let start = 0; start < next.placed.length; start += PLACED_AT_ONCE) {
    const some = next.placed.slice(start, start + PLACED_AT_ONCE);
    const placed = JSON.stringify(some.map(({ slot, bucket, position }) => [slot, bucket, position]));
    given.push(
      db
        .update(drops)
        .set({ bucket: sql`place.value ->> 1`, position: sql`place.value ->> 2` })
        .from(sql`json_each(${placed}) as place`)
        .where(and(sql`${drops.slot} = place.value ->> 0`, isNull(drops.bucket), stillLast)),
    );
  }
  const results = await store.atomically([
    db.delete(drops).where(and(lt(drops.expires, next.removing ? next.day : ''), stillLast)),
    ...given,
    db
      .insert(snapshot)
      .values({ id: CURRENT, number: number + 1, day: next.day, places: next.places })
      .onConflictDoUpdate({
        target: snapshot.id,
        set: { number: number + 1, day: next.day, places: next.places },
        setWhere: eq(snapshot.number, number),
      })
      .returning({ number: snapshot.number }),
  ]);
  return touched(results.at(-1));
}
