/** The twelve words in one visit: their language, their lists, and that changed words are a new receipt. */
import { describe, expect, test } from 'vitest';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { createReceipt } from '../../crypto/receipt.ts';
import { first, problems } from '../../web/messages/en.ts';
import type { Messages } from '../../web/shared/messages.ts';
import { first as zhFirst, problems as zhProblems } from '../../web/messages/zh-Hans.ts';
import { en, zhHans } from './said.ts';
import { FORM, PageError, buildsPage, laterIn, setUp, wordLists } from './built-visit.ts';

buildsPage();

/** Answers as the worker does, and keeps what it holds. */
function receipts() {
  const held: string[][] = [];
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const newReceipt = (give: unknown) => {
    const { language, lists } = give as { language: string; lists: typeof WORD_LISTS };
    const list = lists.find((one) => one.language === language);
    if (!list) throw new Error(`no list in ${language}`);
    const { words } = createReceipt(list, lists, random);
    held.push(words);
    return { words };
  };
  return { held, newReceipt };
}

/** The words as a view shows them, and in which language it says they are. */
function shownWords(html: string): { lang: string | undefined; words: string[] } {
  const list = /<ol class="words[^"]*" lang="([^"]*)"[^>]*>(.*?)<\/ol>/s.exec(html);
  const words = [...(list?.[2] ?? '').matchAll(/<span>([^<]*)<\/span>/g)].map(([, word]) => word ?? '');
  return { lang: list?.[1], words };
}

/** A language that somebody adds later, for which BIP39 has no list. */
const withoutList = { ...en, lang: 'ug', name: 'ئۇيغۇرچە', dir: 'rtl' } as unknown as Messages;

describe('the language of the words', () => {
  test.each([
    [en, 'en', true],
    [zhHans, 'zh-Hans', true],
    [{ ...zhHans, lang: 'zh-TW' }, 'zh-Hant', true],
    [{ ...en, lang: 'pt-BR' }, 'pt', true],
    [withoutList, 'en', false],
  ])(
    'is that of the page where it has a list ($lang), and where not, the page says so',
    async (messages, lang, own) => {
      const { newReceipt, held } = receipts();
      const { visit, shown } = setUp({ newReceipt }, undefined, { messages });
      await visit.continue();
      expect(visit.view).toBe('receipt');
      expect(shownWords(shown())).toEqual({ lang, words: held[0] });
      expect(shown().includes('data-testid="no-own-words"')).toBe(!own);
      expect(shown().includes(messages.receipt.noOwnWords)).toBe(!own);
      expect(shown()).toMatch(new RegExp(`<option value="${lang}" lang="${lang}" selected`));
      expect(shown().match(/<option /g)).toHaveLength(10);
    },
  );

  test('can be chosen; then the words are new and have to be confirmed anew', async () => {
    const { newReceipt, held } = receipts();
    const { visit, shown } = setUp({ newReceipt });
    await visit.continue();
    visit.receipt.askBack();
    await visit.chooseWords('ko');
    expect(held).toHaveLength(2);
    expect(shownWords(shown())).toEqual({ lang: 'ko', words: held[1] });
    expect([visit.receipt.asked, visit.receipt.confirmed]).toEqual([[], false]);
    // No other words for the same bytes: going back does not bring the first ones back.
    await visit.chooseWords('en');
    expect(shownWords(shown())).toEqual({ lang: 'en', words: held[2] });
    expect(held[2]).not.toEqual(held[0]);
    await visit.continue();
    expect(held).toHaveLength(3);
  });

  test('that is chosen last is that of the words which the worker holds, however fast one chooses', async () => {
    const { newReceipt, held } = receipts();
    const { visit, shown } = setUp({ newReceipt });
    await visit.continue();
    await Promise.all([visit.chooseWords('fr'), visit.chooseWords('ja'), visit.chooseWords('cs')]);
    expect(shownWords(shown())).toEqual({ lang: 'cs', words: held.at(-1) });
  });

  test('cannot be changed any more once the words are confirmed', async () => {
    const { newReceipt, held } = receipts();
    const { visit } = setUp({ newReceipt });
    await visit.continue();
    visit.receipt.askBack();
    visit.receipt.typed = Object.fromEntries(visit.receipt.words.entries());
    expect(visit.receipt.check()).toBe(true);
    await visit.chooseWords('it');
    expect([held.length, visit.receipt.language, visit.receipt.confirmed]).toEqual([1, 'en', true]);
  });

  test('changes nothing of what is asked of the server: all lists are loaded, the page’s own goes first', async () => {
    for (const messages of [en, zhHans, withoutList]) {
      let loaded = 0;
      const lists = () => {
        loaded += 1;
        return wordLists();
      };
      const given: string[][] = [];
      const enterWords = (give: unknown) => {
        given.push((give as { lists: typeof WORD_LISTS }).lists.map(({ language }) => language));
        return null;
      };
      const { visit } = setUp({ enterWords, ...receipts() }, undefined, { messages, lists });
      visit.go('form');
      expect(loaded).toBe(1);
      visit.go('replies');
      expect(loaded).toBe(2);
      await visit.replies.enter();
      const all = WORD_LISTS.map(({ language }) => language);
      expect(given[0]?.toSorted()).toEqual(all);
      expect(given[0]?.[0]).toBe(messages === zhHans ? 'zh-Hans' : messages === en ? 'en' : all[0]);
    }
  });
});

describe('copying the words', () => {
  test('takes nothing along before it was allowed, then the words once', async () => {
    const { newReceipt, held } = receipts();
    const { visit, shown } = setUp({ newReceipt });
    await visit.continue();
    expect(shown()).not.toContain(en.receipt.copyWarning);
    expect([visit.receipt.copy(), visit.receipt.copy()]).toEqual([null, null]);
    expect(shown()).toContain(en.receipt.copyWarning);
    visit.receipt.copying = 'allowed';
    expect(visit.receipt.copy()).toBe(held[0]?.join(' '));
    expect(shown()).toContain(en.receipt.copied);
    expect(visit.receipt.copy()).toBeNull();
    expect(shown()).toContain(en.receipt.copyWarning);
  });

  test('is asked about again for other words, and when they are shown again', async () => {
    const { visit, shown } = setUp({ ...receipts() });
    await visit.continue();
    visit.receipt.copying = 'allowed';
    await visit.chooseWords('fr');
    expect(visit.receipt.copy()).toBeNull();
    visit.receipt.askBack();
    visit.receipt.showAgain();
    expect(shown()).not.toContain(en.receipt.copyWarning);
  });
});

describe('word lists that do not arrive', () => {
  const failing = (times: number) => {
    let left = times;
    return () => ((left -= 1) >= 0 ? Promise.reject(new PageError('page.unreachable')) : wordLists());
  };

  test('keep nobody from words in the page’s own language', async () => {
    const { newReceipt, held } = receipts();
    const { visit, shown } = setUp({ newReceipt }, undefined, { lists: failing(9), messages: zhHans });
    visit.go('form');
    await visit.continue();
    expect([visit.view, visit.trouble]).toEqual(['receipt', null]);
    expect(shownWords(shown())).toEqual({ lang: 'zh-Hans', words: held[0] });
  });

  test('are asked for again where words are to be in another language, and until then none are made', async () => {
    const { newReceipt, held } = receipts();
    const { visit, shown } = setUp({ newReceipt }, undefined, { lists: failing(2) });
    visit.go('form');
    await visit.continue();
    await visit.chooseWords('it');
    expect([visit.view, visit.trouble?.code, held.length]).toEqual(['form', 'page.unreachable', 1]);
    expect(shown()).toContain(en.problems.unreachable);
    await visit.continue();
    expect([visit.view, visit.trouble]).toEqual(['receipt', null]);
    expect(shownWords(shown())).toEqual({ lang: 'it', words: held[1] });
  });

  test('do not bring back a language that was chosen while they were on their way', async () => {
    const { newReceipt, held } = receipts();
    const arrived = Promise.withResolvers<typeof WORD_LISTS>();
    const { visit, shown } = setUp({ newReceipt }, undefined, { lists: () => arrived.promise });
    await visit.continue();
    const chosen = [visit.chooseWords('ja'), visit.chooseWords('en')];
    await chosen[1];
    arrived.resolve(WORD_LISTS);
    await Promise.all(chosen);
    expect(visit.receipt.language).toBe('en');
    expect(shownWords(shown())).toEqual({ lang: 'en', words: held.at(-1) });
  });

  test('are asked for again when words are entered, and nothing is looked for meanwhile', async () => {
    const { visit, asked, shown } = setUp({}, undefined, { lists: failing(2) });
    visit.go('replies');
    visit.replies.text = 'legal winner';
    await visit.replies.look();
    expect(asked).toEqual([]);
    expect(shown()).toContain(en.problems.unreachable);
    expect(visit.replies.text).toBe('legal winner');
    await visit.replies.look();
    expect(asked).toEqual(['enterWords', 'look']);
  });
});

describe('what comes later and does not arrive', () => {
  const failing = (times: number) => {
    let left = times;
    return () =>
      (left -= 1) >= 0 ? Promise.reject(new PageError('page.unreachable')) : Promise.resolve(laterIn('en'));
  };

  test.each([
    ['replies', en.replies.lead],
    ['form', en.form.lead],
  ] as const)('is said in place of its view, with a button that asks again: %s', async (view, lead) => {
    const { arrival, visit, shown } = setUp({}, undefined, { later: failing(2) });
    await arrival.wake();
    expect(shown()).not.toContain(en.problems.unreachable);
    visit.go(view);
    expect(shown()).toContain(en.page.waking);
    await arrival.bringLater().catch(() => undefined);
    visit.go('start');
    expect(visit.trouble).toBeNull();
    visit.go(view);
    await arrival.bringLater();
    expect(shown()).toContain(lead);
  });

  test('finds who is waiting for it: the words and what looks into files are fetched then', async () => {
    const arriving = Promise.withResolvers<ReturnType<typeof laterIn>>();
    const { arrival, visit, examiner, shown } = setUp({}, undefined, { later: () => arriving.promise });
    await arrival.wake();
    arrival.go('form');
    expect(shown()).toContain(en.page.waking);
    expect([arrival.holds, examiner.woken]).toEqual([false, 0]);
    arriving.resolve(laterIn('en'));
    await arrival.bringLater();
    expect(examiner.woken).toBe(1);
    expect(shown()).toContain(FORM.first[0]?.label);
    visit.testimony.sheet.texts['what'] = 'They came at dawn.';
    expect(arrival.holds).toBe(true);
  });

  test('begins nothing any more where somebody has left meanwhile', async () => {
    const arriving = Promise.withResolvers<ReturnType<typeof laterIn>>();
    const { arrival, examiner } = setUp({}, undefined, { later: () => arriving.promise });
    await arrival.wake();
    arrival.go('form');
    arrival.leave();
    arriving.resolve(laterIn('en'));
    await arrival.bringLater();
    expect([arrival.begun, examiner.woken]).toEqual([null, 0]);
  });

  test('is asked for by everybody, when the page works and not before, whatever they do', async () => {
    let asked = 0;
    const later = () => {
      asked += 1;
      return Promise.resolve(laterIn('en'));
    };
    const opening = Promise.withResolvers<never>();
    const { arrival, visit } = setUp({ open: () => opening.promise }, undefined, { later });
    const waking = arrival.wake();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toBe(0);
    opening.reject(new PageError('page.unreachable'));
    await waking;
    expect([visit.trouble?.code, asked]).toEqual(['page.unreachable', 1]);
  });
});

describe.each([
  ['en', { ...first, problems }],
  ['zh-Hans', { ...zhFirst, problems: zhProblems }],
])('the first views in %s', (_, messages) => {
  test('say all that they have to say before anything comes later', async () => {
    const later = () => Promise.reject(new PageError('page.unreachable'));
    const { arrival, visit, shown } = setUp({}, undefined, { messages: messages as Messages, later });
    expect(shown()).toContain(messages.start.heading);
    await arrival.wake();
    expect(shown()).toContain(messages.start.verified);
    expect(shown()).not.toContain('undefined');
    visit.go('form');
    await arrival.bringLater();
    expect(shown()).toContain(messages.problems.unreachable);
    expect(shown()).not.toContain('undefined');
  });
});
