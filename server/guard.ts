/**
 * What stands between a flood and the store: the challenge, the effort that is asked, the gate, and the room on the
 * disk. One for the whole server, never one per address. Holds numbers in memory and writes none of them down.
 *
 * @module
 */
import { hex } from '@scure/base';
import { addDays, dayOf } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import type { Pbkdf2, PuzzleSubtle } from '../crypto/puzzle.ts';
import { isNonceRecorded } from '../db/nonces.ts';
import type { Store } from '../db/store.ts';
import type { BlobStore } from './blobs.ts';
import { createChallenges } from './challenge.ts';
import type { Config } from './config.ts';
import {
  CHALLENGE_FORMAT,
  PROOF_ITERATIONS,
  SMALL_UPLOAD,
  type Challenge,
  type ServerErrorCode,
} from './contract.ts';
import { createEffort, effortTable } from './effort.ts';
import { ServerError } from './errors.ts';
import type { Gate, IsSlow, Lane, Pass } from './gate.ts';
import { checkProof, type Proof } from './proofs.ts';
import { createRoom, type Room } from './room.ts';
import { createStanding, type Standing } from './standing.ts';
import type { Tally } from './tally.ts';

export type Guard = {
  room: Room;
  standing: Standing;
  /** What a proof must answer, and how much is asked now. */
  challenge(): Promise<Challenge>;
  /**
   * Begins an upload of `length` with `proof`, the header of the request: checks it, then acts. Until that has ended,
   * the same proof does nothing in another request: `upload.busy`. Throws `upload.proof-…`, with the effort that would be
   * let in now, as `upload.crowded` from the action does.
   */
  proven<T>(length: number, proof: string | null, action: (proof: Proof) => Promise<T>): Promise<T>;
  /** An upload of `length` has begun. */
  count(length: number): void;
  /** A place among those who write; see gate.ts. */
  enter(length: number, effort: number, until?: Promise<void>): Promise<Pass>;
  /** A place among those who hand in a form. */
  enterPlain(until: Promise<void>, isSlow: IsSlow): Promise<Pass>;
  /** To be called every second or so. */
  tick: () => void;
};

export type GuardParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  now: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  ticks: () => number;
  random: Random;
  /** At least 32 bytes that nobody else knows. */
  secret: Uint8Array;
  pbkdf2: PuzzleSubtle | Pbkdf2;
  gate: Gate;
  /** Bytes that the disk has free; null where nobody knows. */
  freeBytes: () => Promise<number | null>;
  /** Whether no other process serves the same store, so that what this one remembers is all there is. */
  isAlone: boolean;
  /** Where others do, what they have taken in. */
  tally?: Tally;
  /** What is asked is drawn from this; else from `random`. Where others serve too, the same for all. */
  draw?: Random;
};

/** Refusals after which a new proof, good for what they say, may be let in. */
const MENDED_BY_WORK: ReadonlySet<string> = new Set<ServerErrorCode>([
  'upload.proof-missing',
  'upload.proof-stale',
  'upload.proof-weak',
  'upload.proof-used',
  'upload.crowded',
]);
/** For so long what is asked stays the same. */
const LOOK_EVERY_MS = 60_000;

export function createGuard(parts: GuardParts): Guard {
  const { store, config, now, ticks, gate, secret, pbkdf2, isAlone, tally } = parts;
  const challenges = createChallenges(secret, now);
  const effort = createEffort(config, ticks, parts.draw ?? parts.random);
  const standing = createStanding(ticks, config.baseEffort);
  const room = createRoom({
    ...parts,
    // Where others may have moved it, what was surely not begun today counts as idle.
    isIdle: ({ id, expires }) =>
      isAlone ? standing.isIdle(id) : expires < addDays(dayOf(now()), config.uploadDays),
    forgotten: standing.forget,
  });
  const underWay = new Set<string>();
  let looked = -Infinity;

  const look = async (): Promise<void> => {
    if (ticks() - looked < LOOK_EVERY_MS) return;
    looked = ticks();
    if (tally) effort.hear(await tally.exchange());
    effort.look({ text: await room.extent(SMALL_UPLOAD), file: await room.extent(SMALL_UPLOAD + 1) });
  };
  /** What to ask of somebody who would come in at once. Who has proven much must not make it dearer than ever. */
  const needed = (length: number): number =>
    Math.max(effort.asked(length), Math.min(gate.needed(laneOf(length)), effort.most(length)));
  return {
    room,
    standing,
    async challenge() {
      const longest = await room.longest();
      await look();
      return {
        format: CHALLENGE_FORMAT,
        challenge: hex.encode(challenges.current()),
        iterations: PROOF_ITERATIONS,
        efforts: longest > 0 ? effortTable(longest, effort.asked) : [],
      };
    },
    async proven(length, header, action) {
      await look();
      const requireFree = (hash: string): void => {
        if (underWay.has(hash)) throw new ServerError('upload.busy');
      };
      const isUsed = (hash: string): Promise<boolean> => {
        requireFree(hash);
        return isNonceRecorded(store, hash);
      };
      try {
        const proof = await checkProof({ challenges, gate, pbkdf2, isUsed }, header, effort.asked(length));
        requireFree(proof.hash);
        underWay.add(proof.hash);
        try {
          return await action(proof);
        } finally {
          underWay.delete(proof.hash);
        }
      } catch (error) {
        if (!(error instanceof ServerError) || !MENDED_BY_WORK.has(error.code)) throw error;
        throw new ServerError(error.code, { effort: needed(length) });
      }
    },
    count(length) {
      effort.count(length);
      tally?.count(length);
    },
    enter: (length, proven, until) => gate.enter(laneOf(length), proven, until),
    enterPlain: (until, isSlow) => gate.enter('plain', 0, until, isSlow),
    tick: () => {
      gate.tick();
      standing.tick();
    },
  };
}

function laneOf(length: number): Lane {
  return length > SMALL_UPLOAD ? 'files' : 'texts';
}
