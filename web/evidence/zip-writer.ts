/**
 * Writes zip archives (PKWARE APPNOTE 6.3.10) that tell nothing but their members: no times, extra fields, comments or
 * attributes. Members that did not change are ranges of the original, which is read only when the new archive is. No zip64.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { crc32 } from './crc32.ts';
import { concat, numberBytes, Obstructed, type Bytes } from './reader.ts';

/** `data` as it is to stand in the archive: deflated where `method` is 8; `crc` and `size` of the content. */
export type NewMember = { name: string; method: 0 | 8; crc: number; size: number; data: Blob };

const LARGEST = 0xffffffff;
/** Version 2.0, as on Unix, an ordinary file that everybody may read: what mat2 writes, so that ours do not stand out. */
const MADE_BY = 0x0314;
const ATTRIBUTES = 0x81a40000;

/** In the order given. Throws `Obstructed` with 'too-complex' where it would need zip64. */
export function writeArchive(members: readonly NewMember[], type: string): Blob {
  const parts: (Bytes | Blob)[] = [];
  const directory: Bytes[] = [];
  let offset = 0;
  for (const { name, method, crc, size, data } of members) {
    const bytes = new TextEncoder().encode(name);
    const common = concat(
      // Version 2.0; a name in UTF-8 says so (4.4.4).
      words(20, bytes.length === name.length ? 0 : 0x800, method, 0, 0x21),
      doubles(crc, data.size, size),
      words(bytes.length, 0),
    );
    directory.push(
      concat(doubles(0x02014b50), words(MADE_BY), common, words(0, 0, 0), doubles(ATTRIBUTES, offset), bytes),
    );
    parts.push(concat(doubles(0x04034b50), common, bytes), data);
    offset += 30 + bytes.length + data.size;
    if (offset > LARGEST || size > LARGEST) throw new Obstructed('too-complex');
  }
  const entries = concat(...directory);
  const count = members.length;
  const end = concat(
    doubles(0x06054b50),
    words(0, 0, count, count),
    doubles(entries.length, offset),
    words(0),
  );
  return new Blob([...parts, entries, end], { type });
}

/** A member of new content, deflated. */
export async function deflated(name: string, content: Bytes): Promise<NewMember> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const data = await new Response(stream).blob();
  return { name, method: 8, crc: crc32(content), size: content.length, data };
}

/** A member that stands in the archive as it is. Reads it once, for its checksum. Throws `bundle.file-changed`. */
export async function stored(name: string, data: Blob): Promise<NewMember> {
  let crc = 0;
  try {
    const reader = data.stream().getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      crc = crc32(piece.value, crc);
  } catch {
    throw new WitnessboxError('bundle.file-changed');
  }
  return { name, method: 0, crc, size: data.size, data };
}

const words = (...values: number[]) => concat(...values.map((value) => numberBytes(value, 2, true)));
const doubles = (...values: number[]) => concat(...values.map((value) => numberBytes(value, 4, true)));
