/** What our own code writes here and now, for a new organisation and a new receipt, as the independent reader reads it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, base64urlnopad, hex } from '@scure/base';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Answers } from '../../crypto/answers.ts';
import { dropHash, makeDrop, slotAt, splitReply, type Reply } from '../../crypto/drop.ts';
import { collect, utf8 } from '../../crypto/encoding.ts';
import { generateIdentity, prepareSeal, recipientOf } from '../../crypto/envelope.ts';
import { misfits } from '../../crypto/fitting.ts';
import { intakeHash, intakeLanguages, intakePage, questionsOf, type Intake } from '../../crypto/intake.ts';
import { encodeKeyring, fingerprint, fingerprintWords, type Keyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { below } from '../../crypto/random.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { createReceipt, deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { encodeTestimony, readTestimony, type Testimony } from '../../crypto/testimony.ts';
import type { Letter } from '../../web/source/errands.ts';
import { sealLetter } from '../../web/source/letter.ts';
import { FORM, forms } from '../crypto/forms.ts';
import { testimonyAbout } from '../crypto/samples.ts';
import { asItIs } from '../web/files.ts';
import { LACKING, REASON, python, read } from './python.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const LIST = WORD_LISTS[below(WORD_LISTS.length, random)] ?? { language: '', words: [] };

const INTAKE = writeJson(FORM);
const pagesOf = (form: Intake) =>
  Object.fromEntries(intakeLanguages(form).map((tag) => [tag, intakeHash(intakePage(form, tag))]));

const WHAT = '那天下午，他们来了。\n"\u0001" 😀 ';
const PHOTO = random(70_001);
const LETTER: Letter = {
  kind: 'testimony',
  language: 'zh-Hans',
  written: '2026-12-24',
  desk: 'main',
  // The last one is half a sign, as a broken keyboard may leave it.
  answers: { what: `${WHAT}\ud83d`, where: 'قەشقەر' },
  consent: { contact: true },
  files: [
    ...[
      new File([PHOTO], '拘留通知书 2019年.jpg', { type: 'image/jpeg' }),
      new File([], '../../empty'),
      new File(['text'], `${'گۇۋاھلىق '.repeat(20)}.txt`),
    ].map(asItIs),
    {
      name: 'gate.jpg',
      type: '',
      content: new Blob(['copy']),
      removed: ['place'],
      original: new Blob(['whole']),
    },
  ],
};

let folder: string;
let keyring: Keyring;
let identity: string;
let entropy: Uint8Array;
let keys: ReceiptKeys;
/** Options by which the reader finds the receipt and the organisation. */
let receipt: string[];
let organisation: string[];

function write(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'witnessbox-independent-'));
  identity = await generateIdentity();
  write('identity.txt', `${identity}\n`);
  keyring = {
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(random(32)), names: { en: 'Harbour', 'zh-Hans': '港湾' } },
    epoch: 1 + below(1000, random),
    issued: '2026-11-01',
    validFrom: '2026-11-01',
    validUntil: '2027-01-30',
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) }],
    intake: { id: 'harbour', sha256: intakeHash(INTAKE), pages: pagesOf(FORM) },
    onion: `${'a2'.repeat(28)}.onion`,
    teamRequestKey: base64.encode(random(32)),
    demonstration: true,
  };
  organisation = ['--organisation', keyring.organisation.id];
  const lists = WORD_LISTS.map(({ language, words }) => write(`${language}.txt`, `${words.join('\n')}\n`));
  const made = createReceipt(LIST, WORD_LISTS, random);
  entropy = made.entropy;
  keys = await deriveReceiptKeys(entropy, hex.decode(keyring.organisation.id));
  receipt = ['--words', write('words', made.words.join(' ')), '--list', ...lists, ...organisation];
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const options = { skip: LACKING !== null, timeout: 60_000 };

