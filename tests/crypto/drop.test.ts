import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  DROP_SIZE,
  SLOTS,
  allSlots,
  makeDrop,
  makeDummy,
  openDrop,
  slotAt,
  splitReply,
  type Reply,
} from '../../crypto/drop.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { openBytes, sealBytes } from '../../crypto/envelope.ts';
import { checkHybridHeader } from '../../crypto/header.ts';
import { deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import { macKeyOf, macOf } from '../../crypto/reply.ts';
import vectors from '../vectors/drops.json' with { type: 'json' };
import { codeOf, codeOfAsync, digest, random } from './helpers.ts';

let keys: ReceiptKeys;

beforeAll(async () => {
  keys = await deriveReceiptKeys(new Uint8Array(16).fill(5), new Uint8Array(32).fill(6));
});

const reply = (change: Partial<Reply> = {}): Reply => ({
  format: 'witnessbox-reply/1',
  n: 0,
  day: '2026-11-20',
  kind: 'reply',
  text: '您的材料已收到。\nWe have read it.',
  part: 1,
  of: 1,
  previous: null,
  ...change,
});

const make = (change?: Partial<Reply>) => makeDrop({ ...keys, reply: reply(change) });
const openAt = (n: number, drop: Uint8Array) => openDrop({ ...keys, n, drop });

describe('slots', () => {
  test.each(vectors.slots)('slot $n of $dropSecret', ({ dropSecret, n, slot }) => {
    expect(slotAt(hexToBytes(dropSecret), n)).toEqual(hexToBytes(slot));
  });

  test('are 256 different names, and none beyond', () => {
    const slots = allSlots(keys.dropSecret);
    expect(slots).toHaveLength(SLOTS);
    expect(new Set(slots.map(digest)).size).toBe(SLOTS);
    for (const n of [-1, 0.5, SLOTS]) expect(codeOf(() => slotAt(keys.dropSecret, n))).toBe('drop.too-many');
  });
});

describe('a drop', () => {
  test.each(vectors.macs)('has the MAC of the vector (slot $n)', ({ dropSecret, n, message, mac }) => {
    expect(macOf(macKeyOf(hexToBytes(dropSecret)), n, hexToBytes(message))).toBe(mac);
  });

  test('is exactly 8 KiB, whatever it says, and says the same when opened', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 1500 });
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(SLOTS - 1), fc.boolean(), async (text, n, first) => {
        const written = reply({
          text,
          n,
          previous: first ? null : 'ab'.repeat(32),
          answers: 'cd'.repeat(16),
        });
        const drop = await makeDrop({ ...keys, reply: written });
        expect(drop.length).toBe(DROP_SIZE);
        expect(checkHybridHeader(drop)).toBe('complete');
        expect(await openAt(n, drop)).toEqual(written);
      }),
      { numRuns: 25 },
    );
  });

  test('can be read without us: one line of JSON, spaces, one line of MAC', async () => {
    const text = new TextDecoder().decode(await openBytes([keys.identity], await make()));
    expect(text).toMatch(/^\{.*\}\n *\n[0-9a-f]{64}\n$/);
    expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual(reply());
  });

  test('in another slot than its own says for which it was made', async () => {
    const drop = await make({ n: 3 });
    for (const n of [0, 3, 4, 255]) expect((await openAt(n, drop)).n).toBe(3);
  });

  test('by somebody who knows the recipient but not the drop secret is not authentic', async () => {
    const forged = await makeDrop({ recipient: keys.recipient, dropSecret: random(32), reply: reply() });
    for (const n of [0, 1]) expect(await codeOfAsync(() => openAt(n, forged))).toBe('drop.not-authentic');
  });

  test('whose plaintext was changed anywhere by such a person is not authentic', async () => {
    const plaintext = await openBytes([keys.identity], await make());
    for (const position of [
      0,
      30,
      3000,
      plaintext.length - 66,
      plaintext.length - 40,
      plaintext.length - 1,
    ]) {
      const changed = plaintext.slice();
      changed[position] = (changed[position] ?? 0) ^ 1;
      const drop = await sealBytes(keys.recipient, changed);
      expect([position, await codeOfAsync(() => openAt(0, drop))]).toEqual([position, 'drop.not-authentic']);
    }
  });

  test('that says another slot than the one it is authentic for is refused', async () => {
    const plaintext = await openBytes([keys.identity], await make({ n: 1 }));
    const mac = macOf(macKeyOf(keys.dropSecret), 0, plaintext.subarray(0, -65));
    plaintext.set(utf8(mac), plaintext.length - 65);
    const drop = await sealBytes(keys.recipient, plaintext);
    for (const n of [0, 1]) expect(await codeOfAsync(() => openAt(n, drop))).toBe('drop.not-authentic');
  });

  test('with anything but spaces behind its line is damaged, authentic as it may be', async () => {
    const plaintext = await openBytes([keys.identity], await make());
    for (const [place, byte] of [
      [6000, 0x2e],
      [6000, 0x0a],
      [plaintext.length - 67, 0x0d],
    ] as const) {
      const filled = plaintext.slice();
      filled[place] = byte;
      filled.set(utf8(macOf(macKeyOf(keys.dropSecret), 0, filled.subarray(0, -65))), filled.length - 65);
      const drop = await sealBytes(keys.recipient, filled);
      expect([place, await codeOfAsync(() => openAt(0, drop))]).toEqual([place, 'drop.damaged']);
    }
  });

  test('that does not open, or has another size, is damaged', async () => {
    const drop = await make();
    const changed = drop.slice();
    changed[8000] = (changed[8000] ?? 0) ^ 1;
    const other = await deriveReceiptKeys(new Uint8Array(16), new Uint8Array(32));
    expect(await codeOfAsync(() => openAt(0, changed))).toBe('drop.damaged');
    expect(await codeOfAsync(() => openAt(0, drop.subarray(1)))).toBe('drop.damaged');
    expect(await codeOfAsync(() => openAt(0, random(DROP_SIZE)))).toBe('drop.damaged');
    expect(await codeOfAsync(() => openDrop({ ...other, n: 0, drop }))).toBe('drop.damaged');
  });

  test('is not made with a malformed reply or a text that does not fit', async () => {
    expect(await codeOfAsync(() => make({ n: 256 }))).toBe('drop.damaged');
    expect(await codeOfAsync(() => make({ part: 2 }))).toBe('drop.damaged');
    expect(await codeOfAsync(() => make({ day: 'today' }))).toBe('drop.damaged');
    expect(await codeOfAsync(() => make({ text: 'a'.repeat(6500) }))).toBe('drop.too-many');
  });
});

