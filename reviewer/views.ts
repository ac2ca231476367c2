/**
 * From records to what a reviewer sees (contract.ts). The one place that decides what of a record may be shown:
 * nothing of a channel is.
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';
import type { Intake } from '../crypto/intake.ts';
import { answersShown, fileAnswersShown } from './answers-shown.ts';
import { consentNow } from './consent.ts';
import type { CaseSummary, CaseView, Consent, EvidenceView, ThreadItem } from './contract.ts';
import { wordsIn } from './in-words.ts';
import { consentShown } from './ladder.ts';
import {
  type BodyRecord,
  type ChannelRecord,
  type EvidenceEntry,
  type IntakeRecord,
  type MessageRecord,
  type OpenedRecord,
  type SubmissionRecord,
  byDay,
  intakeIn,
  recordName,
} from './records.ts';
import type { Vault } from './vault.ts';

export type CaseRecords = {
  first: SubmissionRecord;
  /** In the order in which they were accepted. */
  followUps: OpenedRecord[];
  channel: ChannelRecord | null;
};

/** Of every submission that stands by itself, with the follow-ups that joined it. No body is read for it. */
export async function summariesOf(vault: Vault): Promise<CaseSummary[]> {
  const summaries: CaseSummary[] = [];
  for (const name of vault.names('submission/')) {
    const record = await vault.get<SubmissionRecord>(name);
    if (record && caseOf(record) === record.id) summaries.push(summaryOf(await recordsOf(vault, record)));
  }
  return summaries;
}

/**
 * The one case that what a person typed begins, or whose follow-up it begins.
 *
 * @throws case.not-found, case.ambiguous
 */
export async function findCase(vault: Vault, typed: string): Promise<CaseRecords> {
  const prefix = typed.trim().toLowerCase();
  const names = /^[0-9a-f]{1,32}$/u.test(prefix) ? vault.names(recordName.submission(prefix)) : [];
  const found = await Promise.all(names.map((name) => vault.get<SubmissionRecord>(name)));
  const ids = new Set(found.flatMap((record) => (record ? [caseOf(record)] : [])));
  if (ids.size > 1) throw new WitnessboxError('case.ambiguous');
  const [id] = ids;
  const first = id === undefined ? null : await vault.get<SubmissionRecord>(recordName.submission(id));
  if (!first) throw new WitnessboxError('case.not-found');
  return recordsOf(vault, first);
}

function caseOf(record: SubmissionRecord): string {
  return record.state === 'opened' ? record.caseId : record.id;
}

async function recordsOf(vault: Vault, first: SubmissionRecord): Promise<CaseRecords> {
  const channel = await vault.get<ChannelRecord>(recordName.channel(first.id));
  const followUps: CaseRecords['followUps'] = [];
  for (const { submission } of channel?.followUps ?? []) {
    const record = await vault.get<OpenedRecord>(recordName.submission(submission));
    if (record) followUps.push(record);
  }
  return { first, followUps, channel };
}

/** What can be read of a case: the testimony, then its follow-ups by the day on which they arrived. */
export function openedOf({ first, followUps }: CaseRecords): OpenedRecord[] {
  if (first.state !== 'opened') return [];
  return [first, ...[...followUps].sort(byDay)];
}

export function summaryOf(records: CaseRecords): CaseSummary {
  const { first, followUps, channel } = records;
  const evidence = openedOf(records).map((record) => record.evidence);
  return {
    id: first.id,
    day: first.day,
    language: first.state === 'opened' ? first.language : 'und',
    excerpt: first.state === 'opened' ? first.excerpt : '',
    evidence: evidence.reduce((sum, { count }) => sum + count, 0),
    size: evidence.reduce((sum, { size }) => sum + size, 0),
    followUps: followUps.length,
    replies: channel?.replies ?? 0,
    deletionAsked: deletionAskedIn(records),
    canReply: first.state === 'opened' && first.problem === null && channel !== null && !channel.broken,
    problem: first.problem ?? (channel?.broken === true ? 'reply.channel-broken' : null),
  };
}

/** Only what is proven to be the source's may lead to it. */
function deletionAskedIn({ first, followUps }: CaseRecords): string | null {
  if (first.state !== 'opened' || first.kind !== 'testimony') return null;
  const asking = followUps.filter(({ asks }) => asks?.includes('deletion'));
  return [...asking].sort(byDay).at(-1)?.day ?? null;
}

