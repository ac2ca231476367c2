/**
 * The worker: runs the page's errands away from its thread, so that encryption without JIT does not freeze what
 * the source is reading. It alone holds keys and entropy; when the page ends the worker, they are gone with it.
 *
 * @module
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { chooseAead } from '../../crypto/choose-aead.ts';
import type { Aead, ChunkCipher } from '../../crypto/chunk-cipher.ts';
import { prepareSeal, type PreparedSeal } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { fingerprintWords } from '../../crypto/keyring.ts';
import { ciphertextSize, padTo } from '../../crypto/padding.ts';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import {
  createReceipt,
  deriveReceiptKeys,
  readReceipt,
  type ReceiptKeys,
  type WordList,
} from '../../crypto/receipt.ts';
import { troubleOf } from '../shared/sentence.ts';
import { Crew, WORTH_A_CREW, crewSize } from './crew.ts';
import { Hiring } from './crew-hiring.ts';
import type { Errand, Errands, FromWorker, Letter, ToWorker } from './errands.ts';
import { sealLetter } from './letter.ts';
import { Gathered, look } from './looking.ts';
import { describe, openOrganisation, type OpenedOrganisation } from './organisation.ts';
import type { Fetch } from './requests.ts';
import { Prover } from './prover.ts';
import { Uploader, type UploadTools } from './uploader.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
/** Desks for which an envelope is made ahead of time; nearly every organisation has fewer. */
const PREPARED_DESKS = 4;

const fetchHere: Fetch = (path, init) => fetch(path, init);

const sleep: UploadTools['sleep'] = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

// Outside a secure context there is none, whatever the types say.
const { subtle } = crypto as { subtle?: SubtleCrypto };
const prover = new Prover({ fetch: fetchHere, random, subtle, sleep });

const tools: UploadTools = {
  fetch: fetchHere,
  now: () => performance.now(),
  sleep,
  chance: () => (random(1)[0] ?? 0) / 255,
  prove: (...asked) => prover.proofFor(...asked),
};

let opened: OpenedOrganisation | null = null;
/** The receipt that was made for a new testimony, and the one that was typed in: one visit may have both. */
let made: Held | null = null;
let entered: Held | null = null;
let uploader: Uploader | null = null;
let crew: Crew | null = null;
/** Envelopes made ahead of time, by recipient. Each is used once. */
const envelopes = new Map<string, PreparedSeal>();
let aead: Aead | null = null;
let native: Promise<ChunkCipher | null> | null = null;
const hiring = new Hiring((order, transfer) => {
  self.postMessage(order satisfies FromWorker, { transfer });
});

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

/** All that sending would have to wait for. Done while the source copies the words, with room for other errands. */
async function prepare(): Promise<void> {
  await pause();
  await keysOf(given(made));
  for (const { recipient } of organisation().keyring.desks.slice(0, PREPARED_DESKS)) {
    await pause();
    if (!envelopes.has(recipient)) envelopes.set(recipient, await prepareSeal(recipient));
  }
  await pause();
  await cipherFor(0);
}

const pause = () => new Promise((resolve) => setTimeout(resolve));

async function envelopeFor(recipient: string): Promise<PreparedSeal> {
  const prepared = envelopes.get(recipient);
  envelopes.delete(recipient);
  return prepared ?? prepareSeal(recipient);
}

/** The platform's own cipher, else a crew where there is enough for one, else this worker. */
async function cipherFor(size: number): Promise<Aead | ChunkCipher> {
  const own = await (native ??= nativeChunkCipher(crypto.subtle));
  if (own !== null) return own;
  aead ??= chooseAead(tools.now);
  if (size < WORTH_A_CREW) return aead;
  crew = new Crew({
    size: crewSize(navigator.hardwareConcurrency),
    hire: () => hiring.hire(),
    aead,
  });
  return crew;
}

async function send(letter: Letter): Promise<null> {
  const current = new Uploader(tools, (progress) => {
    tell({ progress });
  });
  uploader = current;
  try {
    const { keyring } = organisation();
    // Never by what was held last: a testimony goes out under the words that its source has written down.
    const keys = await keysOf(given(letter.kind === 'testimony' ? made : entered));
    const { ciphertext, length } = await sealLetter(letter, keyring, keys, {
      random,
      envelopeFor,
      cipherFor,
    });
    await current.run(ciphertext, length);
    return null;
  } finally {
    crew?.end();
    crew = null;
    if (uploader === current) uploader = null;
  }
}

const errands: {
  [E in Errand]: (give: Errands[E]['give']) => Promise<Errands[E]['get']> | Errands[E]['get'];
} = {
  async open({ rootKey, today, language }) {
    opened = await openOrganisation(fetchHere, rootKey, today);
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
    return look({ fetch: fetchHere, random, today }, await keysOf(held), held.gathered);
  },
  send,
  pause() {
    uploader?.pause();
    return null;
  },
  resume() {
    uploader?.resume();
    return null;
  },
  // Where nothing runs, nothing has gone out.
  async cancel() {
    const cancelled = uploader?.cancel();
    crew?.end();
    return (await cancelled) ?? { mayHaveArrived: false };
  },
};

function run<E extends Errand>(
  errand: E,
  give: Errands[E]['give'],
): Promise<Errands[E]['get']> | Errands[E]['get'] {
  return errands[errand](give);
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
      const { code, facts } = troubleOf(error);
      tell({ id, code, facts });
    }
  })();
});

tell({ ready: true });
