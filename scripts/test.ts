/**
 * `npm test`: every check there is, then one line that counts what really ran. A static check counts as one;
 * each test of vitest as one. What was skipped is named, with the reason in its name, above the last line.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildWeb } from './build.ts';

type Check = { name: string; command: string; args: string[] };
type Outcome = { passed: number; failed: number; skipped: string[] };

const STATIC_CHECKS: Check[] = [
  { name: 'lint (eslint)', command: 'eslint', args: ['--max-warnings=0', '.'] },
  { name: 'formatting (prettier)', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  {
    // Of components and of everything else: what tsc would find, without building the same program once more.
    name: 'types (svelte-check)',
    command: 'svelte-check',
    args: ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  {
    name: 'layers and cycles (dependency-cruiser)',
    command: 'depcruise',
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      'bin',
      'crypto',
      'db',
      'server',
      'web',
      'reviewer',
      'scripts',
      'tests',
      'bench',
    ],
  },
  { name: 'unused files, exports and dependencies (knip)', command: 'knip', args: [] },
];
/** One of them, the lint, takes as long as all the others. */
const CHECKS_AT_ONCE = 2;
const VITEST_REPORT = '.cache/vitest.json';

/** Runs one command; its output is shown only if it fails. */
async function run(check: Check): Promise<boolean> {
  const started = Date.now();
  const child = spawn(check.command, check.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => output.push(piece));
  child.stderr.on('data', (piece: Buffer) => output.push(piece));
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => {
      resolve(null);
    });
    child.on('close', resolve);
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`);
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  return code === 0;
}

async function runStatic(): Promise<Outcome> {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: [] };
  const waiting = [...STATIC_CHECKS];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (await run(check)) outcome.passed += 1;
      else outcome.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, work));
  return outcome;
}

type VitestReport = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
};

/** All projects of vitest.config.ts: unit and integration on Node, the server's suite in workerd, browsers. */
async function runVitest(filters: string[]): Promise<Outcome> {
  await rm(VITEST_REPORT, { force: true });
  const child = spawn(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`, ...filters],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  let report: VitestReport;
  try {
    report = JSON.parse(await readFile(VITEST_REPORT, 'utf8')) as VitestReport;
  } catch {
    console.log('FAIL vitest left no report');
    return { passed: 0, failed: 1, skipped: [] };
  }
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  // A file that could not be loaded, or an error outside any test, fails the run without failing a test.
  const failed = Math.max(report.numFailedTests, code === 0 && report.success ? 0 : 1);
  const skipped = tests.filter((t) => t.status !== 'passed' && t.status !== 'failed').map((t) => t.fullName);
  return { passed: report.numPassedTests, failed, skipped };
}

const filters = process.argv.slice(2);
// Our programs are started hundreds of times, and would each time strip and compile the same TypeScript anew.
process.env['NODE_COMPILE_CACHE'] ??= resolve('.cache/compiled');
await mkdir('.cache', { recursive: true });
// They come over the network, while the checks have the processors.
const programs = new Promise((resolve) => {
  spawn('sh', ['scripts/test-programs.sh'], { stdio: 'inherit' }).on('close', resolve).on('error', resolve);
});
await buildWeb();
const outcomes = filters.length > 0 ? [] : [await runStatic()];
await programs;
outcomes.push(await runVitest(filters));

const passed = outcomes.reduce((sum, o) => sum + o.passed, 0);
const failed = outcomes.reduce((sum, o) => sum + o.failed, 0);
const skipped = outcomes.flatMap((o) => o.skipped);
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((name) => `  ${name}`).join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
