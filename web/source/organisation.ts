/**
 * Fetches what the organisation has signed and believes none of it before the signature by the pinned root key,
 * the dates and the hash of the questions have been checked. Whatever is off throws, and then nothing can be sent.
 * Only the freshness note may be missing or wrong: it stops nobody, it is told. And the organisation's appearance may be missing,
 * but not wrong: without a logo everything works, and what has not come is not shown.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { addDays } from '../../crypto/days.ts';
import { appearanceHash, parseAppearancePage, type AppearancePage } from '../../crypto/appearance.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { openFreshness } from '../../crypto/freshness.ts';
import {
  intakeHash,
  intakeLanguages,
  intakePage,
  nearest,
  parseIntake,
  parseIntakePage,
  translated,
  type IntakePage,
} from '../../crypto/intake.ts';
import { fingerprint, openKeyring, type Keyring } from '../../crypto/keyring.ts';
import { ROUTES } from '../../server/contract.ts';
import type { Face, Organisation } from './errands.ts';
import { fetchBytes, type RequestTools } from './requests.ts';

/** A keyring with a hundred desks has about 300 KB; anything far beyond is not one. */
const LONGEST_FILE = 1024 * 1024;
const LONGEST_NOTE = 4096;
/** The largest logo in base64, and words with all that JSON puts before a sign. */
const LONGEST_FACE = 65_536;
const NOTHING = new Uint8Array(0);

/** Days without a word from the organisation before the page says so. */
const SILENT_DAYS = 14;

export type OpenedOrganisation = {
  keyring: Keyring;
  /** In the wanted language or the nearest, and the hex SHA-256 of its bytes. */
  form: IntakePage;
  formHash: string;
  face: AppearancePage | null;
  fingerprint: string;
  /** The day since which nothing has been heard, if that is long ago. */
  silentSince: string | null;
};

export async function openOrganisation(
  tools: RequestTools,
  rootKey: string,
  today: string,
  language: string,
): Promise<OpenedOrganisation> {
  try {
    return await open(tools, rootKey, today, language);
  } catch (error) {
    // A new epoch may have begun between two of the files. Whatever is really wrong is so the second time too.
    if (!(error instanceof WitnessboxError) || !MIXED.has(String(error.code))) throw error;
    return open(tools, rootKey, today, language);
  }
}

const MIXED: ReadonlySet<string> = new Set([
  'keyring.bad-signature',
  'keyring.wrong-intake',
  'keyring.wrong-appearance',
]);

async function open(
  tools: RequestTools,
  rootKey: string,
  today: string,
  language: string,
): Promise<OpenedOrganisation> {
  const [keyringBytes, signature, note, noteSignature] = await Promise.all([
    fetchBytes(tools, ROUTES.keyring, LONGEST_FILE),
    fetchBytes(tools, ROUTES.keyringSignature, LONGEST_FILE),
    fetchBytes(tools, ROUTES.freshness, LONGEST_NOTE).catch(() => NOTHING),
    fetchBytes(tools, ROUTES.freshnessSignature, LONGEST_NOTE).catch(() => NOTHING),
  ]);
  const keyring = openKeyring({
    keyring: keyringBytes,
    signature: new TextDecoder().decode(signature),
    rootKey,
    today,
  });
  const [formBytes, face] = await Promise.all([
    fetchForm(tools, keyring.intake, language),
    fetchFace(tools, keyring.appearance, language),
  ]);
  const form = parseIntakePage(formBytes);
  if (form.id !== keyring.intake.id) throw new WitnessboxError('keyring.wrong-intake');
  const heard = lastHeard(keyring, note, new TextDecoder().decode(noteSignature));
  return {
    keyring,
    form,
    formHash: intakeHash(formBytes),
    face,
    fingerprint: fingerprint(rootKey, keyring.organisation.id),
    silentSince: addDays(heard, SILENT_DAYS) < today ? heard : null,
  };
}

/** One request, for everybody who reads this language the same: for the form in it, or where an older keyring names none, in all. */
async function fetchForm(
  tools: RequestTools,
  { sha256, pages }: Keyring['intake'],
  language: string,
): Promise<Uint8Array> {
  const fetchSigned = async (path: string, hash: string | undefined): Promise<Uint8Array> => {
    const bytes = await fetchBytes(tools, path, LONGEST_FILE);
    if (intakeHash(bytes) !== hash) throw new WitnessboxError('keyring.wrong-intake');
    return bytes;
  };
  if (pages !== undefined) {
    const served = nearest(Object.keys(pages), language);
    return fetchSigned(`${ROUTES.intakePages}/${served}.json`, pages[served]);
  }
  const intake = parseIntake(await fetchSigned(ROUTES.intake, sha256));
  return intakePage(intake, nearest(intakeLanguages(intake), language));
}

/** One request, where the keyring names an appearance at all: whether it does is the same for everybody who comes here. */
async function fetchFace(
  tools: RequestTools,
  named: Keyring['appearance'],
  language: string,
): Promise<AppearancePage | null> {
  if (!named) return null;
  const served = nearest(Object.keys(named.pages), language);
  const path = `${ROUTES.appearancePages}/${served}.json`;
  const bytes = await fetchBytes(tools, path, LONGEST_FACE).catch(() => null);
  if (bytes === null) return null;
  // Somebody else's telephone number in the place of theirs would lead people to them.
  if (appearanceHash(bytes) !== named.pages[served]) throw new WitnessboxError('keyring.wrong-appearance');
  return parseAppearancePage(bytes);
}

/** The note's day; without a valid one the day on which the keyring was signed, when somebody was there too. */
function lastHeard(keyring: Keyring, bytes: Uint8Array, signature: string): string {
  const { issued, epoch, teamRequestKey, organisation } = keyring;
  try {
    const { day } = openFreshness({
      bytes,
      signature,
      teamRequestKey,
      epoch,
      organisationId: organisation.id,
    });
    return day > issued ? day : issued;
  } catch {
    return issued;
  }
}

/** What the page shows of it, in one language. */
export function describe(
  { keyring, form, formHash, face, fingerprint, silentSince }: OpenedOrganisation,
  language: string,
): Organisation {
  return {
    name: translated(keyring.organisation.names, language),
    fingerprint,
    validUntil: keyring.validUntil,
    silentSince,
    demonstration: keyring.demonstration,
    desks: keyring.desks.map((desk) => ({ id: desk.id, name: translated(desk.names, language) })),
    form,
    formHash,
    face: face && faceOf(face),
  };
}

function faceOf({ language, about, ways, colours, logo }: AppearancePage): Face {
  return {
    language,
    about,
    ways,
    colours: colours ?? null,
    logo: logo
      ? {
          picture: new Blob([new Uint8Array(base64.decode(logo.data))], { type: logo.type }),
          width: logo.width,
          height: logo.height,
        }
      : null,
  };
}
