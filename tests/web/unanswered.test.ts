/** What has not been answered and since when, as far as what was found tells. */
import { describe, expect, test } from 'vitest';
import { en, zhHans } from './said.ts';
import type { ShownReply } from '../../web/source/errands.ts';
import { unansweredIn } from '../../web/source/unanswered.ts';
import { buildsPage, NOTHING, setUp } from './built-visit.ts';

buildsPage();

let n = 0;
const one = (kind: ShownReply['kind'], day: string, toFollowUp = false): ShownReply => ({
  n: (n += 1),
  kind,
  day,
  text: '',
  toFollowUp,
  complete: true,
});
const OPENED = one('acknowledgement', '2026-11-02');
const REPLY = one('reply', '2026-11-06');
const OPENED_LATER = one('acknowledgement', '2026-11-09', true);

describe('what waits for a reply', () => {
  test('is a testimony since the day on which it was opened', () => {
    expect(unansweredIn([OPENED])).toEqual({
      waiting: [{ n: OPENED.n, day: '2026-11-02', toFollowUp: false }],
      lastReply: null,
    });
  });

  test('is nothing that was opened before the last reply', () => {
    expect(unansweredIn([OPENED, REPLY])).toEqual({ waiting: [], lastReply: '2026-11-06' });
    expect(unansweredIn([OPENED, OPENED_LATER, REPLY]).waiting).toEqual([]);
  });

  test('is each later message that was opened after it', () => {
    const again = one('acknowledgement', '2026-11-12', true);
    const { waiting, lastReply } = unansweredIn([OPENED, REPLY, OPENED_LATER, again]);
    expect([waiting.map(({ day }) => day), lastReply]).toEqual([['2026-11-09', '2026-11-12'], '2026-11-06']);
  });

  test('is unknown where nothing was found', () => {
    expect(unansweredIn([])).toEqual({ waiting: [], lastReply: null });
  });
});

describe.each([en, zhHans])('the page in $lang', (messages) => {
  const m = messages.replies;
  const shownFor = async (...replies: ShownReply[]) => {
    const { visit, shown } = setUp({ look: () => ({ ...NOTHING, replies }) }, undefined, { messages });
    visit.go('replies');
    await visit.replies.lookAgain();
    return { html: shown(), day: (day: string) => visit.format.day(day) };
  };

  test('says what waits, since when, and what it cannot know', async () => {
    const { html, day } = await shownFor(OPENED, REPLY, OPENED_LATER);
    expect(html).toContain(m.waitingFollowUp(day('2026-11-09')));
    expect(html).not.toContain(m.waiting(day('2026-11-02')));
    expect(html).toContain(m.lastReply(day('2026-11-06')));
    expect(html).not.toContain(m.nothingWaiting);
    expect(html).toContain(m.unansweredLimits);
  });

  test('says where nothing waits, and nothing of it where nothing lies under the words', async () => {
    const { html } = await shownFor(OPENED, REPLY);
    expect(html).toContain(m.nothingWaiting);
    expect((await shownFor()).html).not.toContain('data-testid="unanswered"');
  });

  test('advises a new identity before the button that leads to a message', async () => {
    const { html } = await shownFor(OPENED);
    const advice = html.indexOf(messages.followUp.advice);
    expect(advice).toBeGreaterThan(0);
    expect(advice).toBeLessThan(html.indexOf('data-testid="follow-up"'));
  });
});