describe(`the independent reader reads of us${REASON}`, options, () => {
  test('a keyring and its fingerprint', () => {
    const root = generateKeyPair(random);
    const bytes = encodeKeyring(keyring);
    const file = write('keyring.json', bytes);
    write('keyring.json.minisig', sign(root, bytes, 'witnessbox keyring'));
    const rootKey = encodePublicKey(root);
    const rootFile = write('root.pub', rootKey);
    const checked = ['--intake', write('intake.json', INTAKE), '--day', '2026-12-24'];
    expect(read('keyring', file, rootFile, ...organisation, ...checked)).toEqual(keyring);

    const list = ['--list', join(folder, `${LIST.language}.txt`)];
    const { id } = keyring.organisation;
    expect(read('fingerprint', rootFile, ...organisation, ...list)).toEqual({
      digits: fingerprint(rootKey, id),
      words: fingerprintWords(rootKey, id, LIST).map((word) => word.normalize('NFC')),
    });
  });

  test('any form: the bytes of its pages, and which answers do not fit it', () => {
    const answer = fc.oneof(
      fc.constantFrom<Answer[]>(
        '',
        '2019-03~',
        '2021-02-29',
        '2018/..',
        '2019/2018',
        'a\nb',
        ['saw'],
        ['a', 'a'],
        [{}],
      ),
      fc.string(),
    );
    for (const form of [FORM, ...fc.sample(forms, 6)]) {
      const ids = [...questionsOf(form).map(({ id }) => id), 'message', 'x'];
      const [first] = fc.sample(fc.dictionary(fc.constantFrom(...ids), answer), 1);
      const groups = questionsOf(form).flatMap((question) =>
        question.kind === 'group'
          ? [[question.id, [{ [question.fields[0]?.id ?? 'x']: '2019' }]] as const]
          : [],
      );
      const chosen = questionsOf(form).flatMap((question) =>
        question.kind === 'choices' ? [[question.id, question.options.map(({ id }) => id)] as const] : [],
      );
      const answers = { ...first, ...Object.fromEntries([...groups, ...chosen]) } as Answers;
      const testimony = encodeTestimony({ ...testimonyAbout([]), answers });
      const options = ['--testimony', write('testimony.json', testimony)];
      expect(read('intake', write('form.json', writeJson(form)), ...options)).toEqual({
        id: form.id,
        pages: pagesOf(form),
        misfits: misfits(form, readTestimony(testimony).answers),
      });
    }
  });

  test('all that a testimony and its follow-up can say', () => {
    const notice = { version: '3', language: 'zh-Hans', sha256: 'ab'.repeat(32) };
    const file = { path: 'evidence/001-a', name: 'a', type: '', size: 0, removed: [] };
    const whole: Testimony = {
      ...testimonyAbout([]),
      answers: {
        what: 'x',
        relation: ['told'],
        officials: [{ name: 'Chen', since: '2012/..' }, { rank: 'middle' }],
      },
      consent: { contact: false, uses: ['numbers', 'named'], notice },
      evidence: [{ ...file, answers: { copy: 'copy', 'made-when': 'lately' } }],
    };
    const form = write('form.json', INTAKE);
    const misfitsOf = (testimony: Testimony) =>
      (
        read('intake', form, '--testimony', write('t.json', encodeTestimony(testimony))) as {
          misfits: string[];
        }
      ).misfits;
    expect(misfitsOf(whole)).toEqual(['officials', 'evidence/001-a']);
    const more = { ...whole, kind: 'follow-up' as const, answers: { message: 'y' }, evidence: [] };
    expect(misfitsOf({ ...more, consent: null, asks: ['deletion'] })).toEqual([]);
    const refused = (change: object) =>
      python(
        'witnessbox.py',
        'intake',
        form,
        '--testimony',
        write('t.json', writeJson({ ...whole, ...change })),
      ).code;
    expect(refused({})).toBe(0);
    for (const change of [
      { consent: null },
      { asks: ['deletion'] },
      { consent: { contact: true, uses: ['sold'] } },
      { consent: { contact: true, notice: { ...notice, version: 'No' } } },
      { answers: { what: [['x']] } },
      { answers: { what: ['x', {}] } },
      { evidence: [{ ...file, answers: { copy: [{}] } }] },
    ]) {
      expect(refused(change), JSON.stringify(change)).toBe(1);
      expect(() => readTestimony(writeJson({ ...whole, ...change })), JSON.stringify(change)).toThrow();
    }
  });

  test(`a receipt in one of ten languages, this time in ${LIST.language}`, () => {
    expect(read('receipt', ...receipt, '--slots', '256')).toEqual({
      entropy: hex.encode(entropy),
      identity: keys.identity,
      recipient: keys.recipient,
      dropSecret: base64.encode(keys.dropSecret),
      followUpKey: base64.encode(keys.followUpKey),
      slots: Array.from({ length: 256 }, (_, n) => hex.encode(slotAt(keys.dropSecret, n))),
    });
  });

  test('a testimony with its files, and its follow-up', async () => {
    const empty = 'evidence/002-_.._empty';
    const long = expect.stringMatching(/^evidence\/003-.+\.txt$/) as string;
    const [photo, , text] = LETTER.files;
    expect(await opened('case', LETTER)).toEqual({
      testimony: {
        format: 'witnessbox-testimony/1',
        kind: 'testimony',
        language: 'zh-Hans',
        written: '2026-12-24',
        intake: { id: keyring.intake.id, sha256: keyring.intake.sha256 },
        answers: { what: `${WHAT}\ufffd`, where: 'قەشقەر' },
        consent: { contact: true },
        evidence: [
          {
            path: `evidence/001-${photo?.name ?? ''}`,
            size: PHOTO.length,
            name: photo?.name,
            type: 'image/jpeg',
            removed: [],
          },
          { path: empty, size: 0, name: '../../empty', type: '', removed: [] },
          { path: long, size: 4, name: text?.name, type: '', removed: [] },
          {
            path: 'evidence/004-gate.jpg',
            size: 4,
            name: 'gate.jpg',
            type: '',
            removed: ['place'],
            original: 'evidence/005-original-gate.jpg',
          },
          { path: 'evidence/005-original-gate.jpg', size: 5, name: 'gate.jpg', type: '', removed: [] },
        ],
      },
      channel: {
        format: 'witnessbox-channel/1',
        recipient: keys.recipient,
        followUpKey: base64.encode(keys.followUpKey),
      },
      evidence: [
        { path: `evidence/001-${photo?.name ?? ''}`, size: PHOTO.length, sha256: hex.encode(sha256(PHOTO)) },
        { path: empty, size: 0, sha256: hex.encode(sha256(utf8(''))) },
        { path: long, size: 4, sha256: hex.encode(sha256(utf8('text'))) },
        { path: 'evidence/004-gate.jpg', size: 4, sha256: hex.encode(sha256(utf8('copy'))) },
        { path: 'evidence/005-original-gate.jpg', size: 5, sha256: hex.encode(sha256(utf8('whole'))) },
      ],
    });

    const more = await opened('more', { ...LETTER, kind: 'follow-up', files: [] });
    const { id } = (more as { channel: { followUp: { id: string } } }).channel.followUp;
    const signed = [
      'follow-up',
      join(folder, 'more'),
      '--case',
      join(folder, 'case'),
      ...organisation,
      '--epoch',
    ];
    expect(read(...signed, String(keyring.epoch))).toEqual({ verified: true, id, kind: 'follow-up' });
    expect(python('witnessbox.py', ...signed, String(keyring.epoch + 1)).code).toBe(1);
  });

  test('an acknowledgement and a long reply among strangers’ drops', async () => {
    const text = '很长的回复。\n"ئۇيغۇرچە" 😀 '.repeat(500);
    const parts = splitReply(text);
    expect(parts.length).toBeGreaterThan(1);
    write('index.json', JSON.stringify(await laidOut(parts)));
    const where = ['--index', join(folder, 'index.json'), '--buckets', join(folder, 'buckets')];
    const about = { day: '2026-12-25', complete: true };
    expect(read('reply', ...receipt, ...where, '--day', '2026-12-26')).toMatchObject({
      messages: [
        { ...about, n: [0], kind: 'acknowledgement', text: '' },
        { ...about, n: parts.map((_, index) => index + 1), kind: 'reply', text },
      ],
      wrong: [],
      elsewhere: [],
      old: false,
    });
  });
});

