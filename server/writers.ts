/**
 * One writer per upload at a time. A connection over Tor can die without a word, and its request then waits
 * for bytes for minutes; so a writer that has been given nothing for a while makes room for the next.
 *
 * This guards one process. Between processes (unguardedWriters) the compare-and-set in db/uploads.ts does.
 *
 * @module
 */

export type Writer = {
  /** Bytes have come. */
  alive(): void;
  /** Resolves when somebody wants this writer to end: it records what it has, then releases. */
  readonly stopped: Promise<void>;
  release(): void;
};

export type Writers = {
  /** Null while another writes. A writer that has stalled is ended first. */
  acquire(id: string): Promise<Writer | null>;
  /** Ends a writer that has stalled, so that what it got is recorded. */
  settle(id: string): Promise<void>;
  /** Ends the writer whatever it is doing and takes its place. */
  seize(id: string): Promise<Writer>;
  /** Does one such thing after the other, whichever uploads they are for. */
  inLine<T>(action: () => Promise<T>): Promise<T>;
  /** Ends all and waits for them. */
  stopAll(): Promise<void>;
};

type Entry = { heard: number; stop: () => void; done: Promise<void> };

/** `ticks`: milliseconds on a clock that nobody sets: one set back would let a dead writer stand in the way for as long. */
export function createWriters(ticks: () => number, stallSeconds: number): Writers {
  const entries = new Map<string, Entry>();
  let last: Promise<unknown> = Promise.resolve();

  const enter = (id: string): Writer => {
    const stopping = Promise.withResolvers<undefined>();
    const done = Promise.withResolvers<undefined>();
    const entry: Entry = {
      heard: ticks(),
      stop: () => {
        stopping.resolve(undefined);
      },
      done: done.promise,
    };
    entries.set(id, entry);
    return {
      alive: () => {
        entry.heard = ticks();
      },
      stopped: stopping.promise,
      release: () => {
        entries.delete(id);
        done.resolve(undefined);
      },
    };
  };
  const end = async (entry: Entry): Promise<void> => {
    entry.stop();
    await entry.done;
  };
  const settle = async (id: string): Promise<void> => {
    const entry = entries.get(id);
    if (entry && ticks() - entry.heard >= stallSeconds * 1000) await end(entry);
  };

  return {
    async acquire(id) {
      await settle(id);
      return entries.has(id) ? null : enter(id);
    },
    settle,
    async seize(id) {
      for (let entry = entries.get(id); entry; entry = entries.get(id)) await end(entry);
      return enter(id);
    },
    inLine(action) {
      const mine = last.then(action);
      last = mine.catch(() => undefined);
      return mine;
    },
    async stopAll() {
      await Promise.all([...entries.values()].map(end));
    },
  };
}

/** For where requests run in many processes and must not touch one another: only compare-and-set guards. */
export function unguardedWriters(): Writers {
  // A promise of its own for each, or what waits for it would pile up for as long as the process lives.
  const free = (): Writer => ({
    alive: () => undefined,
    stopped: new Promise(() => undefined),
    release: () => undefined,
  });
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    acquire: () => Promise.resolve(free()),
    seize: () => Promise.resolve(free()),
    settle: nothing,
    inLine: (action) => action(),
    stopAll: nothing,
  };
}
