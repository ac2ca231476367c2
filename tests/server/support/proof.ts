/** Proofs of work as a client makes them: asks for the challenge and solves it. @module */
import { hex } from '@scure/base';
import { puzzle, solve } from '../../../crypto/puzzle.ts';
import { PROOF_HEADER, ROUTES, type Challenge } from '../../../server/contract.ts';
import { createGate, type Gate } from '../../../server/gate.ts';
import { createGuard, type Guard, type GuardParts } from '../../../server/guard.ts';
import { random } from './runtime.ts';

type Get = (path: string) => Promise<Response>;

/** A header that begins an upload of `length` bytes. */
export async function proofFor(get: Get, length: number): Promise<Record<string, string>> {
  const challenge = (await (await get(ROUTES.challenge)).json()) as Challenge;
  const effort = challenge.efforts.find(({ upTo }) => length <= upTo)?.effort ?? 1;
  return { [PROOF_HEADER]: await headerFor(challenge, effort) };
}

/** A proof that is good for this effort, as the header says it. */
export async function headerFor({ challenge, iterations }: Challenge, effort: number): Promise<string> {
  const attempt = await puzzle(hex.decode(challenge), iterations, crypto.subtle);
  const signal = new AbortController().signal;
  const { nonce } = await solve({ attempt, effort, random, atOnce: 2, signal });
  return `${challenge}.${hex.encode(nonce)}`;
}

type Given = Pick<GuardParts, 'store' | 'blobs' | 'config' | 'now'> & Partial<GuardParts>;

/** As the embedded server has it, on a disk without end. */
export function testGuard(parts: Given): Guard {
  return createGuard({
    secret: random(32),
    pbkdf2: crypto.subtle,
    freeBytes: () => Promise.resolve(null),
    isAlone: true,
    ticks: () => parts.now().getTime(),
    // Nothing is drawn, so that what is asked can be foretold.
    random: (length) => new Uint8Array(length),
    gate: testGate(() => parts.now().getTime()),
    ...parts,
  });
}

function testGate(ticks: () => number): Gate {
  const places = { proofs: 2, texts: 256, files: 256, plain: 8 };
  return createGate({ places, line: 512, turnSeconds: 15, waitSeconds: 45, ticks });
}
