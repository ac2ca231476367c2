/**
 * Decompression with a bound, by the platform's own DEFLATE (Compression Streams), against bombs: a few KB can become gigabytes.
 *
 * @module
 */
import { concat, Obstructed, type Bytes } from './reader.ts';

/**
 * `deflate` is zlib's format (RFC 1950), `deflate-raw` the one of zip (RFC 1951). Throws `Obstructed` with 'too-complex' where it would
 * be more than `most` bytes, with 'damaged' where it is not compressed so, ends too early or goes on behind its end.
 */
export async function inflate(bytes: Bytes, format: 'deflate' | 'deflate-raw', most: number): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Obstructed('damaged');
    });
    if (done) return concat(...pieces);
    pieces.push(value);
    length += value.length;
    if (length <= most) continue;
    // What it would still give is of no interest, nor how it fails.
    reader.cancel().catch(() => undefined);
    throw new Obstructed('too-complex');
  }
}
