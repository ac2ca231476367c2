/**
 * Reads zip archives (PKWARE APPNOTE 6.3.10) as documents are: one volume, not encrypted, members stored or deflated, zip64
 * included. Strict: where two programs could see different members in the same bytes, the archive is damaged.
 *
 * Not fflate: its `unzip` wants the whole archive in memory, its `Unzip` believes local headers instead of the directory; neither
 * looks for overlaps and wrong checksums, and neither can pass a member on as it is.
 *
 * @module
 */
import { crc32 } from './crc32.ts';
import type { Findings } from './findings.ts';
import { inflate } from './inflate.ts';
import {
  has,
  latin1,
  LONGEST_READ,
  Obstructed,
  uint16,
  uint32,
  uint64,
  type Bytes,
  type Reader,
} from './reader.ts';

/** A document of a thousand pages with a picture on each has some thousands. */
const MOST_MEMBERS = 8192;
const LONGEST_DIRECTORY = 4_194_304;
const LONGEST_END = 22 + 65535;
/** RFC 1951 allows nothing that is smaller: 258 bytes by 2 bits. A claim beyond it is no reason to take memory. */
const BEST_RATIO = 1032;
/** A data descriptor, the most that lies between two members (4.3.9). */
const DESCRIPTOR = 24;
/** 1980-01-01 00:00 as MS-DOS has it: what stands where there is no time. */
const NO_TIMES = new Set([0, 0x00210000]);

export type Member = {
  name: string;
  method: 0 | 8;
  crc: number;
  /** Bytes as they stand in the archive. */
  packed: number;
  size: number;
  /** Where its local header is, and before which byte all of it must end. */
  offset: number;
  limit: number;
};

/** By name. Throws `Obstructed`. What the archive itself gives away goes to `findings`. */
export async function readDirectory(reader: Reader, findings: Findings): Promise<Map<string, Member>> {
  const { offset, size, count } = await findDirectory(reader, findings);
  if (count > MOST_MEMBERS || size > LONGEST_DIRECTORY) throw new Obstructed('too-complex');
  const bytes = (await reader.bytes(offset, size)).slice();
  const members: Member[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const { member, length } = readEntry(bytes, at, findings);
    members.push(member);
    at += length;
  }
  if (at !== size) throw new Obstructed('damaged');
  limit(members, offset, findings);
  const names = new Map<string, Member>();
  const folded = new Set<string>();
  for (const member of members) {
    // OPC (ECMA-376, part 2, 6.2.2.3) takes names for equal that differ in case only.
    if (folded.has(member.name.toLowerCase())) throw new Obstructed('damaged');
    folded.add(member.name.toLowerCase());
    // A folder has no content; programs make it where it is needed.
    if (!member.name.endsWith('/')) names.set(member.name, member);
    else if (member.size > 0) findings.add('unknown-part', member.name);
  }
  return names;
}

/** Where the stored bytes of a member are. Throws `Obstructed` where its local header tells of another one (4.3.7). */
export async function locate(reader: Reader, member: Member): Promise<{ from: number; to: number }> {
  const header = (await reader.bytes(member.offset, 30)).slice();
  const nameLength = uint16(header, 26, true);
  const name = decodeName(await reader.bytes(member.offset + 30, nameLength));
  const from = member.offset + 30 + nameLength + uint16(header, 28, true);
  const agrees =
    has(header, 0, 'PK\x03\x04') && uint16(header, 8, true) === member.method && name === member.name;
  if (!agrees || from + member.packed > member.limit) throw new Obstructed('damaged');
  return { from, to: from + member.packed };
}

/** What a member contains; the caller has found its `size` acceptable. Throws `Obstructed` where that or the checksum is wrong. */
export async function readMember(reader: Reader, member: Member): Promise<Bytes> {
  const { from, to } = await locate(reader, member);
  if (to - from > LONGEST_READ) throw new Obstructed('too-complex');
  const packed = (await reader.bytes(from, to - from)).slice();
  const bytes = member.method === 0 ? packed : await inflate(packed, 'deflate-raw', member.size);
  if (bytes.length !== member.size || crc32(bytes) !== member.crc) throw new Obstructed('damaged');
  return bytes;
}

/** 4.3.16, and 4.3.14 where its numbers do not fit. */
async function findDirectory(reader: Reader, findings: Findings) {
  const tailStart = Math.max(0, reader.size - LONGEST_END);
  const tail = (await reader.bytes(tailStart, reader.size - tailStart)).slice();
  let at = tail.length - 22;
  // A comment could hold another end; the one that ends where the file does is the one that every program must find.
  while (at >= 0 && !(has(tail, at, 'PK\x05\x06') && at + 22 + uint16(tail, at + 20, true) === tail.length))
    at--;
  if (at < 0) throw new Obstructed('damaged');
  if (at + 22 < tail.length) findings.add('comment', decodeLoosely(tail.subarray(at + 22)));
  if (uint16(tail, at + 4, true) !== 0 || uint16(tail, at + 6, true) !== 0) throw new Obstructed('damaged');
  let end = tailStart + at;
  let directory = {
    count: uint16(tail, at + 10, true),
    size: uint32(tail, at + 12, true),
    offset: uint32(tail, at + 16, true),
  };
  if (directory.count === 0xffff || directory.size === 0xffffffff || directory.offset === 0xffffffff) {
    const locator = (await reader.bytes(end - 20, 20)).slice();
    const record = uint64(locator, 8, true);
    const zip64 = (await reader.bytes(record, 56)).slice();
    if (!has(locator, 0, 'PK\x06\x07') || !has(zip64, 0, 'PK\x06\x06')) throw new Obstructed('damaged');
    if (uint32(zip64, 16, true) !== 0 || uint32(zip64, 20, true) !== 0) throw new Obstructed('damaged');
    directory = {
      count: uint64(zip64, 32, true),
      size: uint64(zip64, 40, true),
      offset: uint64(zip64, 48, true),
    };
    end = record;
  }
  if (directory.offset + directory.size !== end) throw new Obstructed('damaged');
  return directory;
}

