/**
 * Signed follow-ups: only who holds the receipt can add to a case, withdraw consent or name a new recipient. The
 * key comes from the receipt, so nothing of it is stored at the source's.
 *
 * Refusing a replay needs memory and is the reviewer program's: an id seen before changes nothing.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { uint32be, utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { isSignedBy } from './signatures.ts';

/** What a follow-up's signature binds together. */
export type FollowUpContent = {
  /** 32 bytes. */
  organisationId: Uint8Array;
  /** Epoch of the keyring under which it was sealed. */
  epoch: number;
  /** The testimony's `kind`, 1 to 255 bytes of UTF-8. */
  kind: string;
  /** Fresh and random, 16 bytes. */
  id: Uint8Array;
  /** The bytes of testimony.json. */
  testimony: Uint8Array;
};

/** Ed25519 (RFC 8032) signature of 64 bytes. Throws `followup.malformed` on wrong lengths. */
export function signFollowUp(input: FollowUpContent & { seed: Uint8Array }): Uint8Array {
  if (input.seed.length !== 32) throw new WitnessboxError('followup.malformed');
  return ed25519.sign(followUpMessage(input), input.seed);
}

/** Throws `followup.malformed` on wrong lengths, `followup.bad-signature` if it was not signed with this key. */
export function verifyFollowUp(input: FollowUpContent & { key: Uint8Array; signature: Uint8Array }): void {
  if (input.key.length !== 32 || input.signature.length !== 64)
    throw new WitnessboxError('followup.malformed');
  if (!isSignedBy(input.key, followUpMessage(input), input.signature)) {
    throw new WitnessboxError('followup.bad-signature');
  }
}

/**
 * "witnessbox/1 follow-up" || 0x00 || organisation id (32) || epoch (4, big-endian) || length of kind (1) || kind ||
 * id (16) || SHA-256 of testimony.json (32).
 */
export function followUpMessage(content: FollowUpContent): Uint8Array {
  const kind = utf8(content.kind);
  if (
    content.organisationId.length !== 32 ||
    content.id.length !== 16 ||
    kind.length < 1 ||
    kind.length > 255 ||
    !Number.isInteger(content.epoch) ||
    content.epoch < 0 ||
    content.epoch > 0xffffffff
  ) {
    throw new WitnessboxError('followup.malformed');
  }
  return concatBytes(
    utf8('witnessbox/1 follow-up\0'),
    content.organisationId,
    uint32be(content.epoch),
    Uint8Array.of(kind.length),
    kind,
    content.id,
    sha256(content.testimony),
  );
}
