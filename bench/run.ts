/**
 * `npm run bench -- [NAME…] [--json]`: measures what is asked for, all of it without a name. A run of everything
 * rewrites docs/performance.md. A target that is not met is marked, not an error: this is no test, and other work
 * on the same machine can spoil any figure.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { MissingProgram, type Row, type Suite } from './row.ts';
import { machine } from './machine.ts';
import { type Measured, documentOf, tableOf } from './report.ts';

const SUITES = new URL('suites/', import.meta.url);
const DOCUMENT = new URL('../docs/performance.md', import.meta.url);

export type Terminal = { out: (text: string) => void; err: (text: string) => void };

export type Bench = {
  suites: readonly Suite[];
  terminal: Terminal;
  /** Called before each suite, so that it does not pay for what the one before it left to be done. */
  settle: () => Promise<void>;
  /** Called after a run of everything in which nothing failed. */
  finished: (measured: readonly Measured[]) => Promise<void>;
};

/** @returns the exit code: 0 measured, 1 a suite failed, 2 not understood */
export async function bench(
  args: readonly string[],
  { suites, terminal, settle, finished }: Bench,
): Promise<number> {
  const names = args.filter((arg) => arg !== '--json');
  const known = new Map(suites.map((suite) => [suite.name, suite]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    terminal.err(`There is no "${unknown}". What can be measured:\n${list(suites)}`);
    return 2;
  }
  const asJson = args.includes('--json');
  const chosen = suites.filter(({ name }) => names.length === 0 || names.includes(name));
  const measured: Measured[] = [];
  let failed = false;
  for (const suite of chosen) {
    await settle();
    const result = await measure(suite, asJson ? terminal.err : terminal.out);
    if (!result) failed = true;
    else measured.push(result);
    const rows = result?.rows ?? [];
    if (rows.length > 0) terminal.out(asJson ? rows.map(lineOf).join('\n') : `${tableOf(rows)}\n`);
  }
  if (failed) return 1;
  if (names.length === 0) await finished(measured);
  return 0;
}

/** @returns null where the suite failed */
async function measure(suite: Suite, say: (line: string) => void): Promise<Measured | null> {
  const notes: string[] = [];
  const note = (line: string) => {
    notes.push(line);
    say(`  ${line}`);
  };
  say(`${suite.name} …`);
  try {
    return { suite, rows: await suite.run(note), notes };
  } catch (error) {
    if (error instanceof MissingProgram) {
      note(`Not measured: ${error.message}.`);
      return { suite, rows: [], notes };
    }
    say(`  FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return null;
  }
}

/** Exactly the fields of a row, in their order, whatever else a suite may have put into it. */
function lineOf({ name, ours, peer, unit, ratio, target, met }: Row): string {
  return JSON.stringify({ name, ours, peer, unit, ratio, target, met });
}

function list(suites: readonly Suite[]): string {
  return suites.map(({ name }) => `  ${name}`).join('\n');
}

async function allSuites(): Promise<Suite[]> {
  const files = (await readdir(SUITES)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, SUITES).href) as Promise<{ suite: Suite }>),
  );
  return modules.map(({ suite }) => suite);
}

if (import.meta.main) {
  // With the event "exit" everybody cleans up; the signal alone would end the process without it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  process.exitCode = await bench(process.argv.slice(2), {
    suites: await allSuites(),
    terminal: {
      out: (text) => {
        console.log(text);
      },
      err: (text) => {
        console.error(text);
      },
    },
    // Gigabytes that another suite wrote may still be on their way to the disk.
    settle: async () => {
      await promisify(execFile)('sync');
    },
    finished: async (measured) => {
      const day = new Date().toISOString().slice(0, 10);
      await writeFile(DOCUMENT, await documentOf({ measured, machine: machine(), day }));
    },
  });
}
