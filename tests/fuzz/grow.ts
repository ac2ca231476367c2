/**
 * `node tests/fuzz/grow.ts TARGET SECONDS [SEED]` grows the corpus of a target and writes it; without a target, tells
 * what there is. An input for which the invariant does not hold is printed, and the exit code is 1.
 *
 * @module
 */
import { readCorpus, writeCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Engine } from './engine.ts';
import { seeded } from './mutate.ts';

const coverage = new Coverage();
const { TARGETS } = await import('./targets/index.ts');
const [name, seconds = '60', chosenSeed] = process.argv.slice(2);
const target = TARGETS.find((one) => one.name === name);
if (!target) {
  console.log(`Targets: ${TARGETS.map((one) => one.name).join(', ')}`);
  process.exit(name === undefined ? 0 : 2);
}

const seed = Number(chosenSeed ?? Date.now() % 2 ** 32);
console.log(`${target.name}: seed ${String(seed)}, ${seconds} s`);
coverage.covers = target.covers;
const engine = new Engine(target, coverage, seeded(seed));
for (const input of [...(await target.seeds()), ...readCorpus(target)]) await engine.consider(input);
console.log(`  ${String(engine.size)} characters of code reached by what is there`);

const end = Date.now() + Number(seconds) * 1000;
while (Date.now() < end) await engine.step();
coverage.stop();

const corpus = engine.corpus();
writeCorpus(target, corpus);
const bytes = corpus.reduce((sum, { length }) => sum + length, 0);
console.log(
  `  ${String(engine.runs)} runs, ${String(engine.size)} characters reached, ${String(corpus.length)} inputs of ${String(bytes)} bytes kept`,
);
const shown = new Set<string>();
for (const { input, error } of engine.findings) {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (shown.has(told)) continue;
  shown.add(told);
  console.log(`FOUND ${told}\n  ${Buffer.from(input).toString('base64')}`);
}
process.exit(engine.findings.length === 0 ? 0 : 1);
