/**
 * The key stream of ChaCha20 (RFC 8439, section 2.3) for many blocks at once: each of the sixteen words of the state
 * is one BigInt that holds this word of every block.
 *
 * A lane is 36 bits: 32 of the word and four for carries, so that additions need no mask for six rounds.
 *
 * @module
 */
import { oncePerNumber, ones, repeat } from './wide-lanes.ts';

const LANE = 36;
const WORDS = 16;
/** The words that are only added to; the others are only rotated and never keep a carry. */
const SUMS = [0, 1, 2, 3, 8, 9, 10, 11];
/** "expand 32-byte k" */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

type Quarter = (x: bigint[], i: number, j: number, k: number, l: number) => void;

/**
 * Key stream for `blocks` blocks (a multiple of 16) from block `counter` on, as 16 little-endian numbers of
 * `blocks / 16` whole blocks each, in their order. `key`: 32 bytes; `nonce`: 12 bytes.
 */
export function wideKeyStream(key: Uint8Array, nonce: Uint8Array, counter: number, blocks: number): bigint[] {
  const { one, guard, numbers, words, quarter } = tables(blocks);
  const start = [...CONSTANTS, ...wordsOf(key), 0, ...wordsOf(nonce)].map((word) => one * BigInt(word));
  start[12] = numbers + one * BigInt(counter);
  const x = [...start];
  for (const sum of SUMS) x[sum] = (x[sum] ?? 0n) | guard;

  for (let round = 0; round < 20; round += 2) {
    quarter(x, 0, 4, 8, 12);
    quarter(x, 1, 5, 9, 13);
    quarter(x, 2, 6, 10, 14);
    quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15);
    quarter(x, 1, 6, 11, 12);
    quarter(x, 2, 7, 8, 13);
    quarter(x, 3, 4, 9, 14);
    // Four additions in these two rounds: after six rounds a sum is below 13 * 2^32.
    if (round % 6 === 4) for (const sum of SUMS) x[sum] = (x[sum] ?? 0n) & words;
  }
  return inOrder(
    x.map((word, index) => word + (start[index] ?? 0n)),
    blocks,
  );
}

const tables = oncePerNumber((blocks: number) => {
  const end = BigInt(blocks * LANE);
  const one = repeat(1n, blocks, LANE);
  // Above the lanes of every sum stand 64 ones. A mask lets one of them through and both halves of a rotation have
  // it at the same place, where they cancel out: no number's length depends on what is in its last lane.
  const guard = ones(64) << end;
  const low = (bits: bigint): bigint => (one * ((1n << (32n - bits)) - 1n)) | (1n << (end + 32n - bits));
  const high = (bits: bigint): bigint => (one * ((1n << bits) - 1n)) | (1n << (end + 32n));
  const [low16, low12, low8, low7] = [low(16n), low(12n), low(8n), low(7n)];
  const [high16, high12, high8, high7] = [high(16n), high(12n), high(8n), high(7n)];

  /** RFC 8439, section 2.1. Written out: without JIT a function call costs as much as two of these lines. */
  const quarter: Quarter = (x, i, j, k, l) => {
    let a = x[i] ?? 0n;
    let b = x[j] ?? 0n;
    let c = x[k] ?? 0n;
    let d = x[l] ?? 0n;
    a += b;
    d ^= a;
    d = ((d & low16) << 16n) ^ ((d >> 16n) & high16);
    c += d;
    b ^= c;
    b = ((b & low12) << 12n) ^ ((b >> 20n) & high12);
    a += b;
    d ^= a;
    d = ((d & low8) << 8n) ^ ((d >> 24n) & high8);
    c += d;
    b ^= c;
    b = ((b & low7) << 7n) ^ ((b >> 25n) & high7);
    x[i] = a;
    x[j] = b;
    x[k] = c;
    x[l] = d;
  };

  // Lane 16 g + r is block r * blocks / 16 + g: so the transposition below ends in blocks that follow each other.
  let numbers = 0n;
  for (let lane = blocks - 1; lane >= 0; lane -= 1) {
    const number = (lane % WORDS) * (blocks / WORDS) + Math.floor(lane / WORDS);
    numbers = (numbers << BigInt(LANE)) | BigInt(number);
  }
  return { one, guard, numbers, quarter, words: (one * ones(32)) | guard, ...orderMasks(blocks) };
});

/** Masks for `inOrder`: every second group of 1, 2, 4, 8 lanes of one word; of 1, 2, 4 … lanes of a whole block. */
function orderMasks(blocks: number): { everySecond: bigint[]; everySecondBlock: bigint[] } {
  const everySecond = [0, 1, 2, 3].map((step) =>
    repeat(ones(32 << step), blocks >> (step + 1), (2 * LANE) << step),
  );
  const rows = blocks / WORDS;
  const everySecondBlock: bigint[] = [];
  for (let group = 1; group < rows; group *= 2) {
    const count = Math.ceil(Math.ceil(rows / group) / 2);
    everySecondBlock.push(repeat(ones(512 * group), count, 2 * group * WORDS * LANE));
  }
  return { everySecond, everySecondBlock };
}

/**
 * From one number per word to 16 of whole blocks without gaps. Four steps transpose: two numbers become one that has
 * both their even lanes side by side, and one that has the odd ones. The others close the gaps of 64 bits between
 * blocks, halving their count each time.
 */
function inOrder(x: bigint[], blocks: number): bigint[] {
  const { everySecond, everySecondBlock } = tables(blocks);
  for (const [step, mask] of everySecond.entries()) {
    const [lane, used] = [BigInt(LANE << step), BigInt(32 << step)];
    for (let first = 0; first < WORDS; first += 1) {
      const second = first | (1 << step);
      if (first === second) continue;
      const a = x[first] ?? 0n;
      const b = x[second] ?? 0n;
      x[first] = (a & mask) | ((b & mask) << used);
      x[second] = ((a >> lane) & mask) | (((b >> lane) & mask) << used);
    }
  }
  for (const [step, mask] of everySecondBlock.entries()) {
    const [gap, upper] = [BigInt(64 << step), mask << BigInt(512 << step)];
    for (const [index, row] of x.entries()) x[index] = (row & mask) | ((row >> gap) & upper);
  }
  return x;
}

function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}
