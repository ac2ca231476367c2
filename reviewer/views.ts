/**
 * From records to what a reviewer sees (contract.ts). The one place that decides what of a record may be shown:
 * nothing of a channel is.
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';
import { translated } from '../crypto/intake.ts';
import type { AnswerView, CaseSummary, CaseView, EvidenceView, ThreadItem } from './contract.ts';
import {
  type ChannelRecord,
  type IntakeRecord,
  type MessageRecord,
  type OpenedRecord,
  type SubmissionRecord,
  recordName,
} from './records.ts';
import type { Vault } from './vault.ts';

const EXCERPT = 80;
/** Labels are shown in the language of this program. */
const LABELS = 'en';

export type CaseRecords = {
  first: SubmissionRecord;
  followUps: OpenedRecord[];
  channel: ChannelRecord | null;
  messages: MessageRecord[];
};

/** Every submission that stands by itself, with the follow-ups that joined it. */
export async function casesOf(vault: Vault): Promise<CaseRecords[]> {
  const cases: CaseRecords[] = [];
  for (const name of vault.names('submission/')) {
    const record = await vault.get<SubmissionRecord>(name);
    if (record && caseOf(record) === record.id) cases.push(await recordsOf(vault, record));
  }
  return cases;
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
  const messages: MessageRecord[] = [];
  for (const name of vault.names(recordName.messages(first.id))) {
    const message = await vault.get<MessageRecord>(name);
    if (message) messages.push(message);
  }
  const channel = await vault.get<ChannelRecord>(recordName.channel(first.id));
  const followUps: OpenedRecord[] = [];
  for (const { submission } of channel?.followUps ?? []) {
    const record = await vault.get<OpenedRecord>(recordName.submission(submission));
    if (record) followUps.push(record);
  }
  return { first, followUps: followUps.sort(byDay), channel, messages };
}

function byDay(a: { day: string; id: string }, b: { day: string; id: string }): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export function summaryOf({ first, followUps, channel, messages }: CaseRecords): CaseSummary {
  const opened = first.state === 'opened' ? [first, ...followUps] : [];
  const evidence = opened.flatMap((record) => record.evidence);
  return {
    id: first.id,
    day: first.day,
    language: first.state === 'opened' ? first.testimony.language : 'und',
    excerpt: first.state === 'opened' ? excerptOf(first) : '',
    evidence: evidence.length,
    size: evidence.reduce((sum, entry) => sum + entry.size, 0),
    followUps: followUps.length,
    replies: messages.filter(({ kind }) => kind === 'reply').length,
    canReply: first.state === 'opened' && first.problem === null && channel !== null && !channel.broken,
    problem: first.problem ?? (channel?.broken === true ? 'reply.channel-broken' : null),
  };
}

function excerptOf({ testimony }: OpenedRecord): string {
  const text = Object.values(testimony.answers).find((answer) => answer.trim() !== '') ?? '';
  const start = text
    .slice(0, EXCERPT * 8)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(start);
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT - 1).join('')}…` : characters.join('');
}

export async function viewOf(vault: Vault, records: CaseRecords): Promise<CaseView> {
  const { first, followUps, messages } = records;
  const opened = first.state === 'opened' ? [first, ...followUps] : [];
  const received = await Promise.all(opened.map((record) => receivedItem(vault, record)));
  return {
    ...summaryOf(records),
    answers: received[0]?.answers ?? [],
    consent: { contact: first.state === 'opened' && first.testimony.consent.contact },
    intake: first.state === 'opened' ? first.testimony.intake.id : '',
    evidenceList: received.flatMap((item) => item.evidence),
    thread: inOrder(received, messages),
  };
}

async function receivedItem(vault: Vault, record: OpenedRecord): Promise<ThreadItem> {
  const { testimony } = record;
  const intake = await vault.get<IntakeRecord>(recordName.intake(testimony.intake.sha256));
  return {
    kind: testimony.kind,
    id: record.id,
    day: record.day,
    answers: answersOf(testimony.answers, intake),
    text: '',
    evidence: record.evidence.map((entry): EvidenceView => ({ ...entry, from: record.id })),
  };
}

/** In the order of the form; answers that the form does not know come last, under their id. */
function answersOf(answers: Record<string, string>, intake: IntakeRecord | null): AnswerView[] {
  const questions = intake?.questions ?? [];
  const known = questions.flatMap(({ id, label }): AnswerView[] => {
    const text = Object.hasOwn(answers, id) ? answers[id] : undefined;
    return text === undefined ? [] : [{ id, label: translated(label, LABELS), text }];
  });
  const rest = Object.entries(answers).filter(([id]) => !questions.some((question) => question.id === id));
  return [...known, ...rest.map(([id, text]) => ({ id, label: id, text }))];
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
