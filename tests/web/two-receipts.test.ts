/** One visit with two receipts: words made for a new testimony, and words of an earlier one that were typed in. */
import { randomBytes } from 'node:crypto';
import { base64, hex } from '@scure/base';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readBundle } from '../../crypto/bundle.ts';
import { generateIdentity, open, recipientOf } from '../../crypto/envelope.ts';
import { intakeHash } from '../../crypto/intake.ts';
import { encodeKeyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { createReceipt, deriveReceiptKeys, readReceipt } from '../../crypto/receipt.ts';
import type { Errand, Errands, FromWorker, Letter } from '../../web/source/errands.ts';
import { FakeServer } from './fake-server.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const DAY = '2026-11-20';
const organisationId = random(32);
const root = generateKeyPair(random);
const server = new FakeServer();
let identity: string;

/** The real worker, in this process. */
let run: <E extends Errand>(errand: E, give: Errands[E]['give']) => Promise<Errands[E]['get']>;

beforeAll(async () => {
  const { readFile } = await import('node:fs/promises');
  const intake = await readFile(new URL('../../crypto/intake.default.json', import.meta.url));
  identity = await generateIdentity();
  const keyring = encodeKeyring({
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(organisationId), names: { en: 'Harbour' } },
    epoch: 3,
    issued: DAY,
    validFrom: DAY,
    validUntil: DAY,
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) }],
    intake: { id: 'default', sha256: intakeHash(intake) },
    onion: null,
    teamRequestKey: base64.encode(random(32)),
    demonstration: false,
  });
  const files: Record<string, Uint8Array | string> = {
    '/keyring.json': keyring,
    '/keyring.json.minisig': sign(root, keyring, 'test'),
    '/intake.json': intake,
  };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const file = files[path];
    if (file !== undefined) return Promise.resolve(new Response(file as BodyInit));
    if (path.startsWith('/freshness')) return Promise.resolve(new Response(null, { status: 404 }));
    return server.fetch(path, init);
  });
  let receive: (event: { data: unknown }) => void = () => undefined;
  const waiting = new Map<number, (answer: FromWorker) => void>();
  vi.stubGlobal('self', {
    addEventListener: (_: string, listener: typeof receive) => (receive = listener),
    postMessage: (answer: FromWorker) => {
      if ('id' in answer) waiting.get(answer.id)?.(answer);
    },
  });
  await import('../../web/source/backstage.worker.ts');
  let last = 0;
  run = (errand, give) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, (answer) => {
        if ('get' in answer) resolve(answer.get);
        else reject(new Error('code' in answer ? answer.code : ''));
      });
      receive({ data: { id, errand, give } });
    });
});

// The tests of other files run in the same process.
afterAll(() => {
  vi.unstubAllGlobals();
});

function letter(kind: Letter['kind']): Letter {
  const answers = { [kind === 'testimony' ? 'what' : 'message']: 'They came at dawn.' };
  return { kind, language: 'en', written: DAY, desk: 'main', answers, consent: { contact: true }, files: [] };
}

/** The drop secrets in what the server got, by kind. */
async function channels(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const bytes of server.finished()) {
    let kind = '';
    for await (const part of readBundle(await open([identity], new Blob([bytes.slice()]).stream()))) {
      if (part.part === 'testimony') kind = part.testimony.kind;
      if (part.part === 'channel') found[kind] = part.channel.dropSecret;
    }
  }
  return found;
}

async function dropSecretOf(words: readonly string[]): Promise<string> {
  const { entropy } = readReceipt(words.join(' '), WORD_LISTS);
  return base64.encode((await deriveReceiptKeys(entropy, organisationId)).dropSecret);
}

test('a testimony goes out under the words made for it, although others were entered in between', async () => {
  await run('open', { rootKey: encodePublicKey(root), today: DAY, language: 'en' });
  const { words } = await run('newReceipt', { language: 'en', lists: WORD_LISTS, files: 0 });
  const [english] = WORD_LISTS.filter(({ language }) => language === 'en');
  if (!english) throw new Error('no English list');
  const earlier = createReceipt(english, WORD_LISTS, random).words;
  await run('enterWords', { text: earlier.join(' '), lists: WORD_LISTS });
  await run('send', letter('testimony'));
  await run('send', letter('follow-up'));
  expect(await channels()).toEqual({
    testimony: await dropSecretOf(words),
    'follow-up': await dropSecretOf(earlier),
  });
});

test('words that were made are no words to look with: what waits for those that were entered is looked for', async () => {
  const typed = createReceipt(WORD_LISTS[0] ?? { language: '', words: [] }, WORD_LISTS, random).words;
  await run('enterWords', { text: typed.join(' '), lists: WORD_LISTS });
  await run('newReceipt', { language: 'en', lists: WORD_LISTS, files: 0 });
  server.forget();
  await run('send', letter('follow-up'));
  expect(await channels()).toEqual({ 'follow-up': await dropSecretOf(typed) });
});
