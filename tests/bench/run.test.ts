import { readdirSync } from 'node:fs';
import { resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { type Measured, documentOf, tableOf } from '../../bench/report.ts';
import { MissingProgram, type Row, type Suite, alternate, median, row } from '../../bench/row.ts';
import { bench } from '../../bench/run.ts';

const FAST = row({
  name: 'walk a mile',
  ours: 31.4159,
  peer: 62.8318,
  unit: 'min',
  target: { of: 'ratio', is: '<=', limit: 0.75 },
});
const HEAVY = row({
  name: 'weight of the bag',
  ours: 1234.56,
  unit: 'g',
  target: { of: 'ours', is: '<', limit: 1000 },
});

const walking: Suite = {
  name: 'walking',
  about: '\nOne mile | on foot.\n',
  run: () => Promise.resolve([FAST, HEAVY]),
};
const riding: Suite = {
  name: 'riding',
  about: 'On a horse.',
  run: () => Promise.reject(new MissingProgram('a horse')),
};
const broken: Suite = {
  name: 'broken',
  about: 'Never.',
  run: () => Promise.reject(new Error('a shoe is lost')),
};

async function run(args: readonly string[], suites: readonly Suite[] = [walking, riding]) {
  const out: string[] = [];
  const err: string[] = [];
  const finished: (readonly Measured[])[] = [];
  let settled = 0;
  const code = await bench(args, {
    suites,
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text) },
    settle: () => {
      settled += 1;
      return Promise.resolve();
    },
    finished: (measured) => {
      finished.push(measured);
      return Promise.resolve();
    },
  });
  return { settled, code, out: out.join('\n'), err: err.join('\n'), finished };
}

