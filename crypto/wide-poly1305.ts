/**
 * Poly1305 (RFC 8439, section 2.5) over long pieces at once. The polynomial is the standard's; only the order of its
 * terms is another: four blocks are folded into one lane of 512 bits, all lanes go through Horner's rule together,
 * one step a piece, and are folded into one number at the end.
 *
 * @module
 */
import { oncePerNumber, ones, repeat } from './wide-lanes.ts';

const P = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

export class WidePoly1305 {
  readonly #r: bigint;
  readonly #rSquared: bigint;
  readonly #s: bigint;
  readonly #blocks: number;
  readonly #rToPiece: bigint;
  #lanes = 0n;

  /** `key`: 32 bytes, little-endian. `blocks`: 16-byte blocks of a whole piece, a multiple of four. */
  constructor(key: bigint, blocks: number) {
    this.#r = key & CLAMP;
    this.#rSquared = (this.#r * this.#r) % P;
    this.#s = key >> 128n;
    this.#blocks = blocks;
    this.#rToPiece = power(this.#r, blocks);
  }

  /** The next piece, little-endian, of as many `blocks` as a whole one or of fewer. */
  update(piece: bigint, blocks: number): void {
    const { even, end, pair } = pieceMasks(this.#blocks);
    const missing = this.#blocks - blocks;
    // Ends of blocks (section 2.5.1, "add one bit beyond"), in a short piece only of those that are there.
    let [evenEnds, oddEnds, weight, bits] = [end, end, this.#rToPiece, piece];
    if (missing > 0) {
      // Leading blocks of zero, without an end, add nothing to the polynomial.
      bits <<= BigInt(128 * missing);
      evenEnds = clearLow(end, 256 * Math.ceil(missing / 2));
      oddEnds = clearLow(end, 256 * Math.floor(missing / 2));
      weight = power(this.#r, blocks);
    }
    // r has 124 bits and a block 129, so pairs fit in 254 bits, and two pairs, with r² of 130 bits, in 385.
    const pairs = ((bits & even) | evenEnds) * this.#r + (((bits >> 128n) & even) | oddEnds);
    const fours = (pairs & pair) * this.#rSquared + ((pairs >> 256n) & pair);
    this.#lanes = reduce(this.#lanes * weight + fours, this.#blocks / 4);
  }

  /** The tag of all pieces as a 128-bit number. */
  tag(): bigint {
    let count = this.#blocks / 4;
    let sum = this.#lanes;
    while (count > 1) {
      if (count % 2 === 1) {
        sum <<= 512n;
        count += 1;
      }
      count /= 2;
      const first = BigInt.asUintN(512 * count, sum) * power(this.#r, 4 * count);
      sum = reduce(first + (sum >> BigInt(512 * count)), count);
    }
    return BigInt.asUintN(128, ((sum * this.#r) % P) + this.#s);
  }
}

const pieceMasks = oncePerNumber((blocks: number) => ({
  even: repeat(ones(128), blocks / 2, 256),
  end: repeat(1n << 128n, blocks / 2, 256),
  pair: repeat(ones(256), blocks / 4, 512),
}));

const laneMasks = oncePerNumber((count: number) => ({
  low: repeat(ones(130), count, 512),
  high: repeat(ones(382), count, 512),
}));

/** The same modulo 2^130 - 5 in every lane, below 2^132. Each pass takes about 127 bits off what is above 2^130. */
function reduce(lanes: bigint, count: number): bigint {
  const { low, high } = laneMasks(count);
  const once = (lanes & low) + 5n * ((lanes >> 130n) & high);
  return (once & low) + 5n * ((once >> 130n) & high);
}

function power(base: bigint, exponent: number): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0; left >>= 1) {
    if (left & 1) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

const clearLow = (number: bigint, bits: number): bigint => (number >> BigInt(bits)) << BigInt(bits);
