/**
 * What the vault keeps, by record name. Every record is sealed (vault.ts), so that what is read here is what
 * this program once wrote.
 *
 *     state                    keyring, newest epoch
 *     intake/SHA256            an intake form the organisation signed
 *     submission/ID            one submission: testimony, follow-up, or something that cannot be opened
 *     channel/CASE             how to reach the source of a case; never shown, printed or exported
 *     channels                 which follow-up key and which drop secret belong to which case
 *     message/CASE/NUMBER      what we write to a source
 *
 * @module
 */
import type { Channel, Testimony } from '../crypto/testimony.ts';
import type { Intake } from '../crypto/intake.ts';
import type { Keyring } from '../crypto/keyring.ts';

export type StateRecord = {
  /** As last verified; its dates may have passed since. */
  keyring: Keyring;
  newestEpoch: number;
};

export type IntakeRecord = Intake;

export type EvidenceEntry = {
  path: string;
  name: string;
  type: string;
  size: number;
  removed: string[];
  /** Hexadecimal, of the bytes as they came out of the envelope. */
  sha256: string;
};

export type OpenedRecord = {
  id: string;
  day: string;
  /** Bytes of ciphertext. */
  size: number;
  state: 'opened';
  /** The epoch whose identity opened it. */
  epoch: number;
  testimony: Testimony;
  evidence: EvidenceEntry[];
  /** The case it stands in: its own id, or that of the testimony it follows. */
  caseId: string;
  problem: string | null;
  /** Only while a follow-up stands alone: what its signature is checked against, should its testimony arrive. */
  unproven: { bytes: string; channel: Channel | null } | null;
};

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
  /** Follow-ups that were accepted: the number that the source gave each (hexadecimal), and the submission. */
  followUps: { number: string; submission: string }[];
  /** Number of the next message to this source. */
  messages: number;
  /** Made and about to be sent: kept before it goes out, so that a crash sends the same bytes again. */
  sending: { n: number; drop: string; message: string } | null;
  broken: boolean;
};

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
  channel: (caseId: string) => `channel/${caseId}`,
  messages: (caseId: string) => `message/${caseId}/`,
  message: (caseId: string, number: number) => `message/${caseId}/${String(number).padStart(6, '0')}`,
} as const;
