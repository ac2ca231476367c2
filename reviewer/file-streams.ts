/**
 * Files as streams and streams as files, for what may have gigabytes. Node's own streams of files copy every piece
 * once more on their way into a web stream, read and write in pieces so small that the calls cost more than the
 * cipher, and neither read ahead nor compute while they write.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes of one read where the reader brings no buffer of its own: what it leaves waits for the garbage collector. */
const READ = 64 * 1024;
/** Bytes that are gathered for one write. Several megabytes at once make Linux look for memory in one piece. */
const WRITE = 256 * 1024;
/** Writes that may be under way at once. */
const WRITES = 4;

/**
 * The bytes of a file, as a byte stream: read into the reader's own buffers if it brings some (ByteReader does).
 * The file is opened when it is first read and closed at its end or when the stream is cancelled, which whoever
 * does not read to the end owes it. Errors are those of the system.
 */
export function readableFile(path: string): ReadableStream<Uint8Array> {
  let file: FileHandle | null = null;
  let reading: Promise<unknown> = Promise.resolve();
  const close = async () => {
    await reading.catch(() => undefined);
    const opened = file;
    file = null;
    await opened?.close();
  };
  const read = async (into: Uint8Array) => {
    file ??= await open(path, 'r');
    return (await file.read(into, 0, into.length, null)).bytesRead;
  };
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: READ,
    async pull(controller) {
      const request = controller.byobRequest;
      const view = request?.view;
      if (!view) return;
      const asked = read(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      reading = asked;
      try {
        const length = await asked;
        if (length === 0) {
          await close();
          controller.close();
        }
        request.respond(length);
      } catch (error) {
        await close();
        throw error;
      }
    },
    cancel: close,
  });
}

/**
 * Writes a stream behind what an open file holds, which stays open and is not flushed; not one that was opened for
 * appending. The next pieces are asked for, and so computed, while the last ones are written. Takes the memory of
 * the pieces over and frees it at once: left to the garbage collector, tens of megabytes of it would lie about. On
 * an error of either side the stream is cancelled, and nothing is under way any more when this rejects.
 */
export async function writeTo(file: FileHandle, stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  const writes: Promise<void>[] = [];
  let gathered: Uint8Array[] = [];
  let length = 0;
  try {
    let position = (await file.stat()).size;
    const write = async () => {
      if (writes.length === WRITES) await writes.shift();
      const writing = writeAll(file, gathered, length, position);
      // Thrown where it is awaited, which may be after the next error of the stream.
      writing.catch(() => undefined);
      writes.push(writing);
      position += length;
      gathered = [];
      length = 0;
    };
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      gathered.push(piece.value);
      length += piece.value.length;
      if (length >= WRITE) await write();
    }
    if (length > 0) await write();
    await Promise.all(writes);
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    await Promise.allSettled(writes);
    throw error;
  }
}

/** Reads a stream to its end, freeing every piece. */
export async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) free(piece.value);
}

async function writeAll(
  file: FileHandle,
  pieces: readonly Uint8Array[],
  length: number,
  position: number,
): Promise<void> {
  let { bytesWritten } = await file.writev(pieces, position);
  if (bytesWritten < length) {
    // A disk that is nearly full takes a part; the next write says why not the rest.
    const all = Buffer.concat(pieces);
    while (bytesWritten < length) {
      bytesWritten += (await file.write(all, bytesWritten, length - bytesWritten, position + bytesWritten))
        .bytesWritten;
    }
  }
  pieces.forEach(free);
}

/** Only where the piece is all that lies in its buffer. */
function free(piece: Uint8Array): void {
  const { buffer } = piece;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === piece.byteLength) buffer.transfer(0);
}
