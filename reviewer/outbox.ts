/**
 * Lays replies and acknowledgements down at the portal. Every sync sends a multiple of eight drops in random
 * order, dummies among them, so that the server learns neither how many are real nor which belong together.
 *
 * One source gets one drop per round, because each names the hash of its predecessor and a slot may turn out to
 * be taken by a colleague. What is sent is kept in the vault first: after a crash the very same bytes go to the
 * very same slot, and "taken" by ourselves counts as placed. So nothing is lost and nothing said twice.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { SLOTS, dropHash, makeDrop, makeDummy, slotAt } from '../crypto/drop.ts';
import { type Random, sameBytes } from '../crypto/encoding.ts';
import { DROP_BATCH, DROP_BATCH_MAX } from '../server/contract.ts';
import type { Drop, Portal } from './portal.ts';
import { type ChannelRecord, type MessageRecord, recordName } from './records.ts';
import type { Transaction, Vault } from './vault.ts';

/** Taken slots in a row, in one sync, after which the portal is not believed any more. */
const MOST_TAKEN = 16;

export type Outbox = { vault: Vault; portal: Portal; random: Random };
export type Placement = { placed: number; warnings: Set<string> };

type Ready = Drop & { caseId: string };

export async function placeQueued({ vault, portal, random }: Outbox): Promise<Placement> {
  const report: Placement = { placed: 0, warnings: new Set() };
  const taken = new Map<string, number>();
  const waiting = new Set(vault.names('message/').map((name) => name.split('/')[1] ?? ''));
  for (let round = 0; ; round += 1) {
    const real: Ready[] = [];
    for (const caseId of waiting) {
      const ready = await vault.change((transaction) => prepare(transaction, vault, caseId));
      if (typeof ready === 'object') real.push(ready);
      else waiting.delete(caseId);
      if (typeof ready === 'string' && ready !== 'idle') report.warnings.add(ready);
    }
    if (real.length === 0 && round > 0) return report;
    for (const [drop, outcome] of await sendAmongDummies(portal, real, random)) {
      const ours = outcome === 'placed' || (await isOurs(portal, drop));
      if (ours === true) {
        report.placed += 1;
        await vault.change((transaction) => recordPlaced(transaction, drop.caseId));
        continue;
      }
      await vault.change((transaction) => recordTaken(transaction, drop.caseId, ours));
      const count = (taken.get(drop.caseId) ?? 0) + 1;
      taken.set(drop.caseId, count);
      if (count < MOST_TAKEN) continue;
      waiting.delete(drop.caseId);
      report.warnings.add('drops.contested');
    }
  }
}

/** The next drop of a case, kept for sending; 'idle' where there is none, or a code where none can be made. */
async function prepare(transaction: Transaction, vault: Vault, caseId: string): Promise<Ready | string> {
  const channel = await transaction.get<ChannelRecord>(recordName.channel(caseId));
  if (!channel) return 'idle';
  if (channel.broken) return 'reply.channel-broken';
  const dropSecret = base64.decode(channel.dropSecret);
  if (channel.sending) {
    const { n, drop } = channel.sending;
    return { caseId, slot: slotAt(dropSecret, n), drop: base64.decode(drop) };
  }
  const name = await nextMessage(transaction, vault, caseId, channel);
  const message = name === null ? null : await transaction.get<MessageRecord>(name);
  if (name === null || !message) return 'idle';
  if (channel.next >= SLOTS) return 'reply.slots-used-up';
  const n = channel.next;
  try {
    const drop = await makeDrop({
      recipient: channel.recipient,
      dropSecret,
      reply: {
        format: 'witnessbox-reply/1',
        n,
        day: message.day,
        kind: message.kind,
        text: message.parts[message.placed] ?? '',
        part: message.placed + 1,
        of: message.parts.length,
        previous: message.placed > 0 ? message.last : channel.previous,
        ...(message.answers !== null && { answers: message.answers }),
      },
    });
    const sending = { n, drop: base64.encode(drop), message: name };
    transaction.put(recordName.channel(caseId), { ...channel, sending } satisfies ChannelRecord);
    return { caseId, slot: slotAt(dropSecret, n), drop };
  } catch {
    // A source may name a recipient that is none. That must not keep replies from all the others.
    transaction.put(recordName.channel(caseId), { ...channel, broken: true } satisfies ChannelRecord);
    return 'reply.channel-broken';
  }
}

/** The oldest message that is not wholly placed. A first acknowledgement that came too late is dropped. */
async function nextMessage(
  transaction: Transaction,
  vault: Vault,
  caseId: string,
  channel: ChannelRecord,
): Promise<string | null> {
  for (const name of vault.names(recordName.messages(caseId))) {
    const message = await transaction.get<MessageRecord>(name);
    if (!message || message.placed >= message.parts.length) continue;
    const colleagueWasFirst = message.about === caseId && channel.next > 0;
    if (!colleagueWasFirst) return name;
    transaction.remove(name);
  }
  return null;
}

async function sendAmongDummies(
  portal: Portal,
  real: readonly Ready[],
  random: Random,
): Promise<[Ready, 'placed' | 'taken'][]> {
  const total = Math.max(1, Math.ceil(real.length / DROP_BATCH)) * DROP_BATCH;
  const drops: { order: string; drop: Drop; real: Ready | null }[] = [];
  for (let index = 0; index < total; index += 1) {
    const ready = real[index] ?? null;
    const order = Buffer.from(random(16)).toString('hex');
    drops.push({ order, drop: ready ?? (await makeDummy(random)), real: ready });
  }
  drops.sort((a, b) => (a.order < b.order ? -1 : 1));
  const outcomes: [Ready, 'placed' | 'taken'][] = [];
  for (let from = 0; from < total; from += DROP_BATCH_MAX) {
    const batch = drops.slice(from, from + DROP_BATCH_MAX);
    const placed = await portal.place(batch.map(({ drop }) => drop));
    batch.forEach((entry, index) => {
      if (entry.real) outcomes.push([entry.real, placed[index] ?? 'taken']);
    });
  }
  return outcomes;
}

/** True where the taken slot holds our own bytes from before a crash; else the hash of what lies there, or null. */
async function isOurs(portal: Portal, { slot, drop }: Drop): Promise<true | string | null> {
  const there = await portal.drop(slot);
  if (there === null) return null;
  return sameBytes(there, drop) ? true : dropHash(there);
}

async function recordPlaced(transaction: Transaction, caseId: string): Promise<void> {
  const channel = await transaction.get<ChannelRecord>(recordName.channel(caseId));
  if (!channel?.sending) return;
  const { n, drop, message: name } = channel.sending;
  const message = await transaction.get<MessageRecord>(name);
  const last = dropHash(base64.decode(drop));
  if (message)
    transaction.put(name, { ...message, placed: message.placed + 1, last } satisfies MessageRecord);
  transaction.put(recordName.channel(caseId), {
    ...channel,
    next: n + 1,
    previous: last,
    sending: null,
  } satisfies ChannelRecord);
}

async function recordTaken(transaction: Transaction, caseId: string, previous: string | null): Promise<void> {
  const channel = await transaction.get<ChannelRecord>(recordName.channel(caseId));
  if (!channel?.sending) return;
  const next = channel.sending.n + 1;
  transaction.put(recordName.channel(caseId), {
    ...channel,
    next,
    previous,
    sending: null,
  } satisfies ChannelRecord);
}
