/**
 * Carries one ciphertext to the server over a line that may break at any moment: pieces, the question how far
 * the server has come after every break, waiting between tries, pause and cancel. It goes on for ever until it
 * is cancelled, the server refuses for good, or the upload is gone. Done means that the server has said so.
 *
 * Clock, sleep, chance and fetch are arguments; it never sees plaintext.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { SMALL_UPLOAD } from '../../server/contract.ts';
import type { Sleep } from './deadline.ts';
import { afterBreak, backOff, FIRST_PIECE, nextPiece, PATIENCE } from './pace.ts';
import type { Fetch } from './requests.ts';
import type { Demand, Expected, Long } from './prover.ts';
import { restAfter, unevenPiece, type Tempo } from './tempo.ts';
import { Break, ProofRefused, Tus, type Created } from './tus.ts';
import { Unconfirmed } from './unconfirmed.ts';

export type UploadTools = {
  fetch: Fetch;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  sleep: Sleep;
  /** 0 to 1; only spreads the tries. */
  chance: () => number;
  /** The proof of work that begins an upload, see prover.ts; `long` is called if it takes long. */
  prove: (length: number, demand: Demand, signal: AbortSignal, long: Long) => Promise<string | null>;
};

/** So often in a row a proof is made anew at once; a server that wants still more is in trouble. */
const MOST_REFUSALS = 4;
/** To be let in before others, where there are too many, this many times the work is done at most. */
const MOST_HASTE = 8;

export type UploadState =
  | { state: 'sending' }
  /** The proof of work takes long. */
  | ({ state: 'proving' } & Partial<Expected>)
  /** The line is back after a break. */
  | { state: 'resumed' }
  | { state: 'waiting'; milliseconds: number; where: 'connection' | 'server' }
  /** Between two pieces, because the source wants it slow. */
  | { state: 'resting'; milliseconds: number }
  /** No room on the server now, at all or for files: the person decides when to try again. */
  | { state: 'paused'; because: PauseReason };

export type PauseReason = 'person' | 'storage.full' | 'upload.text-only';

/** Bytes that the server has confirmed, not those that were handed to the network. */
export type UploadProgress = UploadState & { confirmed: number; total: number };

export class Uploader {
  readonly #tools: UploadTools;
  readonly #tus: Tus;
  readonly #report: (progress: UploadProgress) => void;
  #path: string | null = null;
  #confirmed = 0;
  #total = 0;
  #attempts = 0;
  /** Whether the piece with the last byte was ever handed to the network. Its answer may never have come. */
  #lastIsOut = false;
  /** With which a text went out. */
  #proof: string | null = null;
  #cancelled = false;
  #paused = false;
  #tempo: Tempo | null;
  #resting = new AbortController();
  #interrupt = new AbortController();
  #wake: () => void = () => undefined;

  /** `tempo`: null for as fast as the line allows. */
  constructor(tools: UploadTools, report: (progress: UploadProgress) => void, tempo: Tempo | null = null) {
    this.#tools = tools;
    this.#tus = new Tus(tools.fetch);
    this.#report = report;
    this.#tempo = tempo;
  }

  /**
   * Resolves once the server has confirmed the last byte of `length`. Throws `page.cancelled`, `upload.gone`,
   * the code of a refusal, or what the stream threw; after any of these a new ciphertext is needed.
   */
  async run(ciphertext: ReadableStream<Uint8Array>, length: number): Promise<void> {
    this.#total = length;
    const pieces = new Unconfirmed(ciphertext, length);
    try {
      const { path, offset } = await this.#begin(pieces, length);
      this.#path = path;
      if (offset > 0) this.#confirm(pieces, offset, true);
      await this.#carry(path, pieces);
    } finally {
      await pieces.release();
    }
  }

  /** From the next piece on; a rest ends now. */
  keepTo(tempo: Tempo | null): void {
    this.#tempo = tempo;
    this.#resting.abort();
  }

  pause(): void {
    this.#paused = true;
    this.#interrupt.abort();
    this.#resting.abort();
    this.#say({ state: 'paused', because: 'person' });
  }

  /** Ends a pause, or a wait between two tries; says so at once, because the next answer may be minutes away. */
  resume(): void {
    this.#paused = false;
    this.#say({ state: 'sending' });
    this.#interrupt.abort();
    this.#wake();
  }

