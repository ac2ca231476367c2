/**
 * Lays replies and acknowledgements down at the portal. Every sync sends a multiple of eight drops in random
 * order, dummies among them, so that the server learns neither how many are real nor which belong together.
 *
 * One source gets one drop per round, because each names the hash of its predecessor and a slot may turn out to
 * be taken by a colleague. What is sent is kept in the vault first: after a crash the very same bytes go to the
 * very same slot, and "taken" by ourselves counts as placed. So nothing is lost and nothing said twice.
 *
 * The attack: a server says "taken" to learn which slots are asked after, or to make us give words up. So every
 * taken slot is asked after, dummies too, and "taken" counts only where a drop really lies.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { SLOTS, dropHash, makeDrop, makeDummy, slotAt } from '../crypto/drop.ts';
import { type Random, sameBytes } from '../crypto/encoding.ts';
import { checkHybridHeader } from '../crypto/header.ts';
import { DROP_BATCH, DROP_BATCH_MAX, DROP_SIZE } from '../server/contract.ts';
import { ownCode } from './errors.ts';
import type { Drop, Portal } from './portal.ts';
import { type ChannelRecord, type MessageRecord, recordName } from './records.ts';
import type { Transaction, Vault } from './vault.ts';

/** Answers that hold no drop. Like a missing one they must not end the sync at a real slot only. */
const NO_DROP: ReadonlySet<string> = new Set(['portal.malformed', 'portal.wrong-size']);

/** Taken slots in a row, in one sync, after which the portal is not believed any more. */
const MOST_TAKEN = 16;

export type Outbox = { vault: Vault; portal: Portal; random: Random };
export type Placement = { placed: number; warnings: Set<string> };

type Ready = Drop & { caseId: string };
/** Placed by us, now or before a crash; taken by the drop of a colleague, with its hash; or said to be taken only. */
type Outcome = { state: 'placed' } | { state: 'taken'; by: string } | { state: 'contested' };

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
      if (outcome.state === 'placed') {
        report.placed += 1;
        await vault.change((transaction) => recordPlaced(transaction, drop.caseId));
        continue;
      }
      if (outcome.state === 'taken') {
        const { by } = outcome;
        await vault.change((transaction) => recordTaken(transaction, drop.caseId, by));
        const count = (taken.get(drop.caseId) ?? 0) + 1;
        taken.set(drop.caseId, count);
        if (count < MOST_TAKEN) continue;
      }
      // What is contested stays as it is, for the next sync: another try now would tell it from a dummy.
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
): Promise<[Ready, Outcome][]> {
  const total = Math.max(1, Math.ceil(real.length / DROP_BATCH)) * DROP_BATCH;
  const drops: { order: string; drop: Drop; real: Ready | null }[] = [];
  for (let index = 0; index < total; index += 1) {
    const ready = real[index] ?? null;
    const order = Buffer.from(random(16)).toString('hex');
    drops.push({ order, drop: ready ?? (await makeDummy(random)), real: ready });
  }
  drops.sort((a, b) => (a.order < b.order ? -1 : 1));
  const outcomes: [Ready, Outcome][] = [];
  for (let from = 0; from < total; from += DROP_BATCH_MAX) {
    const batch = drops.slice(from, from + DROP_BATCH_MAX);
    const placed = await portal.place(batch.map(({ drop }) => drop));
    // In the order of the batch, which is random: dummies are asked after like any other.
    for (const [index, { drop, real: ready }] of batch.entries()) {
      const outcome =
        placed[index] === 'placed' ? ({ state: 'placed' } as const) : await lookAt(portal, drop);
      if (ready) outcomes.push([ready, outcome]);
    }
  }
  return outcomes;
}

/** What really lies in a slot that is said to be taken. */
async function lookAt(portal: Portal, { slot, drop }: Drop): Promise<Outcome> {
  const there = await portal.drop(slot).catch((error: unknown) => {
    if (!NO_DROP.has(ownCode(error) ?? '')) throw error;
    return null;
  });
  if (there === null || !isDrop(there)) return { state: 'contested' };
  return sameBytes(there, drop) ? { state: 'placed' } : { state: 'taken', by: dropHash(there) };
}

function isDrop(bytes: Uint8Array): boolean {
  try {
    return bytes.length === DROP_SIZE && checkHybridHeader(bytes) === 'complete';
  } catch {
    return false;
  }
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

async function recordTaken(transaction: Transaction, caseId: string, previous: string): Promise<void> {
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