async function opened(name: string, letter: Letter): Promise<unknown> {
  const cipherFor = () => Promise.resolve(chacha20poly1305);
  const { ciphertext } = await sealLetter(letter, keyring, keys, {
    random,
    envelopeFor: prepareSeal,
    cipherFor,
  });
  const file = write(`${name}.age`, await collect(ciphertext));
  return read('open', join(folder, 'identity.txt'), file, '--out', join(folder, name));
}

/** An empty acknowledgement and the parts of a reply, laid into bucket 7; gives the index. */
async function laidOut(parts: readonly string[]): Promise<object> {
  const texts: Pick<Reply, 'kind' | 'text' | 'part' | 'of'>[] = [
    { kind: 'acknowledgement', text: '', part: 1, of: 1 },
    ...parts.map((text, index) => ({ kind: 'reply' as const, text, part: index + 1, of: parts.length })),
  ];
  const slots = random(16 * 128);
  const bucket = random(8192 * 128);
  const start = below(128, random);
  let previous: string | null = null;
  for (const [n, text] of texts.entries()) {
    const reply: Reply = { format: 'witnessbox-reply/1', n, day: '2026-12-25', previous, ...text };
    const drop = await makeDrop({ ...keys, reply });
    const position = (start + 5 * n) % 128;
    slots.set(slotAt(keys.dropSecret, n), 16 * position);
    bucket.set(drop, 8192 * position);
    previous = dropHash(drop);
  }
  mkdirSync(join(folder, 'buckets'));
  write('buckets/7', bucket);
  const buckets = [{ id: 7, slots: base64urlnopad.encode(slots) }];
  return { format: 'witnessbox-snapshot/1', number: 3, day: '2026-12-25', buckets };
}
