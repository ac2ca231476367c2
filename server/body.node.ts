/**
 * The body of a request to node:http as a stream of fetch's. What comes before anybody takes it is held, up to a limit,
 * and small bits of it together: Node keeps each as an object of its own, so that whoever cuts a body into its bytes would
 * have the server hold four hundred times as much for every request that waits in a line.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { Received } from './received.ts';

/** Bytes from which on no more are read. */
const MOST_HELD = 64 * 1024;
/** Bytes of what is too small to be held by itself, and of what such bits are put into. */
const SMALL = 4096;
const SLAB = 8192;

export type Body = {
  stream: ReadableStream<Uint8Array>;
  /** Lets the rest go by. */
  drop: () => void;
};

export function bodyOf(incoming: IncomingMessage): Body {
  const held = new Held();
  let isOver = false;
  let isBroken = false;
  let waiting: (() => void) | null = null;
  const wake = (): void => {
    waiting?.();
    waiting = null;
  };
  const take = (bytes: Buffer): void => {
    held.add(bytes);
    if (held.size >= MOST_HELD) incoming.pause();
    wake();
  };
  const end = (): void => {
    isOver = true;
    wake();
  };
  // After "end" this says nothing new.
  const close = (): void => {
    isBroken = !isOver;
    wake();
  };
  const drop = (): void => {
    incoming.off('data', take);
    held.clear();
    end();
    incoming.resume();
  };
  incoming.on('data', take).once('end', end).once('close', close).on('error', close);
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (held.size === 0 && !isOver && !isBroken) {
          await new Promise<void>((resolve) => {
            waiting = resolve;
          });
        }
        // What has come counts, also where the connection has broken since.
        const bytes = held.shift();
        if (bytes) controller.enqueue(bytes);
        else if (isOver) controller.close();
        else controller.error(new Error('the connection has broken'));
        if (held.size < MOST_HELD) incoming.resume();
      },
      cancel: drop,
    },
    { highWaterMark: 0 },
  );
  return { stream, drop };
}

/** Bytes in their order. */
class Held {
  #pieces: Uint8Array[] = [];
  /** The last piece, where more fits into its memory. */
  #open: Uint8Array<ArrayBuffer> | null = null;
  size = 0;

  add(bytes: Buffer): void {
    this.size += bytes.length;
    if (bytes.length >= SMALL) {
      this.#open = null;
      this.#pieces.push(owned(bytes));
      return;
    }
    const { buffer, length } = this.#open ?? { buffer: new ArrayBuffer(SLAB), length: 0 };
    const fits = length + bytes.length <= SLAB;
    const slab = fits ? buffer : new ArrayBuffer(SLAB);
    const start = fits ? length : 0;
    new Uint8Array(slab, start).set(bytes);
    if (this.#open && fits) this.#pieces.pop();
    this.#open = new Received(slab, 0, start + bytes.length);
    this.#pieces.push(this.#open);
  }

  shift(): Uint8Array | undefined {
    const first = this.#pieces.shift();
    if (first === this.#open) this.#open = null;
    this.size -= first?.length ?? 0;
    return first;
  }

  clear(): void {
    this.#pieces = [];
    this.#open = null;
    this.size = 0;
  }
}

/** Node gives each bit of a body memory of its own, but for what it has put together from very small ones. */
function owned(bytes: Buffer): Uint8Array {
  const { buffer } = bytes;
  const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length;
  return isAlone ? new Received(buffer) : bytes;
}
