/**
 * Two dozen sources and two reviewers at a server that is killed again and again, at moments drawn by lot, also while it
 * starts and while it closes a day. After each time, and by `witnessbox server check`: all that was confirmed is there.
 *
 * WITNESSBOX_FAULTS_ROUNDS makes it longer (60 take some minutes), WITNESSBOX_FAULTS_SEED repeats one.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { command } from '../server/support/filled.node.ts';
import { makeFolders, startProgram, type Folders, type Program } from '../server/support/served.node.ts';
import { chanceOf, SEED } from './support/chance.ts';
import { DAY_MS, environmentFor } from './support/program.ts';
import { Reviewer, Watch } from './support/reviewer.ts';
import { Source } from './support/source.ts';
import { digest, look, teamOf, type Shown } from './support/team.ts';

const ROUNDS = Number(process.env['WITNESSBOX_FAULTS_ROUNDS'] ?? 4);
const ROUNDS_A_DAY = 2;
const SOURCES = 24;
/** Milliseconds after which a server that has not come to its last step is killed by hand. */
const PATIENCE = 1_500;

vi.setConfig({ testTimeout: 120_000 + ROUNDS * 20_000 });

const LIMITS = `[limits]
uploadDays = 30
baseEffort = 1
calmUploads = 100000
`;

let folders: Folders;
let program: Program | undefined;
beforeEach(async () => {
  folders = await makeFolders();
  await mkdir(folders.options.dataFolder, { mode: 0o700 });
  await writeFile(join(folders.options.dataFolder, 'witnessbox.toml'), LIMITS, { mode: 0o600 });
});
afterEach(async () => {
  await program?.kill();
  await folders.remove();
});

it(`a portal killed at any moment keeps all that it had confirmed, and shows nothing half-stored (seed ${SEED})`, async () => {
  const chance = chanceOf(SEED);
  const sources = Array.from({ length: SOURCES }, () => new Source(chanceOf(chance.below(2 ** 31))));
  const reviewers = [new Reviewer(), new Reviewer()];
  const watch = new Watch();
  /** By id, the digest of what was listed. */
  const listed = new Map<string, string>();
  let shown: Shown | undefined;

  for (let round = 0; round < ROUNDS; round += 1) {
    const shift = Math.floor(round / ROUNDS_A_DAY) * DAY_MS;
    program = await startProgram(folders, environmentFor({ shift }));
    await verify(program.address, shift);
    const [served, moment] = [program, 50 + chance.below(900)];
    await work(served, shift, new Promise((resolve) => setTimeout(resolve, moment)));

    program = await startProgram(folders, environmentFor({ shift, killAt: 1 + chance.below(1_000) })).catch(
      () => undefined,
    );
    if (program) await work(program, shift, new Promise((resolve) => setTimeout(resolve, PATIENCE)));
  }

  let shift = Math.floor(ROUNDS / ROUNDS_A_DAY) * DAY_MS;
  program = await startProgram(folders, environmentFor({ shift }));
  const { address } = program;
  await verify(address, shift);
  await Promise.all(sources.map((source) => source.work(address, () => false, true)));
  await verify(address, shift);
  for (const id of listed.keys()) {
    expect(digest(await teamOf(folders, address, () => Date.now() + shift).fetch(id))).toBe(listed.get(id));
  }
  expect(await program.end()).toBe(0);
  shift += DAY_MS;
  program = await startProgram(folders, environmentFor({ shift }));
  await verify(program.address, shift);
  const letters = sources.flatMap((source) => source.letters);
  const came = [...listed.values()];
  const unknown = letters.filter(({ fate, digest }) => fate === 'unknown' && came.includes(digest));
  expect(letters.filter(({ fate }) => fate === 'received').length + unknown.length).toBe(listed.size);
  expect(letters.filter(({ fate }) => !['received', 'withdrawn', 'unknown'].includes(fate))).toEqual([]);

  /** Everybody works until `end`, or until the server has killed itself; then it is dead. */
  async function work(served: Program, ahead: number, end: Promise<unknown>): Promise<void> {
    let isOver = false;
    const gone = new Promise((resolve) => served.process.once('exit', resolve));
    const team = teamOf(folders, served.address, () => Date.now() + ahead);
    const all = Promise.all([
      ...sources.map((source) => source.work(served.address, () => isOver)),
      ...reviewers.map((reviewer) => reviewer.work(team, () => isOver)),
    ]);
    await Promise.race([end, gone, all]);
    isOver = true;
    await served.kill();
    await all;
  }

  async function verify(at: string, ahead: number): Promise<void> {
    const team = teamOf(folders, at, () => Date.now() + ahead);
    const ids = (await team.list()).map(({ id }) => id);
    expect(new Set(ids).size, 'one is listed twice').toBe(ids.length);
    for (const id of listed.keys()) expect(ids, 'a submission has gone').toContain(id);
    for (const id of ids) {
      if (!listed.has(id)) listed.set(id, digest(await team.fetch(id)));
    }
    const all = [...listed.values()];
    expect(new Set(all).size, 'one submission has come twice').toBe(all.length);
    const sent = sources.flatMap((source) => source.letters);
    const ended = sent.filter(({ fate }) => fate === 'received' || fate === 'ending' || fate === 'unknown');
    const endedDigests = ended.map((letter) => letter.digest);
    for (const one of all) expect(endedDigests, 'something half-stored is listed').toContain(one);
    for (const letter of ended) {
      if (letter.fate === 'received') expect(all, 'what was confirmed is not there').toContain(letter.digest);
    }
    for (const reviewer of reviewers) await reviewer.verify(team);
    const before = shown;
    shown = await look(at);
    const isNewDay = before !== undefined && before.day !== shown.day;
    if (before?.day === shown.day) expect(shown.number, 'shown between two snapshots').toBe(before.number);
    const batches = reviewers.flatMap((reviewer) => reviewer.batches);
    watch.verify(shown, batches, isNewDay);
    const checked = await command('check', '--data', folders.options.dataFolder);
    expect(checked).toMatchObject({ code: 0, err: '' });
  }
});
