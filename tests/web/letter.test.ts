import { randomBytes } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { base64, hex } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBundle, type BundlePart } from '../../crypto/bundle.ts';
import { collect } from '../../crypto/encoding.ts';
import { generateIdentity, open, prepareSeal, recipientOf } from '../../crypto/envelope.ts';
import { verifyFollowUp } from '../../crypto/followup.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { ciphertextSize, SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import type { Letter } from '../../web/source/errands.ts';
import { sealLetter, type LetterTools } from '../../web/source/letter.ts';
import { asItIs } from './files.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const tools: LetterTools = {
  random,
  envelopeFor: prepareSeal,
  cipherFor: () => Promise.resolve(chacha20poly1305),
};

const letter: Letter = {
  kind: 'testimony',
  language: 'zh-Hans',
  written: '2026-11-20',
  desk: 'main',
  answers: { what: '那天下午，他们来了。' },
  consent: { contact: true },
  files: [],
};

describe('sealing a letter', () => {
  let identity: string;
  let keyring: Keyring;
  let keys: ReceiptKeys;

  beforeAll(async () => {
    identity = await generateIdentity();
    keyring = {
      format: 'witnessbox-keyring/1',
      organisation: { id: hex.encode(random(32)), names: { en: 'Harbour' } },
      epoch: 3,
      issued: '2026-11-01',
      validFrom: '2026-11-01',
      validUntil: '2027-01-30',
      desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) }],
      intake: { id: 'default', sha256: 'ab'.repeat(32), pages: { en: 'cd'.repeat(32) } },
      onion: null,
      teamRequestKey: base64.encode(random(32)),
      demonstration: false,
    };
    keys = await deriveReceiptKeys(random(16), hex.decode(keyring.organisation.id));
  });

  async function seal(given: Letter) {
    const { ciphertext, length } = await sealLetter(given, keyring, keys, tools);
    return { ciphertext: await collect(ciphertext), length };
  }

  async function opened(ciphertext: Uint8Array) {
    const parts: (BundlePart & { content?: Uint8Array })[] = [];
    for await (const part of readBundle(await open([identity], new Blob([ciphertext.slice()]).stream()))) {
      parts.push(part.part === 'evidence' ? { ...part, content: await collect(part.body) } : part);
    }
    return parts;
  }

  test('gives exactly the bytes that it announced; a text alone has the smallest size', async () => {
    const { ciphertext, length } = await seal(letter);
    expect(ciphertext.length).toBe(length);
    expect(length).toBe(ciphertextSize(SMALLEST_PLAINTEXT));
  });

  test('holds what was written, how to answer it, and the files', async () => {
    const content = random(100_000);
    const files = [new File([content], '../照片 1.jpg', { type: 'image/jpeg' }), new File([], 'empty')];
    const { ciphertext } = await seal({ ...letter, files: files.map(asItIs) });
    const [first, second, third, fourth] = await opened(ciphertext);
    expect(first).toMatchObject({
      part: 'testimony',
      testimony: {
        kind: letter.kind,
        language: letter.language,
        written: letter.written,
        answers: letter.answers,
        consent: letter.consent,
        intake: { id: 'default', sha256: 'ab'.repeat(32) },
      },
    });
    expect(second).toMatchObject({
      part: 'channel',
      channel: { recipient: keys.recipient, dropSecret: base64.encode(keys.dropSecret) },
    });
    expect(third).toMatchObject({ part: 'evidence', record: { name: '../照片 1.jpg', type: 'image/jpeg' } });
    expect(third?.content).toEqual(content);
    expect(fourth).toMatchObject({ part: 'evidence', record: { name: 'empty', size: 0, removed: [] } });
  });

  test('holds of a file the copy, the file as it was, or both, the original directly behind what was made from it', async () => {
    const [cleaned, whole, other] = [random(900), random(1000), random(10)];
    const photo = { name: '照片.jpg', type: 'image/jpeg' };
    const removed = ['place', 'time'] as const;
    const { ciphertext } = await seal({
      ...letter,
      files: [
        { ...photo, content: new Blob([cleaned]), removed: [...removed], original: new Blob([whole]) },
        { ...photo, content: new Blob([cleaned]), removed: [...removed], original: null },
        asItIs(new File([other], 'note.txt')),
      ],
    });
    const [, , ...evidence] = await opened(ciphertext);
    const original = 'evidence/002-original-照片.jpg';
    expect(evidence).toEqual([
      {
        part: 'evidence',
        record: { ...photo, path: 'evidence/001-照片.jpg', size: 900, removed, original },
        body: expect.anything() as unknown,
        content: cleaned,
      },
      expect.objectContaining({
        record: { ...photo, path: original, size: 1000, removed: [] },
        content: whole,
      }),
      expect.objectContaining({
        record: { ...photo, path: 'evidence/003-照片.jpg', size: 900, removed },
        content: cleaned,
      }),
      expect.objectContaining({
        record: { name: 'note.txt', type: '', path: 'evidence/004-note.txt', size: 10, removed: [] },
        content: other,
      }),
    ]);
  });

  test('holds what the source said of a file once, with what was made from it', async () => {
    const photo = { name: 'gate.jpg', type: 'image/jpeg', content: new Blob(['a']), removed: [] };
    const answers = { 'made-by': 'a neighbour', copy: 'original' };
    const { ciphertext } = await seal({
      ...letter,
      files: [{ ...photo, original: new Blob(['b']), answers }, asItIs(new File(['c'], 'note.txt'))],
    });
    const [, , ...evidence] = await opened(ciphertext);
    const records = evidence.map((part) => (part.part === 'evidence' ? part.record.answers : null));
    expect(records).toEqual([answers, undefined, undefined]);
  });

  test('a follow-up holds what it asks for, and leaves consent as it was', async () => {
    const followUp = { ...letter, kind: 'follow-up' as const, consent: null, answers: {} };
    const [testimony] = await opened((await seal({ ...followUp, asks: ['deletion'] })).ciphertext);
    expect(testimony).toMatchObject({ testimony: { consent: null, asks: ['deletion'], answers: {} } });
    const [other] = await opened((await seal(followUp)).ciphertext);
    expect(other).not.toHaveProperty('testimony.asks');
  });

  test('a follow-up is signed under the receipt, with a fresh id each time; a first testimony is not', async () => {
    const ids = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      const [testimony, channel] = await opened((await seal({ ...letter, kind: 'follow-up' })).ciphertext);
      if (testimony?.part !== 'testimony' || channel?.part !== 'channel') throw new Error('order');
      const { id, signature } = channel.channel.followUp ?? { id: '', signature: '' };
      ids.add(id);
      const content = {
        organisationId: hex.decode(keyring.organisation.id),
        epoch: keyring.epoch,
        kind: 'follow-up',
        id: hex.decode(id),
        testimony: testimony.bytes,
      };
      const proof = { key: keys.followUpKey, signature: base64.decode(signature) };
      expect(() => {
        verifyFollowUp({ ...content, ...proof });
      }).not.toThrow();
    }
    expect(ids.size).toBe(2);
    const [, channel] = await opened((await seal(letter)).ciphertext);
    expect(channel).not.toHaveProperty('channel.followUp');
  });

  test('a file that changed while it was read, or cannot be read, ends it without quoting its name', async () => {
    const shrunk = new File([random(10)], 'me.jpg');
    Object.defineProperty(shrunk, 'size', { value: 1000 });
    const unreadable = new File([random(10)], 'me.jpg');
    const failing = () =>
      new ReadableStream({
        start: (controller) => {
          controller.error(new Error('me.jpg'));
        },
      });
    Object.defineProperty(unreadable, 'stream', { value: failing });
    for (const file of [shrunk, unreadable]) {
      const error: unknown = await seal({ ...letter, files: [asItIs(file)] }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'bundle.file-changed', message: 'bundle.file-changed' });
    }
  });

  test('text past the limit is refused, and so is a desk that the keyring does not name', async () => {
    const long = { ...letter, answers: { what: '长'.repeat(30_000) } };
    await expect(seal(long)).rejects.toMatchObject({ code: 'bundle.too-long' });
    await expect(seal({ ...letter, desk: 'elsewhere' })).rejects.toMatchObject({ code: 'page.fault' });
  });

  test('a name or type of absurd length is cut, not refused', async () => {
    const file = new File([random(5)], `${'长'.repeat(2000)}.jpg`, { type: `image/${'x'.repeat(2000)}` });
    const [, , evidence] = await opened((await seal({ ...letter, files: [asItIs(file)] })).ciphertext);
    expect(evidence?.content).toHaveLength(5);
  });
});