describe('a row', () => {
  test('says ratio and verdict, with four digits', () => {
    expect(FAST).toEqual({
      name: 'walk a mile',
      ours: 31.42,
      peer: 62.83,
      unit: 'min',
      ratio: 0.5,
      target: 'ratio <= 0.75',
      met: true,
    });
    expect(HEAVY).toMatchObject({ ours: 1235, peer: null, ratio: null, target: '< 1000 g', met: false });
    expect(row({ name: 'x', ours: 1, unit: 's' })).toMatchObject({ target: '', met: null });
  });

  test('is judged by the figure before it is rounded', () => {
    const judged = (ours: number, is: '>=' | '<=' | '<') =>
      row({ name: 'x', ours, unit: 's', target: { of: 'ours', is, limit: 2 } }).met;
    expect([judged(1.99999, '>='), judged(2, '>='), judged(2.00001, '<='), judged(2, '<=')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([judged(1.99999, '<'), judged(2, '<')]).toEqual([true, false]);
  });

  test('is refused for what is no measurement', () => {
    expect(() => row({ name: 'x', ours: Number.NaN, unit: 's' })).toThrow(TypeError);
    expect(() => row({ name: 'x', ours: 1, peer: 0, unit: 's' })).toThrow(TypeError);
    const target = { of: 'ratio', is: '>=', limit: 1 } as const;
    expect(() => row({ name: 'x', ours: 1, unit: 's', target })).toThrow(TypeError);
  });
});

test('the median is the middle value, or the mean of the two in the middle', () => {
  const values = [9, 1, 5];
  expect(median(values)).toBe(5);
  expect(median([9, 1, 5, 2])).toBe(3.5);
  expect(median([7])).toBe(7);
  expect(values).toEqual([9, 1, 5]);
  expect(() => median([])).toThrow(TypeError);
});

test('ours and peer run in turn, one at a time, and either goes first as often', async () => {
  const order: string[] = [];
  const runner = (name: string) => async () => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    return order.length;
  };
  const results = await alternate(2, runner('ours'), runner('peer'));
  expect(order.filter((line) => line.endsWith('begins'))).toEqual([
    'ours begins',
    'peer begins',
    'peer begins',
    'ours begins',
  ]);
  expect(order.every((line, index) => line.endsWith(index % 2 === 0 ? 'begins' : 'ends'))).toBe(true);
  expect(results).toEqual({ ours: [2, 8], peer: [4, 6] });
});

describe('a run', () => {
  test('of one suite prints an aligned table and marks a target that is not met, without failing', async () => {
    const { code, out, finished } = await run(['walking']);
    expect(code).toBe(0);
    expect(out.split('\n').slice(1, 4)).toEqual([
      'measured           ours  peer  unit  ratio  target         met',
      'walk a mile        31.4  62.8  min    0.50  ratio <= 0.75  yes',
      'weight of the bag  1235        g            < 1000 g       NO',
    ]);
    expect(finished).toEqual([]);
  });

  test('begins no suite before what the one before it left to the disk is done', async () => {
    const { settled } = await run(['walking', 'riding']);
    expect(settled).toBe(2);
    expect((await run(['swimming'])).settled).toBe(0);
  });

  test('with --json prints one line for each row and nothing else', async () => {
    const { code, out, err } = await run(['--json', 'walking', 'riding']);
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => JSON.parse(line) as Row);
    expect(lines).toEqual([FAST, HEAVY]);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(['name', 'ours', 'peer', 'unit', 'ratio', 'target', 'met']);
    expect(err).toContain('a horse is not on this machine');
  });

  test('of all says what could not be measured, makes up no figure, and hands everything to the document', async () => {
    const { code, out, finished } = await run([]);
    expect(code).toBe(0);
    expect(out).toContain('Not measured: a horse is not on this machine.');
    expect(finished).toEqual([
      [
        { suite: walking, rows: [FAST, HEAVY], notes: [] },
        { suite: riding, rows: [], notes: ['Not measured: a horse is not on this machine.'] },
      ],
    ]);
  });

  test('of an unknown name lists the known ones and measures nothing', async () => {
    const { code, out, err, finished } = await run(['walking', 'flying']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toBe('There is no "flying". What can be measured:\n  walking\n  riding');
    expect(finished).toEqual([]);
  });

  test('in which a suite fails goes on with the others, fails, and leaves the document alone', async () => {
    const { code, out, finished } = await run([], [broken, walking]);
    expect(code).toBe(1);
    expect(out).toContain('a shoe is lost');
    expect(out).toContain('walk a mile');
    expect(finished).toEqual([]);
  });
});

describe('the document', async () => {
  const text = await documentOf({
    measured: [
      { suite: walking, rows: [FAST, HEAVY], notes: [] },
      { suite: riding, rows: [], notes: ['Not measured: a horse is not on this machine.'] },
    ],
    machine: [
      ['cores', '2'],
      ['Node', '24.0.0'],
    ],
    day: '2026-11-22',
  });

  test('holds day, machine, every suite with its words and figures, and what is missing', () => {
    expect(text).toContain('on 2026-11-22;');
    expect(text).toContain('| cores   | 2      |');
    expect(text).toContain('## `walking`\n\nOne mile | on foot.\n\n| measured ');
    expect(text).toContain('| weight of the bag | 1235 |      | g    |       | < 1000 g      | NO  |');
    expect(text).toContain('## `riding`\n\nOn a horse.\n\nNot measured: a horse is not on this machine.\n');
  });

  test('is as wide as the other documents', async () => {
    // What prettier would check is written with its own settings.
    expect((await resolveConfig('docs/performance.md'))?.printWidth).toBe(110);
  });

  test('keeps columns together where a name has the sign between them', async () => {
    const [line] = tableOf([{ ...HEAVY, name: 'a | b' }])
      .split('\n')
      .slice(1);
    expect(line).toMatch(/^a \| b/);
    const measured = [{ suite: walking, rows: [{ ...HEAVY, name: 'a | b' }], notes: [] }];
    expect(await documentOf({ measured, machine: [], day: '2026-11-22' })).toContain('| a \\| b ');
  });
});

test('every suite is named as its file and explains itself', async () => {
  const folder = new URL('../../bench/suites/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const { suite } = (await import(new URL(file, folder).href)) as { suite: Suite };
    expect(`${suite.name}.ts`).toBe(file);
    expect(suite.about.trim().length).toBeGreaterThan(100);
  }
});
