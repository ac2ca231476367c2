import { beforeAll, describe, expect, test } from 'vitest';
import {
  dropHash,
  makeDrop,
  splitReply,
  threadReplies,
  type FoundDrop,
  type Reply,
} from '../../crypto/drop.ts';
import { deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import { random } from './helpers.ts';

let keys: ReceiptKeys;
/** An acknowledgement in slot 0, a long reply of three parts in 1 to 3, a short reply in 4. */
let placed: FoundDrop[];
const LONG = '很长的回复。'.repeat(800);

beforeAll(async () => {
  keys = await deriveReceiptKeys(new Uint8Array(16).fill(8), new Uint8Array(32).fill(9));
  const parts = splitReply(LONG);
  expect(parts).toHaveLength(3);
  placed = await place([
    { kind: 'acknowledgement', text: '' },
    ...parts.map((text, index) => ({ text, part: index + 1, of: 3 })),
    { text: 'And one thing more.', answers: 'ab'.repeat(16) },
  ]);
});

/** Drops in the given slots, one after another, each naming the one before. */
async function place(replies: Partial<Reply>[], slots = replies.map((_, n) => n)): Promise<FoundDrop[]> {
  const found: FoundDrop[] = [];
  let previous: string | null = null;
  for (const [index, reply] of replies.entries()) {
    const n = slots[index] ?? 0;
    const drop = await makeDrop({
      ...keys,
      reply: {
        format: 'witnessbox-reply/1',
        n,
        day: '2026-11-20',
        kind: 'reply',
        text: '',
        part: 1,
        of: 1,
        previous,
        ...reply,
      },
    });
    previous = dropHash(drop);
    found.push({ n, drop });
  }
  return found;
}

const texts = async (found: FoundDrop[]) => {
  const thread = await threadReplies(found, keys);
  return { ...thread, replies: thread.replies.map(({ n, complete, text }) => [n, complete, text.length]) };
};

describe('an exchange', () => {
  test('is put together from its drops in whatever order they were found', async () => {
    const expected = {
      replies: [
        { n: 0, day: '2026-11-20', kind: 'acknowledgement', text: '', complete: true },
        { n: 1, day: '2026-11-20', kind: 'reply', text: LONG, complete: true },
        {
          n: 4,
          day: '2026-11-20',
          kind: 'reply',
          text: 'And one thing more.',
          answers: 'ab'.repeat(16),
          complete: true,
        },
      ],
      missing: [],
      broken: [],
    };
    expect(await threadReplies(placed, keys)).toEqual(expected);
    expect(await threadReplies(placed.toReversed(), keys)).toEqual(expected);
    expect(await threadReplies([], keys)).toEqual({ replies: [], missing: [], broken: [] });
  });

  test('says which drop is missing in the middle, and that the text around it has a gap', async () => {
    const thread = await texts(placed.filter(({ n }) => n !== 2));
    expect(thread.missing).toEqual([2]);
    expect(thread.replies.map(([n, complete]) => [n, complete])).toEqual([
      [0, true],
      [1, false],
      [3, false],
      [4, true],
    ]);
  });

  test('says that what came before is missing, where the first drops expired', async () => {
    expect((await texts(placed.slice(4))).missing).toEqual([0, 1, 2, 3]);
    expect((await texts(placed.slice(0, 2))).missing).toEqual([]);
  });

  test('does not miss slots that the organisation skipped', async () => {
    const found = await place([{ text: 'a' }, { text: 'b' }, { text: 'c' }], [0, 3, 4]);
    expect(await texts(found)).toEqual({
      replies: [
        [0, true, 1],
        [3, true, 1],
        [4, true, 1],
      ],
      missing: [],
      broken: [],
    });
  });

  test('says which drops are not authentic, and goes on with the rest', async () => {
    const forged = await makeDrop({
      recipient: keys.recipient,
      dropSecret: random(32),
      reply: {
        format: 'witnessbox-reply/1',
        n: 5,
        day: '2026-11-20',
        kind: 'reply',
        text: 'We know who you are.',
        part: 1,
        of: 1,
        previous: null,
      },
    });
    const swapped = [
      ...placed.filter(({ n }) => n !== 2),
      { n: 2, drop: placed[1]?.drop ?? forged },
      { n: 5, drop: forged },
      { n: 9, drop: random(8192) },
    ];
    const thread = await threadReplies(swapped, keys);
    expect(thread.broken).toEqual([2, 5, 9]);
    expect(thread.missing).toEqual([]);
    expect(JSON.stringify(thread)).not.toContain('We know who you are');
  });

  test('keeps two reviewers apart who answered at once', async () => {
    const [first] = await place([{ text: 'first' }]);
    if (!first) throw new Error('nothing was placed');
    const previous = dropHash(first.drop);
    const [a] = await place([{ text: 'a', previous }], [1]);
    const [b] = await place([{ text: 'b', previous }], [2]);
    if (!a || !b) throw new Error('nothing was placed');
    const thread = await threadReplies([first, a, b], keys);
    expect(thread.missing).toEqual([]);
    expect(thread.replies.map(({ text }) => text)).toEqual(['first', 'a', 'b']);
  });

  test('keeps the parts of two long replies apart that were placed at once', async () => {
    const [a] = await place([{ text: 'a1 ', part: 1, of: 2 }], [0]);
    const [b] = await place([{ text: 'b1 ', part: 1, of: 2 }], [1]);
    if (!a || !b) throw new Error('nothing was placed');
    // The second parts lie the other way round.
    const [b2] = await place([{ text: 'b2', part: 2, of: 2, previous: dropHash(b.drop) }], [2]);
    const [a2] = await place([{ text: 'a2', part: 2, of: 2, previous: dropHash(a.drop) }], [3]);
    if (!a2 || !b2) throw new Error('nothing was placed');
    const thread = await threadReplies([a, b, a2, b2], keys);
    expect(thread.replies.map(({ text, complete }) => [text, complete])).toEqual([
      ['a1 a2', true],
      ['b1 b2', true],
    ]);
  });

  test('notices a drop that follows on one it was not written after', async () => {
    const [a, b] = await place([{ text: 'a' }, { text: 'b', previous: 'ee'.repeat(32) }]);
    if (!a || !b) throw new Error('nothing was placed');
    expect((await threadReplies([a, b], keys)).missing).toEqual([0]);
  });
});
