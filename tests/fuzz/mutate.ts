/**
 * Changes an input in the ways in which formats break: bytes and numbers, pieces cut out, doubled, moved or taken from
 * another input, words of the format put in. Which change is made is drawn from outside, so that a seed repeats it
 * and fast-check can shrink it.
 *
 * @module
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 } from '../../crypto/encoding.ts';

/** A number from 0 to `limit` - 1. */
export type Draw = (limit: number) => number;

/** Mulberry32: small, fast and the same everywhere. Nothing here is secret. */
export function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Draws from a list of numbers, and zeros when it is used up. */
export function fromTape(tape: readonly number[]): Draw {
  let next = 0;
  return (limit) => {
    const value = tape[next] ?? 0;
    next += 1;
    return value % limit;
  };
}

const EDGES = [0, 1, 9, 10, 13, 32, 34, 47, 48, 57, 58, 61, 92, 127, 128, 192, 224, 255];
const NUMBERS = [
  '0',
  '-1',
  '00',
  '1',
  '7',
  '8',
  '255',
  '256',
  '65535',
  '65536',
  '4294967296',
  '9007199254740992',
];

type Change = (bytes: Uint8Array, draw: Draw, other: Uint8Array, tokens: readonly string[]) => Uint8Array;

const splice = (bytes: Uint8Array, from: number, removed: number, added: Uint8Array): Uint8Array => {
  const before = bytes.subarray(0, from);
  return concatBytes(before, added, bytes.subarray(before.length + removed));
};

/** A place, and a length from there on: mostly short, sometimes all that is left. */
function piece(bytes: Uint8Array, draw: Draw): [from: number, length: number] {
  const from = draw(bytes.length + 1);
  const left = bytes.length - from;
  const most = [1, 4, 16, 64, 512, left][draw(6)] ?? 1;
  return [from, Math.min(left, draw(most) + 1)];
}

const CHANGES: readonly Change[] = [
  // One bit, one byte, a byte that often means something.
  (bytes, draw) => change(bytes, draw, (byte) => byte ^ (1 << draw(8))),
  (bytes, draw) => change(bytes, draw, () => draw(256)),
  (bytes, draw) => change(bytes, draw, () => EDGES[draw(EDGES.length)] ?? 0),
  (bytes, draw) => change(bytes, draw, (byte) => byte + draw(9) - 4),
  (bytes, draw) => splice(bytes, draw(bytes.length + 1), 0, Uint8Array.of(draw(256))),
  // Cut, double, fill.
  (bytes, draw) => bytes.slice(0, draw(bytes.length + 1)),
  (bytes, draw) => splice(bytes, ...piece(bytes, draw), new Uint8Array(0)),
  (bytes, draw) => {
    const [from, length] = piece(bytes, draw);
    return splice(bytes, from, 0, bytes.slice(from, from + length));
  },
  (bytes, draw) => {
    const [from, length] = piece(bytes, draw);
    return splice(bytes, from, length, new Uint8Array(length).fill(EDGES[draw(EDGES.length)] ?? 0));
  },
  // Move a block of 512, the unit of tar.
  (bytes, draw) => {
    const blocks = Math.max(1, bytes.length >> 9);
    const from = draw(blocks) * 512;
    const block = bytes.slice(from, from + 512);
    return splice(splice(bytes, from, block.length, new Uint8Array(0)), draw(blocks) * 512, 0, block);
  },
  // A piece of another input, in place of or beside what is there.
  (bytes, draw, other) => {
    const [from, length] = piece(other, draw);
    const at = draw(bytes.length + 1);
    const removed = draw(2) * Math.min(length, bytes.length - at);
    return splice(bytes, at, removed, other.slice(from, from + length));
  },
  (bytes, draw, other) => splice(bytes, bytes.length, 0, other.slice(draw(other.length + 1))),
  // Words of the format, and numbers in place of numbers.
  (bytes, draw, _, tokens) => {
    const token = utf8(tokens[draw(Math.max(1, tokens.length))] ?? '');
    const at = draw(bytes.length + 1);
    return splice(bytes, at, draw(2) * Math.min(token.length, bytes.length - at), token);
  },
  (bytes, draw) => {
    const digits = Array.from(bytes.entries()).filter(([, byte]) => byte >= 48 && byte <= 57);
    const [from] = digits[draw(Math.max(1, digits.length))] ?? [0];
    let end = from;
    while (end < bytes.length && (bytes[end] ?? 0) >= 48 && (bytes[end] ?? 0) <= 57) end += 1;
    return splice(bytes, from, end - from, utf8(NUMBERS[draw(NUMBERS.length)] ?? ''));
  },
];

function change(bytes: Uint8Array, draw: Draw, of: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(draw(256));
  const changed = bytes.slice();
  const at = draw(bytes.length);
  changed[at] = of(changed[at] ?? 0);
  return changed;
}

/** One to four changes; at most `longest` bytes of the result. */
export function mutate(
  inputs: readonly Uint8Array[],
  { tokens, longest }: { tokens: readonly string[]; longest: number },
  draw: Draw,
): Uint8Array {
  const pick = () => inputs[draw(Math.max(1, inputs.length))] ?? new Uint8Array(0);
  let bytes = pick();
  for (let left = draw(4) + 1; left > 0; left -= 1) {
    const how = CHANGES[draw(CHANGES.length)];
    if (how) bytes = how(bytes, draw, pick(), tokens).slice(0, longest);
  }
  return bytes;
}
