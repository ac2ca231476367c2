/**
 * Every parser that meets bytes from a stranger: all of its grown corpus, and mutations of it. A value comes out that
 * survives its round trip, or an error of ours; never another exception, never without end.
 *
 * A failure prints seed and path; `FUZZ_SEED` repeats it, `FUZZ_RUNS` tries more. `node tests/fuzz/grow.ts` searches on.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCorpus } from './corpus.ts';
import { fromTape, mutate } from './mutate.ts';
import { judge } from './target.ts';
import { TARGETS } from './targets/index.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20261122);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
/** Bytes that trying a target may add to the most that the process ever held. */
const MOST_MEMORY = 512 * 2 ** 20;

const mostMemory = () => process.resourceUsage().maxRSS * 1024;

describe.each(TARGETS)('$name', { timeout: 120_000 }, (target) => {
  let inputs: Uint8Array[];
  let memory: number;
  beforeAll(async () => {
    memory = mostMemory();
    inputs = [...(await target.seeds()), ...readCorpus(target)];
  });

  test('holds for what was found to reach the most of it', async () => {
    expect(readCorpus(target).length).toBeGreaterThan(2);
    const verdicts = new Set<string>();
    for (const input of inputs) verdicts.add(await judge(target, input));
    // A corpus that is always refused, or never, would try only half of the parser.
    expect(verdicts).toContain('read');
    expect(verdicts.size).toBeGreaterThan(1);
  });

  test('holds for mutations of it', async () => {
    const tape = fc.array(fc.nat(2 ** 31), { minLength: 2, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(tape, async (numbers) => {
        await judge(target, mutate(inputs, target, fromTape(numbers)));
      }),
      { seed: SEED, numRuns: target.runs ?? RUNS },
    );
    expect(mostMemory() - memory).toBeLessThan(MOST_MEMORY);
  });
});
