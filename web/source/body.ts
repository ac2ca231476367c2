/**
 * Reads an answer piece by piece, because how long it is, and when it ends, is up to whoever answers.
 *
 * @module
 */

/**
 * The bytes of an answer, or null as soon as there are more than `most`; the rest is not fetched. Rejects when the
 * line breaks or the signal fires. `heard`: called with each piece.
 */
export async function readBody(
  response: Response,
  most: number,
  signal: AbortSignal,
  heard: () => void = () => undefined,
): Promise<Uint8Array | null> {
  const reader = (response.body ?? new Blob().stream()).getReader();
  const stop = () => {
    reader.cancel().catch(() => undefined);
  };
  signal.addEventListener('abort', stop);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    // What was stopped ends like what is whole.
    if (signal.aborted) throw new Error('stopped');
    if (done) return joined(pieces, length);
    heard();
    length += value.length;
    if (length > most) {
      stop();
      return null;
    }
    pieces.push(value);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}