  /**
   * Stops, and asks the server to throw away what it holds; what stays behind incomplete expires by itself.
   * Whether it may have arrived all the same: the last piece had gone out, and the server has not said that it
   * threw the upload away. What it has made a submission it can no longer find as an upload.
   */
  async cancel(): Promise<{ mayHaveArrived: boolean }> {
    this.#cancelled = true;
    this.#interrupt.abort();
    this.#resting.abort();
    this.#wake();
    if (this.#path === null && !this.#lastIsOut) return { mayHaveArrived: false };
    try {
      const path = this.#path ?? (await this.#pathOfText());
      await this.#patiently((signal) => this.#tus.terminate(path, signal));
      return { mayHaveArrived: false };
    } catch {
      return { mayHaveArrived: this.#lastIsOut };
    }
  }

  /** Of a text whose answer has not come. One that has not arrived cannot any more: its proof is used up by this. */
  async #pathOfText(): Promise<string> {
    const again = { proof: this.#proof, body: null };
    return (await this.#patiently((signal) => this.#tus.create(this.#total, again, signal))).path;
  }

  /** A text goes with the request that begins its upload, until the line breaks: then it goes piece by piece. */
  async #begin(pieces: Unconfirmed, length: number): Promise<Created> {
    let demand: Demand = { afresh: false, again: false, least: 0, haste: 1 };
    let refusals = 0;
    let isWhole = length <= SMALL_UPLOAD;
    if (isWhole) await pieces.fill(length);
    for (;;) {
      await this.#untilAllowed();
      try {
        const proof = await this.#prove(length, demand);
        const body = isWhole ? pieces.take(length) : null;
        return await this.#patiently((signal) => {
          if (body) {
            this.#lastIsOut = true;
            this.#proof = proof;
          }
          return this.#tus.create(length, { proof, body }, signal);
        });
      } catch (error) {
        const isRefused = error instanceof ProofRefused;
        // Once it broke while the text was out, no later refusal says that it did not arrive: the day may have ended since.
        if (error instanceof Break && !error.isCrowded) isWhole &&= !this.#lastIsOut;
        else if (isWhole) this.#lastIsOut = false;
        if (isRefused) demand = { ...demand, afresh: true, again: false, least: error.effort };
        else demand = { ...demand, afresh: false, again: true };
        if (isRefused && (refusals += 1) < MOST_REFUSALS) continue;
        refusals = 0;
        if (error instanceof Break && error.isCrowded) {
          demand.least = Math.max(demand.least, error.effort);
          demand.haste = Math.min(MOST_HASTE, demand.haste * 2);
        }
        await this.#recover(isRefused ? new Break('server') : error);
      }
    }
  }

  async #prove(length: number, demand: Demand): Promise<string | null> {
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    const said = { long: false };
    try {
      return await this.#tools.prove(length, demand, interrupt.signal, (expected) => {
        said.long = true;
        this.#say({ state: 'proving', ...expected });
      });
    } catch (error) {
      // Somebody paused or cancelled, which is looked at before the next try.
      throw interrupt.signal.aborted ? new Break('connection') : error;
    } finally {
      if (said.long && !interrupt.signal.aborted) this.#say({ state: 'sending' });
    }
  }

  async #carry(path: string, pieces: Unconfirmed): Promise<void> {
    let size = FIRST_PIECE;
    let sure = true;
    while (pieces.offset < this.#total) {
      await this.#untilAllowed();
      const tempo = this.#tempo;
      const wanted = tempo ? Math.min(size, unevenPiece(tempo, this.#tools.chance())) : size;
      await pieces.fill(wanted);
      if (this.#paused || this.#cancelled) continue;
      const piece = pieces.take(wanted);
      if (sure && pieces.offset + piece.length === this.#total) this.#lastIsOut = true;
      const start = this.#tools.now();
      try {
        // After any break the server is asked first: the piece, or a part of it, may well have arrived.
        const ask = (signal: AbortSignal) =>
          sure ? this.#tus.append(path, pieces.offset, piece, signal) : this.#tus.offset(path, signal);
        this.#confirm(pieces, await this.#patiently(ask), sure);
        const took = this.#tools.now() - start;
        if (sure) size = nextPiece(piece.length, took);
        if (sure && tempo) await this.#rest(restAfter(tempo, piece.length, took, this.#tools.chance()));
        sure = true;
      } catch (error) {
        // Where others' turn has come, the line is as good as before.
        if (sure && !(error instanceof Break && error.isCrowded)) size = afterBreak(size);
        sure = false;
        await this.#recover(error);
      }
    }
  }

  /** No rest behind the last piece: it is over then. */
  async #rest(milliseconds: number): Promise<void> {
    if (this.#confirmed === this.#total || this.#paused || this.#cancelled) return;
    this.#say({ state: 'resting', milliseconds });
    this.#resting = new AbortController();
    await this.#tools.sleep(milliseconds, this.#resting.signal);
    this.#say({ state: 'sending' });
  }

  #confirm(pieces: Unconfirmed, offset: number, sure: boolean): void {
    if (offset > pieces.offset) this.#attempts = 0;
    pieces.confirm(offset);
    this.#confirmed = offset;
    this.#say({ state: sure ? 'sending' : 'resumed' });
  }

  /** Lets what can pass pass: waits, or holds for the person. Throws on what no further try can mend. */
  async #recover(error: unknown): Promise<void> {
    if (this.#cancelled || this.#paused) return;
    const code: string | null = error instanceof WitnessboxError ? String(error.code) : null;
    if (code === 'storage.full' || code === 'upload.text-only') {
      this.#paused = true;
      this.#say({ state: 'paused', because: code });
      return;
    }
    if (!(error instanceof Break)) throw error;
    this.#attempts += 1;
    const milliseconds = backOff(this.#attempts, this.#tools.chance());
    this.#say({ state: 'waiting', milliseconds, where: error.where });
    this.#interrupt = new AbortController();
    await this.#tools.sleep(milliseconds, this.#interrupt.signal);
  }

  /** One request, given up when nothing has come back for a long time: circuits die without a word. */
  async #patiently<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const interrupt = new AbortController();
    const answered = new AbortController();
    this.#interrupt = interrupt;
    void this.#tools.sleep(PATIENCE, answered.signal).then(() => {
      interrupt.abort();
    });
    try {
      return await request(interrupt.signal);
    } finally {
      answered.abort();
    }
  }

  async #untilAllowed(): Promise<void> {
    while (this.#paused && !this.#cancelled) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#cancelled) throw new WitnessboxError('page.cancelled');
  }

  /** An answer that comes in during a pause moves the count and not the state. */
  #say(state: UploadState): void {
    if (this.#cancelled) return;
    const shown =
      this.#paused && state.state !== 'paused' ? ({ state: 'paused', because: 'person' } as const) : state;
    this.#report({ ...shown, confirmed: this.#confirmed, total: this.#total });
  }
}
