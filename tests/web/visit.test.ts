/** One visit as its views show it: sending, looking, an organisation that is silent. */
import { describe, expect, test } from 'vitest';
import { en, zhHans } from './said.ts';
import type { Looked, Organisation } from '../../web/source/errands.ts';
import { NOTHING, ORGANISATION, buildsPage, setUp } from './built-visit.ts';

buildsPage();

const forever = () => new Promise(() => undefined);

describe('a cancelled sending', () => {
  test('promises nothing before the server has answered, then what it has said', async () => {
    for (const mayHaveArrived of [false, true]) {
      const answer = Promise.withResolvers<{ mayHaveArrived: boolean }>();
      const { arrival, visit, shown } = setUp({ send: forever, cancel: () => answer.promise });
      await arrival.wake();
      void visit.send('follow-up');
      const cancelled = visit.cancel();
      expect(shown()).toContain(en.sending.cancelledAsking);
      expect(shown()).not.toContain(en.sending.cancelledText);
      answer.resolve({ mayHaveArrived });
      await cancelled;
      expect(shown()).toContain(mayHaveArrived ? en.sending.cancelledLate : en.sending.cancelledText);
      expect(shown()).not.toContain(mayHaveArrived ? en.sending.cancelledText : en.sending.cancelledLate);
    }
  });

  test('may have arrived where the worker broke and nobody knows', async () => {
    const { arrival, visit, shown } = setUp({
      send: forever,
      cancel: () => Promise.reject(new Error('broken')),
    });
    await arrival.wake();
    void visit.send('follow-up');
    await visit.cancel();
    expect(shown()).toContain(en.sending.cancelledLate);
  });

  test('never starts after the organisation has been checked again', async () => {
    let day = '2026-11-20';
    const opened = Promise.withResolvers<Organisation>();
    const open = () => (day === '2026-11-20' ? ORGANISATION : opened.promise);
    const { arrival, visit, asked } = setUp({ open, cancel: () => ({ mayHaveArrived: false }) }, () => day);
    await arrival.wake();
    day = '2026-11-21';
    const sent = visit.send('follow-up');
    await visit.cancel();
    opened.resolve(ORGANISATION);
    await sent;
    expect(asked).toEqual(['open', 'open', 'cancel']);
    expect(visit.sending?.phase).toBe('cancelled');
  });
});

describe('replies', () => {
  test('a second press while a look is under way asks nothing', async () => {
    const looked = Promise.withResolvers<Looked>();
    const { visit, asked } = setUp({ look: () => looked.promise });
    const first = visit.replies.lookAgain();
    await visit.replies.lookAgain();
    expect(await visit.replies.enter()).toBe(false);
    looked.resolve(NOTHING);
    await first;
    expect(asked).toEqual(['look']);
    expect(visit.replies.busy).toBe(false);
  });

  test.each([
    [false, 'at most once a day'],
    [true, 'about once a minute here'],
  ])('where the signed keyring says demonstration: %s, they appear %s', async (demonstration, pace) => {
    const { arrival, visit, shown } = setUp({ open: () => ({ ...ORGANISATION, demonstration }) });
    await arrival.wake();
    await visit.replies.lookAgain();
    for (const view of ['replies', 'done'] as const) {
      visit.go(view);
      expect(shown()).toContain(pace);
    }
  });
});

describe('an organisation that has not been heard from', () => {
  test('is said to be so, calmly, and testimonies can be sent all the same', async () => {
    const { arrival, shown } = setUp({ open: () => ({ ...ORGANISATION, silentSince: '2026-11-01' }) });
    await arrival.wake();
    expect(shown()).toContain('has not been heard from here since November 1, 2026');
    expect(shown()).not.toMatch(/data-testid="testify"[^>]*disabled/);
    expect(zhHans.start.silent('2026年11月1日')[0]).toContain('2026年11月1日');
  });

  test('is not accused of it without reason', async () => {
    const { arrival, shown } = setUp();
    expect(shown()).not.toContain('data-testid="silent"');
    await arrival.wake();
    expect(shown()).not.toContain('data-testid="silent"');
  });
});

describe('what was done to the replies', () => {
  const REPLY = {
    n: 0,
    kind: 'reply',
    day: '2026-11-20',
    text: '',
    toFollowUp: false,
    complete: true,
  } as const;
  const faults = ['missing', 'damaged', 'forged', 'swapped', 'replayed'] as const;

  test.each([en, zhHans])('is said of each in words of its own ($lang)', async (messages) => {
    const m = messages.replies;
    const seen = new Set<string>();
    for (const fault of faults) {
      const { visit, shown } = setUp(
        { look: () => ({ ...NOTHING, replies: [REPLY], [fault]: 3 }) },
        undefined,
        { messages },
      );
      visit.go('replies');
      await visit.replies.lookAgain();
      for (const other of faults) expect(shown().includes(m[other]('3'))).toBe(other === fault);
      expect(shown().includes(m.tampered)).toBe(fault !== 'missing');
      seen.add(m[fault]('3'));
    }
    expect(seen.size).toBe(faults.length);
  });

  test.each([en, zhHans])('is nothing where all is as it should be ($lang)', async (messages) => {
    const { visit, shown } = setUp({ look: () => ({ ...NOTHING, replies: [REPLY] }) }, undefined, {
      messages,
    });
    visit.go('replies');
    await visit.replies.lookAgain();
    expect(shown()).not.toMatch(/data-testid="(?:tampered|missing|stale)"/);
  });

  test.each([en, zhHans])('is not called nothing where only that lies there ($lang)', async (messages) => {
    const m = messages.replies;
    for (const [looked, heading] of [
      [{ ...NOTHING, forged: 1 }, m.found],
      [{ ...NOTHING, more: true }, m.found],
      [NOTHING, m.nothing],
    ] as const) {
      const { visit, shown } = setUp({ look: () => looked }, undefined, { messages });
      visit.go('replies');
      await visit.replies.lookAgain();
      expect(shown()).toContain(`>${heading}</h1>`);
      expect(shown().includes('data-testid="nothing"')).toBe(heading === m.nothing);
    }
  });

  test.each([en, zhHans])('is said of an old state of the server ($lang)', async (messages) => {
    const { visit, shown } = setUp({ look: () => ({ ...NOTHING, stale: true }) }, undefined, { messages });
    visit.go('replies');
    await visit.replies.lookAgain();
    expect(shown()).toContain(messages.replies.stale(visit.format.day('2026-11-20')));
  });
});

describe('the fingerprint', () => {
  test('can be had in English words, with the list that all lists come with', async () => {
    const given: unknown[] = [];
    const fingerprintWords = (give: unknown) => {
      given.push((give as { list: { language: string } }).list.language);
      return { words: ['accident', 'thing'] };
    };
    const { arrival, visit, shown } = setUp({ fingerprintWords }, undefined, { messages: zhHans });
    await arrival.wake();
    expect(shown()).toContain(zhHans.start.fingerprintWords);
    expect(await visit.fingerprintWords()).toEqual(['accident', 'thing']);
    expect(given).toEqual(['en']);
  });
});
