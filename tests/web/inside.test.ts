/** What the offline page does on its own thread: opens what lies in it, fails closed, and makes a file that reviewers can open. */
import { base64, hex } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBundle } from '../../crypto/bundle.ts';
import { generateIdentity, open, recipientOf } from '../../crypto/envelope.ts';
import { intakeHash, intakePage, parseIntake } from '../../crypto/intake.ts';
import { encodeKeyring, type Keyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { ciphertextSize, SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { Inside } from '../../web/offline/inside.ts';
import type { Letter } from '../../web/source/errands.ts';
import { checkSealed } from '../../web/source/sealed.ts';
import { codeOfAsync, random } from '../crypto/helpers.ts';
import { asItIs } from './files.ts';

const TODAY = '2026-11-20';
const root = generateKeyPair(random);
const rootKey = encodePublicKey(root).split('\n')[1] ?? '';
const intake = new TextEncoder().encode(
  JSON.stringify({
    format: 'witnessbox-intake/1',
    id: 'default',
    questions: [{ id: 'what', kind: 'long', required: true, label: { en: 'What?' } }],
  }),
);
const form = intakePage(parseIntake(intake), 'en');
let identity: string;
let files: Record<string, string>;

beforeAll(async () => {
  identity = await generateIdentity();
  const keyring: Keyring = {
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(random(32)), names: { en: 'Harbour' } },
    epoch: 1,
    issued: '2026-11-01',
    validFrom: '2026-11-01',
    validUntil: '2027-01-30',
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) }],
    intake: { id: 'default', sha256: intakeHash(intake), pages: { en: intakeHash(form) } },
    onion: null,
    teamRequestKey: base64.encode(random(32)),
    demonstration: false,
  };
  const bytes = encodeKeyring(keyring);
  files = {
    '/keyring.json': new TextDecoder().decode(bytes),
    '/keyring.json.minisig': sign(root, bytes, 'test'),
    '/intake/en.json': new TextDecoder().decode(form),
  };
});

function setUp(change: Record<string, string> = {}) {
  const made: Blob[] = [];
  const breaths: number[] = [];
  let clock = 0;
  const inside = new Inside({
    enclosed: () => ({
      format: 'witnessbox-offline/1',
      language: 'en',
      rootKey,
      files: { ...files, ...change },
    }),
    random,
    subtle: undefined,
    now: () => (clock += 7),
    pause: () => {
      breaths.push(clock);
      return new Promise((resolve) => setTimeout(resolve));
    },
    hand: (file) => made.push(file),
  });
  const opening = (today = TODAY) => inside.run('open', { rootKey, today, language: 'en' });
  const receipt = () => inside.run('newReceipt', { language: 'en', lists: WORD_LISTS, files: 0 });
  return { inside, made, breaths, opening, receipt };
}

const letter = (more: Partial<Letter> = {}): Letter => ({
  kind: 'testimony',
  language: 'en',
  written: TODAY,
  desk: 'main',
  answers: { what: 'They came at dawn.' },
  consent: { contact: true },
  files: [],
  ...more,
});

test('it makes a file of the legal size, which the reviewers’ key opens and the portal takes', async () => {
  const { inside, made, opening, receipt } = setUp();
  await inside.start();
  expect(await opening()).toMatchObject({ name: 'Harbour', silentSince: null });
  expect((await receipt()).words).toHaveLength(12);
  await inside.run('send', letter({ files: [asItIs(new File(['abc'], 'a.txt'))] }));
  const [file] = made;
  expect(file?.size).toBe(ciphertextSize(SMALLEST_PLAINTEXT));
  await checkSealed(file ?? new Blob());
  const parts = [];
  for await (const part of readBundle(await open([identity], file?.stream() ?? new Blob().stream())))
    parts.push(part.part === 'testimony' ? part.testimony.answers : part.part);
  expect(parts[0]).toEqual({ what: 'They came at dawn.' });
  expect(parts).toContain('channel');
});

describe('it opens nothing, and so makes nothing,', () => {
  test.each([
    ['with another keyring than was signed', 'keyring.bad-signature', { '/keyring.json': '{}' }],
    ['with a signature that is none', 'keyring.bad-signature', { '/keyring.json.minisig': 'x' }],
    ['with other questions', 'keyring.wrong-intake', { '/intake/en.json': '{}' }],
  ])('%s', async (_, code, change) => {
    const { inside, made, opening } = setUp(change);
    expect(await codeOfAsync(() => opening())).toBe(code);
    expect(await codeOfAsync(() => inside.run('send', letter()))).toBe('page.fault');
    expect(made).toEqual([]);
  });

  test.each([
    ['before its first day', '2026-10-31', 'keyring.not-yet-valid'],
    ['after its last day', '2027-01-31', 'keyring.expired'],
  ])('%s', async (_, today, code) => {
    expect(await codeOfAsync(() => setUp().opening(today))).toBe(code);
  });
});

test('a file that is cancelled is handed to nobody, and the page breathes meanwhile', async () => {
  const { inside, made, breaths, opening, receipt } = setUp();
  await opening();
  await receipt();
  const large = new File([new Uint8Array(3_000_000)], 'a.bin');
  let heard = 0;
  inside.onprogress = ({ confirmed, total }) => {
    expect(confirmed).toBeLessThan(total);
    heard += 1;
    if (heard === 3) void inside.run('cancel', null);
  };
  expect(await codeOfAsync(() => inside.run('send', letter({ files: [asItIs(large)] })))).toBe(
    'page.cancelled',
  );
  expect(breaths.length).toBeGreaterThanOrEqual(3);
  expect(made).toEqual([]);
});

test('what needs the portal is refused here', async () => {
  const { inside, opening } = setUp();
  await opening();
  expect(await codeOfAsync(() => inside.run('look', { today: TODAY }))).toBe('page.fault');
  expect(await codeOfAsync(() => inside.run('enterWords', { text: '', lists: WORD_LISTS }))).toBe(
    'page.fault',
  );
});

test('nothing can be made under words that were let go of', async () => {
  const { inside, opening, receipt, made } = setUp();
  await opening();
  await receipt();
  inside.end();
  expect(await codeOfAsync(() => inside.run('send', letter()))).toBe('page.fault');
  expect(made).toEqual([]);
});
