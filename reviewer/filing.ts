/**
 * Where an opened submission belongs. A testimony makes a case. A follow-up joins the case whose follow-up key
 * signed it, once; an unsigned, forged or repeated one stands alone and changes nothing: not the consent, not
 * the recipient, not the thread. The channel inside a follow-up is never taken over, because its signature does
 * not cover it.
 *
 * @module
 */
import { base64, hex } from '@scure/base';
import { WitnessboxError } from '../crypto/errors.ts';
import { verifyFollowUp } from '../crypto/followup.ts';
import type { Channel } from '../crypto/testimony.ts';
import { acknowledgementOf } from './acknowledgement.ts';
import { excerptOf } from './excerpt.ts';
import {
  type BodyRecord,
  type ChannelRecord,
  type ChannelsRecord,
  type IntakeRecord,
  type MessageRecord,
  type OpenedRecord,
  type UnprovenRecord,
  byDay,
  intakeIn,
  recordName,
} from './records.ts';
import type { Unsealed } from './unseal.ts';
import type { Transaction, Vault } from './vault.ts';

export type FilingContext = {
  vault: Vault;
  organisationId: string;
  /** UTC day. */
  today: string;
  random: (length: number) => Uint8Array;
};

export type Arrival = { id: string; day: string; size: number };

/** Adds a message to the queue of a case. Its channel must be in the vault. */
export async function queueMessage(
  transaction: Transaction,
  caseId: string,
  make: (id: string) => MessageRecord,
  id: string,
): Promise<void> {
  const channel = await transaction.get<ChannelRecord>(recordName.channel(caseId));
  if (!channel) throw new WitnessboxError('reply.no-channel');
  const message = make(id);
  transaction.put(recordName.message(caseId, channel.messages), message);
  transaction.put(recordName.channel(caseId), {
    ...channel,
    messages: channel.messages + 1,
    replies: channel.replies + (message.kind === 'reply' ? 1 : 0),
  } satisfies ChannelRecord);
}

/**
 * Files what was opened; follow-ups stand alone until threadFollowUps() has looked at them.
 *
 * @returns what is wrong with it, or null
 */
export function file(context: FilingContext, arrival: Arrival, unsealed: Unsealed): Promise<string | null> {
  const { testimony, channel, evidence } = unsealed;
  const isFollowUp = testimony.kind === 'follow-up';
  return context.vault.change(async (transaction) => {
    let problem: string | null = unsealed.foreign;
    if (isFollowUp) problem = channel?.followUp ? 'followup.unknown-source' : 'followup.unsigned';
    else if (channel && (await knownCase(transaction, keysOf(channel))) !== null) problem = 'case.repeated';
    const waits = channel !== null && problem === 'followup.unknown-source';
    const form = await transaction.get<IntakeRecord>(recordName.intake(testimony.intake.sha256));
    transaction.put(recordName.submission(arrival.id), {
      ...arrival,
      state: 'opened',
      epoch: unsealed.epoch,
      kind: testimony.kind,
      language: testimony.language,
      excerpt: excerptOf(testimony, form && intakeIn(form)),
      consent: testimony.consent,
      ...(testimony.asks && { asks: testimony.asks }),
      evidence: { count: evidence.length, size: evidence.reduce((sum, { size }) => sum + size, 0) },
      caseId: arrival.id,
      problem,
      waitsFor: waits ? keysOf(channel) : [],
    } satisfies OpenedRecord);
    const body: BodyRecord = { testimony, evidence, ...(unsealed.foreign && { isForeign: true }) };
    transaction.put(recordName.body(arrival.id), body);
    if (waits) {
      const unproven: UnprovenRecord = { bytes: base64.encode(unsealed.bytes), channel };
      transaction.put(recordName.unproven(arrival.id), unproven);
    }
    if (channel && problem === null)
      await openChannel(context, transaction, arrival.id, testimony.language, channel);
    return problem;
  });
}

function keysOf({ followUpKey, dropSecret }: Channel): string[] {
  return [`key:${followUpKey}`, `drops:${dropSecret}`];
}

/** The same key twice would make two cases write over each other's slots. */
async function knownCase(from: Pick<Transaction, 'get'>, keys: readonly string[]): Promise<string | null> {
  const channels = (await from.get<ChannelsRecord>(recordName.channels)) ?? {};
  return keys.flatMap((key) => channels[key] ?? [])[0] ?? null;
}

