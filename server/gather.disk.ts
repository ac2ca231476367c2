/**
 * Bytes on their way into a file. They come in bits of 64 KiB at most, and to hand each to another thread and wait for it
 * takes longer than writing it. So they are copied together until there are enough of them, or no more have come for a
 * moment, and are written while the next ones gather.
 *
 * @module
 */

const SLAB = 512 * 1024;
/** Of all files together: memory is bounded, however many send and however slow the disk is. */
const SLABS = 16;
/** Kept when nobody needs them. */
const IDLE = 4;
/** A slow line's bytes wait for others only so long. */
const LINGER_MS = 5;

/** Pieces of memory that all files share. */
export type Slabs = {
  /** Null where all are in use. */
  take(): Uint8Array<ArrayBuffer> | null;
  give(slab: Uint8Array<ArrayBuffer>): void;
};

export function createSlabs(): Slabs {
  const idle: Uint8Array<ArrayBuffer>[] = [];
  let inUse = 0;
  return {
    take() {
      if (inUse === SLABS) return null;
      inUse += 1;
      return idle.pop() ?? new Uint8Array(Buffer.allocUnsafeSlow(SLAB).buffer);
    },
    give(slab) {
      inUse -= 1;
      if (idle.length < IDLE) idle.push(slab);
      else slab.buffer.transfer(0);
    },
  };
}

export type Gathering = {
  /** Copies the bytes. Waits only while both slabs of a file are full; throws what an earlier write met. */
  add(bytes: Uint8Array): Promise<void>;
  /** Resolves when all that was added before is written; throws what a write met. */
  drain(): Promise<void>;
  /** Forgets what is not written, waits for what is being written, and takes nothing more. */
  end(): Promise<void>;
};

type Filling = { slab: Uint8Array<ArrayBuffer>; filled: number; timer: NodeJS.Timeout; isDue: boolean };

/** `put` writes bytes behind those of the call before. */
export function gather(slabs: Slabs, put: (bytes: Uint8Array) => Promise<void>): Gathering {
  let filling: Filling | null = null;
  let putting: Promise<void> = Promise.resolve();
  let inFlight = 0;
  const state: { fault?: { error: unknown } } = {};
  const check = (): void => {
    if (state.fault) throw state.fault.error;
  };
  const fail = (error: unknown): void => {
    state.fault ??= { error };
  };
  const takeOut = (): Filling | null => {
    const taken = filling;
    filling = null;
    clearTimeout(taken?.timer);
    return taken;
  };
  const putNext = (bytes: Uint8Array): Promise<void> =>
    // What follows bytes that could not be written would land in their place.
    (putting = putting.then(() => (state.fault ? undefined : put(bytes))).catch(fail));
  const putOut = (): void => {
    const taken = takeOut();
    if (!taken) return;
    const { slab, filled } = taken;
    inFlight += 1;
    void putNext(slab.subarray(0, filled)).then(() => {
      slabs.give(slab);
      inFlight -= 1;
      if (filling?.isDue) putOut();
    });
  };
  const begin = (): Filling | null => {
    const slab = slabs.take();
    if (!slab) return null;
    const due = (): void => {
      // On a slow disk more may gather meanwhile, rather than ever more slabs wait.
      if (filling && inFlight > 0) filling.isDue = true;
      else putOut();
    };
    return { slab, filled: 0, isDue: false, timer: setTimeout(due, LINGER_MS) };
  };
  return {
    async add(bytes) {
      for (let start = 0; start < bytes.length;) {
        check();
        const current = (filling ??= begin());
        if (!current) {
          await putNext(bytes.subarray(start));
          break;
        }
        const more = bytes.subarray(start, start + current.slab.length - current.filled);
        current.slab.set(more, current.filled);
        current.filled += more.length;
        start += more.length;
        if (current.filled < current.slab.length) continue;
        clearTimeout(current.timer);
        await putting;
        putOut();
      }
      check();
    },
    async drain() {
      putOut();
      await putting;
      check();
    },
    async end() {
      fail(new Error('this file takes nothing more'));
      const taken = takeOut();
      if (taken) slabs.give(taken.slab);
      await putting;
    },
  };
}
