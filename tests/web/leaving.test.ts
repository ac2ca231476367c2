/** Three presses of Esc, and what is none; what the page asks of whoever holds something. */
import { describe, expect, test } from 'vitest';
import { Escapes } from '../../web/source/leaving.ts';
import { buildsPage, setUp } from './built-visit.ts';

buildsPage();

type Said = { key?: string; repeat?: boolean; isComposing?: boolean; defaultPrevented?: boolean };

/** Hears presses, each `after` milliseconds; whether each was the one to leave, and which were kept from the browser. */
function hear(presses: readonly [after: number, said?: Said][]) {
  const escapes = new Escapes();
  let timeStamp = 0;
  let prevented = 0;
  const left = presses.map(([after, said]) => {
    timeStamp += after;
    const press = { key: 'Escape', repeat: false, isComposing: false, defaultPrevented: false, timeStamp };
    const preventDefault = () => (prevented += 1);
    return escapes.hear({ ...press, ...said, preventDefault });
  });
  return { left, prevented };
}

describe('Esc', () => {
  test('three times within two seconds means: leave', () => {
    expect(hear([[0], [900], [900]]).left).toEqual([false, false, true]);
    expect(hear([[0], [1500], [1500], [400]]).left).toEqual([false, false, false, true]);
  });

  test('slowly means nothing, however often', () => {
    expect(hear(Array.from({ length: 9 }, () => [1100])).left).not.toContain(true);
  });

  test('is heard between other keys, as of somebody in fear', () => {
    expect(hear([[0], [100, { key: 'a' }], [100], [100, { key: 'Enter' }], [100]]).left).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test.each<[string, Said]>([
    ['that is held down', { repeat: true }],
    ['that drops half a word of an input method', { isComposing: true }],
    ['that has closed something', { defaultPrevented: true }],
  ])('%s is not counted', (_, said) => {
    expect(hear([[0], [100], [100, said], [100, said]]).left).not.toContain(true);
    expect(hear([[0, said], [100], [100], [100]]).left).toEqual([false, false, false, true]);
  });

  test('does not stop the page that comes, whatever is pressed meanwhile', () => {
    expect(hear([[0], [100], [100], [100], [100]]).prevented).toBe(3);
  });
});

describe('whoever leaves', () => {
  test('lets go of everything and is not asked to stay, even in the middle of sending', async () => {
    const { arrival, visit, examiner } = setUp({ send: () => new Promise(() => undefined) });
    await arrival.wake();
    visit.go('form');
    visit.testimony.sheet.texts['what'] = 'They came at dawn.';
    visit.replies.text = 'legal winner';
    void visit.send('follow-up');
    expect(visit.holds).toBe(true);
    arrival.leave();
    expect([visit.holds, visit.testimony.isEmpty, visit.replies.text, visit.sending]).toEqual([
      false,
      true,
      '',
      null,
    ]);
    expect(examiner.hasEnded).toBe(true);
  });
});
