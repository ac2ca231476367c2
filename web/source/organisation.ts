/**
 * Fetches what the organisation has signed and believes none of it before the signature by the pinned root key,
 * the dates and the hash of the questions have been checked. Whatever is off throws, and then nothing can be sent.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { intakeHash, parseIntake, translated, type Intake } from '../../crypto/intake.ts';
import { fingerprint, openKeyring, type Keyring } from '../../crypto/keyring.ts';
import { ROUTES } from '../../server/contract.ts';
import type { Organisation } from './errands.ts';
import { fetchBytes, type Fetch } from './requests.ts';

/** A keyring with a hundred desks has about 300 KB; anything far beyond is not one. */
const LONGEST_FILE = 1024 * 1024;

export type OpenedOrganisation = { keyring: Keyring; intake: Intake; fingerprint: string };

export async function openOrganisation(
  fetch: Fetch,
  rootKey: string,
  today: string,
): Promise<OpenedOrganisation> {
  const [keyringBytes, signature, intakeBytes] = await Promise.all([
    fetchBytes(fetch, ROUTES.keyring, LONGEST_FILE),
    fetchBytes(fetch, ROUTES.keyringSignature, LONGEST_FILE),
    fetchBytes(fetch, ROUTES.intake, LONGEST_FILE),
  ]);
  const keyring = openKeyring({
    keyring: keyringBytes,
    signature: new TextDecoder().decode(signature),
    rootKey,
    today,
  });
  if (intakeHash(intakeBytes) !== keyring.intake.sha256) throw new WitnessboxError('keyring.wrong-intake');
  const intake = parseIntake(intakeBytes);
  if (intake.id !== keyring.intake.id) throw new WitnessboxError('keyring.wrong-intake');
  return { keyring, intake, fingerprint: fingerprint(rootKey, keyring.organisation.id) };
}

/** What the page shows of it, in one language. */
export function describe(
  { keyring, intake, fingerprint }: OpenedOrganisation,
  language: string,
): Organisation {
  return {
    name: translated(keyring.organisation.names, language),
    fingerprint,
    validUntil: keyring.validUntil,
    demonstration: keyring.demonstration,
    desks: keyring.desks.map((desk) => ({ id: desk.id, name: translated(desk.names, language) })),
    questions: intake.questions.map(({ id, kind, required, label, hint }) => ({
      id,
      kind,
      required,
      label: translated(label, language),
      hint: hint === undefined ? '' : translated(hint, language),
    })),
  };
}
