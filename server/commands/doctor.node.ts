/** `witnessbox server doctor`: looks at the machine, says what is amiss, and what to do about it. @module */
import type { Command } from 'commander';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import type { System } from '../doctor/system.ts';
import { thisSystem } from '../doctor/system.node.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Checks folders, keys in the wrong place, clock, room, headers as they are served, swap, core dumps and logs, and ' +
  'says what to do. Changes nothing. Says only what it has looked at; what it could not look at, it names. Run it ' +
  'as root, so that it may look at everything, beside the running server.';

const CODES = `
Exit codes:
  0 all is good   2 wrong use   3 something could not be checked   4 something is to be mended
`;

const EXIT = { good: 0, unchecked: 3, mend: 4 } as const;

export function addDoctor(program: Command, context: ServerContext, system: System = thisSystem()): void {
  folderOptions(program.command('doctor').description(ABOUT))
    .option('--listen <where>', 'where the server listens, HOST:PORT or unix:/PATH')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', CODES)
    .action(async ({ json, ...flags }: Flags & { json?: true }) => {
      const findings = await examine(system, await readSettings(flags, context.folder));
      context.print(json ? `${JSON.stringify(findings, null, 2)}\n` : textOf(findings));
      context.exitWith(exitCodeOf(findings));
    });
}

function exitCodeOf(findings: readonly Finding[]): number {
  const states = new Set(findings.map(({ state }) => state));
  return states.has('mend') ? EXIT.mend : states.has('unchecked') ? EXIT.unchecked : EXIT.good;
}

const SHOWN: Readonly<Record<Finding['state'], string>> = { good: 'good', mend: 'MEND', unchecked: '?' };

function textOf(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, state, says, remedy }) => [
    `${SHOWN[state].padEnd(6)}${check.padEnd(12)}${says}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(18)}→ ${remedy}`]),
  ]);
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const sum = `${String(count('good'))} good, ${String(count('mend'))} to mend, ${String(count('unchecked'))} not checked (?)`;
  return `${lines.join('\n')}\n\n${sum}\n`;
}
