import { describe, expect, test } from 'vitest';
import { keepShown } from '../../server/shown.ts';

function shown(most: number) {
  const state = { number: 1, made: [] as string[] };
  const current = () => Promise.resolve({ number: state.number, day: '2026-03-01', places: 8 });
  const make = (name: string) => {
    state.made.push(name);
    return Promise.resolve(`${name} of ${String(state.number)}`);
  };
  return { state, current, give: keepShown(current, most, make) };
}

describe('what a snapshot shows', () => {
  test('is made once', async () => {
    const { state, give } = shown(2);
    expect([await give('index'), await give('index')]).toEqual(['index of 1', 'index of 1']);
    expect(state.made).toEqual(['index']);
  });

  test('is made anew after the next snapshot', async () => {
    const { state, give } = shown(2);
    await give('index');
    state.number = 2;
    expect(await give('index')).toBe('index of 2');
  });

  test('makes room for what is asked for, the longest unasked first', async () => {
    const { state, give } = shown(2);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await give(name);
    expect(state.made).toEqual(['a', 'b', 'c', 'b']);
  });

  test('is not kept when the next snapshot is taken while it is made', async () => {
    const state = { number: 1 };
    const give = keepShown(
      () => Promise.resolve({ number: state.number, day: '2026-03-01', places: 8 }),
      2,
      () => Promise.resolve(`read before ${String((state.number += 1))}`),
    );
    await give('index');
    expect(await give('index')).toBe('read before 3');
  });

  test('is not kept before there is a snapshot', async () => {
    const made: string[] = [];
    const give = keepShown(
      () => Promise.resolve(undefined),
      2,
      (name) => Promise.resolve(made.push(name)),
    );
    await give('index');
    expect(await give('index')).toBe(2);
  });
});
