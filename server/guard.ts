/**
 * What stands between a flood and the store: the challenge, the effort that is asked, the gate, and the room on the
 * disk. One for the whole server, never one per address. Holds numbers in memory and writes none of them down.
 *
 * @module
 */
import { hex } from '@scure/base';
import { addDays, dayOf } from '../crypto/days.ts';
import type { PuzzleSubtle } from '../crypto/puzzle.ts';
import type { Store } from '../db/store.ts';
import type { BlobStore } from './blobs.ts';
import { createChallenges } from './challenge.ts';
import type { Config } from './config.ts';
import { CHALLENGE_FORMAT, PROOF_ITERATIONS, SMALL_UPLOAD, type Challenge } from './contract.ts';
import { createEffort, effortTable } from './effort.ts';
import type { Gate, Lane, Pass } from './gate.ts';
import { checkProof, type Proof } from './proofs.ts';
import { createRoom, type Room } from './room.ts';
import { createStanding, type Standing } from './standing.ts';

export type Guard = {
  room: Room;
  standing: Standing;
  /** What a proof must answer, and how much is asked now. */
  challenge(): Promise<Challenge>;
  /** `proof`: the header of a request that begins an upload of `length`. Throws `upload.proof-…`. */
  check(length: number, proof: string | null): Promise<Proof>;
  /** An upload of `length` has begun. */
  count(length: number): void;
  /** A place among those who write; see gate.ts. */
  enter(length: number, effort: number, until?: Promise<void>): Promise<Pass>;
  /** To be called every second or so. */
  tick: () => void;
};

export type GuardParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  now: () => Date;
  /** At least 32 bytes that nobody else knows. */
  secret: Uint8Array;
  subtle: PuzzleSubtle;
  gate: Gate;
  /** Bytes that the disk has free; null where nobody knows. */
  freeBytes: () => Promise<number | null>;
  /** Whether no other process serves the same store, so that what this one remembers is all there is. */
  isAlone: boolean;
};

export function createGuard(parts: GuardParts): Guard {
  const { config, now, gate, secret, subtle, isAlone } = parts;
  const challenges = createChallenges(secret, now);
  const effort = createEffort(config, now);
  const standing = createStanding(now);
  const room = createRoom({
    ...parts,
    // Where others may have moved it, what was surely not begun today counts as idle.
    isIdle: ({ id, expires }) =>
      isAlone ? standing.isIdle(id) : expires < addDays(dayOf(now()), config.uploadDays),
  });
  return {
    room,
    standing,
    async challenge() {
      const longest = await room.longest();
      const extents = {
        text: await room.extent(SMALL_UPLOAD),
        file: await room.extent(SMALL_UPLOAD + 1),
      };
      const asked = (length: number): number =>
        effort.asked(length, length > SMALL_UPLOAD ? extents.file : extents.text);
      return {
        format: CHALLENGE_FORMAT,
        challenge: hex.encode(challenges.current()),
        iterations: PROOF_ITERATIONS,
        efforts: longest > 0 ? effortTable(longest, asked) : [],
      };
    },
    async check(length, proof) {
      const asked = effort.asked(length, await room.extent(length));
      return checkProof({ challenges, gate, subtle }, proof, asked);
    },
    count: effort.count,
    enter: (length, proven, until) => gate.enter(laneOf(length), proven, until),
    tick: () => {
      gate.tick();
    },
  };
}

function laneOf(length: number): Lane {
  return length > SMALL_UPLOAD ? 'files' : 'texts';
}
