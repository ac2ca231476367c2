/**
 * Drops: replies that wait on the server under names that only their reader can compute. There is no mailbox; a slot
 * is a random name that was written once. `reply.ts` has the one drop, `thread.ts` the whole exchange.
 *
 * @module
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { uint32be, utf8, type Random } from './encoding.ts';
import { identityFromSeed, recipientOf, sealBytes } from './envelope.ts';
import { WitnessboxError } from './errors.ts';
import { DROP_CAPACITY, SLOTS } from './reply.ts';

export { DROP_SIZE } from './padding.ts';
export { SLOTS, dropHash, makeDrop, openDrop, type Reply } from './reply.ts';
export { splitReply, threadReplies, type FoundDrop, type OpenedDrops, type Thread } from './thread.ts';

/** Slot n (0 to 255): the first 16 bytes of HKDF-SHA-256(D, "", "witnessbox/1 slot" || uint32be(n), 32). */
export function slotAt(dropSecret: Uint8Array, n: number): Uint8Array {
  if (!Number.isInteger(n) || n < 0 || n >= SLOTS) throw new WitnessboxError('drop.too-many');
  const info = concatBytes(utf8('witnessbox/1 slot'), uint32be(n));
  return hkdf(sha256, dropSecret, undefined, info, 32).slice(0, 16);
}

/** All slots of a receipt, in order. */
export function allSlots(dropSecret: Uint8Array): Uint8Array[] {
  return Array.from({ length: SLOTS }, (_, n) => slotAt(dropSecret, n));
}

/**
 * A drop that nobody can open, for the batch in which real ones hide: sealed to a recipient made for it alone, and
 * so not to be told from a real one without that recipient's identity. `slot` is 16 random bytes.
 */
export async function makeDummy(random: Random): Promise<{ slot: Uint8Array; drop: Uint8Array }> {
  const recipient = await recipientOf(identityFromSeed(random(32)));
  return { slot: random(16), drop: await sealBytes(recipient, new Uint8Array(DROP_CAPACITY).fill(0x20)) };
}
