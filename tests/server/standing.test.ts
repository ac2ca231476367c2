import { afterEach, describe, expect, it } from 'vitest';
import { createGate } from '../../server/gate.ts';
import { createStanding } from '../../server/standing.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { codeIn, createUpload, makeWorld, offsetOf, patch, TUS, type World } from './support/world.ts';

const MINUTE = 60_000;

describe('what is remembered of an unfinished upload', () => {
  function setUp(most?: number) {
    const clock = { now: 0 };
    return { clock, standing: createStanding(() => clock.now, 16, most) };
  }
  const turn = { lasted: 15_000, bytes: 100_000, othersWait: true };

  it('is the effort that was proven, and the base effort where it is not known', () => {
    const { standing } = setUp();
    standing.moved('a', 64);
    standing.moved('a');
    expect([standing.effortOf('a'), standing.effortOf('b')]).toEqual([64, 16]);
  });

  it('is half of it after each turn that others waited for, in one piece or in many', () => {
    const { standing } = setUp();
    standing.moved('a', 64);
    standing.left('a', turn);
    expect(standing.effortOf('a')).toBe(32);
    for (let time = 0; time < 5; time += 1) standing.left('a', { ...turn, lasted: 3000 });
    expect(standing.effortOf('a')).toBe(16);
    standing.left('a', { ...turn, othersWait: false });
    expect(standing.effortOf('a')).toBe(16);
  });

  it('is nothing after a turn that brought next to nothing', () => {
    const { standing } = setUp();
    standing.moved('a', 64);
    standing.left('a', { ...turn, bytes: 4095 });
    expect(standing.effortOf('a')).toBe(0);
  });

  it('is what is left of it for who begins again with the same proof', () => {
    const { standing } = setUp();
    standing.moved('a', 64);
    standing.left('a', { ...turn, bytes: 0 });
    standing.moved('a', 64);
    expect(standing.effortOf('a')).toBe(0);
  });

  it('goes when it has not moved for half an hour', () => {
    const { clock, standing } = setUp();
    standing.moved('a', 64);
    clock.now = 29 * MINUTE;
    standing.tick();
    expect([standing.isIdle('a'), standing.effortOf('a')]).toEqual([false, 64]);
    clock.now = 30 * MINUTE;
    standing.tick();
    expect([standing.isIdle('a'), standing.effortOf('a')]).toEqual([true, 16]);
  });

  it('is not lost to those who come when the memory is full, and those do not count as idle', () => {
    const { clock, standing } = setUp(2);
    standing.moved('a', 64);
    standing.moved('b', 64);
    clock.now = 20 * MINUTE;
    standing.moved('a');
    standing.moved('b');
    clock.now = 40 * MINUTE;
    standing.moved('c', 64);
    expect(['a', 'b', 'c'].map(standing.effortOf)).toEqual([64, 64, 16]);
    expect(standing.isIdle('c')).toBe(false);
    standing.forget('a');
    standing.moved('d', 32);
    expect(standing.effortOf('d')).toBe(32);
  });
});

describe('a writer', () => {
  let world: World;
  afterEach(() => world.close());

  const idOf = (path: string) => path.split('/').at(-1) ?? '';
  /** As though so much had been proven for it. */
  const prove = (path: string, effort: number): void => {
    world.guard.standing.forget(idOf(path));
    world.guard.standing.moved(idOf(path), effort);
  };

  it('is forgotten with its upload, when that is whole, ended or refused', async () => {
    world = await makeWorld({ config: { baseEffort: 2 } });
    const { standing } = world.guard;
    const file = await ageFile();
    const paths: string[] = [];
    for (let number = 0; number < 3; number += 1) paths.push(await createUpload(world, SMALLEST));
    for (const path of paths) prove(path, 99);
    const [whole = '', ended = '', refused = ''] = paths;
    await patch(world, whole, 0, file.subarray(0, 1000));
    expect(standing.effortOf(idOf(whole))).toBe(99);
    await patch(world, whole, 1000, file.subarray(1000));
    await world.send('DELETE', ended, TUS);
    await patch(world, refused, 0, new Uint8Array(SMALLEST));
    expect(paths.map((path) => standing.effortOf(idOf(path)))).toEqual([2, 2, 2]);
  });

  it('of 50,000 that live is all there is memory for: one more begins and arrives, by the base effort', async () => {
    world = await makeWorld();
    const { standing } = world.guard;
    for (let count = 0; count < 50_000; count += 1) standing.moved(`known ${String(count)}`, 64);
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    expect(standing.effortOf(idOf(path))).toBe(world.config.baseEffort);
    expect(standing.effortOf('known 49999')).toBe(64);
    expect((await patch(world, path, 0, file)).status).toBe(204);
    // Who ends makes place.
    standing.forget('known 0');
    standing.moved('another', 32);
    expect(standing.effortOf('another')).toBe(32);
    standing.moved('one too many', 32);
    expect(standing.effortOf('one too many')).toBe(world.config.baseEffort);
  });

  it('that had to make room is told so, keeps what it brought, and ranks lower the next time', async () => {
    const clock = { now: 0 };
    const ticks = () => clock.now;
    const places = { proofs: 1, texts: 1, files: 1, plain: 1 };
    const gate = createGate({ places, line: 512, turnSeconds: 15, waitSeconds: 45, ticks });
    world = await makeWorld({ guard: { gate, ticks } });
    const file = await ageFile();
    const [slow, next] = [await createUpload(world, SMALLEST), await createUpload(world, SMALLEST)];
    prove(slow, 64);
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(file.subarray(0, 9000));
      },
    });
    const first = patch(world, slow, 0, stream);
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The day and the hour have nothing to do with it.
    world.clock.now = new Date(world.clock.now.getTime() + 3_600_000);
    const second = patch(world, next, 0, file);
    await new Promise((resolve) => setTimeout(resolve, 50));
    world.guard.tick();
    clock.now += 15_000;
    world.guard.tick();
    const answer = await first;
    expect({ status: answer.status, code: await codeIn(answer) }).toEqual({
      status: 503,
      code: 'upload.crowded',
    });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await second).status).toBe(204);
    expect(await offsetOf(world, slow)).toBe(9000);
    expect(world.guard.standing.effortOf(idOf(slow))).toBe(32);
  });
});
