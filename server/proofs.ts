/**
 * Checks the proof of work of an upload's beginning, before anything is stored for it: first what costs nothing,
 * then the one computation, which has to wait for its turn so that false proofs cannot take the machine for
 * themselves.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { utf8 } from '../crypto/encoding.ts';
import { effortOf, puzzle, type Pbkdf2, type PuzzleSubtle } from '../crypto/puzzle.ts';
import type { Challenges } from './challenge.ts';
import { PROOF_ITERATIONS } from './contract.ts';
import { ServerError } from './errors.ts';
import type { Gate } from './gate.ts';

export type Proof = {
  /** Under which the proof is remembered. Neither it nor the hour can be had back from it. */
  hash: string;
  /** The highest effort for which it is good. */
  effort: number;
};

export type ProofParts = {
  challenges: Challenges;
  gate: Gate;
  pbkdf2: PuzzleSubtle | Pbkdf2;
  /** Whether a proof with this hash has been used, or is being used by another request. */
  isUsed: (hash: string) => Promise<boolean>;
};

const FORM = /^([0-9a-f]{64})\.([0-9a-f]{32})$/;

/**
 * The id of the upload that a proof begins: 16 bytes, hex. So whoever missed the answer can ask again with the same proof
 * and is given the same upload, and nobody else can name it: what is stored of a proof is another hash of it.
 */
export function idOf(header: string): string {
  return bytesToHex(sha256(utf8(`witnessbox/1 upload\0${header}`)).subarray(0, 16));
}

/** `header`: as it came, null if it did not. `asked`: the effort wanted. Throws `upload.proof-…`. */
export async function checkProof(
  { challenges, gate, pbkdf2, isUsed }: ProofParts,
  header: string | null,
  asked: number,
): Promise<Proof> {
  if (header === null) throw new ServerError('upload.proof-missing');
  const [, first = '', second = ''] = FORM.exec(header) ?? [];
  if (first === '') throw new ServerError('request.malformed');
  const challenge = hexToBytes(first);
  if (!challenges.accepts(challenge)) throw new ServerError('upload.proof-stale');
  // The name keeps it apart from the nonces of reviewers, which lie in the same table.
  const hash = `proof:${bytesToHex(sha256(utf8(header)))}`;
  // Before any line: what is worth nothing any more buys no place in one.
  if (await isUsed(hash)) throw new ServerError('upload.proof-used');
  const pass = await gate.enter('proofs', 0);
  let effort: number;
  try {
    const attempt = await puzzle(challenge, PROOF_ITERATIONS, pbkdf2);
    effort = effortOf(await attempt(hexToBytes(second)));
  } finally {
    pass.leave();
  }
  if (effort < asked) throw new ServerError('upload.proof-weak');
  return { hash, effort };
}
