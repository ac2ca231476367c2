/**
 * Seals and sends letters. Each has an upload of its own and, where it is large, a crew of its own: one that was
 * cancelled may still wait for a file that does not come, and what it ends at last must not be the next one's.
 *
 * @module
 */
import { chooseAead } from '../../crypto/choose-aead.ts';
import type { Aead, ChunkCipher } from '../../crypto/chunk-cipher.ts';
import type { Random } from '../../crypto/encoding.ts';
import { prepareSeal, type PreparedSeal } from '../../crypto/envelope.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import { plaintextSize } from '../../crypto/padding.ts';
import type { ReceiptKeys } from '../../crypto/receipt.ts';
import { Crew, WORTH_A_CREW, type ChunkWorker } from './crew.ts';
import type { Letter } from './errands.ts';
import { readable, sealLetter } from './letter.ts';
import type { Tempo } from './tempo.ts';
import { Uploader, type UploadProgress, type UploadTools } from './uploader.ts';

/** Desks for which an envelope is made ahead of time; nearly every organisation has fewer. */
const PREPARED_DESKS = 4;

export type SenderTools = UploadTools & {
  random: Random;
  /** The platform's own cryptography, if it has any. */
  subtle: SubtleCrypto | undefined;
  crewSize: number;
  /** Starts one worker of a crew; may throw where that is not possible. */
  hire: () => ChunkWorker;
};

type Current = { uploader: Uploader; crew: Crew | null };

export class Sender {
  readonly #tools: SenderTools;
  readonly #report: (progress: UploadProgress) => void;
  /** What a pause, a resumption or a cancelling is meant for. */
  #current: Current | null = null;
  /** Envelopes made ahead of time, by recipient. Each is used once. */
  readonly #envelopes = new Map<string, PreparedSeal>();
  #tempo: Tempo | null = null;
  #aead: Aead | null = null;
  #native: Promise<ChunkCipher | null> | null = null;

  constructor(tools: SenderTools, report: (progress: UploadProgress) => void) {
    this.#tools = tools;
    this.#report = report;
  }

  /** All that sending would have to wait for, with room for other errands in between. */
  async prepare({ desks }: Keyring): Promise<void> {
    for (const { recipient } of desks.slice(0, PREPARED_DESKS)) {
      await pause();
      if (!this.#envelopes.has(recipient)) this.#envelopes.set(recipient, await prepareSeal(recipient));
    }
    await pause();
    if ((await this.#platform()) === null) this.#own();
  }

  /** Resolves once all of it is confirmed; errors: `sealLetter` and `Uploader.run`. `keys` may still be in the making. */
  async send(letter: Letter, keyring: Keyring, keys: Promise<ReceiptKeys>): Promise<void> {
    const current: Current = { uploader: new Uploader(this.#tools, this.#report, this.#tempo), crew: null };
    this.#current = current;
    try {
      const { ciphertext, length } = await sealLetter(letter, keyring, await keys, {
        random: this.#tools.random,
        envelopeFor: (recipient) => this.#envelopeFor(recipient),
        cipherFor: (size) => this.#cipherFor(size, current),
      });
      await current.uploader.run(ciphertext, length);
    } finally {
      current.crew?.end();
      if (this.#current === current) this.#current = null;
    }
  }

  /** Resolves once all of a file that was encrypted elsewhere is confirmed; errors: `Uploader.run` and `bundle.file-changed`. */
  async handIn(file: Blob): Promise<void> {
    const current: Current = { uploader: new Uploader(this.#tools, this.#report, this.#tempo), crew: null };
    this.#current = current;
    try {
      const cipher = await this.#cipherFor(plaintextSize(file.size) ?? 0, current);
      await current.uploader.run(this.#asOthers(readable(file), cipher, current), file.size);
    } finally {
      current.crew?.end();
      if (this.#current === current) this.#current = null;
    }
  }

  /** What encrypts as it goes out fetches its crew with the first chunk. So does this, or the wire would tell one from the other. */
  #asOthers(
    ciphertext: ReadableStream<Uint8Array>,
    cipher: Aead | ChunkCipher,
    { crew }: Current,
  ): ReadableStream<Uint8Array> {
    if (crew === null || cipher !== crew) return ciphertext;
    const { random } = this.#tools;
    let hasHired = false;
    return ciphertext.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          if (!hasHired) crew.seal(random(32), random(12), new Uint8Array(1)).catch(() => undefined);
          hasHired = true;
          controller.enqueue(piece);
        },
      }),
    );
  }

  /** What is being sent, and whatever is sent later. Null: as fast as the line allows. */
  keepTo(tempo: Tempo | null): void {
    this.#tempo = tempo;
    this.#current?.uploader.keepTo(tempo);
  }

  pause(): void {
    this.#current?.uploader.pause();
  }

  resume(): void {
    this.#current?.uploader.resume();
  }

  /** As `Uploader.cancel`. Where nothing runs, nothing has gone out. */
  async cancel(): Promise<{ mayHaveArrived: boolean }> {
    const cancelled = this.#current?.uploader.cancel();
    this.#current?.crew?.end();
    return (await cancelled) ?? { mayHaveArrived: false };
  }

  async #envelopeFor(recipient: string): Promise<PreparedSeal> {
    const prepared = this.#envelopes.get(recipient);
    this.#envelopes.delete(recipient);
    return prepared ?? prepareSeal(recipient);
  }

  /** The platform's own cipher, else a crew where there is enough for one, else this worker. */
  async #cipherFor(size: number, current: Current): Promise<Aead | ChunkCipher> {
    const native = await this.#platform();
    if (native !== null) return native;
    const aead = this.#own();
    if (size < WORTH_A_CREW) return aead;
    const { crewSize, hire, sleep } = this.#tools;
    current.crew = new Crew({ size: crewSize, hire, aead, sleep });
    return current.crew;
  }

  #platform(): Promise<ChunkCipher | null> {
    return (this.#native ??= nativeChunkCipher(this.#tools.subtle));
  }

  #own(): Aead {
    return (this.#aead ??= chooseAead(this.#tools.now));
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve));
