/**
 * Rows as people read them: aligned for the terminal, and as docs/performance.md.
 *
 * @module
 */
import { format } from 'prettier';
import type { Row, Suite } from './row.ts';

/** What came of a suite; `notes` says what could not be measured. */
export type Measured = { suite: Suite; rows: readonly Row[]; notes: readonly string[] };

/** A fact of the machine and its value; nothing that names the machine, its owner or a folder. */
export type MachineFact = readonly [fact: string, value: string];

const COLUMNS = ['measured', 'ours', 'peer', 'unit', 'ratio', 'target', 'met'] as const;
/** As in .prettierrc.json. */
const FORMAT = { parser: 'markdown', printWidth: 110 } as const;
/** Figures stand right, words left. */
const RIGHT: readonly boolean[] = [false, true, true, false, true, false, false];

/** Without a line feed at the end. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [[...COLUMNS], ...rows.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, RIGHT[column] ?? false))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The whole of docs/performance.md, formatted as the other documents are. `day` is a UTC day. */
export async function documentOf(run: {
  measured: readonly Measured[];
  machine: readonly MachineFact[];
  day: string;
}): Promise<string> {
  const sections = run.measured.map(({ suite, rows, notes }) =>
    [
      `## \`${suite.name}\``,
      suite.about,
      ...(rows.length > 0 ? [markdownTable(COLUMNS, rows.map(cellsOf), RIGHT)] : []),
      ...notes,
    ].join('\n\n'),
  );
  const facts = markdownTable(['machine', ''], run.machine);
  return format([INTRODUCTION(run.day), facts, ...sections].join('\n\n'), FORMAT);
}

const INTRODUCTION = (day: string) => `# Performance

Written by \`npm run bench\` on ${day}; not to be edited by hand. \`npm run bench -- NAME\` measures one part of it,
\`--json\` prints a line for each row. Ours and the peer run in turn on the same machine, and each speed or time is the
median of the rounds. The ratio is ours divided by the peer's: for a speed more is better, for a time or memory less. Read
ratios rather than absolute figures: a machine with other work to do slows both.
`;

function markdownTable(
  head: readonly string[],
  lines: readonly (readonly string[])[],
  right: readonly boolean[] = [],
): string {
  const rule = head.map((_, column) => (right[column] ? '-:' : '-'));
  return [head, rule, ...lines]
    .map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function cellsOf({ name, ours, peer, unit, ratio, target, met }: Row): string[] {
  return [
    name,
    figure(ours),
    peer === null ? '' : figure(peer),
    unit,
    ratio === null ? '' : ratio.toFixed(2),
    target,
    met === null ? '' : met ? 'yes' : 'NO',
  ];
}

/** Three significant digits, and no exponent. */
function figure(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 6));
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
