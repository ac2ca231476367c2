/**
 * Numbers in lanes: a long BigInt that holds many small numbers at equal distances, the first one lowest, so that
 * one operation on it does the work of many. Why that is wanted is told in `wide-chacha.ts`.
 *
 * @module
 */

/** `value` in each of `count` lanes of `width` bits. */
export function repeat(value: bigint, count: number, width: number): bigint {
  let lanes = value;
  for (let have = 1; have < count; have *= 2) lanes |= lanes << BigInt(have * width);
  return BigInt.asUintN(count * width, lanes);
}

/** `bits` ones. */
export function ones(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** What `make` gives, made once for each number: masks cost more to make than to use. */
export function oncePerNumber<T>(make: (number: number) => T): (number: number) => T {
  const made = new Map<number, T>();
  return (number) => {
    const known = made.get(number);
    if (known !== undefined) return known;
    const fresh = make(number);
    made.set(number, fresh);
    return fresh;
  };
}
