/**
 * Tar headers written field by field, so that they can lie in every way that a hostile one may (IEEE 1003.1, "ustar
 * Interchange Format"). For archives that no honest program would make.
 *
 * @module
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 } from '../../crypto/encoding.ts';

export type RawHeader = {
  /** Text or bytes, cut at 100. */
  name?: string | Uint8Array;
  /** A number as eleven octal digits, or the twelve bytes of the field. */
  size?: number | Uint8Array;
  type?: string;
  target?: string;
  magic?: string;
  prefix?: string;
  mode?: string;
  /** In place of the right one. */
  checksum?: string;
};

export function rawHeader(header: RawHeader): Uint8Array {
  const block = new Uint8Array(512);
  const put = (offset: number, width: number, value: string | Uint8Array) =>
    block.set((typeof value === 'string' ? utf8(value) : value).subarray(0, width), offset);
  const { size = 0 } = header;
  put(0, 100, header.name ?? '');
  put(100, 8, header.mode ?? '0000644\0');
  put(108, 8, '0000000\0');
  put(116, 8, '0000000\0');
  put(124, 12, typeof size === 'number' ? `${size.toString(8).padStart(11, '0')}\0` : size);
  put(136, 12, '00000000000\0');
  put(156, 1, header.type ?? '0');
  put(157, 100, header.target ?? '');
  put(257, 8, header.magic ?? 'ustar\u000000');
  put(329, 16, '0000000\u00000000000\0');
  put(345, 155, header.prefix ?? '');
  put(148, 8, '        ');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, 8, header.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** An entry: header, body, zeros to the next block. The size is the body's unless the header says another. */
export function rawEntry(header: RawHeader, body: string | Uint8Array = ''): Uint8Array {
  const bytes = typeof body === 'string' ? utf8(body) : body;
  const zeros = new Uint8Array((512 - (bytes.length % 512)) % 512);
  return concatBytes(rawHeader({ size: bytes.length, ...header }), bytes, zeros);
}

/** A pax record; its own length is part of what it counts. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = utf8(rest).length + 1;
  while (String(length).length + utf8(rest).length !== length) length += 1;
  return `${String(length)}${rest}`;
}

/** A pax header of these records in front of what follows. */
export function paxEntry(records: Record<string, string>, type = 'x'): Uint8Array {
  const body = Object.entries(records)
    .map(([key, value]) => paxRecord(key, value))
    .join('');
  return rawEntry({ name: 'PaxHeader', type }, body);
}

/** The two zero blocks, and zeros up to `size` where one is given. */
export function rawArchive(entries: readonly Uint8Array[], size = 0): Uint8Array {
  const used = concatBytes(...entries, new Uint8Array(1024));
  const padded = new Uint8Array(Math.max(size, used.length));
  padded.set(used);
  return padded;
}

/** The bytes with a right checksum in every block that looks like a header, that is, says `ustar`. */
export function rechecked(archive: Uint8Array): Uint8Array {
  const fixed = archive.slice();
  for (let offset = 0; offset + 512 <= fixed.length; offset += 512) {
    const block = fixed.subarray(offset, offset + 512);
    if (!utf8('ustar').every((byte, index) => block[257 + index] === byte)) continue;
    block.fill(0x20, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  }
  return fixed;
}