/** Labels, and what this program says of answers, in `language` where there is a text in it. */
export async function viewOf(vault: Vault, records: CaseRecords, language: string): Promise<CaseView> {
  const { first } = records;
  const received: ThreadItem[] = [];
  const forms: Intake[] = [];
  let intake = '';
  for (const record of openedOf(records)) {
    const body = await bodyOf(vault, record.id);
    if (body.isForeign) {
      received.push(foreignItem(record, body, language));
      continue;
    }
    if (record === first) intake = body.testimony.intake.id;
    const form = await formOf(vault, body.testimony.intake.sha256);
    if (form) forms.push(form);
    received.push(receivedItem(record, body, form, language));
  }
  return {
    ...summaryOf(records),
    answers: received[0]?.answers ?? [],
    consent: received[0]?.foreign ? null : consentOf(records, forms, language),
    intake,
    evidenceList: received.flatMap((item) => item.evidence),
    thread: inOrder(received, await messagesOf(vault, first.id)),
  };
}

/** @throws vault.damaged where it is gone */
export async function bodyOf(vault: Vault, id: string): Promise<BodyRecord> {
  const body = await vault.get<BodyRecord>(recordName.body(id));
  if (!body) throw new WitnessboxError('vault.damaged');
  return body;
}

async function messagesOf(vault: Vault, caseId: string): Promise<MessageRecord[]> {
  const messages: MessageRecord[] = [];
  for (const name of vault.names(recordName.messages(caseId))) {
    const message = await vault.get<MessageRecord>(name);
    if (message) messages.push(message);
  }
  return messages;
}

/** A form that the organisation signed; null where it is not here. */
export async function formOf(vault: Vault, sha256: string): Promise<Intake | null> {
  const record = await vault.get<IntakeRecord>(recordName.intake(sha256));
  return record && intakeIn(record);
}

function consentOf(
  { first, followUps }: CaseRecords,
  forms: readonly Intake[],
  language: string,
): Consent | null {
  if (first.state !== 'opened' || first.kind !== 'testimony' || !first.consent) return null;
  const said = followUps.map(({ day, consent }) => ({ day, consent }));
  return consentShown(consentNow(first.consent, said), forms, language);
}

function receivedItem(
  record: OpenedRecord,
  { testimony, evidence }: BodyRecord,
  form: Intake | null,
  language: string,
): ThreadItem {
  const { kind, consent, asks } = testimony;
  return {
    kind,
    id: record.id,
    day: record.day,
    ...(consent && { consent: consentShown(consent, form ? [form] : [], language) }),
    ...(asks && asks.length > 0 && { asks }),
    ...(!form && { formMissing: true }),
    language: testimony.language,
    answers: answersShown(testimony.answers, form, { kind, language }),
    text: '',
    evidence: evidence.map((entry) => evidenceView(entry, form, language, record.id)),
  };
}

/** What stands in the place of a testimony (foreign.ts) was said by nobody: only the text and the file were. */
function foreignItem(
  record: OpenedRecord,
  { testimony, evidence }: BodyRecord,
  language: string,
): ThreadItem {
  const label = wordsIn(language).opened;
  const said = Object.entries(testimony.answers).flatMap(([id, text]) =>
    typeof text === 'string' ? [{ id, label, text }] : [],
  );
  return {
    kind: record.kind,
    id: record.id,
    day: record.day,
    foreign: true,
    answers: said,
    text: '',
    evidence: evidence.map((entry) => ({
      ...evidenceView(entry, null, language, record.id),
      foreign: true,
    })),
  };
}

function evidenceView(
  { answers, ...entry }: EvidenceEntry,
  form: Intake | null,
  language: string,
  from: string,
): EvidenceView {
  const shown = answers && fileAnswersShown(answers, form, language);
  return { ...entry, from, ...(shown && shown.length > 0 && { answers: shown }) };
}

/**
 * Oldest first. Days are all that is known of the source's side; within one, what came in stands before our
 * acknowledgement of it, and what we wrote in the order in which we wrote it.
 */
function inOrder(received: readonly ThreadItem[], messages: readonly MessageRecord[]): ThreadItem[] {
  const waiting = new Map(received.map((item) => [item.id, item]));
  const take = (id: string | null | undefined): ThreadItem[] => {
    const item = waiting.get(id ?? '');
    waiting.delete(id ?? '');
    return item ? [item] : [];
  };
  const thread = [
    ...take(received[0]?.id),
    ...messages.flatMap((message) => [...take(message.about), writtenItem(message)]),
    ...waiting.values(),
  ];
  return thread.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
}

function writtenItem(message: MessageRecord): ThreadItem {
  return {
    kind: message.kind,
    id: message.id,
    day: message.day,
    answers: [],
    text: message.parts.join(''),
    state: message.placed >= message.parts.length ? 'placed' : 'queued',
    evidence: [],
  };
}
