/**
 * What the vault keeps, by record name. Every record is sealed (vault.ts), so that what is read here is what
 * this program once wrote.
 *
 *     state                    keyring, newest epoch, ends of epochs and their keyrings' hashes, last sync
 *     intake/SHA256            an intake form the organisation signed
 *     submission/ID            one submission: testimony, follow-up, or something that cannot be opened; small
 *     body/ID                  what an opened one says, of any size: read only to show or save it
 *     unproven/ID              what the signature of a follow-up is checked against, while it stands alone
 *     channel/CASE             how to reach the source of a case; never shown, printed or exported
 *     channels                 which follow-up key and which drop secret belong to which case
 *     message/CASE/NUMBER      what we write to a source
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';
import type { Row } from '../crypto/answers.ts';
import type { Ask, Channel, Testimony } from '../crypto/testimony.ts';
import { type FirstIntake, type Intake, fromFirst } from '../crypto/intake.ts';
import type { Keyring } from '../crypto/keyring.ts';

export type StateRecord = {
  /** As last verified; its dates may have passed since. */
  keyring: Keyring;
  newestEpoch: number;
  /** Of each epoch of which a signed keyring was seen the last day, by its number. */
  ends?: Record<string, string>;
  /** keyringHash() of the keyring that was seen of an epoch, by its number; missing for what was seen before this was kept. */
  hashes?: Record<string, string>;
  /** The last sync that came to its end, and how many submissions the portal listed and did not deliver then. */
  synced?: { day: string; unfetched: number };
  /** The newest keyring that the custodian delivered; the portal may not show it yet. */
  delivered?: { epoch: number; validFrom: string };
  /** Epochs of which identity and grant are destroyed here, with the day. */
  retired?: Record<string, string>;
};

/** A keyring whose signature is good, with keyringHash() of its bytes. */
export type SeenKeyring = { keyring: Keyring; hash: string };

/**
 * What is known once a keyring has been verified: which one its epoch has, and its end. Of two of one epoch, of which
 * the first was seen before hashes were kept, the later end counts.
 *
 * @throws keyring.forked
 */
export function withSeen(state: StateRecord, seen: SeenKeyring): StateRecord {
  checkFork(state, seen);
  const { epoch, validUntil } = seen.keyring;
  const known = lastDayOf(state, epoch);
  const end = known !== null && known > validUntil ? known : validUntil;
  return {
    ...state,
    ends: { ...state.ends, [String(epoch)]: end },
    hashes: { ...state.hashes, [String(epoch)]: seen.hash },
  };
}

/**
 * Refuses a second keyring of an epoch of which one is known, though the root key signed both.
 *
 * @throws keyring.forked
 */
export function checkFork({ hashes = {} }: StateRecord, { keyring, hash }: SeenKeyring): void {
  const { epoch } = keyring;
  const known = hashes[String(epoch)];
  if (known !== undefined && known !== hash) throw new WitnessboxError('keyring.forked', { epoch });
}

/** The last day of an epoch; null where no keyring of it was ever seen here. */
export function lastDayOf({ ends = {}, keyring }: StateRecord, epoch: number): string | null {
  return ends[String(epoch)] ?? (keyring.epoch === epoch ? keyring.validUntil : null);
}

/** As it was read when it was filed: in vaults of before also one of the first version. */
export type IntakeRecord = Intake | FirstIntake;

export function intakeIn(record: IntakeRecord): Intake {
  return record.format === 'witnessbox-intake/1' ? fromFirst(record) : record;
}

export type EvidenceEntry = {
  path: string;
  name: string;
  type: string;
  size: number;
  removed: string[];
  /** The path of the entry from which it was made. */
  original?: string;
  /** To the form's questions about files. */
  answers?: Row;
  /** Hexadecimal, of the bytes as they came out of the envelope. */
  sha256: string;
};

/** What listing and pulling need. Thousands of these are read at once, so nothing in it grows with what was sent. */
export type OpenedRecord = {
  id: string;
  day: string;
  /** Bytes of ciphertext. */
  size: number;
  state: 'opened';
  /** The epoch whose identity opened it. */
  epoch: number;
  kind: Testimony['kind'];
  /** BCP 47. */
  language: string;
  excerpt: string;
  consent: Testimony['consent'];
  /** What a follow-up asks for; missing where nothing. */
  asks?: Ask[];
  /** Files, and bytes of all of them. */
  evidence: { count: number; size: number };
  /** The case it stands in: its own id, or that of the testimony it follows. */
  caseId: string;
  problem: string | null;
  /** Only while a follow-up stands alone for want of its testimony: the keys in ChannelsRecord that would name it. */
  waitsFor: string[];
};

/** `isForeign`: it is no submission of our page's, and `testimony` says only what could be read of it (foreign.ts). */
export type BodyRecord = { testimony: Testimony; evidence: EvidenceEntry[]; isForeign?: true };

/** testimony.json as it was sent, base64, and the channel that came with it. */
export type UnprovenRecord = { bytes: string; channel: Channel };

export type UnreadableRecord = {
  id: string;
  day: string;
  size: number;
  state: 'unreadable';
  problem: string;
  /** Epochs whose identities were tried. With another grant it is tried again. */
  epochsTried: number[];
};

export type SubmissionRecord = OpenedRecord | UnreadableRecord;

export type AcceptedFollowUp = {
  /** The number that the source gave it, hexadecimal. */
  number: string;
  submission: string;
};

export type ChannelRecord = {
  recipient: string;
  /** Base64, 32 bytes. */
  dropSecret: string;
  /** Base64, 32 bytes. */
  followUpKey: string;
  /** The next slot that is not known to be taken. */
  next: number;
  /** Hexadecimal SHA-256 of the drop in slot next - 1; null where that is not known or next is 0. */
  previous: string | null;
  /** In the order in which they were accepted. */
  followUps: AcceptedFollowUp[];
  /** Number of the next message to this source. */
  messages: number;
  /** Of the messages, those by a person. */
  replies: number;
  /** Made and about to be sent: kept before it goes out, so that a crash sends the same bytes again. */
  sending: { n: number; drop: string; message: string } | null;
  broken: boolean;
};

/** `key:` and a follow-up key, or `drops:` and a drop secret, to the case. */
export type ChannelsRecord = Record<string, string>;

export type MessageRecord = {
  id: string;
  kind: 'acknowledgement' | 'reply';
  day: string;
  parts: string[];
  /** Parts that lie at the portal. */
  placed: number;
  /** Hexadecimal SHA-256 of the drop of the last of them: the next part names it, whoever wrote in between. */
  last: string | null;
  /** The follow-up that this acknowledges, hexadecimal. */
  answers: string | null;
  /** The submission that this acknowledges; null for a reply. */
  about: string | null;
};

export const recordName = {
  state: 'state',
  channels: 'channels',
  intake: (sha256: string) => `intake/${sha256}`,
  submission: (id: string) => `submission/${id}`,
  body: (id: string) => `body/${id}`,
  unproven: (id: string) => `unproven/${id}`,
  channel: (caseId: string) => `channel/${caseId}`,
  messages: (caseId: string) => `message/${caseId}/`,
  message: (caseId: string, number: number) => `message/${caseId}/${String(number).padStart(6, '0')}`,
} as const;

/** For sorting submissions: oldest day first; within one day nothing is known, and the id only makes it stable. */
export function byDay(a: { day: string; id: string }, b: { day: string; id: string }): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
