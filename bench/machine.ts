/**
 * What has to be known of the machine to read the figures: never its name, a path or a user.
 *
 * @module
 */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { VERSIONS } from './programs.ts';
import type { MachineFact } from './report.ts';

export function machine(): MachineFact[] {
  const [processor] = cpus();
  return [
    ['processor', `${processor?.model.trim() ?? 'unknown'} (${process.arch}, ${process.platform})`],
    ['cores', String(availableParallelism())],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['Node', process.versions.node],
    ...VERSIONS.map(({ name, version }): MachineFact => [name, version() ?? 'absent']),
  ];
}