/** 4.3.12. */
function readEntry(bytes: Bytes, at: number, findings: Findings): { member: Member; length: number } {
  if (!has(bytes, at, 'PK\x01\x02')) throw new Obstructed('damaged');
  const flags = uint16(bytes, at + 8, true);
  if (flags & 0x2041) throw new Obstructed('encrypted');
  const method = uint16(bytes, at + 10, true);
  if (method !== 0 && method !== 8) throw new Obstructed('format');
  const nameEnd = at + 46 + uint16(bytes, at + 28, true);
  const extraEnd = nameEnd + uint16(bytes, at + 30, true);
  const end = extraEnd + uint16(bytes, at + 32, true);
  if (end > bytes.length || uint16(bytes, at + 34, true) !== 0) throw new Obstructed('damaged');
  const member = {
    name: decodeName(bytes.subarray(at + 46, nameEnd)),
    method,
    crc: uint32(bytes, at + 16, true),
    packed: uint32(bytes, at + 20, true),
    size: uint32(bytes, at + 24, true),
    offset: uint32(bytes, at + 42, true),
    limit: 0,
  } satisfies Member;
  readExtra(bytes.subarray(nameEnd, extraEnd), member, findings);
  const time = uint32(bytes, at + 12, true);
  if (!NO_TIMES.has(time)) findings.add('time', timeText(time));
  if (end > extraEnd) findings.add('comment', decodeLoosely(bytes.subarray(extraEnd, end)));
  const most = method === 0 ? member.packed : member.packed * BEST_RATIO + 258;
  if (member.size > most || (method === 0 && member.size !== member.packed)) throw new Obstructed('damaged');
  return { member, length: end - at };
}

/** 4.5. Numbers that do not fit their fields are in zip64's; the others tell of the machine that wrote them. */
function readExtra(extra: Bytes, member: Member, findings: Findings): void {
  for (let at = 0; at + 4 <= extra.length;) {
    const id = uint16(extra, at, true);
    const field = extra.subarray(at + 4, at + 4 + uint16(extra, at + 2, true));
    at += 4 + field.length;
    if (id === 1) {
      let next = 0;
      for (const key of ['size', 'packed', 'offset'] as const) {
        if (member[key] !== 0xffffffff) continue;
        member[key] = uint64(field, next, true);
        next += 8;
      }
    } else if (id === 0x5455 && field.length >= 5) {
      findings.add('time', new Date(1000 * uint32(field, 1, true)).toISOString().slice(0, 19) + 'Z');
    } else if (id === 0x7875 || id === 0x7855) {
      findings.add('identifier', `uid/gid ${[...field].slice(1).join(' ')}`);
    } else if (id !== 0xa220 && id !== 0xcafe) {
      findings.add('unknown-part', `zip extra field 0x${id.toString(16).padStart(4, '0')}`);
    }
  }
}

/** No byte may belong to two members: that is how a small bomb becomes a large one, and how one file shows two contents. */
function limit(members: readonly Member[], directory: number, findings: Findings): void {
  const sorted = members.toSorted((a, b) => a.offset - b.offset);
  let end = 0;
  sorted.forEach((member, index) => {
    if (member.offset > end + DESCRIPTOR + 65535) findings.add('unknown-part', '');
    member.limit = sorted[index + 1]?.offset ?? directory;
    end = member.offset + 30 + member.name.length + member.packed;
    if (end > member.limit) throw new Obstructed('damaged');
  });
  if (directory > end + DESCRIPTOR + 65535) findings.add('unknown-part', '');
}

/** UTF-8, whether or not its flag is set (4.4.4, bit 11). Nothing that would lead out of a folder. */
function decodeName(bytes: Bytes): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Obstructed('damaged');
  }
  if (name === '' || /[\0\\]|^\/|(?:^|\/)\.\.?(?:\/|$)/.test(name)) throw new Obstructed('damaged');
  return name;
}

function decodeLoosely(bytes: Bytes): string {
  return /^[\x00-\x7f]*$/.test(latin1(bytes)) ? latin1(bytes) : new TextDecoder().decode(bytes);
}

/** 4.4.6: two seconds, minutes, hours; days, months, years since 1980. In the zone of whoever wrote it. */
function timeText(time: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${1980 + (time >>> 25)}-${two((time >>> 21) & 15)}-${two((time >>> 16) & 31)}`;
  return `${date} ${two((time >>> 11) & 31)}:${two((time >>> 5) & 63)}:${two(2 * (time & 31))}`;
}
