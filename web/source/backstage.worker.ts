/**
 * The worker: runs the page's errands away from its thread, so that encryption without JIT does not freeze what
 * the source is reading. It alone holds keys and entropy; when the page ends the worker, they are gone with it.
 *
 * @module
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { WitnessboxError } from '../../crypto/errors.ts';
import { fingerprintWords } from '../../crypto/keyring.ts';
import { ciphertextSize, padTo } from '../../crypto/padding.ts';
import {
  createReceipt,
  deriveReceiptKeys,
  readReceipt,
  type ReceiptKeys,
  type WordList,
} from '../../crypto/receipt.ts';
import { crewSize } from './crew.ts';
import { Hiring } from './crew-hiring.ts';
import { sleep } from './deadline.ts';
import type { Errand, Errands, FromWorker, ToWorker } from './errands.ts';
import { Gathered, look } from './looking.ts';
import { describe, openOrganisation, type OpenedOrganisation } from './organisation.ts';
import { Prover } from './prover.ts';
import type { RequestTools } from './requests.ts';
import { checkSealed } from './sealed.ts';
import { Sender } from './sender.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const net: RequestTools = { fetch: (path, init) => fetch(path, init), sleep };
// Outside a secure context there is none, whatever the types say.
const { subtle } = crypto as { subtle?: SubtleCrypto };
const prover = new Prover({ ...net, random, subtle, now: () => performance.now() });

let opened: OpenedOrganisation | null = null;
/** The receipt that was made for a new testimony, and the one that was typed in: one visit may have both. */
let made: Held | null = null;
let entered: Held | null = null;
const hiring = new Hiring((order, transfer) => {
  self.postMessage(order satisfies FromWorker, { transfer });
});
const sender = new Sender(
  {
    ...net,
    now: () => performance.now(),
    chance: () => (random(1)[0] ?? 0) / 255,
    random,
    subtle,
    prove: (...asked) => prover.proofFor(...asked),
    crewSize: crewSize(navigator.hardwareConcurrency),
    hire: () => hiring.hire(),
  },
  (progress) => {
    tell({ progress });
  },
);

type Held = { entropy: Uint8Array; keys: Promise<ReceiptKeys> | null; gathered: Gathered };

function hold(entropy: Uint8Array): Held {
  return { entropy, keys: null, gathered: new Gathered() };
}

function listIn(language: string, lists: readonly WordList[]): WordList {
  const list = lists.find((one) => one.language === language);
  if (list === undefined) throw new WitnessboxError('page.fault');
  return list;
}

function organisation(): OpenedOrganisation {
  if (opened === null) throw new WitnessboxError('page.fault');
  return opened;
}

function given(held: Held | null): Held {
  if (held === null) throw new WitnessboxError('page.fault');
  return held;
}

async function keysOf(held: Held): Promise<ReceiptKeys> {
  held.keys ??= deriveReceiptKeys(held.entropy, hexToBytes(organisation().keyring.organisation.id));
  return held.keys;
}

/** Done while the source copies the words. */
async function prepare(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await keysOf(given(made));
  await sender.prepare(organisation().keyring);
}

const errands: {
  [E in Errand]: (give: Errands[E]['give']) => Promise<Errands[E]['get']> | Errands[E]['get'];
} = {
  async open({ rootKey, today, language }) {
    opened = await openOrganisation(net, rootKey, today, language);
    return describe(opened, language);
  },
  newReceipt({ language, lists, files }) {
    const receipt = createReceipt(listIn(language, lists), lists, random);
    made = hold(receipt.entropy);
    // The work is the platform's, on other threads than what is prepared below.
    prover.prepare(ciphertextSize(padTo(files)));
    // What fails here is tried again, and said, when it is needed.
    prepare().catch(() => undefined);
    return { words: receipt.words };
  },
  enterWords({ text, lists }) {
    entered = hold(readReceipt(text, lists).entropy);
    return null;
  },
  fingerprintWords: ({ rootKey, list }) => ({
    words: fingerprintWords(rootKey, organisation().keyring.organisation.id, list),
  }),
  look: async ({ today }) => {
    const held = given(entered);
    return look({ ...net, random, today }, await keysOf(held), held.gathered);
  },
  async send(letter) {
    const { keyring } = organisation();
    // Never by what was held last: a testimony goes out under the words that its source has written down.
    const held = given(letter.kind === 'testimony' ? made : entered);
    await sender.send(letter, keyring, keysOf(held));
    return null;
  },
  async weigh({ file }) {
    await checkSealed(file);
    // As while the words of a new testimony are copied, so that the wire shows no difference.
    prover.prepare(file.size);
    return null;
  },
  async handIn({ file }) {
    await checkSealed(file);
    await sender.handIn(file);
    return null;
  },
  keepTo(tempo) {
    sender.keepTo(tempo);
    return null;
  },
  pause() {
    sender.pause();
    return null;
  },
  resume() {
    sender.resume();
    return null;
  },
  cancel: () => sender.cancel(),
};

function run<E extends Errand>(
  errand: E,
  give: Errands[E]['give'],
): Promise<Errands[E]['get']> | Errands[E]['get'] {
  return errands[errand](give);
}

/** Of an error only this much leaves; whether the page knows the code is seen there. */
function faultOf(error: unknown): WitnessboxError {
  return error instanceof WitnessboxError ? (error as WitnessboxError) : new WitnessboxError('page.fault');
}

function tell(message: FromWorker): void {
  self.postMessage(message);
}

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  if ('crew' in event.data) {
    hiring.hear(event.data);
    return;
  }
  const { id, errand, give } = event.data;
  void (async () => {
    try {
      tell({ id, get: await run(errand, give) });
    } catch (error) {
      const { code, facts } = faultOf(error);
      tell({ id, code, facts });
    }
  })();
});

tell({ ready: true });
