/**
 * What the portal shows of the organisation's keys, checked against what this key folder has pinned. Nothing
 * else is asked of a portal before this has ended well.
 *
 * @module
 */
import { addDays } from '../crypto/days.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { type Intake, intakeHash, parseIntake } from '../crypto/intake.ts';
import { type Keyring, keyringHash, openKeyring } from '../crypto/keyring.ts';
import { verify } from '../crypto/minisign.ts';
import { ROUTES } from '../server/contract.ts';
import type { SeenKeyring } from './records.ts';

/** Days before the end of a keyring from which on the custodian should hear of it, and requests be made. */
const WARN_DAYS = 30;

export type Pin = { rootKey: string; organisationId: string; newestEpoch: number };
export type GetFile = (path: string) => Promise<Uint8Array>;

/**
 * @returns the keyring and what to warn about. An expired one is returned too: intake is closed then, but what
 * has been sent must still be fetched.
 * @throws portal.mismatch, keyring.bad-signature, keyring.malformed, keyring.rollback, keyring.not-yet-valid
 */
export async function fetchKeyring(
  get: GetFile,
  pin: Pin,
  today: string,
): Promise<SeenKeyring & { warnings: string[] }> {
  try {
    return await fetchOnce(get, pin, today);
  } catch (error) {
    // A new epoch may have begun between the two files. What was altered is so the second time too.
    if (!(error instanceof WitnessboxError) || error.code !== 'keyring.bad-signature') throw error;
    return fetchOnce(get, pin, today);
  }
}

async function fetchOnce(
  get: GetFile,
  pin: Pin,
  today: string,
): Promise<SeenKeyring & { warnings: string[] }> {
  const bytes = await get(ROUTES.keyring);
  const signature = new TextDecoder().decode(await get(ROUTES.keyringSignature));
  try {
    verify(pin.rootKey, bytes, signature);
  } catch (error) {
    const otherKey = error instanceof WitnessboxError && error.code === 'minisign.wrong-key';
    throw new WitnessboxError(otherKey ? 'portal.mismatch' : 'keyring.bad-signature', {}, { cause: error });
  }
  const input = { keyring: bytes, signature, ...pin };
  const hash = keyringHash(bytes);
  try {
    const keyring = openKeyring({ ...input, today });
    return { keyring, hash, warnings: endsSoon(keyring.validUntil, today) ? ['keyring.ends-soon'] : [] };
  } catch (error) {
    if (!(error instanceof WitnessboxError)) throw error;
    if (error.code === 'keyring.wrong-organisation')
      throw new WitnessboxError('portal.mismatch', {}, { cause: error });
    if (error.code !== 'keyring.expired') throw error;
    // Dates are the last thing that openKeyring looks at, so all else is in order.
    const lastDay = error.facts['day'];
    return {
      keyring: openKeyring({ ...input, today: String(lastDay) }),
      hash,
      warnings: ['keyring.expired'],
    };
  }
}

/** The intake form that the keyring names. @throws keyring.wrong-intake, intake.malformed */
export async function fetchIntake(get: GetFile, keyring: Keyring): Promise<Intake> {
  const bytes = await get(ROUTES.intake);
  if (intakeHash(bytes) !== keyring.intake.sha256) throw new WitnessboxError('keyring.wrong-intake');
  return parseIntake(bytes);
}

/** Also once it has ended. */
export function endsSoon(validUntil: string, today: string): boolean {
  return addDays(today, WARN_DAYS) >= validUntil;
}
