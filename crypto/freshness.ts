/**
 * The freshness note: a day on which the team was at the portal, signed by the team request key (`freshness.json`
 * and `freshness.json.minisig`, so that `minisign -V -P LINE -m freshness.json` checks it). Each reviewer's sync
 * renews it; whose it was does not show, because the whole team has one key and signs the same bytes on one day.
 *
 * It says that somebody who holds the key was there, and nothing of what they did. Who holds the key can sign for
 * days to come.
 *
 * @module
 */
import { base64 } from '@scure/base';
import * as v from 'valibot';
import { addDays } from './days.ts';
import { WitnessboxError } from './errors.ts';
import { encodePublicKey, keyIdOf, keyPairOfSeed, sign, verify } from './minisign.ts';
import { count, day, hex32, readJson, writeJson } from './shapes.ts';

export type Freshness = {
  format: 'witnessbox-freshness/1';
  /** 64 hex digits. */
  organisationId: string;
  epoch: number;
  /** UTC day, YYYY-MM-DD. */
  day: string;
};

const freshnessShape = v.object({
  format: v.literal('witnessbox-freshness/1'),
  organisationId: hex32,
  epoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  day,
});

/** Clocks differ, and somewhere it is tomorrow already. */
const DAYS_AHEAD = 1;

/**
 * The bytes of `freshness.json` and the text of its `.minisig`; the same note gives the same of both.
 * `seed`: of the team request key, 32 bytes. Throws `freshness.malformed`.
 */
export function signFreshness(seed: Uint8Array, note: Freshness): { bytes: Uint8Array; signature: string } {
  const bytes = writeJson(note);
  readJson(bytes, freshnessShape, 'freshness.malformed');
  const comment = `witnessbox freshness epoch ${String(note.epoch)} ${note.day}`;
  return { bytes, signature: sign(keyPairOfSeed(seed), bytes, comment) };
}

export type OpenFreshnessInput = {
  bytes: Uint8Array;
  /** Text of `freshness.json.minisig`. */
  signature: string;
  /** From the keyring: Ed25519 public key, base64 of 32 bytes. */
  teamRequestKey: string;
  /** 64 hex digits. */
  organisationId: string;
  /** The keyring's. */
  epoch: number;
  /** UTC day. Given by who must not let a wrong clock stand for ever: a note of more than a day later is refused. */
  today?: string;
};

/**
 * Checks a note in this order: signature, shape, organisation, epoch, day. Throws `freshness.bad-signature`,
 * `freshness.malformed`, `freshness.wrong-organisation`, `freshness.wrong-epoch` or `freshness.future`.
 */
export function openFreshness(input: OpenFreshnessInput): Freshness {
  try {
    verify(teamKeyLine(input.teamRequestKey), input.bytes, input.signature);
  } catch {
    throw new WitnessboxError('freshness.bad-signature');
  }
  const note = readJson(input.bytes, freshnessShape, 'freshness.malformed');
  if (note.organisationId !== input.organisationId) throw new WitnessboxError('freshness.wrong-organisation');
  if (note.epoch !== input.epoch) throw new WitnessboxError('freshness.wrong-epoch');
  if (input.today !== undefined && note.day > addDays(input.today, DAYS_AHEAD)) {
    throw new WitnessboxError('freshness.future');
  }
  return note;
}

/**
 * The team request key as `minisign -P` takes it: the base64 line of a `.pub` file, from the base64 in the
 * keyring. Throws what @scure/base throws on text that is no base64.
 */
export function teamKeyLine(teamRequestKey: string): string {
  const publicKey = base64.decode(teamRequestKey);
  return encodePublicKey({ keyId: keyIdOf(publicKey), publicKey }).split('\n')[1] ?? '';
}
