/**
 * A grant: what lets one reviewer read for one epoch, age-encrypted to that reviewer's identity of that epoch. It
 * travels as a file or through the server, which can do nothing with it.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64 } from '@scure/base';
import * as v from 'valibot';
import { openBytes, recipientOf, sealBytes } from './envelope.ts';
import { WitnessboxError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { base64Of32, count, hex32, identifier, identity, readJson, writeJson } from './shapes.ts';

export type Grant = {
  format: 'witnessbox-grant/1';
  /** 64 hex digits. */
  organisationId: string;
  epoch: number;
  /** The epoch identities of the desks that this reviewer reads; none where they were split among several people. */
  desks: { id: string; identity: string }[];
  /** Ed25519 seed of the team request key, base64 of 32 bytes. */
  teamRequestSeed: string;
};

const grantShape = v.object({
  format: v.literal('witnessbox-grant/1'),
  organisationId: hex32,
  epoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  desks: v.pipe(v.array(v.object({ id: identifier, identity })), v.maxLength(100)),
  teamRequestSeed: base64Of32,
});

/** The grant as an age file to the reviewer's recipient. Throws `grant.malformed`, `envelope.malformed-key`. */
export async function sealGrant(recipient: string, grant: Grant): Promise<Uint8Array> {
  const bytes = writeJson(grant);
  readJson(bytes, grantShape, 'grant.malformed');
  return sealBytes(recipient, bytes);
}

/** Opens a grant with the reviewer's identity. Throws `envelope.*` or `grant.malformed`. */
export async function openGrant(identity: string, file: Uint8Array): Promise<Grant> {
  return readJson(await openBytes([identity], file), grantShape, 'grant.malformed');
}

/**
 * Whether a grant is what the root-signed keyring of its epoch speaks of. A grant is sealed to a public recipient
 * and not signed, so anybody could make one; with it, a reviewer would open what was sent to somebody else's keys,
 * or sign with a key that somebody else has. Throws `grant.not-of-keyring`, `envelope.malformed-key`.
 */
export async function checkGrant(grant: Grant, keyring: Keyring): Promise<void> {
  const foreign = (): WitnessboxError => new WitnessboxError('grant.not-of-keyring');
  if (grant.organisationId !== keyring.organisation.id || grant.epoch !== keyring.epoch) throw foreign();
  const seed = base64.decode(grant.teamRequestSeed);
  if (base64.encode(teamRequestKeyOf(seed)) !== keyring.teamRequestKey) throw foreign();
  const seen = new Set<string>();
  for (const { id, identity } of grant.desks) {
    const desk = keyring.desks.find((each) => each.id === id);
    if (!desk || seen.has(id) || (await recipientOf(identity)) !== desk.recipient) throw foreign();
    seen.add(id);
  }
}

/** The Ed25519 public key (32 bytes) of a seed (32 bytes). */
export function teamRequestKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}