describe('a dummy', () => {
  test('has the size and header of a real drop, and nobody can open it', async () => {
    const { slot, drop } = await makeDummy(random);
    expect(slot).toHaveLength(16);
    expect(drop).toHaveLength(DROP_SIZE);
    expect(checkHybridHeader(drop)).toBe('complete');
    expect(await codeOfAsync(() => openAt(0, drop))).toBe('drop.damaged');
  });

  test('is never the same twice', async () => {
    const [a, b] = await Promise.all([makeDummy(random), makeDummy(random)]);
    expect(digest(a.slot)).not.toBe(digest(b.slot));
    expect(digest(a.drop)).not.toBe(digest(b.drop));
  });
});

describe('a long reply', () => {
  const longest: Partial<Reply> = {
    n: 255,
    kind: 'acknowledgement',
    part: 256,
    of: 256,
    previous: 'ff'.repeat(32),
    answers: 'ff'.repeat(16),
  };

  test('splits into parts that each fit one drop with every field at its longest, and join to the same', async () => {
    const units = fc.constantFrom('a', '证', '😀', '"', '\n', '\u0001', 'é', '\ud800');
    const texts = fc.array(units, { maxLength: 9000, size: 'max' }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const parts = splitReply(text);
        expect(digest(utf8(parts.join('')))).toBe(digest(utf8(text)));
        for (const part of parts) expect(await make({ ...longest, text: part })).toHaveLength(DROP_SIZE);
      }),
      { numRuns: 10 },
    );
  });

  test('never splits a character outside the basic plane', () => {
    const parts = splitReply(`a${'😀'.repeat(4000)}`);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.isWellFormed()).toBe(true);
  });

  test('that is empty is one empty part; one past 256 parts is refused', () => {
    expect(splitReply('')).toEqual(['']);
    expect(splitReply('short')).toEqual(['short']);
    expect(splitReply('a'.repeat(6100))).toHaveLength(1);
    expect(splitReply('a'.repeat(6101))).toHaveLength(2);
    expect(codeOf(() => splitReply('a'.repeat(6100 * 256 + 1)))).toBe('drop.too-many');
  });
});
