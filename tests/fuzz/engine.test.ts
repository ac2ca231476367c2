/** Whether the fuzzing itself would notice: a suite that passes because it sees nothing would be worse than none. */
import { describe, expect, test } from 'vitest';
import { WitnessboxError } from '../../crypto/errors.ts';
import { Coverage } from './coverage.ts';
import { Engine } from './engine.ts';
import { fromTape, mutate, seeded } from './mutate.ts';
import { judge, type Target } from './target.ts';

const target = (check: Target['check']): Target => ({
  name: 'planted',
  covers: ['/fuzz/planted.ts'],
  seeds: () => [],
  tokens: ['w'],
  longest: 8,
  check,
});
const INPUT = new Uint8Array([1, 2, 3]);
const refused = (check: Target['check']) =>
  judge(target(check), INPUT).catch((error: unknown) => String(error));

describe('what is judged', () => {
  test('may read, or refuse with a known code', async () => {
    expect(await refused(() => undefined)).toBe('read');
    const known = () => {
      throw new WitnessboxError('receipt.unknown-word', { position: 3 });
    };
    expect(await refused(known)).toBe('receipt.unknown-word');
  });

  test.each<[string, () => Error, RegExp]>([
    ['another exception', () => new TypeError('x is undefined'), /TypeError/],
    ['a code that no table knows', () => new WitnessboxError('made.up'), /no table knows/],
    ['a cause', () => new WitnessboxError('bundle.malformed', {}, { cause: 'text' }), /carries another/],
    ['text as a fact', () => new WitnessboxError('bundle.malformed', { word: 'secret' }), /neither a number/],
  ])('may not throw %s', async (_, make, told) => {
    const check = () => {
      throw make();
    };
    expect(await refused(check)).toMatch(told);
  });

  test('may not change its input, nor take long', { timeout: 60_000 }, async () => {
    const changing = (input: Uint8Array) => {
      input[0] = 9;
    };
    expect(await refused(changing)).toMatch(/changed its input/);
    const endless = () => {
      const before = process.cpuUsage().user;
      const work = new Uint32Array(1);
      while (process.cpuUsage().user - before < 3_200_000) for (let n = 0; n < 1e7; n += 1) work[0] = n;
    };
    expect(await refused(endless)).toMatch(/longer than seconds/);
  });
});

test(
  'a fault behind four right bytes is found by coverage, in far fewer runs than chance would need',
  { timeout: 120_000 },
  async () => {
    const coverage = new Coverage();
    coverage.covers = ['/fuzz/planted.ts'];
    try {
      const { plantedParser } = await import('./planted.ts');
      const engine = new Engine(target(plantedParser), coverage, seeded(1));
      await engine.consider(new Uint8Array(4));
      while (engine.findings.length === 0 && engine.runs < 200_000) await engine.step();
      expect(String(engine.findings[0]?.error)).toBe('TypeError: planted 6');
      expect(engine.corpus().length).toBeGreaterThan(0);
    } finally {
      coverage.stop();
    }
  },
);

describe('mutations', () => {
  const options = { tokens: ['token'], longest: 64 };
  const inputs = [new Uint8Array(20).fill(65), new Uint8Array(0), new Uint8Array(60).fill(66)];

  test('are the same for the same seed, and others for another', () => {
    const made = (seed: number) => {
      const draw = seeded(seed);
      return Array.from({ length: 200 }, () => mutate(inputs, options, draw).join());
    };
    expect(made(5)).toEqual(made(5));
    expect(made(5)).not.toEqual(made(6));
    expect(new Set(made(5)).size).toBeGreaterThan(120);
  });

  test('never pass the limit and leave the corpus as it is, whatever is drawn', () => {
    const before = inputs.map((input) => input.join());
    for (let seed = 0; seed < 2000; seed += 1) {
      expect(mutate(inputs, options, seeded(seed)).length).toBeLessThanOrEqual(64);
    }
    expect(mutate(inputs, options, fromTape([])).length).toBeLessThanOrEqual(64);
    expect(inputs.map((input) => input.join())).toEqual(before);
  });
});
