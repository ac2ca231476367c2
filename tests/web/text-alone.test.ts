/** What a source is offered where the server has room for texts and none for files. */
import { expect, test } from 'vitest';
import { zhHans } from './said.ts';
import type { Letter } from '../../web/source/errands.ts';
import { buildsPage, PageError, setUp } from './built-visit.ts';

buildsPage();

function heldUp(messages?: Parameters<typeof setUp>[2], thrownAway = () => Promise.resolve(null)) {
  const letters: Letter[] = [];
  let refuse: (error: Error) => void = () => undefined;
  const page = setUp(
    {
      newReceipt: () => ({ words: Array.from({ length: 12 }, () => 'word') }),
      send: (give) => {
        letters.push(give as Letter);
        if (letters.length > 1) return null;
        return new Promise((_, reject) => (refuse = reject));
      },
      cancel: async () => {
        await thrownAway();
        refuse(new PageError('page.cancelled'));
        return { mayHaveArrived: false };
      },
    },
    undefined,
    messages,
  );
  const { visit } = page;
  visit.receipt.confirmed = true;
  visit.testimony.sheet.texts['what'] = 'They came at night.';
  return { ...page, letters };
}

const quiet = () => new Promise((resolve) => setTimeout(resolve));

test('the text goes alone, once, when the source chooses so', async () => {
  const { arrival, visit, shown, letters, asked } = heldUp();
  await arrival.wake();
  visit.testimony.add([new File(['a'], 'gate.jpg')]);
  const whole = visit.send('testimony');
  await quiet();
  expect(shown()).not.toContain('send-text');
  visit.sending?.hear({ state: 'paused', because: 'upload.text-only', confirmed: 0, total: 5 });
  expect(shown()).toContain(visit.messages.sending.fullForFiles);
  expect(shown()).toContain('data-testid="send-text"');
  await visit.sendText();
  await whole;
  expect(letters.map(({ files }) => files.length)).toEqual([1, 0]);
  expect(letters[1]?.answers).toEqual({ what: 'They came at night.' });
  expect(asked.slice(-3)).toEqual(['send', 'cancel', 'send']);
  expect(visit.view).toBe('done');
  const { done } = visit.messages;
  expect(shown()).toContain(done.leadText);
  expect(shown()).toContain(done.nextFiles);
  expect(shown()).not.toContain(done.lead);
});

test('with nothing left out, everything is said to have arrived', async () => {
  const { arrival, visit, shown } = setUp({ send: () => null });
  await arrival.wake();
  visit.receipt.confirmed = true;
  visit.testimony.add([new File(['a'], 'gate.jpg')]);
  await visit.send('testimony');
  const { done } = visit.messages;
  expect(shown()).toContain(done.lead);
  expect(shown()).not.toContain(done.nextFiles);
});

test('nothing can be begun beside it while the server is asked to throw away what it has', async () => {
  const thrownAway = Promise.withResolvers<null>();
  const { arrival, visit, letters, shown } = heldUp(undefined, () => thrownAway.promise);
  await arrival.wake();
  visit.testimony.add([new File(['a'], 'gate.jpg')]);
  void visit.send('testimony');
  await quiet();
  visit.sending?.hear({ state: 'paused', because: 'upload.text-only', confirmed: 0, total: 5 });
  const text = visit.sendText();
  await quiet();
  void visit.sendText();
  expect(visit.sending?.isOver).toBe(false);
  expect(shown()).not.toContain('data-testid="send-text"');
  visit.sending?.hear({ state: 'sending', confirmed: 1, total: 5 });
  expect(visit.sending?.phase).toBe('preparing');
  // Who cancels now is heard: nothing more goes out.
  void visit.cancel();
  thrownAway.resolve(null);
  await text;
  await quiet();
  expect(letters).toHaveLength(1);
  expect(visit.sending?.phase).toBe('cancelled');
});

test('it is offered in the reader’s language', async () => {
  const { arrival, visit, shown } = heldUp({ messages: zhHans });
  await arrival.wake();
  visit.testimony.add([new File(['a'], 'gate.jpg')]);
  void visit.send('testimony');
  await quiet();
  visit.sending?.hear({ state: 'paused', because: 'upload.text-only', confirmed: 0, total: 5 });
  expect(shown()).toContain(zhHans.sending.sendText);
});

test.each(['storage.full', 'person'] as const)(
  'it is not offered in a pause because of %s',
  async (because) => {
    const { arrival, visit, shown } = heldUp();
    await arrival.wake();
    visit.testimony.add([new File(['a'], 'gate.jpg')]);
    void visit.send('testimony');
    await quiet();
    visit.sending?.hear({ state: 'paused', because, confirmed: 0, total: 5 });
    expect(shown()).not.toContain('send-text');
  },
);

test('a calculation that takes long is told of', async () => {
  const { arrival, visit, shown } = heldUp();
  await arrival.wake();
  void visit.send('testimony');
  await quiet();
  visit.sending?.hear({ state: 'proving', confirmed: 0, total: 5 });
  expect(shown()).toContain(visit.messages.sending.proving);
  for (const isSlow of [true, false]) {
    visit.sending?.hear({ state: 'proving', minutes: 17, isSlow, confirmed: 0, total: 5 });
    expect(shown()).toContain(visit.messages.sending.provingFor('17', isSlow));
  }
});
