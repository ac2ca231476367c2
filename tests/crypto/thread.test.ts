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

const SOUND = { missing: [], damaged: [], forged: [], swapped: [], replayed: [] };

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
      ...SOUND,
    };
    expect(await threadReplies(placed, keys)).toEqual(expected);
    expect(await threadReplies(placed.toReversed(), keys)).toEqual(expected);
    expect(await threadReplies([], keys)).toEqual({ replies: [], ...SOUND });
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
      ...SOUND,
    });
  });

  const forge = () =>
    makeDrop({
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
  const dropIn = (n: number) => placed.find((found) => found.n === n)?.drop ?? new Uint8Array();
  const order = (found: FoundDrop[]) => found.sort(() => 0.5 - (random(1)[0] ?? 0) / 255);

  test('says which drops are damaged and which are forged, shows neither, and goes on with the rest', async () => {
    const altered = dropIn(2).slice();
    altered[4000] = (altered[4000] ?? 0) ^ 1;
    const found = [
      ...placed.filter(({ n }) => n !== 2),
      { n: 2, drop: altered },
      { n: 5, drop: await forge() },
      { n: 9, drop: random(8192) },
    ];
    const thread = await threadReplies(order(found), keys);
    expect(thread).toMatchObject({ ...SOUND, damaged: [2, 9], forged: [5] });
    expect(thread.replies.map(({ n, complete }) => [n, complete])).toEqual([
      [0, true],
      [1, false],
      [3, false],
      [4, true],
    ]);
    expect(JSON.stringify(thread)).not.toContain('We know who you are');
  });

  test('puts drops back that were swapped, and says which slots they lay in', async () => {
    const found = placed.map(({ n, drop }) => ({ n: n === 1 ? 4 : n === 4 ? 1 : n, drop }));
    const thread = await threadReplies(order(found), keys);
    expect(thread).toEqual({ ...(await threadReplies(placed, keys)), swapped: [1, 4] });
    // One that was moved to a slot of its own leaves its own slot empty, and is not missing.
    const moved = placed.map(({ n, drop }) => ({ n: n === 3 ? 200 : n, drop }));
    expect(await threadReplies(moved, keys)).toEqual({
      ...(await threadReplies(placed, keys)),
      swapped: [200],
    });
  });

  test('says which slots repeat another, shows it once, and what it stood in place of is not shown', async () => {
    const thread = await threadReplies(
      order([...placed, { n: 5, drop: dropIn(0) }, { n: 6, drop: dropIn(4) }, { n: 4, drop: dropIn(4) }]),
      keys,
    );
    expect(thread).toEqual({ ...(await threadReplies(placed, keys)), replayed: [4, 5, 6] });

    const covered = placed.map(({ n, drop }) => ({ n, drop: n === 2 ? dropIn(0) : drop }));
    expect(await texts(order(covered))).toMatchObject({ ...SOUND, replayed: [2] });
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

  test.each<[string, Partial<Reply>]>([
    ['kind', { kind: 'acknowledgement' }],
    ['number of parts', { of: 3 }],
    ['place', { part: 3, of: 3 }],
  ])('joins no part of another %s', async (_, other) => {
    const placed = await place([
      { text: 'a', part: 1, of: 2 },
      { text: 'b', part: 2, of: 2, ...other },
    ]);
    expect((await texts(placed)).replies).toEqual([
      [0, false, 1],
      [1, false, 1],
    ]);
  });

  test('notices a drop that follows on one it was not written after', async () => {
    const [a, b] = await place([{ text: 'a' }, { text: 'b', previous: 'ee'.repeat(32) }]);
    if (!a || !b) throw new Error('nothing was placed');
    expect((await threadReplies([a, b], keys)).missing).toEqual([0]);
  });
});
