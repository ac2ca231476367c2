/**
 * A submission's plaintext: POSIX tar of `testimony.json`, `channel.json` and `evidence/…`, with zeros up to a legal
 * size. `age -d` and plain `tar x` give the same files without us. Headers are written by modern-tar; the bodies pass
 * it by, because its stream reads 8 MiB ahead. Read by `tar.ts`.
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
export { LONGEST_ANSWERS, answersLength } from './answers.ts';
export { encodeChannel, encodeTestimony, type Channel, type Testimony } from './testimony.ts';

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
 * the stream is made as it is read, and never ahead. Pieces of evidence pass through it as they come.
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
  const parts: Part[] = [];
  let used = END;
  for (const file of files) {
    const header = await headerBytes(headerOf(file));
    parts.push({ file, header });
    used += header.length + file.size + blockPadding(file.size);
  }
  const size = padTo(used);
  return { size, stream: padded(parts, size) };
}

type Part = { file: EvidenceSource; header: Uint8Array };

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

/** The header block of a file, with its pax record in front where it has one. */
async function headerBytes(header: TarHeader): Promise<Uint8Array> {
  const withoutBody = await packTar([{ header: { ...header, size: 0 } }]);
  const { readable, controller } = createTarPacker();
  controller.add(header);
  const reader = new ByteReader(readable);
  const bytes = await reader.take(withoutBody.length - END);
  await reader.cancel();
  return bytes;
}

/** Headers and bodies in turn, and zeros behind them up to `size` bytes, tar's two closing blocks among them. */
function padded(parts: readonly Part[], size: number): ReadableStream<Uint8Array> {
  let left = size;
  let open: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const pieces = (async function* () {
    for (const { file, header } of parts) {
      yield header;
      open = file.stream().getReader();
      yield* exactly(open, file.size);
      if (blockPadding(file.size) > 0) yield new Uint8Array(blockPadding(file.size));
    }
  })();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        const piece = done ? new Uint8Array(Math.min(left, ZEROS)) : value;
        left -= piece.length;
        controller.enqueue(piece);
        if (left === 0) controller.close();
      },
      async cancel(reason) {
        await open?.cancel(reason);
        await pieces.return(undefined).catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The file's bytes, with an error where it is longer or shorter than it said. */
async function* exactly(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let left = size;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    left -= piece.value.length;
    if (left < 0) {
      const error = new WitnessboxError('bundle.file-changed');
      await reader.cancel(error).catch(() => undefined);
      throw error;
    }
    if (piece.value.length > 0) yield piece.value;
  }
  if (left > 0) throw new WitnessboxError('bundle.file-changed');
}
