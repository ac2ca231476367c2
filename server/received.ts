/**
 * Memory of what the network brings. V8 counts it, and would go through all that lives in the program to find out that it
 * can be freed: for each 9 MB of an upload once, which took half of the server's processor time.
 *
 * @module
 */

/** Bytes in memory of their own that nobody holds but who was given them. */
export class Received extends Uint8Array<ArrayBuffer> {}

/** For who has done with them: frees them now. Bytes of any other kind may be in use elsewhere, and stay. */
export function release(bytes: Uint8Array): void {
  if (bytes instanceof Received) bytes.buffer.transfer(0);
}