async function openChannel(
  context: FilingContext,
  transaction: Transaction,
  caseId: string,
  language: string,
  channel: Channel,
): Promise<void> {
  const channels = (await transaction.get<ChannelsRecord>(recordName.channels)) ?? {};
  transaction.put(recordName.channels, {
    ...channels,
    ...Object.fromEntries(keysOf(channel).map((key) => [key, caseId])),
  } satisfies ChannelsRecord);
  transaction.put(recordName.channel(caseId), {
    recipient: channel.recipient,
    dropSecret: channel.dropSecret,
    followUpKey: channel.followUpKey,
    next: 0,
    previous: null,
    followUps: [],
    messages: 0,
    replies: 0,
    sending: null,
    broken: false,
  } satisfies ChannelRecord);
  const about = { kind: 'testimony', language, day: context.today, about: caseId, answers: null } as const;
  await queueMessage(transaction, caseId, (id) => acknowledgementOf({ id, ...about }), messageId(context));
}

/**
 * Looks at follow-ups that stand alone for want of their testimony, which may have arrived since.
 *
 * @returns how many joined a case, and the problems of those that were judged now and did not
 */
export async function threadFollowUps(
  context: FilingContext,
): Promise<{ joined: number; problems: string[] }> {
  let joined = 0;
  const problems: string[] = [];
  const waiting: OpenedRecord[] = [];
  for (const name of context.vault.names('submission/')) {
    const record = await context.vault.get<OpenedRecord>(name);
    if (record?.problem === 'followup.unknown-source') waiting.push(record);
  }
  // In the thread and for acknowledgements, earlier days come first.
  for (const { id } of waiting.sort(byDay)) {
    const problem = await context.vault.change((transaction) => thread(context, transaction, id));
    if (problem === null) joined += 1;
    else problems.push(problem);
  }
  return { joined, problems };
}

/** @returns null where the follow-up joined its case, else what is wrong with it */
async function thread(context: FilingContext, transaction: Transaction, id: string): Promise<string | null> {
  const name = recordName.submission(id);
  const record = await transaction.get<OpenedRecord>(name);
  if (!record) return 'followup.unsigned';
  // Asked first, because what lies behind it may be large, and this happens at every sync.
  const caseId = await knownCase(transaction, record.waitsFor);
  if (caseId === null) return 'followup.unknown-source';
  const unproven = await transaction.get<UnprovenRecord>(recordName.unproven(id));
  if (!unproven?.channel.followUp) return 'followup.unsigned';
  const known = await transaction.get<ChannelRecord>(recordName.channel(caseId));
  const { id: number, signature } = unproven.channel.followUp;

  let problem: string | null = null;
  if (known && !isSignedBy(context, known, record, unproven.bytes, number, signature))
    problem = 'followup.forged';
  else if (known?.followUps.some((accepted) => accepted.number === number)) problem = 'followup.replayed';
  transaction.remove(recordName.unproven(id));
  const judged = { ...record, waitsFor: [] };
  if (!known || problem !== null) {
    transaction.put(name, { ...judged, problem: problem ?? 'followup.forged' } satisfies OpenedRecord);
    return problem ?? 'followup.forged';
  }
  transaction.put(name, { ...judged, caseId, problem: null } satisfies OpenedRecord);
  transaction.put(recordName.channel(caseId), {
    ...known,
    followUps: [...known.followUps, { number, submission: record.id }],
  } satisfies ChannelRecord);
  const { language } = record;
  const about = {
    kind: 'follow-up',
    language,
    day: context.today,
    about: record.id,
    answers: number,
  } as const;
  await queueMessage(transaction, caseId, (id) => acknowledgementOf({ id, ...about }), messageId(context));
  return null;
}

function isSignedBy(
  context: FilingContext,
  known: ChannelRecord,
  record: OpenedRecord,
  bytes: string,
  number: string,
  signature: string,
): boolean {
  try {
    verifyFollowUp({
      key: base64.decode(known.followUpKey),
      organisationId: hex.decode(context.organisationId),
      epoch: record.epoch,
      kind: record.kind,
      id: hex.decode(number),
      testimony: base64.decode(bytes),
      signature: base64.decode(signature),
    });
    return true;
  } catch {
    return false;
  }
}

export function messageId(context: { random: (length: number) => Uint8Array }): string {
  return hex.encode(context.random(16));
}
