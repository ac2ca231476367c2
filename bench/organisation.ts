/** What a portal needs to be measured: an organisation's public files, the team's key, and ciphertext. @module */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, hex } from '@scure/base';
import { generateIdentity, recipientOf, sealBytes } from '../crypto/envelope.ts';
import { HYBRID_HEADER_LENGTH } from '../crypto/header.ts';
import { intakeHash } from '../crypto/intake.ts';
import { encodeKeyring } from '../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../crypto/minisign.ts';

export type Organisation = {
  /** The public files by name. */
  files: Record<string, Uint8Array | string>;
  /** With which the team signs its requests, 32 bytes. */
  teamSeed: Uint8Array;
};

export async function makeOrganisation(): Promise<Organisation> {
  const teamSeed = randomBytes(32);
  const root = generateKeyPair(randomBytes);
  const intake = await readFile(new URL('../crypto/intake.default.json', import.meta.url));
  const keyring = encodeKeyring({
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(randomBytes(32)), names: { en: 'Bench' } },
    epoch: 1,
    issued: '2020-01-01',
    validFrom: '2020-01-01',
    validUntil: '2099-12-31',
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(await generateIdentity()) }],
    intake: { id: 'default', sha256: intakeHash(intake) },
    onion: null,
    teamRequestKey: base64.encode(ed25519.getPublicKey(teamSeed)),
    demonstration: false,
  });
  return {
    teamSeed,
    files: {
      'keyring.json': keyring,
      'keyring.json.minisig': sign(root, keyring, 'epoch 1'),
      'root.pub': encodePublicKey(root),
      'intake.json': intake,
    },
  };
}

/** Right in everything that a server can check: a real hybrid header, and behind it noise. */
export async function ageFile(size: number): Promise<Uint8Array> {
  const sealed = await sealBytes(await recipientOf(await generateIdentity()), new Uint8Array(16));
  const file = randomBytes(size);
  file.set(sealed.subarray(0, HYBRID_HEADER_LENGTH));
  return file;
}
