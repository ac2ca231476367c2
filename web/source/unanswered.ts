/**
 * What has not been answered, and since when, as far as the replies that were found tell. A reply stands behind what was
 * opened before it was written. What the organisation has not opened yet leaves no sign here at all. Pure.
 *
 * @module
 */
import type { ShownReply } from './errands.ts';

export type Unanswered = {
  /** What was opened after the last reply, with the day on which it was. */
  waiting: { n: number; day: string; toFollowUp: boolean }[];
  /** Day of the last reply. */
  lastReply: string | null;
};

/** `replies`: in their order. */
export function unansweredIn(replies: readonly ShownReply[]): Unanswered {
  const last = replies.findLastIndex(({ kind }) => kind === 'reply');
  return {
    waiting: replies.slice(last + 1).map(({ n, day, toFollowUp }) => ({ n, day, toFollowUp })),
    lastReply: replies[last]?.day ?? null,
  };
}
