/**
 * Bytes to hexadecimal digits and back, last byte first: as BigInt writes and reads a little-endian number. Browsers
 * do it themselves since 2025 (ES2026); where not, it goes by eights, for an eighth of the interpreter's work.
 *
 * @module
 */

/** Two lower-case digits a byte, last byte first. */
export function toLittleHex(bytes: Uint8Array): string {
  const reversed: { toHex?: () => string } = new Uint8Array(bytes).reverse();
  if (reversed.toHex) return reversed.toHex();
  const view = eights(bytes.length);
  new Uint8Array(view.buffer).set(bytes);
  const digits: string[] = [];
  for (let offset = view.byteLength - 8; offset >= 0; offset -= 8) {
    digits.push(view.getBigUint64(offset, true).toString(16).padStart(16, '0'));
  }
  return digits.join('').slice(2 * (view.byteLength - bytes.length));
}

/** The bytes of what `toLittleHex` wrote. */
export function fromLittleHex(digits: string): Uint8Array {
  const platform: { fromHex?: (digits: string) => Uint8Array } = Uint8Array;
  if (platform.fromHex) return platform.fromHex(digits).reverse();
  const length = digits.length / 2;
  const view = eights(length);
  const padded = digits.padStart(2 * view.byteLength, '0');
  for (let offset = 0; offset < view.byteLength; offset += 8) {
    const end = padded.length - 2 * offset;
    view.setBigUint64(offset, BigInt(`0x${padded.slice(end - 16, end)}`), true);
  }
  return new Uint8Array(view.buffer, 0, length);
}

/** Zeros, enough for `length` bytes in whole groups of eight. */
function eights(length: number): DataView<ArrayBuffer> {
  return new DataView(new ArrayBuffer(8 * Math.ceil(length / 8)));
}
