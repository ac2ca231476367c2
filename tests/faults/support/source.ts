/**
 * A source that sends one file after the other, withdraws one now and then, and keeps a ledger of what it was told. It
 * goes on where it was when the server is there again, and complains when the server knows less than it had said.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ciphertextSize } from '../../../crypto/padding.ts';
import { ROUTES, UPLOAD_TYPE } from '../../../server/contract.ts';
import { codeIn, TUS } from '../../server/support/world.ts';
import { ageFile } from '../../server/support/files.ts';
import { proofFor } from '../../server/support/proof.ts';
import { append } from '../../server/support/served.node.ts';
import type { Chance } from './chance.ts';
import { digest } from './team.ts';

/** Bytes of plaintext: texts mostly, some files of up to 6 MiB, which take more than one flush. */
const SIZES = [2 ** 16, 2 ** 16, 2 ** 16, 2 ** 17, 2 ** 18, 2 ** 20, 6 * 2 ** 20] as const;
/** How much of it comes with the request that begins it. */
const BEGINNINGS = [0, 0, 3_000, 2 ** 23, 2 ** 23] as const;
const PIECES = [3_000, 40_000, 300_000, 2 ** 23] as const;

/** "unknown": all of it was sent, and on another day there is nobody left to ask whether it came. */
type Fate = 'under way' | 'withdrawing' | 'ending' | 'received' | 'withdrawn' | 'unknown';

export type Letter = {
  digest: string;
  bytes: Uint8Array;
  /** The header of the proof that begins it; null before. */
  proof: Record<string, string> | null;
  /** Null until the beginning was confirmed. */
  path: string | null;
  /** Bytes that the server said are safe. */
  confirmed: number;
  /** What was asked last and not answered yet, or how it ended. */
  fate: Fate;
};

const ENDED: readonly Fate[] = ['received', 'withdrawn', 'unknown'];

/** Something that had been confirmed is not so. */
export class Broken extends Error {}

export class Source {
  readonly letters: Letter[] = [];
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Until the server goes away or `isOver`; `isLast`: begins nothing new. */
  async work(address: string, isOver: () => boolean, isLast = false): Promise<void> {
    try {
      while (!isOver()) {
        const letter = await this.#current(isLast);
        if (!letter) return;
        await this.#goOn(address, letter);
      }
    } catch (error) {
      // What fetch throws when the server is gone.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  async #current(isLast: boolean): Promise<Letter | null> {
    const last = this.letters.at(-1);
    if (last && !ENDED.includes(last.fate)) return last;
    if (isLast) return null;
    const bytes = await ageFile(ciphertextSize(this.#chance.pick(SIZES)));
    const begun = { proof: null, path: null, confirmed: 0, fate: 'under way' } as const;
    this.letters.push({ digest: digest(bytes), bytes, ...begun });
    return this.letters.at(-1) ?? null;
  }

  async #goOn(address: string, letter: Letter): Promise<void> {
    if (letter.path === null) await this.#begin(address, letter);
    if (letter.path === null || ENDED.includes(letter.fate)) return;
    const offset = await this.#ask(address, letter);
    if (offset === null) return;
    if (offset === letter.bytes.length) {
      this.#end(letter, 'received');
    } else if (this.#chance.below(25) === 0) {
      await this.#withdraw(address, letter);
    } else {
      await this.#send(address, letter, offset);
    }
  }

  /** With nothing, some or all of it; once more with the same proof, and nothing, where the answer was missed. */
  async #begin(address: string, letter: Letter): Promise<void> {
    const { length } = letter.bytes;
    const size = letter.proof ? 0 : Math.min(length, this.#chance.pick(BEGINNINGS));
    letter.proof ??= await proofFor((path) => fetch(`${address}${path}`), length);
    if (size === length) letter.fate = 'ending';
    const answer = await fetch(`${address}${ROUTES.uploads}`, {
      method: 'POST',
      headers: {
        ...TUS,
        ...letter.proof,
        'Upload-Length': String(length),
        ...(size > 0 && { 'Content-Type': UPLOAD_TYPE }),
      },
      ...(size > 0 && { body: letter.bytes.slice(0, size) }),
    });
    if (answer.status === 201) {
      letter.path = answer.headers.get('location');
      letter.confirmed = Number(answer.headers.get('upload-offset') ?? 0);
      if (letter.confirmed === length) this.#end(letter, 'received');
      return;
    }
    if (await isBusy(answer)) return;
    const code = await codeIn(answer);
    if (code !== 'upload.proof-stale')
      throw new Broken(`begun, answered ${String(answer.status)} ${code ?? ''}`);
    letter.proof = null;
    if (letter.fate === 'ending') this.#end(letter, 'unknown');
  }

  /** How far it is; null if it has come to its end. */
  async #ask(address: string, letter: Letter): Promise<number | null> {
    const answer = await fetch(`${address}${letter.path ?? ''}`, { method: 'HEAD', headers: TUS });
    if (answer.status === 410 && letter.fate === 'withdrawing') {
      this.#end(letter, 'withdrawn');
      return null;
    }
    // On another day nobody is told any more; the list will show it.
    if (answer.status === 410 && letter.fate === 'ending') {
      this.#end(letter, 'received');
      return null;
    }
    const offset = Number(answer.headers.get('upload-offset'));
    if (answer.status !== 200 || offset < letter.confirmed) {
      throw new Broken(
        `confirmed ${String(letter.confirmed)} of ${String(letter.bytes.length)} (${letter.fate}), ` +
          `asked again: ${String(answer.status)}, ${String(offset)}`,
      );
    }
    letter.confirmed = offset;
    return offset;
  }

  async #withdraw(address: string, letter: Letter): Promise<void> {
    letter.fate = 'withdrawing';
    const answer = await fetch(`${address}${letter.path ?? ''}`, { method: 'DELETE', headers: TUS });
    if (await isBusy(answer)) return;
    if (answer.status !== 204) throw new Broken(`withdrawn, answered ${String(answer.status)}`);
    this.#end(letter, 'withdrawn');
  }

  async #send(address: string, letter: Letter, offset: number): Promise<void> {
    const end = Math.min(offset + this.#chance.pick(PIECES), letter.bytes.length);
    if (end === letter.bytes.length) letter.fate = 'ending';
    else letter.fate = 'under way';
    const answer = await append(`${address}${letter.path ?? ''}`, offset, letter.bytes.subarray(offset, end));
    if (await isBusy(answer)) return;
    if (answer.status !== 204 || Number(answer.headers.get('upload-offset')) !== end) {
      throw new Broken(`sent up to ${String(end)}, answered ${String(answer.status)} ${await answer.text()}`);
    }
    letter.confirmed = end;
    if (end === letter.bytes.length) this.#end(letter, 'received');
  }

  #end(letter: Letter, fate: 'received' | 'withdrawn' | 'unknown'): void {
    letter.fate = fate;
    // The digest is enough from here on; a long campaign would fill the memory.
    letter.bytes = new Uint8Array(0);
  }
}

/** The close of a day has its turn: who waits a little comes again. */
async function isBusy({ status }: Response): Promise<boolean> {
  if (status === 423) await delay(50);
  return status === 423;
}
