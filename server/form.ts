/**
 * Reads our one form: multipart/form-data (RFC 7578) with a single part. The length of the request tells where that part
 * ends, so nothing is searched for a delimiter, nothing but the part's head is held, and how long the file is is known
 * before its first byte. What stands in the head (name, file name, type) is passed over: it must never be kept. A form of
 * several parts is none of ours, and is not told apart: they would be one file, which nobody can open.
 *
 * @module
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { sameBytes, utf8 } from '../crypto/encoding.ts';
import { ServerError } from './errors.ts';
import { release } from './received.ts';

/** Bytes before the file: the delimiter and the part's head, in which a file's name may be long. */
const MOST_HEAD = 8192;
/** Bytes that are no file's, at most; RFC 2046, section 5.1.1, gives a boundary 70. */
export const MOST_AROUND = MOST_HEAD + 128;

export type FormFile = {
  /** Bytes of the file. */
  length: number;
  /** Its first bytes, as many as were asked for or as it has. A copy. */
  start: Uint8Array;
  /**
   * The file from its first byte. Its last piece comes only when what stands behind it has been found to be the end of
   * the form, and else never: the stream errors.
   */
  stream: ReadableStream<Uint8Array>;
};

/** The delimiter that a Content-Type names. Throws `upload.wrong-type` where it is no form, or a form of another kind. */
export function readBoundary(contentType: string | null): string {
  const [, quoted, bare] =
    /^multipart\/form-data *; *boundary=(?:"([^"\\]{1,70})"|([^\s;"]{1,70}))$/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new ServerError('upload.wrong-type');
  return boundary;
}

/**
 * `total`: bytes of the whole request. `startLength`: how much of the file to wait for. Throws `request.malformed` for
 * whatever is not exactly one part; what `pieces` throws comes through.
 */
export async function openForm(
  pieces: AsyncIterator<Uint8Array>,
  boundary: string,
  total: number,
  startLength: number,
): Promise<FormFile> {
  const opening = utf8(`--${boundary}\r\n`);
  const closing = utf8(`\r\n--${boundary}--\r\n`);
  const lengthBehind = (headLength: number): number => total - headLength - closing.length;
  const { held, headLength, rest } = await readStart(pieces, opening, startLength, lengthBehind);
  const length = lengthBehind(headLength);
  const file = held.slice(headLength);
  return {
    length,
    start: file.slice(0, Math.min(length, startLength)),
    stream: fileStream(pieces, [file, ...rest], length, closing),
  };
}

type Begun = { held: Uint8Array; headLength: number; rest: Uint8Array[] };

/** Copied together as it comes: a byte that was kept as the piece in which it came would hold some thousand others. */
async function readStart(
  pieces: AsyncIterator<Uint8Array>,
  opening: Uint8Array,
  startLength: number,
  lengthBehind: (headLength: number) => number,
): Promise<Begun> {
  const held = new Uint8Array(MOST_HEAD + startLength);
  const rest: Uint8Array[] = [];
  let filled = 0;
  let looked = 0;
  let headLength: number | null = null;
  for (;;) {
    headLength ??= endOfHead(held.subarray(0, Math.min(filled, MOST_HEAD)), looked, opening);
    looked = filled;
    if (headLength === null && filled >= MOST_HEAD) throw malformed();
    if (headLength !== null) {
      const length = lengthBehind(headLength);
      if (length < 0) throw malformed();
      if (filled >= headLength + Math.min(length, startLength))
        return { held: held.subarray(0, filled), headLength, rest };
    }
    const next = await pieces.next();
    if (next.done === true) throw malformed();
    const fits = next.value.subarray(0, held.length - filled);
    held.set(fits, filled);
    filled += fits.length;
    // Once only: what is held is full then, and that is enough.
    if (fits.length < next.value.length) rest.push(next.value.slice(fits.length));
    release(next.value);
  }
}

/**
 * Where the part's head ends, past its empty line; null while more is needed. `looked`: how far that is known of. Throws
 * where it does not begin as it must.
 */
function endOfHead(bytes: Uint8Array, looked: number, opening: Uint8Array): number | null {
  const seen = Math.min(bytes.length, opening.length);
  if (!sameBytes(bytes.subarray(0, seen), opening.subarray(0, seen))) throw malformed();
  // The empty line may be the first: a head without a line.
  const from = Math.max(opening.length - 2, looked - 3);
  const end = latin1(bytes.subarray(from)).indexOf('\r\n\r\n');
  return end === -1 ? null : from + end + 4;
}

/** One character for each byte, so that places in the text are places in the bytes. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function fileStream(
  pieces: AsyncIterator<Uint8Array>,
  begun: readonly Uint8Array[],
  length: number,
  closing: Uint8Array,
): ReadableStream<Uint8Array> {
  const first = [...begun];
  let left = length;
  const next = async (): Promise<Uint8Array> => {
    const known = first.shift();
    if (known) return known;
    const more = await pieces.next();
    if (more.done === true) throw malformed();
    return more.value;
  };
  /** Throws unless `seen` and what is still to come are the end of the form. */
  const requireEnd = async (seen: Uint8Array): Promise<void> => {
    let end: Uint8Array = seen;
    while (end.length < closing.length) end = concatBytes(end, await next());
    const isOver = first.length === 0 && (await pieces.next()).done === true;
    if (!isOver || !sameBytes(end, closing)) throw malformed();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Whoever pulls must be given something, or an end.
        let piece = await next();
        while (piece.length === 0 && left > 0) piece = await next();
        const ours = piece.subarray(0, left);
        left -= ours.length;
        if (left === 0) await requireEnd(piece.slice(ours.length));
        if (ours.length > 0) controller.enqueue(ours);
        if (left === 0) controller.close();
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function malformed(): ServerError {
  return new ServerError('request.malformed');
}
