/**
 * A submission's plaintext: POSIX tar of `testimony.json`, `channel.json` and `evidence/…`, with zeros up to a legal
 * size. `age -d` and plain `tar x` give the same files without us. Written with modern-tar, read by `tar.ts`.
 *
 * @module
 */
import { createTarPacker, packTar, type TarHeader } from 'modern-tar';
import { ByteReader } from './bytes.ts';
import { streamOf, utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { padTo } from './padding.ts';
import { BLOCK, blockPadding } from './tar.ts';

export { evidencePath } from './names.ts';
export { readBundle, type BundlePart } from './unbundle.ts';
export {
  LONGEST_ANSWERS,
  answersLength,
  encodeChannel,
  encodeTestimony,
  type Channel,
  type Testimony,
} from './testimony.ts';

/** One file to send; `stream` is called once, when its turn comes, and must give exactly `size` bytes. */
export type EvidenceSource = { path: string; size: number; stream(): ReadableStream<Uint8Array> };

export type BundleInput = {
  /** From `encodeTestimony`; its evidence records must name the paths and sizes below. */
  testimony: Uint8Array;
  /** From `encodeChannel`. */
  channel: Uint8Array;
  evidence: readonly EvidenceSource[];
};

/** Bytes of the two zero blocks that close a tar. */
const END = 2 * BLOCK;
/** The most that tar's eleven octal digits can say: 8 GiB less one byte. */
const LARGEST_FILE = 8 ** 11 - 1;
const ZEROS = 65536;

/**
 * Lays the bundle out. `size`, the padded bytes of plaintext, is known before the first byte of evidence is read;
 * the stream is made as it is read, a few megabytes ahead at most.
 *
 * Throws `bundle.too-long` for a file past 8 GiB. A file that gives more or fewer bytes than it declared errors the
 * stream with `bundle.file-changed`: what was sent so far can never be read as whole.
 */
export async function packBundle(
  input: BundleInput,
): Promise<{ size: number; stream: ReadableStream<Uint8Array> }> {
  const files: EvidenceSource[] = [
    { path: 'testimony.json', size: input.testimony.length, stream: () => streamOf(input.testimony) },
    { path: 'channel.json', size: input.channel.length, stream: () => streamOf(input.channel) },
    ...input.evidence,
  ];
  const headers = files.map(headerOf);
  let used = END;
  for (const header of headers) {
    const withoutBody = await packTar([{ header: { ...header, size: 0 } }]);
    used += withoutBody.length - END + header.size + blockPadding(header.size);
  }
  const size = padTo(used);
  return { size, stream: padded(() => tarOf(files, headers), size) };
}

function headerOf(file: EvidenceSource): TarHeader {
  if (!Number.isSafeInteger(file.size) || file.size < 0 || file.size > LARGEST_FILE) {
    throw new WitnessboxError('bundle.too-long');
  }
  // ustar names are ASCII of at most 100 bytes; the rest needs a pax record, which GNU tar and libarchive read.
  const needsPax = file.path.length > 100 || utf8(file.path).length !== file.path.length;
  return {
    name: file.path,
    size: file.size,
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    // A file's own time would say when the photo was taken, the clock's when it was sent.
    mtime: new Date(0),
    ...(needsPax && { pax: { path: file.path } }),
  };
}

function tarOf(files: readonly EvidenceSource[], headers: readonly TarHeader[]): ReadableStream<Uint8Array> {
  const { readable, controller } = createTarPacker();
  const write = async () => {
    for (const [index, file] of files.entries()) {
      const header = headers[index];
      if (header) await exactly(file).pipeTo(controller.add(header));
    }
    controller.finalize();
  };
  write().catch((error: unknown) => {
    controller.error(error);
  });
  return readable;
}

/** The file's bytes, with an error where it is longer or shorter than it said. */
function exactly(file: EvidenceSource): ReadableStream<Uint8Array> {
  let left = file.size;
  return file.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        left -= piece.length;
        if (left < 0) throw new WitnessboxError('bundle.file-changed');
        controller.enqueue(piece);
      },
      flush() {
        if (left > 0) throw new WitnessboxError('bundle.file-changed');
      },
    }),
  );
}

/** The stream, opened when it is first read, with zeros behind it up to `size` bytes. */
function padded(opens: () => ReadableStream<Uint8Array>, size: number): ReadableStream<Uint8Array> {
  let reader: ByteReader | undefined;
  let left = size;
  return new ReadableStream(
    {
      async pull(controller) {
        reader ??= new ByteReader(opens());
        let piece = await reader.some(left);
        if (piece.length === 0) piece = new Uint8Array(Math.min(left, ZEROS));
        left -= piece.length;
        controller.enqueue(piece);
        if (left === 0) controller.close();
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
