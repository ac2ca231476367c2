/**
 * A whole exchange out of its drops: splits a long reply into parts that fit, and puts found drops together again,
 * telling what the server, or somebody by way of it, did to them: left out, damaged, forged, swapped, repeated.
 *
 * @module
 */
import { SLOTS, dropHash, openDrop, type Reply } from './reply.ts';
import { utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';

/**
 * Bytes of a part's text as JSON in UTF-8. A drop's line holds 6,466; the other fields never need more than 340.
 */
const LONGEST_PART = 6100;

/**
 * Parts that each fit one drop whatever the other fields are; joined they are the text again. Splits between code
 * points only. An empty text is one empty part. Throws `drop.too-many` past 256 parts.
 */
export function splitReply(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const character of text) {
    const needed = utf8(JSON.stringify(character)).length - 2;
    if (length + needed > LONGEST_PART) {
      parts.push(part);
      part = '';
      length = 0;
    }
    part += character;
    length += needed;
  }
  parts.push(part);
  if (parts.length > SLOTS) throw new WitnessboxError('drop.too-many');
  return parts;
}

export type FoundDrop = { n: number; drop: Uint8Array };

/**
 * What drops of one receipt turned out to be, by their hash. Opening costs, so neither a copy of a drop nor a later
 * look at the same one is opened again.
 */
export type OpenedDrops = Map<string, Reply | 'damaged' | 'forged'>;

/** One message of the organisation, put together from its parts. */
export type ThreadedReply = {
  /** Slot of its first part that was found. */
  n: number;
  day: string;
  kind: Reply['kind'];
  text: string;
  /** Hex id of the follow-up that it answers. */
  answers?: string;
  /** False if a part is missing; the text then has a gap. */
  complete: boolean;
};

export type Thread = {
  replies: ThreadedReply[];
  /** Slots in which a drop must have lain that was not found: expired, or withheld by the server. */
  missing: number[];
  /** Slots whose drop cannot be opened: altered, or never meant for this receipt. */
  damaged: number[];
  /** Slots whose drop is sealed to this receipt, but not by anybody who holds the drop secret. */
  forged: number[];
  /** Slots in which an authentic drop lies that was made for another. It stands in `replies` where it belongs. */
  swapped: number[];
  /** Slots in which an authentic drop lies that was found already. */
  replayed: number[];
};

/**
 * Opens what was found for one receipt and joins it. Each drop names the one placed before it by hash; where that one
 * was not found, every slot between it and the nearest lower drop that was is `missing`. A slot that the organisation
 * skipped, because a stranger had taken it, is not.
 *
 * `known`: what was opened before with the same keys; grows.
 *
 * What this cannot notice: that the newest drops are withheld, because nothing found names them.
 */
export async function threadReplies(
  found: readonly FoundDrop[],
  keys: { identity: string; dropSecret: Uint8Array },
  known: OpenedDrops = new Map(),
): Promise<Thread> {
  const { opened, ...faults } = await openAll(found, keys, known);
  const taken = new Set([...faults.damaged, ...faults.forged, ...faults.replayed]);

  const missing = new Set<number>();
  const messages: Message[] = [];
  const hashes = new Set<string>();
  let lower = -1;
  for (const { reply, hash } of opened) {
    if (reply.previous !== null && !hashes.has(reply.previous)) {
      // With no slot between, the neighbour itself is not the drop that this one was written after.
      const from = Math.min(lower + 1, reply.n - 1);
      for (let n = Math.max(from, 0); n < reply.n; n += 1) missing.add(n);
    }
    const continued = messages.find((message) => continues(message, reply));
    if (continued) {
      continued.parts.push(reply);
      continued.lastHash = hash;
    } else messages.push({ parts: [reply], lastHash: hash });
    hashes.add(hash);
    lower = reply.n;
  }
  return {
    replies: messages.flatMap(joined),
    missing: [...missing].filter((n) => !taken.has(n)),
    ...faults,
  };
}

type OpenedDrop = { reply: Reply; hash: string };
type Faults = Pick<Thread, 'damaged' | 'forged' | 'swapped' | 'replayed'>;

/** Each authentic drop once and in the order of the slots they were made for, and what is wrong with the others. */
async function openAll(
  found: readonly FoundDrop[],
  keys: { identity: string; dropSecret: Uint8Array },
  known: OpenedDrops,
): Promise<Faults & { opened: OpenedDrop[] }> {
  const faults: Faults = { damaged: [], forged: [], swapped: [], replayed: [] };
  const authentic: (OpenedDrop & { foundAt: number })[] = [];
  for (const { n, drop } of found) {
    const hash = dropHash(drop);
    const reply = known.get(hash) ?? (await openDrop({ ...keys, n, drop }).catch(faultOf));
    known.set(hash, reply);
    if (typeof reply === 'string') faults[reply].push(n);
    else authentic.push({ reply, hash, foundAt: n });
  }
  const opened = new Map<number, OpenedDrop>();
  // Those in their own place first: whatever else holds the same is the copy.
  const isAtHome = ({ foundAt, reply }: (typeof authentic)[number]) => foundAt === reply.n;
  for (const one of [...authentic.filter(isAtHome), ...authentic.filter((other) => !isAtHome(other))]) {
    if (opened.has(one.reply.n)) faults.replayed.push(one.foundAt);
    else {
      opened.set(one.reply.n, one);
      if (!isAtHome(one)) faults.swapped.push(one.foundAt);
    }
  }
  for (const slots of Object.values(faults)) slots.sort((a, b) => a - b);
  return { ...faults, opened: [...opened.values()].sort((a, b) => a.reply.n - b.reply.n) };
}

function faultOf(error: unknown): 'forged' | 'damaged' {
  const isForged = error instanceof WitnessboxError && error.code === 'drop.not-authentic';
  return isForged ? 'forged' : 'damaged';
}

type Message = { parts: Reply[]; lastHash: string };

function continues(message: Message, reply: Reply): boolean {
  const last = message.parts.at(-1);
  if (message.lastHash !== reply.previous || last?.part !== reply.part - 1) return false;
  return last.of === reply.of && last.kind === reply.kind;
}

function joined({ parts }: Message): ThreadedReply[] {
  const [first] = parts;
  if (!first) return [];
  return [
    {
      n: first.n,
      day: first.day,
      kind: first.kind,
      text: parts.map((part) => part.text).join(''),
      ...(first.answers !== undefined && { answers: first.answers }),
      complete: first.part === 1 && parts.length === first.of,
    },
  ];
}
