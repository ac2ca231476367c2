/** Workers whose scripts come late, never, or after they were ended, and the page that waits for them. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backstage } from '../../web/source/backstage.ts';
import type { FromWorker } from '../../web/source/errands.ts';
import { SCRIPT_PATIENCE } from '../../web/source/pace.ts';
import { WordLists } from '../../web/source/word-lists.ts';
import { codeOfAsync } from '../crypto/helpers.ts';
import { FakeClock } from './fake-clock.ts';

/** As much of a Worker as the page uses. What it says after its end still arrives, as it may in a browser. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  ended = false;

  constructor(_: string, options: { type: string }) {
    super();
    expect(options.type).toBe('module');
    FakeWorker.all.push(this);
  }

  postMessage(): void {
    // Nothing in these tests is answered of itself.
  }

  say(data: FromWorker | readonly unknown[]): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  fail(message = ''): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  terminate(): void {
    this.ended = true;
  }
}

let clock: FakeClock;

beforeEach(() => {
  FakeWorker.all = [];
  clock = new FakeClock();
  vi.stubGlobal('Worker', FakeWorker);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const newest = (): FakeWorker => {
  const worker = FakeWorker.all.at(-1);
  if (worker === undefined) throw new Error('no worker was started');
  return worker;
};

const trust = (url: string) => url;
const backstage = () => new Backstage(trust, clock.sleep);

async function started(one = backstage()): Promise<Backstage> {
  const start = one.start();
  newest().say({ ready: true });
  await start;
  return one;
}

describe('the backstage worker', () => {
  test('is there once it says so, and nothing is waited for any more', async () => {
    const one = await started();
    await clock.pass(2 * SCRIPT_PATIENCE);
    expect([newest().ended, clock.waiting]).toEqual([false, 0]);
    const errand = one.run('pause', null);
    newest().say({ id: 1, get: null });
    expect(await errand).toBeNull();
  });

  test('that is ended before it has loaded is waited for no longer', async () => {
    const one = backstage();
    const start = codeOfAsync(() => one.start());
    one.end();
    expect(await start).toBe('page.cancelled');
    expect([newest().ended, clock.waiting]).toEqual([true, 0]);
  });

  test.each([
    ['', 'page.unreachable'],
    ['SyntaxError', 'page.fault'],
  ])('that ends with the message "%s" is %s, and whatever waited for it hears so', async (message, code) => {
    const one = backstage();
    const start = codeOfAsync(() => one.start());
    newest().fail(message);
    expect(await start).toBe(code);

    await started(one);
    const errand = codeOfAsync(() => one.run('pause', null));
    newest().fail(message);
    expect(await errand).toBe(code);
    expect(newest().ended).toBe(true);
    expect(await codeOfAsync(() => one.run('pause', null))).toBe('page.fault');
  });

  test('that never arrives is given up, late enough for a very slow line', async () => {
    const one = backstage();
    let ended = '';
    void codeOfAsync(() => one.start()).then((code) => (ended = code));
    await clock.pass(SCRIPT_PATIENCE - 1);
    expect(ended).toBe('');
    await clock.pass(1);
    expect([ended, newest().ended]).toEqual(['page.unreachable', true]);
    // Another try is a worker of its own.
    await started(one);
  });

  test('that was replaced has nothing more to say, to end or to hire', async () => {
    const one = await started();
    const old = newest();
    await started(one);
    const [current, errand] = [newest(), one.run('pause', null)];
    current.say({ crew: 0, order: 'hire' });
    const hired = newest();

    old.fail('broke while it was ended');
    old.say({ crew: 1, order: 'hire' });
    old.say({ crew: 0, order: 'dismiss' });
    old.say({ id: 2, code: 'page.fault', facts: {} });
    expect([current.ended, hired.ended, newest()]).toEqual([false, false, hired]);
    current.say({ id: 2, get: null });
    expect(await errand).toBeNull();
  });
});

describe('the word lists', () => {
  test('that never arrive are given up, and asked for again', async () => {
    const lists = new WordLists(trust, clock.sleep);
    let ended = '';
    void codeOfAsync(() => lists.load()).then((code) => (ended = code));
    await clock.pass(SCRIPT_PATIENCE - 1);
    expect(ended).toBe('');
    await clock.pass(1);
    expect([ended, newest().ended]).toEqual(['page.unreachable', true]);

    const again = lists.load();
    newest().say([{ language: 'en', words: [] }]);
    expect(await again).toEqual([{ language: 'en', words: [] }]);
    expect([FakeWorker.all.length, newest().ended, clock.waiting]).toEqual([2, true, 0]);
  });
});
