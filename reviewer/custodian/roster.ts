/**
 * The roster: who reads what, by the names that the custodian gave. It is kept nowhere but in the custodian's folder,
 * under the custodian's passphrase (`roster.age`; `age -d` shows it), because it is the list of people that an
 * adversary of the organisation would most like to have. Nothing here touches a disk.
 *
 * @module
 */
import * as v from 'valibot';
import { lock, unlock } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { count, day, hex32, identifier, recipient, writeJson } from '../../crypto/shapes.ts';

const epochNumber = v.pipe(count, v.minValue(1), v.maxValue(0xffffffff));

const reviewerShape = v.object({
  /** What the custodian calls this person; no two present reviewers have the same. */
  name: v.pipe(v.string(), v.check(isName)),
  /** Base64 line of the minisign public key of this person's signing key. */
  signingKey: v.string(),
  /** Ids of the desks whose identities are granted; none for who only fetches what several open together. */
  desks: v.array(identifier),
  /** First epoch with a grant. */
  since: epochNumber,
  /** Last epoch with a grant, or null for a present reviewer. */
  until: v.nullable(count),
  /**
   * To which recipient the grant of each epoch is sealed, and every desk that a grant of it ever held: what was handed
   * over stays good, whatever `desks` says later.
   */
  recipients: v.array(
    v.object({ epoch: epochNumber, recipient, granted: v.exactOptional(v.array(identifier)) }),
  ),
  /** Epochs of which this person has stated that their part is destroyed. */
  retired: v.array(epochNumber),
});

const rosterShape = v.object({
  format: v.literal('witnessbox-roster/1'),
  organisationId: hex32,
  /** Who had grants of earlier epochs than this is not known: no roster was kept then. */
  listedFrom: epochNumber,
  reviewers: v.array(reviewerShape),
  /** Which epochs were retired, when, and whose statement was not waited for. */
  retired: v.array(v.object({ epoch: epochNumber, day, excepted: v.array(v.string()) })),
});

export type Reviewer = v.InferOutput<typeof reviewerShape>;
export type Roster = v.InferOutput<typeof rosterShape>;

/** @param workFactor log2 of scrypt's N */
export function lockRoster(roster: Roster, passphrase: string, workFactor: number): Promise<Uint8Array> {
  return lock(passphrase.normalize('NFC'), writeJson(roster), workFactor);
}

/** @throws vault.wrong-passphrase, custodian.damaged */
export async function unlockRoster(passphrase: string, file: Uint8Array): Promise<Roster> {
  try {
    const bytes = await unlock(passphrase.normalize('NFC'), file);
    return v.parse(rosterShape, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    const wrong = error instanceof WitnessboxError && error.code === 'envelope.wrong-passphrase';
    throw new WitnessboxError(wrong ? 'vault.wrong-passphrase' : 'custodian.damaged', {}, { cause: error });
  }
}

/** A name as it is kept: it also names a folder, so it is one that every file system takes. @throws roster.bad-name */
export function checkedName(name: string): string {
  const kept = name.normalize('NFC').trim();
  if (!isName(kept)) throw new WitnessboxError('roster.bad-name');
  return kept;
}

function isName(name: string): boolean {
  const plain = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .'’_-]{0,58}[\p{L}\p{M}\p{N}'’_-])?$/u.test(name);
  return plain && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(name);
}

/** Names that differ in capitals only would be one folder on some systems, and one person to most ears. */
export function sameName(a: string, b: string): boolean {
  const plain = (name: string): string => name.normalize('NFC').trim().toLowerCase();
  return plain(a) === plain(b);
}

export function present(roster: Roster): Reviewer[] {
  return roster.reviewers.filter(({ until }) => until === null);
}

/** The present reviewer of this name, or undefined. */
export function byName(roster: Roster, name: string): Reviewer | undefined {
  return present(roster).find((reviewer) => sameName(reviewer.name, name));
}

/** The present reviewer with this signing key, or undefined. */
export function byKey(roster: Roster, signingKey: string): Reviewer | undefined {
  return present(roster).find((reviewer) => reviewer.signingKey === signingKey);
}

export function recipientIn(reviewer: Reviewer, epoch: number): string | undefined {
  return reviewer.recipients.find((each) => each.epoch === epoch)?.recipient;
}

/** The desks that this reviewer was ever granted in an epoch. */
export function grantedIn({ recipients, desks }: Reviewer, epoch: number): string[] {
  const own = recipients.find((each) => each.epoch === epoch);
  // Of a list that was begun before this was kept: the best that is known.
  return own ? (own.granted ?? desks) : [];
}

/**
 * The reviewer with the desks of their grant of an epoch. Desks that they are to read from the next epoch on are not
 * among them: nothing says that they were granted these.
 */
export function asGrantedIn(reviewer: Reviewer, epoch: number): Reviewer {
  const granted = grantedIn(reviewer, epoch);
  const isOfThen = reviewer.desks.every((id) => granted.includes(id));
  return isOfThen ? reviewer : { ...reviewer, desks: granted };
}

/** The reviewer as one to whom their desks of now are granted in this epoch, besides what they were granted before. */
export function withGranted(reviewer: Reviewer, epoch: number, before: readonly string[]): Reviewer {
  const granted = [...new Set([...before, ...reviewer.desks])];
  const recipients = reviewer.recipients.map((each) => (each.epoch === epoch ? { ...each, granted } : each));
  return { ...reviewer, recipients };
}

/** The roster with one reviewer in another's place, or added where `before` is null. */
export function withReviewer(roster: Roster, before: Reviewer | null, after: Reviewer): Roster {
  const reviewers = before
    ? roster.reviewers.map((each) => (each === before ? after : each))
    : [...roster.reviewers, after];
  return { ...roster, reviewers };
}

/**
 * The reviewer with the recipient that they want the grant of an epoch sealed to.
 * @throws grant-request.reused-recipient where it was theirs in another epoch, or anybody else's in any
 */
export function withRecipient(
  roster: Roster,
  reviewer: Reviewer,
  { epoch, recipient: wanted }: { epoch: number; recipient: string },
): Reviewer {
  const reused = [reviewer, ...roster.reviewers].some((each) =>
    each.recipients.some(
      (known) =>
        known.recipient === wanted && (known.epoch !== epoch || each.signingKey !== reviewer.signingKey),
    ),
  );
  if (reused) throw new WitnessboxError('grant-request.reused-recipient');
  const others = reviewer.recipients.filter((each) => each.epoch !== epoch);
  return { ...reviewer, recipients: [...others, { epoch, recipient: wanted }] };
}

/** The reviewer as one who has no part in anything after this epoch. */
export function endedWith(reviewer: Reviewer, epoch: number): Reviewer {
  const recipients = reviewer.recipients.filter((each) => each.epoch <= epoch);
  return { ...reviewer, until: epoch, recipients };
}

/**
 * The roster once an epoch is retired. What concerned that epoch only is forgotten, people who left before as well:
 * a list of names is worth keeping only for as long as it is needed.
 */
export function afterRetirement(
  roster: Roster,
  { epoch, day: today, excepted }: Roster['retired'][number],
): Roster {
  const reviewers = roster.reviewers
    .map((reviewer) => ({
      ...reviewer,
      recipients: reviewer.recipients.filter((each) => each.epoch !== epoch),
      retired: reviewer.retired.filter((each) => each !== epoch),
    }))
    .filter(({ until, recipients }) => until === null || recipients.length > 0);
  const others = roster.retired.filter((each) => each.epoch !== epoch);
  return { ...roster, reviewers, retired: [...others, { epoch, day: today, excepted }] };
}
