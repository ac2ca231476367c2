/**
 * CRC-32 as in ISO 3309, which PNG (third edition, 5.5) and zip use. Finds accidents only.
 *
 * @module
 */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Of all bytes so far, where `before` is what the ones before `bytes` gave; unsigned, 32 bits. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}
