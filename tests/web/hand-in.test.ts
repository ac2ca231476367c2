/** Handing in what was encrypted elsewhere, as the views show it. */
import { describe, expect, test } from 'vitest';
import { handIn as m } from '../../web/messages/en.ts';
import { PageError, buildsPage, setUp } from './built-visit.ts';
import { en } from './said.ts';

buildsPage();

const FILE = new Blob(['sealed']);

async function handingIn(answers: Parameters<typeof setUp>[0] = {}) {
  const set = setUp(answers);
  await set.arrival.wake();
  set.visit.go('hand-in');
  return set;
}

describe('an encrypted file', () => {
  test('is sent only once it was looked at', async () => {
    const { visit, asked } = await handingIn();
    await visit.handIn();
    expect(asked).toEqual(['open']);
    await visit.weigh(FILE);
    await visit.handIn();
    expect(asked).toEqual(['open', 'weigh', 'handIn']);
  });

  test('that is refused takes the place of none that was taken before', async () => {
    const answers = [() => null, () => Promise.reject(new PageError('envelope.not-age'))];
    const { visit } = await handingIn({ weigh: () => answers.shift()?.() });
    await visit.weigh(FILE);
    expect(visit.handed).toBe(FILE);
    await expect(visit.weigh(FILE)).rejects.toMatchObject({ code: 'envelope.not-age' });
    expect(visit.handed).toBeNull();
  });

  test('that was received is called so, with what to do with it, and let go of', async () => {
    const { visit, shown } = await handingIn();
    await visit.weigh(FILE);
    await visit.handIn();
    expect(shown()).toContain(en.done.lead);
    expect(shown()).toContain(m.view.done);
    expect(visit.handed).toBeNull();
  });

  test('that could not be sent is still on the device, and nothing is said of anything written here', async () => {
    const { visit, shown, asked } = await handingIn({
      handIn: () => Promise.reject(new PageError('upload.gone')),
    });
    await visit.weigh(FILE);
    await visit.handIn();
    expect(shown()).toContain(m.view.kept);
    expect(shown()).toContain(m.view.back);
    expect(shown()).not.toContain(en.sending.failedText);
    await visit.sendAgain('hand-in');
    expect(asked.filter((errand) => errand === 'handIn')).toHaveLength(2);
  });

  test.each([
    [true, m.view.late],
    [false, m.view.kept],
  ])('that is cancelled when it may have arrived (%s) says so', async (mayHaveArrived, sentence) => {
    const { visit, shown } = await handingIn({
      handIn: () => new Promise(() => undefined),
      cancel: () => ({ mayHaveArrived }),
    });
    await visit.weigh(FILE);
    void visit.handIn();
    expect(shown()).toContain(m.view.sending);
    await visit.cancel();
    expect(shown()).toContain(sentence);
    expect(shown()).not.toContain(en.sending.cancelledLate);
  });

  test('has the page fetch what it fetches for everybody who writes', async () => {
    const { examiner } = await handingIn();
    expect(examiner.woken).toBe(1);
  });
});
