/**
 * Checks of what the team and its reviewers sign: the freshness note, grant requests, retirement statements.
 *
 * @module
 */
import { fromUtf8 } from '../../crypto/encoding.ts';
import { openFreshness } from '../../crypto/freshness.ts';
import { openGrantRequest, signingKeyWords } from '../../crypto/grant-request.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { openRetirement } from '../../crypto/retirement.ts';
import { explain } from '../errors.ts';
import { daysBetween } from './calendar.ts';
import { type Check, ok, wrong } from './check.ts';
import type { Read } from './verify-files.ts';
import { wordList } from './word-lists.ts';

/** Days after which a source's page says that nobody has been there. */
const STALE_DAYS = 14;
const STATEMENT = /^retirement-\d{1,10}\.json$/u;

export async function verifyFreshness(read: Read, keyring: Keyring, today: string): Promise<Check[]> {
  const bytes = await read('freshness.json');
  const signature = await read('freshness.json.minisig');
  if (!bytes) return [];
  if (!signature) return [wrong('The freshness note has no signature beside it.')];
  try {
    const { organisation, teamRequestKey, epoch } = keyring;
    const note = openFreshness({
      bytes,
      signature: fromUtf8(signature),
      teamRequestKey,
      organisationId: organisation.id,
      epoch,
      today,
    });
    const days = daysBetween(note.day, today);
    return days > STALE_DAYS
      ? [
          wrong(
            `The freshness note is of ${note.day}: nobody of the team has been there for ${String(days)} days.`,
          ),
        ]
      : [ok(`The freshness note is of ${note.day}, and signed by the team.`)];
  } catch (error) {
    return [wrong(explain(error))];
  }
}

/** Papers name their own key: that they are in order says nothing of whose they are. */
export async function verifyPapers(
  read: Read,
  names: readonly string[],
  keyring: Keyring | null,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const name of names) {
    if (name !== 'grant-request.json' && !STATEMENT.test(name)) continue;
    const bytes = await read(name);
    const signature = await read(`${name}.minisig`);
    if (!bytes) continue;
    checks.push(
      signature
        ? await paperCheck(name, bytes, signature, keyring)
        : wrong(`${name} has no signature beside it.`),
    );
  }
  return checks;
}

async function paperCheck(
  name: string,
  bytes: Uint8Array,
  signature: Uint8Array,
  keyring: Keyring | null,
): Promise<Check> {
  try {
    const paper = {
      bytes,
      signature: fromUtf8(signature),
      organisationId: keyring?.organisation.id ?? claimedBy(bytes),
    };
    const { epoch, day, signingKey } =
      name === 'grant-request.json' ? openGrantRequest(paper) : openRetirement(paper);
    const words = signingKeyWords(signingKey, paper.organisationId, await wordList('en'));
    return ok(
      `${name} is for epoch ${String(epoch)}, of ${day}, and signed by the key with the words: ${words.join(' ')}.`,
    );
  } catch (error) {
    return wrong(`${name}: ${explain(error)}`);
  }
}

/** Where no keyring tells: the paper's own word. Empty where it says nothing, which then fits no paper. */
function claimedBy(bytes: Uint8Array): string {
  try {
    const paper: unknown = JSON.parse(fromUtf8(bytes));
    const claims = typeof paper === 'object' && paper !== null && 'organisationId' in paper;
    return claims && typeof paper.organisationId === 'string' ? paper.organisationId : '';
  } catch {
    return '';
  }
}
