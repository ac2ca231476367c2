/**
 * Where ciphertext lies. A blob is written at its end only, piece by piece; what is flushed survives a crash,
 * and what is flushed but not recorded in the database is cut off when writing goes on.
 *
 * A reference is text that only the store understands. Each flush gives a new one, which the caller records
 * together with the new length, in one statement: so row and bytes never disagree, whichever of two writers
 * wins and wherever a crash strikes.
 *
 * @module
 */

/** Bytes after which a writer flushes, so that no more than this is held in memory, and no more than twice this is lost. */
export const PIECE_SIZE = 4 * 1024 * 1024;

export type BlobRef = string;

export type Flushed = {
  /** To be recorded with the new length. */
  ref: BlobRef;
  /** Call once it is recorded. */
  recorded(): Promise<void>;
  /** Call if it was not recorded: takes the flushed bytes away again. */
  undo(): Promise<void>;
  /**
   * Call if recording it failed, with what was thrown. A database at the other end of a network may have recorded it all
   * the same, or one whose disk failed may find it recorded after a crash, and then bytes that were taken away would be
   * lost: so this takes away only what cannot have been recorded.
   */
  doubt(error: unknown): Promise<void>;
};

/**
 * Records what was flushed, by `action`, and clears up. False if `action` says that another writer was first. Throws what
 * it throws.
 */
export async function recordFlushed(flushed: Flushed, action: () => Promise<boolean>): Promise<boolean> {
  let isFirst: boolean;
  try {
    isFirst = await action();
  } catch (error) {
    await flushed.doubt(error);
    throw error;
  }
  // Once it is recorded the bytes count, so that a failure to clear up behind them must not be reported.
  if (isFirst) await flushed.recorded().catch(() => undefined);
  else await flushed.undo();
  return isFirst;
}

/** Whether the copy is whole; else it goes on with the next call, from the reference that was recorded. */
export type Rewritten = Flushed & { isWhole: boolean };

export type BlobWriter = {
  /** The UTC date on which the store began to keep times of these bytes. */
  readonly day: string;
  /** Whether bytes may be written while a flush is under way, and until it is recorded. */
  readonly writesOn: boolean;
  /** Copies the bytes. May tell of what became of earlier ones. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Makes everything written so far safe. Where it fails or is undone, what was written meanwhile is gone too, and nothing
   * more can be written.
   */
  flush(): Promise<Flushed>;
  /** Lets go. What was not flushed is lost. */
  close(): Promise<void>;
};

/** From the first byte wanted to the one after the last. */
export type ByteRange = { start: number; end: number };

export type BlobStore = {
  /** A reference to nothing yet. `key` is a random name, unique for ever. */
  create(key: string): BlobRef;
  /**
   * Opens at the recorded length; what lies beyond is cut off. Null if fewer bytes are there, or none at all:
   * then the blob cannot be continued.
   */
  writer(ref: BlobRef, length: number): Promise<BlobWriter | null>;
  /** A whole blob at once, small enough to be held in memory, with the day as its only time. Safe when it resolves. */
  put(ref: BlobRef, bytes: Uint8Array, day: string): Promise<Flushed>;
  /** Errors with `storage.failed` if the bytes are not there. */
  read(ref: BlobRef, range: ByteRange): ReadableStream<Uint8Array>;
  /** Confirms that the blob is complete and gives it the day as its only time, where the store has times. */
  seal(ref: BlobRef, day: string): Promise<void>;
  /**
   * Copies the blob to a new place, so that what a store cannot help recording (places, change times, order of
   * creation) tells of the copying. The caller records `ref` and confirms, as after a flush. Where `isOver` becomes true
   * before the end, a store stops: with part of a copy, and the blob is read from its old place until it is whole; or with
   * none, by throwing `server.stopping`.
   */
  rewrite(ref: BlobRef, day: string, isOver?: () => boolean): Promise<Rewritten>;
  /** Whether the store keeps times of it that are of a day before `today`, finer than that day. */
  isOld(ref: BlobRef, today: string): Promise<boolean>;
  /**
   * Lets nobody begin to write to it until the function that it gives is called: `writer` gives null. Itself null if
   * somebody writes to it, or may in another process.
   */
  shut(ref: BlobRef): (() => void) | null;
  /** No error if it is gone already. */
  remove(ref: BlobRef): Promise<void>;
  /** Writes something and takes it away again: throws what a writer would meet at present. */
  probe(): Promise<void>;
  /**
   * Removes what no reference in `kept` names: the remains of crashes. Gives how many. Asks for the references
   * after it has looked, or what is created meanwhile would count as remains.
   */
  sweep(kept: () => Promise<readonly BlobRef[]>): Promise<number>;
};
