/** The worker that looks into files: that it may come late, never, break, or hang; and what of that shows on the wire. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Seen } from '../../web/source/seen.ts';
import { Examiner, buildsPage } from './built-visit.ts';
import { FakeClock } from './fake-clock.ts';

buildsPage();

const SEEN: Seen = { format: 'png', findings: [], cleaned: null, obstacle: null };
const MINUTES = 60_000;

class FakeWorker extends EventTarget {
  readonly given: unknown[] = [];
  isTerminated = false;
  postMessage(message: unknown): void {
    this.given.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  /** Without a message, as where the script did not arrive. */
  fail(): void {
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }
}

let clock: FakeClock;
let workers: FakeWorker[];
let examiner: InstanceType<typeof Examiner>;
/** Lets what has been said be heard. */
const heard = () => clock.pass(0);
const ready = async () => {
  examiner.wake();
  workers.at(-1)?.say({ ready: true });
  await heard();
};

beforeEach(() => {
  clock = new FakeClock();
  workers = [];
  examiner = new Examiner(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  }, clock.sleep);
});

const file = (name: string) => new File(['x'], name);

describe('the examiner', () => {
  test('is started once, however often it is woken', async () => {
    examiner.wake();
    examiner.wake();
    await heard();
    expect(workers).toHaveLength(1);
  });

  test('gives the worker one file at a time, in their order', async () => {
    const [a, b] = [file('a'), file('b')];
    const seen = [examiner.examine(a), examiner.examine(b)];
    await ready();
    expect(workers[0]?.given).toEqual([a]);
    workers[0]?.say({ seen: SEEN });
    await heard();
    expect(workers[0]?.given).toEqual([a, b]);
    const refused = expect(seen[1]).rejects.toMatchObject({ code: 'bundle.file-changed' });
    workers[0]?.say({ code: 'bundle.file-changed' });
    expect(await seen[0]).toEqual(SEEN);
    await refused;
    expect(workers[0]?.isTerminated).toBe(false);
  });

  test('that does not arrive is fetched again at the same times whether or not a file waits, and then gives up', async () => {
    const times: number[][] = [];
    for (const withFile of [false, true]) {
      const clockHere = new FakeClock();
      const at: number[] = [];
      let now = 0;
      const failing = new Examiner(() => {
        const worker = new FakeWorker();
        at.push(now);
        queueMicrotask(() => worker.fail());
        return worker as unknown as Worker;
      }, clockHere.sleep);
      if (withFile) void failing.examine(file('a'));
      failing.wake();
      for (now = 0; now < 20 * MINUTES; now += 5000) await clockHere.pass(5000);
      expect(failing.isMissing).toBe(true);
      times.push(at);
    }
    expect(times[0]?.length).toBeGreaterThan(2);
    expect(times[1]).toEqual(times[0]);
  });

  test('that comes at the second try takes up the files that wait', async () => {
    const seen = examiner.examine(file('a'));
    examiner.wake();
    workers[0]?.fail();
    await heard();
    expect(examiner.isMissing).toBe(true);
    await clock.pass(MINUTES);
    workers[1]?.say({ ready: true });
    await heard();
    expect(examiner.isMissing).toBe(false);
    workers[1]?.say({ seen: SEEN });
    expect(await seen).toEqual(SEEN);
  });

  test('that is long in coming keeps nobody waiting for more than a minute', async () => {
    examiner.wake();
    await clock.pass(MINUTES / 2);
    expect(examiner.isMissing).toBe(false);
    await clock.pass(MINUTES);
    expect(examiner.isMissing).toBe(true);
    expect(workers[0]?.isTerminated).toBe(false);
    workers[0]?.say({ ready: true });
    await heard();
    expect(examiner.isMissing).toBe(false);
  });

  test.each([
    ['hangs', () => clock.pass(10 * MINUTES)],
    [
      'breaks',
      async () => {
        workers[0]?.fail();
        await heard();
      },
    ],
  ])(
    'that %s on a file is ended, and not fetched again, which would tell of that file',
    async (_, happens) => {
      await ready();
      void examiner.examine(file('a'));
      await happens();
      expect([examiner.isMissing, workers[0]?.isTerminated]).toEqual([true, true]);
      await clock.pass(60 * MINUTES);
      expect(workers).toHaveLength(1);
    },
  );

  test('is ended with the visit, also while it is on its way', async () => {
    await ready();
    examiner.end();
    expect(workers[0]?.isTerminated).toBe(true);
    const another = new FakeWorker();
    const late = new Examiner(() => another as unknown as Worker, clock.sleep);
    late.wake();
    late.end();
    await clock.pass(60 * MINUTES);
    expect([another.isTerminated, clock.waiting]).toEqual([true, 0]);
  });
});
