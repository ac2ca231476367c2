/**
 * The page's side of the proof of work (docs/format.md, "Challenge and proof"): fetches the challenge, solves it, one
 * ahead of time while the source copies the words, and again where the server asks for more. Runs in the worker and
 * ends with it. The work itself is the platform's, on threads of its own; nothing here freezes anything.
 *
 * @module
 */
import { hex } from '@scure/base';
import * as v from 'valibot';
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { MOST_EFFORT, puzzle, solve, type PuzzleSubtle, type Try } from '../../crypto/puzzle.ts';
import { count, hex32 } from '../../crypto/shapes.ts';
import { CHALLENGE_FORMAT, ROUTES, type Challenge } from '../../server/contract.ts';
import { fetchBytes, type RequestTools } from './requests.ts';
import { Break } from './tus.ts';

/** A phone has four cores or more; a try is too short to be worth more than that many messages at once. */
const AT_ONCE = 4;
/** A source who waits for longer is told why. */
const LONG = 1500;
/** What a server that was taken over could ask for must not keep a device busy for ever. */
const MOST_ITERATIONS = 100_000;
/** Milliseconds of work ahead of time; what takes longer is done when it is needed, where it can be cancelled. */
const LONGEST_AHEAD = 300_000;
/**
 * Milliseconds of work at one challenge, which is good for an hour at least. Then the newest is fetched, and what is asked
 * now: each try stands for itself, so that nothing is lost by it.
 */
const ROUND = 600_000;
/** Milliseconds of work after which its speed is known … */
const MEASURED = 5_000;
/** … and minutes from which on the source is told how long it may take. */
const WORTH_TELLING = 2;
/** Bytes of a challenge. The server's own have some hundreds. */
const LONGEST = 16_384;

const CHALLENGE = v.object({
  format: v.literal(CHALLENGE_FORMAT),
  challenge: hex32,
  iterations: v.pipe(count, v.minValue(1), v.maxValue(MOST_ITERATIONS)),
  efforts: v.pipe(
    v.array(v.object({ upTo: count, effort: v.pipe(count, v.minValue(1), v.maxValue(MOST_EFFORT)) })),
    v.maxLength(100),
  ),
});

export type ProverTools = RequestTools & {
  random: Random;
  /** Undefined outside a secure context. */
  subtle: PuzzleSubtle | undefined;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
};

/** How long the work takes on average, and whether it does because the browser offers no cryptography of its own. */
export type Expected = { minutes: number; isSlow: boolean };
/** Called once if it takes long, and again when it is known how long. */
export type Long = (expected?: Expected) => void;

/** What refusals have taught. */
export type Demand = {
  /** What was solved before does not count. */
  afresh: boolean;
  /** The proof that was given last has perhaps not been used: it may serve again. */
  again: boolean;
  /** How much is wanted at least. */
  least: number;
  /** How many times what is asked, to be let in before others. */
  haste: number;
};

type Ready = { header: string; effort: number; challenge: Challenge };

export class Prover {
  readonly #tools: ProverTools;
  #ready: Ready | null = null;
  /** What was given out last. */
  #given: Ready | null = null;
  #ahead: Promise<void> | null = null;

  constructor(tools: ProverTools) {
    this.#tools = tools;
  }

