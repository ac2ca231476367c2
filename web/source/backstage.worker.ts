/**
 * The worker: runs the page's errands away from its thread, so that encryption without JIT does not freeze what
 * the source is reading. It alone holds keys and entropy; when the page ends the worker, they are gone with it.
 *
 * @module
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { WitnessboxError } from '../../crypto/errors.ts';
import { createReceipt, deriveReceiptKeys, readReceipt, type ReceiptKeys } from '../../crypto/receipt.ts';
import { troubleOf } from '../shared/sentence.ts';
import type { Errand, Errands, FromWorker, Letter, ToWorker } from './errands.ts';
import { sealLetter } from './letter.ts';
import { look, type Gathered } from './looking.ts';
import { describe, openOrganisation, type OpenedOrganisation } from './organisation.ts';
import type { Fetch } from './requests.ts';
import { Uploader, type UploadTools } from './uploader.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const fetchHere: Fetch = (path, init) => fetch(path, init);

const tools: UploadTools = {
  fetch: fetchHere,
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
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
    }),
  chance: () => (random(1)[0] ?? 0) / 255,
};

let opened: OpenedOrganisation | null = null;
let entropy: Uint8Array | null = null;
let keys: ReceiptKeys | null = null;
let gathered: Gathered = new Map();
let uploader: Uploader | null = null;

function hold(fresh: Uint8Array): void {
  entropy = fresh;
  keys = null;
  gathered = new Map();
}

function organisation(): OpenedOrganisation {
  if (opened === null) throw new WitnessboxError('page.fault');
  return opened;
}

async function ownKeys(): Promise<ReceiptKeys> {
  if (entropy === null) throw new WitnessboxError('page.fault');
  keys ??= await deriveReceiptKeys(entropy, hexToBytes(organisation().keyring.organisation.id));
  return keys;
}

async function send(letter: Letter): Promise<null> {
  const current = new Uploader(tools, (progress) => {
    tell({ progress });
  });
  uploader = current;
  try {
    const { ciphertext, length } = await sealLetter(letter, organisation().keyring, await ownKeys(), random);
    await current.run(ciphertext, length);
    return null;
  } finally {
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
  newReceipt({ list }) {
    const receipt = createReceipt(list, random);
    hold(receipt.entropy);
    return { words: receipt.words };
  },
  enterWords({ text, lists }) {
    hold(readReceipt(text, lists).entropy);
    return null;
  },
  look: async () => look({ fetch: fetchHere, random }, await ownKeys(), gathered),
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
  cancel: async () => (await uploader?.cancel()) ?? { mayHaveArrived: false },
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
