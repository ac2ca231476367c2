/**
 * What the worker does for the page online, on the page's own thread and without a network: opens what lies in the page as
 * if it had been fetched, makes the receipt, and encrypts into a file. Between two chunks it lets the page breathe, so
 * that it stays usable without JIT. Follow-ups and replies need the portal; who asks for them here gets an error.
 *
 * @module
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { chooseAead } from '../../crypto/choose-aead.ts';
import type { Random } from '../../crypto/encoding.ts';
import { prepareSeal } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { fingerprintWords } from '../../crypto/keyring.ts';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import type { Enclosed } from '../../crypto/offline-page.ts';
import { createReceipt, deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import type { Errand, Errander, Errands, Letter } from '../source/errands.ts';
import { sealLetter } from '../source/letter.ts';
import { describe, openOrganisation, type OpenedOrganisation } from '../source/organisation.ts';
import type { Fetch } from '../source/requests.ts';
import type { UploadProgress } from '../source/uploader.ts';

/** Milliseconds of work after which the page breathes. */
const BREATH = 40;
/** Bytes that go from memory into the browser's keeping at once, which may be a disk: it is ciphertext. */
const PORTION = 8 * 1024 * 1024;

export type InsideTools = {
  enclosed: () => Enclosed;
  random: Random;
  /** The platform's own cryptography, if it has any. */
  subtle: SubtleCrypto | undefined;
  now: () => number;
  /** Lets everything else that waits have its turn. */
  pause: () => Promise<void>;
  /** Is given the encrypted file. */
  hand: (file: Blob) => void;
};

type Does = { [E in Errand]?: (give: Errands[E]['give']) => Promise<Errands[E]['get']> };

export class Inside implements Errander {
  onprogress: (progress: UploadProgress) => void = () => undefined;
  /** Nobody helps with encrypting here. */
  room = null;
  readonly #tools: InsideTools;
  readonly #does: Does;
  #opened: OpenedOrganisation | null = null;
  #entropy: Uint8Array | null = null;
  /** Of the file that is being made. */
  #interrupt = new AbortController();

  constructor(tools: InsideTools) {
    this.#tools = tools;
    this.#does = {
      open: (give) => this.#open(give),
      newReceipt: (give) => this.#newReceipt(give),
      fingerprintWords: (give) => this.#fingerprintWords(give),
      send: (letter) => this.#make(letter),
      keepTo: () => Promise.resolve(null),
      cancel: () => this.#cancel(),
    };
  }

  async start(): Promise<void> {
    await this.#tools.pause();
    if (!isCapable()) throw new WitnessboxError('page.unsupported');
  }

  run<E extends Errand>(errand: E, give: Errands[E]['give']): Promise<Errands[E]['get']> {
    const work = this.#does[errand] as ((give: Errands[E]['give']) => Promise<Errands[E]['get']>) | undefined;
    if (work === undefined) return Promise.reject(new WitnessboxError('page.fault'));
    return work(give).catch((error: unknown) => {
      // Of an error only this much is told, as by the worker online.
      throw error instanceof WitnessboxError ? error : new WitnessboxError('page.fault');
    });
  }

  end(): void {
    this.#interrupt.abort();
    this.#entropy?.fill(0);
    this.#entropy = null;
  }

  async #open({ rootKey, today, language }: Errands['open']['give']): Promise<Errands['open']['get']> {
    const { files } = this.#tools.enclosed();
    const tools = { fetch: fetchFrom(files), sleep: () => new Promise<void>(() => undefined) };
    this.#opened = await openOrganisation(tools, rootKey, today, language);
    // A file has no news of anybody. Its page says of which day it is.
    return { ...describe(this.#opened, language), silentSince: null };
  }

  #newReceipt({ language, lists }: Errands['newReceipt']['give']): Promise<Errands['newReceipt']['get']> {
    const list = lists.find((one) => one.language === language);
    if (list === undefined) throw new WitnessboxError('page.fault');
    const receipt = createReceipt(list, lists, this.#tools.random);
    this.#entropy = receipt.entropy;
    return Promise.resolve({ words: receipt.words });
  }

  #fingerprintWords({ rootKey, list }: Errands['fingerprintWords']['give']): Promise<{ words: string[] }> {
    const { keyring } = this.#organisation();
    return Promise.resolve({ words: fingerprintWords(rootKey, keyring.organisation.id, list) });
  }

  async #make(letter: Letter): Promise<null> {
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    const { random, pause, now, subtle } = this.#tools;
    // First the view that says what happens: making the envelope takes a while.
    await pause();
    const { ciphertext, length } = await sealLetter(
      letter,
      this.#organisation().keyring,
      await this.#keys(),
      {
        random,
        envelopeFor: (recipient) => prepareSeal(recipient),
        cipherFor: async () => (await nativeChunkCipher(subtle)) ?? chooseAead(now),
      },
    );
    const file = await this.#gather(ciphertext, length, interrupt.signal);
    this.#tools.hand(file);
    return null;
  }

  async #gather(ciphertext: ReadableStream<Uint8Array>, total: number, signal: AbortSignal): Promise<Blob> {
    const { now, pause } = this.#tools;
    const portions: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let held = 0;
    let confirmed = 0;
    let since = now();
    const put = () => {
      portions.push(new Blob(pieces));
      pieces = [];
      held = 0;
    };
    // A break of the loop cancels the stream, and so lets go of the files.
    for await (const piece of ciphertext) {
      pieces.push(piece as Uint8Array<ArrayBuffer>);
      held += piece.length;
      confirmed += piece.length;
      if (held >= PORTION) put();
      if (now() - since > BREATH) {
        this.onprogress({ state: 'sending', confirmed, total });
        await pause();
        since = now();
      }
      if (signal.aborted) throw new WitnessboxError('page.cancelled');
    }
    put();
    // What is not whole is handed to nobody.
    if (confirmed !== total) throw new WitnessboxError('page.fault');
    return new Blob(portions, { type: 'application/octet-stream' });
  }

  #cancel(): Promise<{ mayHaveArrived: boolean }> {
    this.#interrupt.abort();
    return Promise.resolve({ mayHaveArrived: false });
  }

  #organisation(): OpenedOrganisation {
    if (this.#opened === null) throw new WitnessboxError('page.fault');
    return this.#opened;
  }

  #keys(): Promise<ReceiptKeys> {
    if (this.#entropy === null) throw new WitnessboxError('page.fault');
    return deriveReceiptKeys(this.#entropy, hexToBytes(this.#organisation().keyring.organisation.id));
  }
}

/** Answers from the page's own data, which is then checked like every answer of a server. */
function fetchFrom(files: Readonly<Record<string, string>>): Fetch {
  return (path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    return Promise.resolve(
      text === undefined ? new Response(null, { status: 404 }) : new Response(new TextEncoder().encode(text)),
    );
  };
}

/** Whether this browser has everything that encrypting into a file needs. */
function isCapable(): boolean {
  const here = globalThis as Partial<typeof globalThis>;
  return (
    typeof here.crypto?.getRandomValues === 'function' &&
    typeof here.ReadableStream === 'function' &&
    Symbol.asyncIterator in here.ReadableStream.prototype &&
    typeof (here.Blob?.prototype as Partial<Blob> | undefined)?.stream === 'function'
  );
}
