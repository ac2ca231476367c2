/** Scripts that come later: their order, and what becomes of one that does not arrive. */
import { describe, expect, test } from 'vitest';
import { Fetched } from '../../web/source/fetched.ts';
import type { Later } from '../../web/source/arrival.svelte.ts';
import { FakeClock } from './fake-clock.ts';

const BEGIN = (() => undefined) as unknown as Later['begin'];
const PARTS: Record<string, Partial<Later>> = {
  '/views.js': { begin: BEGIN },
  '/en.js': { list: { language: 'en', words: ['abandon'] } },
};

/** `answer`: whether the script at this address arrives at this time; null: nothing is heard of it. */
function setUp(answer: (address: string) => boolean | null) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const fetched = new Fetched(['/views.js', '/en.js'], clock.sleep, (address) => {
    asked.push(address);
    const arrives = answer(address);
    if (arrives === null) return new Promise(() => undefined);
    const part = PARTS[address.replace(/\?.*/, '')] ?? {};
    return arrives ? Promise.resolve(part) : Promise.reject(new TypeError(`error loading ${address}`));
  });
  return { clock, asked, fetched };
}

describe('what is fetched later', () => {
  test('comes one after the other, once, and is put together', async () => {
    const { asked, fetched } = setUp(() => true);
    const [one, other] = await Promise.all([fetched.load(), fetched.load()]);
    expect(asked).toEqual(['/views.js', '/en.js']);
    expect(one).toBe(other);
    expect(one).toEqual({ ...PARTS['/views.js'], ...PARTS['/en.js'] });
  });

  test('is asked for anew, where it did not arrive, at an address that no browser has given up on', async () => {
    let isDown = true;
    const { asked, fetched } = setUp((address) => !(isDown && address.startsWith('/en.js')));
    for (let time = 0; time < 2; time += 1) {
      const error: unknown = await fetched.load().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'page.unreachable', message: 'page.unreachable' });
    }
    isDown = false;
    expect((await fetched.load()).list.language).toBe('en');
    expect(asked).toEqual(['/views.js', '/en.js', '/en.js?1', '/en.js?2']);
  });

  test('is given up where nothing is heard of it', async () => {
    const { clock, fetched } = setUp(() => null);
    const outcome = fetched.load().catch((reason: unknown) => reason);
    await clock.pass(700_000);
    expect(await outcome).toMatchObject({ code: 'page.unreachable' });
  });
});