  /** Solves one ahead of time, for an upload of about `length` bytes. What fails here is tried again when needed. */
  prepare(length: number): void {
    if (this.#ready || this.#ahead) return;
    const [done, tooLong] = [new AbortController(), new AbortController()];
    void this.#tools.sleep(LONGEST_AHEAD, done.signal).then(() => {
      tooLong.abort();
    });
    this.#ahead = this.#solve(length, { least: 0, haste: 1 }, tooLong.signal)
      .then((ready) => {
        this.#ready = ready;
      })
      .catch(() => undefined)
      .finally(() => {
        this.#ahead = null;
        done.abort();
      });
  }

  /**
   * The header that begins an upload of `length` bytes, good for one. Null where the server takes none of this
   * length now: it will say why. `long` is called if it takes long. Throws `Break`, or the signal's reason.
   */
  async proofFor(length: number, demand: Demand, signal: AbortSignal, long: Long): Promise<string | null> {
    const done = new AbortController();
    void this.#tools.sleep(LONG, done.signal).then(() => {
      if (!done.signal.aborted && !signal.aborted) long();
    });
    try {
      await Promise.race([this.#ahead, aborted(signal)]);
      const kept = demand.again ? this.#given : this.#ready;
      this.#ready = null;
      const isEnough = kept !== null && kept.effort >= wanted(askedOf(kept.challenge, length), demand);
      this.#given = isEnough && !demand.afresh ? kept : await this.#solve(length, demand, signal, long);
      return this.#given?.header ?? null;
    } finally {
      done.abort();
    }
  }

  async #solve(
    length: number,
    demand: Pick<Demand, 'least' | 'haste'>,
    signal: AbortSignal,
    long: Long = () => undefined,
  ): Promise<Ready | null> {
    for (;;) {
      const [done, round] = [new AbortController(), new AbortController()];
      const end = (): void => {
        round.abort(signal.reason);
      };
      signal.addEventListener('abort', end, { once: true });
      void this.#tools.sleep(ROUND, done.signal).then(end);
      try {
        return await this.#work(length, demand, { signal, round: round.signal, long });
      } catch (error) {
        // Only the round is over.
        if (signal.aborted || !round.signal.aborted) throw error;
      } finally {
        done.abort();
        signal.removeEventListener('abort', end);
      }
    }
  }

  async #work(
    length: number,
    demand: Pick<Demand, 'least' | 'haste'>,
    { signal, round, long }: { signal: AbortSignal; round: AbortSignal; long: Long },
  ): Promise<Ready | null> {
    const challenge = await this.#fetch(signal);
    const asked = askedOf(challenge, length);
    if (asked === null) return null;
    const { random, subtle, now } = this.#tools;
    const once = await puzzle(hex.decode(challenge.challenge), challenge.iterations, subtle);
    const effort = wanted(asked, demand);
    const began = now();
    let [tries, isTold] = [0, false];
    const attempt: Try = async (nonce) => {
      const value = await once(nonce);
      tries += 1;
      const passed = now() - began;
      if (passed >= MEASURED && !isTold) {
        isTold = true;
        const minutes = Math.ceil((effort * passed) / tries / 60_000);
        if (minutes >= WORTH_TELLING) long({ minutes, isSlow: subtle === undefined });
      }
      return value;
    };
    const found = await solve({ attempt, effort, random, atOnce: AT_ONCE, signal: round });
    return {
      header: `${challenge.challenge}.${hex.encode(found.nonce)}`,
      effort: found.effort,
      challenge,
    };
  }

  async #fetch(signal: AbortSignal): Promise<Challenge> {
    const answer = fetchBytes(this.#tools, ROUTES.challenge, LONGEST);
    try {
      const bytes = await Promise.race([answer, aborted(signal)]);
      return v.parse(CHALLENGE, JSON.parse(new TextDecoder().decode(bytes)));
    } catch (error) {
      signal.throwIfAborted();
      const isAway = error instanceof WitnessboxError && error.code === 'page.unreachable';
      // Else it comes from something in between, or from a server in trouble.
      throw new Break(isAway ? 'connection' : 'server');
    }
  }
}

/** No device is to work for ever, whatever a server says. */
function wanted(asked: number | null, { least, haste }: Pick<Demand, 'least' | 'haste'>): number {
  return asked === null ? Infinity : Math.min(MOST_EFFORT, Math.max(asked * haste, least));
}

/** What is asked for this length; null if it is not taken now. */
function askedOf({ efforts }: Challenge, length: number): number | null {
  return efforts.find(({ upTo }) => length <= upTo)?.effort ?? null;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
