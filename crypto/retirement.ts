/**
 * The retirement statement: a reviewer says, signed with their long-lived signing key, that their identity and
 * grant of an epoch are destroyed (`retirement-N.json` and `.minisig`). The custodian keeps them, to know when an
 * epoch has ended everywhere. It is a person's word: no signature proves that no copy was kept.
 *
 * @module
 */
import * as v from 'valibot';
import { WitnessboxError } from './errors.ts';
import { isSigningKey } from './grant-request.ts';
import { encodePublicKey, keyPairOfSeed, sign, verify } from './minisign.ts';
import { count, day, hex32, readJson, writeJson } from './shapes.ts';

export type Retirement = {
  format: 'witnessbox-retirement/1';
  /** 64 hex digits. */
  organisationId: string;
  epoch: number;
  /** UTC day of the destruction. */
  day: string;
  /** Base64 line of the reviewer's minisign public key, with the key number of `keyIdOf`. */
  signingKey: string;
};

const retirementShape = v.object({
  format: v.literal('witnessbox-retirement/1'),
  organisationId: hex32,
  epoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  day,
  signingKey: v.pipe(v.string(), v.check(isSigningKey)),
});

/**
 * The bytes of `retirement-N.json` and the text of its `.minisig`. `seed`: of the reviewer's signing key, 32
 * bytes. Throws `retirement.malformed`.
 */
export function signRetirement(
  seed: Uint8Array,
  { organisationId, epoch, day: destroyed }: Pick<Retirement, 'organisationId' | 'epoch' | 'day'>,
): { bytes: Uint8Array; signature: string } {
  const keyPair = keyPairOfSeed(seed);
  const statement: Retirement = {
    format: 'witnessbox-retirement/1',
    organisationId,
    epoch,
    day: destroyed,
    signingKey: encodePublicKey(keyPair).split('\n')[1] ?? '',
  };
  const bytes = writeJson(statement);
  readJson(bytes, retirementShape, 'retirement.malformed');
  return { bytes, signature: sign(keyPair, bytes, `witnessbox retirement epoch ${String(epoch)}`) };
}

/**
 * Checks a statement against the key that it names itself: the caller must know whose that is. Throws
 * `retirement.malformed`, `retirement.bad-signature` or `retirement.wrong-organisation`.
 */
export function openRetirement(input: {
  bytes: Uint8Array;
  /** Text of the `.minisig` file. */
  signature: string;
  /** 64 hex digits. */
  organisationId: string;
}): Retirement {
  const statement = readJson(input.bytes, retirementShape, 'retirement.malformed');
  try {
    verify(statement.signingKey, input.bytes, input.signature);
  } catch {
    throw new WitnessboxError('retirement.bad-signature');
  }
  if (statement.organisationId !== input.organisationId) {
    throw new WitnessboxError('retirement.wrong-organisation');
  }
  return statement;
}
