/**
 * Days that are not today. Before it, and further ahead than tomorrow: what came while the clock was wrong must not wait
 * years for its day. Tomorrow is left alone, for a clock that has been set back a little after midnight; it comes soon.
 *
 * @module
 */
import { lt, or, sql, type Column } from 'drizzle-orm';

/** `column` and `today`: UTC dates, YYYY-MM-DD. */
export function isOtherDay(column: Column, today: string) {
  return or(lt(column, today), sql`${column} > date(${today}, '+1 day')`);
}
