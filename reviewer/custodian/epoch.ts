/**
 * Makes an epoch: an identity for each desk, a team request key, and the keyring that the root key signs. Nothing
 * here touches a disk.
 *
 * @module
 */
import { base64 } from '@scure/base';
import {
  appearanceHash,
  appearanceLanguages,
  appearancePage,
  parseAppearance,
} from '../../crypto/appearance.ts';
import { addDays } from '../../crypto/days.ts';
import type { Random } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type Grant, sealGrant, teamRequestKeyOf } from '../../crypto/grant.ts';
import {
  type Intake,
  type Translated,
  intakeHash,
  intakeLanguages,
  intakePage,
  parseIntake,
} from '../../crypto/intake.ts';
import { type Keyring, encodeKeyring } from '../../crypto/keyring.ts';
import { type MinisignKeyPair, sign } from '../../crypto/minisign.ts';
import type { EpochKeys } from '../identity.ts';
import type { SignedKeyring } from './folder.ts';

export type DeskNames = { id: string; names: Translated };

export type NewEpoch = {
  organisation: Keyring['organisation'];
  epoch: number;
  desks: readonly DeskNames[];
  /** Bytes of intake.json. */
  intake: Uint8Array;
  /** Bytes of appearance.json, if there is one. */
  appearance: Uint8Array | null;
  onion: string | null;
  demonstration: boolean;
  /** UTC day: from it the keyring is valid, for `days`, itself included. */
  today: string;
  days: number;
  root: MinisignKeyPair;
  random: Random;
};

export const MOST_DAYS = 730;

/** @throws setup.bad-days */
export function checkDays(days: number): void {
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new WitnessboxError('setup.bad-days');
}

/** Empty for none. @throws setup.bad-onion */
export function checkOnion(onion: string): void {
  if (onion !== '' && !/^[a-z2-7]{56}\.onion$/u.test(onion)) throw new WitnessboxError('setup.bad-onion');
}

/** @throws intake.malformed, appearance.malformed, keyring.malformed */
export async function makeEpoch(options: NewEpoch): Promise<{ keys: EpochKeys; signed: SignedKeyring }> {
  const { organisation, epoch, today, intake, appearance } = options;
  const form = parseIntake(intake);
  const teamRequestSeed = options.random(32);
  const identities: EpochKeys['desks'] = [];
  const desks: Keyring['desks'] = [];
  for (const { id, names } of options.desks) {
    const identity = await generateIdentity();
    identities.push({ id, identity });
    desks.push({ id, names, recipient: await recipientOf(identity) });
  }
  const keyring: Keyring = {
    format: 'witnessbox-keyring/1',
    organisation,
    epoch,
    issued: today,
    validFrom: today,
    validUntil: addDays(today, options.days - 1),
    desks,
    intake: { id: form.id, sha256: intakeHash(intake), pages: pagesOf(form) },
    ...(appearance && { appearance: namedAppearance(appearance) }),
    onion: options.onion,
    teamRequestKey: base64.encode(teamRequestKeyOf(teamRequestSeed)),
    demonstration: options.demonstration,
  };
  const bytes = encodeKeyring(keyring);
  const signature = sign(options.root, bytes, `witnessbox keyring epoch ${String(epoch)}`);
  return {
    keys: { organisationId: organisation.id, epoch, teamRequestSeed, desks: identities },
    signed: { keyring, bytes, signature, intake, appearance },
  };
}

function pagesOf(form: Intake): Record<string, string> {
  const languages = intakeLanguages(form);
  return Object.fromEntries(languages.map((language) => [language, intakeHash(intakePage(form, language))]));
}

function namedAppearance(bytes: Uint8Array): NonNullable<Keyring['appearance']> {
  const appearance = parseAppearance(bytes);
  const pages = appearanceLanguages(appearance).map(
    (language) => [language, appearanceHash(appearancePage(appearance, language))] as const,
  );
  return { sha256: appearanceHash(bytes), pages: Object.fromEntries(pages) };
}

/** The grant of an epoch for somebody who reads these desks, sealed to their identity of that epoch. */
export function grantOf(keys: EpochKeys, desks: readonly string[], recipient: string): Promise<Uint8Array> {
  const grant: Grant = {
    format: 'witnessbox-grant/1',
    organisationId: keys.organisationId,
    epoch: keys.epoch,
    desks: keys.desks.filter(({ id }) => desks.includes(id)),
    teamRequestSeed: base64.encode(keys.teamRequestSeed),
  };
  return sealGrant(recipient, grant);
}
