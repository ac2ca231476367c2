/**
 * A whole exchange out of its drops: splits a long reply into parts that fit, and puts found drops together again,
 * saying what is missing or not authentic instead of hiding it.
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
  /** Slots whose drop did not open or is not authentic. */
  broken: number[];
};

/**
 * Opens what was found for one receipt and joins it. Each drop names the one placed before it by hash; where that one
 * was not found, every slot between it and the nearest lower drop that was is `missing`. A slot that the organisation
 * skipped, because a stranger had taken it, is not.
 */
export async function threadReplies(
  found: readonly FoundDrop[],
  keys: { identity: string; dropSecret: Uint8Array },
): Promise<Thread> {
  const opened: { reply: Reply; hash: string }[] = [];
  const broken: number[] = [];
  for (const { n, drop } of found) {
    try {
      opened.push({ reply: await openDrop({ ...keys, n, drop }), hash: dropHash(drop) });
    } catch {
      broken.push(n);
    }
  }
  opened.sort((a, b) => a.reply.n - b.reply.n);

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
    missing: [...missing].filter((n) => !broken.includes(n)),
    broken: broken.sort((a, b) => a - b),
  };
}

type Message = { parts: Reply[]; lastHash: string };

function continues(message: Message, reply: Reply): boolean {
  const last = message.parts.at(-1);
  return last?.of === reply.of && last.part + 1 === reply.part && message.lastHash === reply.previous;
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
