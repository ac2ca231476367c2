import { describe, expect, it } from 'vitest';
import { createGate, type Pass } from '../../server/gate.ts';
import { createStanding } from '../../server/standing.ts';

describe('the gate', () => {
  function setUp(places = 1, line = 3) {
    const clock = { now: 0 };
    const gate = createGate({
      places: { proofs: places, texts: places, files: places, plain: places },
      line,
      turnSeconds: 15,
      waitSeconds: 45,
      ticks: () => clock.now,
    });
    const log: string[] = [];
    /** Enters under a name that is noted when it is in or refused. */
    const enter = (name: string, effort: number, until?: Promise<void>): Promise<Pass | null> =>
      gate.enter('texts', effort, until).then(
        (pass) => {
          log.push(name);
          return pass;
        },
        (error: unknown) => {
          log.push(`${name}: ${(error as { code: string }).code}`);
          return null;
        },
      );
    const pass = (seconds: number) => {
      clock.now += seconds * 1000;
      gate.tick();
    };
    return { gate, enter, log, pass };
  }
  const quiet = () => new Promise((resolve) => setTimeout(resolve));

  it('lets in as many as there are places, and the next when one leaves', async () => {
    const { enter, log } = setUp(2);
    const first = await enter('first', 1);
    await enter('second', 1);
    void enter('third', 1);
    await quiet();
    expect(log).toEqual(['first', 'second']);
    first?.leave();
    first?.leave();
    void enter('fourth', 1);
    await quiet();
    expect(log).toEqual(['first', 'second', 'third']);
  });

  it('never has a text wait for files', async () => {
    const { gate, enter, log } = setUp();
    await gate.enter('files', 1000);
    void gate.enter('files', 1000);
    await enter('text', 1);
    expect(log).toEqual(['text']);
  });

  it('lets those in first who have proven most, and of equals who came first', async () => {
    const { enter, log } = setUp();
    let inside = await enter('inside', 1);
    const waiting = [enter('poor', 16), enter('rich', 64), enter('also poor', 16)];
    for (let turn = 0; turn < 3; turn += 1) {
      inside?.leave();
      await quiet();
      inside =
        log.at(-1) === 'rich' ? await (waiting[1] ?? null) : await (waiting[turn === 1 ? 0 : 2] ?? null);
    }
    expect(log).toEqual(['inside', 'rich', 'poor', 'also poor']);
  });

  it('turns away who has proven least when the line is full', async () => {
    const { enter, log } = setUp();
    await enter('inside', 1);
    for (const name of ['a', 'b', 'c']) void enter(name, 16);
    await enter('one more', 16);
    void enter('rich', 32);
    await quiet();
    expect(log).toEqual(['inside', 'one more: upload.crowded', 'c: upload.crowded']);
  });

  it('lets nobody wait for ever', async () => {
    const { enter, log, pass } = setUp();
    await enter('inside', 1);
    void enter('waiting', 1);
    pass(44);
    await quiet();
    expect(log).toEqual(['inside']);
    pass(1);
    await quiet();
    expect(log).toEqual(['inside', 'waiting: upload.crowded']);
  });

  it('takes out of the line who does not want a place any more', async () => {
    const { enter, log } = setUp();
    const inside = await enter('inside', 1);
    const gone = Promise.withResolvers<undefined>();
    void enter('impatient', 99, gone.promise);
    void enter('patient', 1);
    gone.resolve(undefined);
    await quiet();
    inside?.leave();
    await quiet();
    expect(log).toEqual(['inside', 'impatient: upload.crowded', 'patient']);
  });

  it('asks a writer to make room once it has had its turn, and only while somebody waits', async () => {
    const { enter, pass } = setUp(2);
    const ended: string[] = [];
    for (const name of ['slow', 'slower']) {
      const inside = await enter(name, 1);
      void inside?.over.then(() => ended.push(name));
    }
    pass(1000);
    await quiet();
    expect(ended).toEqual([]);
    void enter('waiting', 1);
    await quiet();
    expect(ended).toEqual(['slow']);
  });

  it('says how much would come into the upper half of a line that is long, and nothing of a short one', async () => {
    const { gate, enter } = setUp(1, 4);
    await enter('inside', 1);
    void enter('a', 64);
    expect(gate.needed('texts')).toBe(0);
    for (const effort of [32, 16.5, 8]) void enter('more', effort);
    expect(gate.needed('texts')).toBe(32);
    void enter('and more', 16.5);
    expect(gate.needed('texts')).toBe(32);
  });

  it('lets all sources in while a thousand drip and come back, with four times the work proven once', async () => {
    const clock = { now: 0, isOver: false };
    const ticks = () => clock.now;
    const places = { proofs: 2, texts: 256, files: 256, plain: 8 };
    let gate = createGate({ places, line: 512, turnSeconds: 15, waitSeconds: 45, ticks });
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    let sleepers: { time: number; wake: () => void }[] = [];
    const until = (time: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ time, wake });
      });
    const advance = async () => {
      clock.now += 1000;
      gate.tick();
      const due = sleepers.filter(({ time }) => time <= clock.now || clock.isOver);
      sleepers = sleepers.filter((sleeper) => !due.includes(sleeper));
      for (const { wake } of due) wake();
      await settled();
      await settled();
    };
    // A few bytes a turn; or a little more than counts as nothing.
    for (const bytes of [100, 5000]) {
      clock.isOver = false;
      const start = clock.now;
      const standing = createStanding(ticks, 16);
      gate = createGate({ places, line: 512, turnSeconds: 15, waitSeconds: 45, ticks });
      sleepers = [];
      const drip = async (id: string) => {
        standing.moved(id, 64);
        while (!clock.isOver) {
          const pass = await gate.enter('texts', standing.effortOf(id)).catch(() => null);
          // Some leave just before they are told to.
          if (pass) await (id.endsWith('0') ? until(clock.now + 14_000) : pass.over);
          if (pass) standing.left(id, { ...pass.leave(), bytes });
          await until(clock.now + 5000);
        }
      };
      for (let index = 0; index < 1000; index += 1) void drip(`id${String(index)}`);
      let served = 0;
      const source = async (index: number) => {
        await until(start + 60_000 + index * 5000);
        while (!clock.isOver) {
          const pass = await gate.enter('texts', 16).catch(() => null);
          if (pass) {
            pass.leave();
            served += 1;
            return;
          }
          await until(clock.now + 10_000);
        }
      };
      const sources = Array.from({ length: 20 }, (_, index) => source(index));
      for (let second = 0; second < 240; second += 1) {
        await advance();
      }
      expect(served).toBe(20);
      clock.isOver = true;
      await Promise.all(sources);
    }
  });

  it('counts a turn from its beginning, not from the wait before it', async () => {
    const { enter, pass } = setUp();
    const first = await enter('first', 1);
    const second = enter('second', 1);
    pass(40);
    first?.leave();
    let ended = false;
    void (await second)?.over.then(() => (ended = true));
    void enter('third', 1);
    pass(14);
    await quiet();
    expect(ended).toBe(false);
    pass(1);
    await quiet();
    expect(ended).toBe(true);
  });
});
