import { describe, expect, test } from 'vitest';
import { keepShown } from '../../server/shown.ts';

function shown(most: number) {
  const state = { number: 1, asked: 0, made: [] as string[] };
  const current = () => {
    state.asked += 1;
    return Promise.resolve({ number: state.number, day: '2026-03-01', places: 8 });
  };
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

  test('is asked for once in the database where it is in memory', async () => {
    const { state, give } = shown(2);
    await give('index');
    state.asked = 0;
    await give('index');
    expect(state.asked).toBe(1);
  });

  test('is never older than the snapshot of the moment in which somebody asks', async () => {
    const answers: (() => void)[] = [];
    const state = { number: 1 };
    // The database has looked, and its answer is under way.
    const current = () => {
      const seen = { number: state.number, day: '2026-03-01', places: 8 };
      return new Promise<typeof seen>(
        (resolve) =>
          void answers.push(() => {
            resolve(seen);
          }),
      );
    };
    const answerAll = async (...promises: Promise<string>[]) => {
      const state = { isDone: false };
      const all = Promise.all(promises).finally(() => (state.isDone = true));
      while (!state.isDone) {
        // The newest first: answers may overtake one another.
        answers.pop()?.();
        await Promise.resolve();
      }
      return all;
    };
    const give = keepShown(current, 2, (name) => Promise.resolve(`${name} of ${String(state.number)}`));
    await answerAll(give('index'));
    const early = give('index');
    state.number = 2;
    const late = give('index');
    expect((await answerAll(early, late))[1]).toBe('index of 2');
    expect(await answerAll(give('index'), give('index'))).toEqual(['index of 2', 'index of 2']);
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
