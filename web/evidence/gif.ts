/**
 * GIF (CompuServe, Graphics Interchange Format, version 89a). Kept are the screen, the pictures with their timing, and how often they repeat
 * (Netscape's application extension); every other extension goes. Does not look into the compressed pictures.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { Pieces } from './pieces.ts';
import { ascii, concat, latin1, Obstructed, type Bytes, type Reader } from './reader.ts';
import { tellTrailer } from './trailer.ts';
import { decodeText } from './words.ts';
import { LONGEST_XMP, readXmp } from './xmp.ts';

const MOST_BLOCKS = 32_768;
const EXTENSION = 0x21;
const PICTURE = 0x2c;
const TRAILER = 0x3b;
const CONTROL = 0xf9;
const COMMENT = 0xfe;
const TEXT = 0x01;
const APPLICATION = 0xff;
/** Longest that is read of an extension. */
const LONGEST_TEXT = 2000;

export function examineGif(file: Blob): Promise<Examined> {
  return attempt('gif', file, async (reader, findings) => {
    const screen = await reader.bytes(0, 13);
    let offset = 13 + tableLength(screen[10] ?? 0);
    if (offset > reader.size) return 'damaged';
    const picture = new Pieces(file).keep(0, offset);
    let control: [number, number] | null = null;
    let pictures = 0;
    let isRepeated = false;
    for (let count = 0; ; count++) {
      if (count > MOST_BLOCKS) return 'too-complex';
      const [introducer, label] = await reader.upTo(offset, 2);
      // Many programs forget the last byte, and every one shows the picture all the same.
      if (introducer === TRAILER || introducer === undefined) break;
      if (introducer === PICTURE) {
        const fields = await reader.bytes(offset, 10);
        const end = await blocksEnd(reader, offset + 10 + tableLength(fields[9] ?? 0) + 1);
        if (control) picture.keep(...control);
        control = null;
        picture.keep(offset, end);
        offset = end;
        pictures++;
        continue;
      }
      if (introducer !== EXTENSION || label === undefined) return 'damaged';
      const end = await blocksEnd(reader, offset + 2);
      if (label === CONTROL && end === offset + 8) control = [offset, end];
      else {
        const loop: Bytes | null =
          label === APPLICATION && !isRepeated ? await loopOf(reader, offset, end, findings) : null;
        isRepeated ||= loop !== null;
        if (loop) picture.add(loop);
        else await tell(reader, label, offset + 2, end, findings);
        // What is taken out takes its timing with it.
        if (label === TEXT) control = null;
      }
      offset = end;
    }
    if (pictures === 0) return 'damaged';
    await tellTrailer(reader, offset + 1, findings);
    const cleaned = picture.add(Uint8Array.of(TRAILER)).blob();
    return () => Promise.resolve(cleaned);
  });
}

/** Bytes of a colour table, told by the flags before it. */
function tableLength(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Behind the sub-blocks that begin there (section 15), each with its length in front, closed by one of none. */
async function blocksEnd(reader: Reader, from: number): Promise<number> {
  for (let offset = from; ;) {
    const bytes = await reader.some(offset);
    if (bytes.length === 0) throw new Obstructed('damaged');
    let at = 0;
    while (at < bytes.length) {
      const length = bytes[at] ?? 0;
      at += 1 + length;
      if (length === 0) return offset + at;
    }
    offset += at;
  }
}

/** The repetition as it is written by us; null where this extension is another. */
async function loopOf(reader: Reader, start: number, end: number, findings: Findings): Promise<Bytes | null> {
  const bytes = (await reader.bytes(start, Math.min(end - start, 19))).slice();
  const name = latin1(bytes.subarray(3, 14));
  if (
    bytes.length < 19 ||
    (name !== 'NETSCAPE2.0' && name !== 'ANIMEXTS1.0') ||
    bytes[14] !== 3 ||
    bytes[15] !== 1
  )
    return null;
  if (end - start > 19) findings.add('unknown-part', name);
  return concat(ascii('\x21\xff\x0bNETSCAPE2.0\x03\x01'), bytes.slice(16, 18), Uint8Array.of(0));
}

async function tell(
  reader: Reader,
  label: number,
  start: number,
  end: number,
  findings: Findings,
): Promise<void> {
  if (label === CONTROL) return;
  if (label === COMMENT || label === TEXT) {
    const blocks = await reader.bytes(start, Math.min(end - start, LONGEST_TEXT));
    findings.add('comment', decodeText(joined(label === TEXT ? blocks.subarray(13) : blocks)));
    return;
  }
  const name = latin1(await reader.upTo(start + 1, 11));
  if (label !== APPLICATION) findings.add('unknown-part', `0x${label.toString(16)}`);
  // XMP lies there without lengths, behind it a slope of bytes in which every reader of lengths ends up at its end.
  else if (name === 'XMP DataXMP')
    readXmp(
      await reader.bytes(start + 12, Math.min(Math.max(0, end - start - 12 - 258), LONGEST_XMP)),
      findings,
    );
  else findings.add('unknown-part', name);
}

function joined(blocks: Uint8Array): Bytes {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < blocks.length; at += 1 + (blocks[at] ?? 0))
    parts.push(blocks.subarray(at + 1, at + 1 + (blocks[at] ?? 0)));
  return concat(...parts);
}
