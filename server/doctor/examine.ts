/** All checks, in the order in which they are shown. @module */
import type { Settings } from '../settings.node.ts';
import { runCheck, type Finding, type Report } from './finding.ts';
import { checkFolders } from './folders.ts';
import { checkJournal, checkProxies } from './logs.ts';
import { checkCores, checkSwap } from './memory.ts';
import { checkKeys, checkNode, checkRoom } from './rest.ts';
import { checkServed } from './served.ts';
import type { System } from './system.ts';
import { checkTime } from './time.ts';

type Check = (system: System, settings: Settings, report: Report) => Promise<void>;

const CHECKS: readonly [name: string, check: Check][] = [
  ['node', (system, _, report) => checkNode(system, report)],
  ['folders', checkFolders],
  ['keys', checkKeys],
  ['time', checkTime],
  ['room', checkRoom],
  ['headers', checkServed],
  ['swap', (system, _, report) => checkSwap(system, report)],
  ['core dumps', (system, _, report) => checkCores(system, report)],
  ['journal', (system, _, report) => checkJournal(system, report)],
  ['proxies', (system, _, report) => checkProxies(system, report)],
];

export async function examine(system: System, settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of CHECKS) {
    findings.push(...(await runCheck(name, (report) => check(system, settings, report))));
  }
  return findings;
}
