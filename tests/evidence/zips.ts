/**
 * Zip archives as programs write them, and as nobody should; not by way of what is tested.
 *
 * @module
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { ascii, concat, numberBytes, type Bytes } from '../../web/evidence/reader.ts';

export type Entry = {
  name: string;
  content?: Uint8Array | string;
  stored?: boolean;
  /** Stands in the archive instead of what deflating would give. */
  packed?: Uint8Array;
  /** As MS-DOS has it: the date in the upper 16 bits. */
  time?: number;
  flags?: number;
  method?: number;
  extra?: Bytes;
  localExtra?: Bytes;
  comment?: string;
  /** What the directory claims instead of what is true. */
  claims?: { size?: number; packed?: number; crc?: number; offset?: number; localName?: string };
  /** Bytes before its header that belong to no member. */
  gap?: Bytes;
};
export type Ending = {
  comment?: string;
  disk?: number;
  count?: number;
  offset?: number;
  between?: Bytes;
  zip64?: boolean;
};

const words = (...values: number[]) => concat(...values.map((value) => numberBytes(value, 2, true)));
const doubles = (...values: number[]) => concat(...values.map((value) => numberBytes(value >>> 0, 4, true)));
const NONE = new Uint8Array(0);

export function zip(entries: readonly Entry[], ending: Ending = {}): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const entry of entries) {
    const {
      content = '',
      claims = {},
      flags = 0,
      time = 0x00210000,
      extra = NONE,
      localExtra = NONE,
      gap = NONE,
    } = entry;
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const method = entry.method ?? (entry.stored ? 0 : 8);
    const data = entry.packed ?? (method === 8 ? deflateRawSync(bytes) : bytes);
    const name = new TextEncoder().encode(entry.name);
    const localName = claims.localName === undefined ? name : ascii(claims.localName);
    const about = (nameLength: number, extraLength: number) =>
      concat(
        words(20, flags, method),
        doubles(time, claims.crc ?? crc32(bytes), claims.packed ?? data.length, claims.size ?? bytes.length),
        words(nameLength, extraLength),
      );
    const header = concat(
      doubles(0x04034b50),
      about(localName.length, localExtra.length),
      localName,
      localExtra,
    );
    const comment = ascii(entry.comment ?? '');
    directory.push(
      concat(
        doubles(0x02014b50),
        words(20),
        about(name.length, extra.length),
        words(comment.length, 0, 0),
        doubles(0, claims.offset ?? at + gap.length),
        name,
        extra,
        comment,
      ),
    );
    parts.push(gap, header, data);
    at += gap.length + header.length + data.length;
  }
  const { comment = '', disk = 0, between = NONE } = ending;
  const listed = concat(...directory);
  const count = ending.count ?? entries.length;
  const offset = ending.offset ?? at;
  const zip64 = ending.zip64
    ? concat(
        doubles(0x06064b50, 44, 0),
        words(45, 45),
        doubles(0, 0, count, 0, count, 0, listed.length, 0, offset, 0),
        doubles(0x07064b50, 0, at + listed.length, 0, 1),
      )
    : NONE;
  const [shownCount, shownSize, shownOffset] = ending.zip64
    ? [0xffff, 0xffffffff, 0xffffffff]
    : [count, listed.length, offset];
  return new Blob([
    ...parts.map((part) => Uint8Array.from(part)),
    listed,
    zip64,
    between,
    doubles(0x06054b50),
    words(disk, disk, shownCount, shownCount),
    doubles(shownSize, shownOffset),
    words(comment.length),
    ascii(comment),
  ]);
}

/** By name, all deflated, in the order given. */
export function zipOf(
  members: Readonly<Record<string, string | Uint8Array>>,
  entry: Partial<Entry> = {},
): Blob {
  return zip(Object.entries(members).map(([name, content]) => ({ ...entry, name, content })));
}
