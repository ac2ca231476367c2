/**
 * The configuration on Workers: what would stand in `witnessbox.toml` stands in `[vars.WITNESSBOX]` of wrangler.toml, and
 * is checked by the same tables. What is about a machine of one's own is refused, so that nobody relies on it.
 *
 * @module
 */
import { DEFAULT_CONFIG, ONLY_ON_NODE, PLACES, type Config } from './config.ts';
import { checkConfig } from './config-read.ts';
import * as v from 'valibot';
import { StartError } from './start-errors.ts';

export type WorkerConfig = { config: Config; snapshotHours: readonly number[] };

/** `vars`: as the platform hands it over, a table. Throws StartError `config.faulty` or `config.not-on-workers`. */
export function workerConfig(vars: Record<string, unknown> = {}): WorkerConfig {
  const { places, limits } = checkConfig(vars);
  const wrong = [...Object.keys(places), ...Object.keys(limits)].find((key) => ONLY_ON_NODE.has(key));
  if (wrong !== undefined) throw new StartError('config.not-on-workers', { key: wrong });
  const { schema, fallback } = PLACES.snapshotHours;
  return {
    config: { ...DEFAULT_CONFIG, ...limits },
    snapshotHours: places.snapshotHours ?? v.parse(schema, fallback),
  };
}
