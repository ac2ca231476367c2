/**
 * How a request that brings bytes is let in to write: a place in its lane, room for its next piece, and afterwards what
 * it pays for the place.
 *
 * @module
 */
import type { Upload } from '../db/uploads.ts';
import { PIECE_SIZE } from './blobs.ts';
import type { ServerErrorCode } from './contract.ts';
import { codeOf, ServerError } from './errors.ts';
import type { Guard } from './guard.ts';
import type { Receiver } from './receive.ts';
import type { Writer } from './writers.ts';

export type Admission = { turn: Writer; spend: Receiver['spend'] };

/**
 * Waits for a place among those who write, and sees to it that there is room for what comes. A writer that had to make
 * room ends with `upload.crowded`, one whose upload another request took with `upload.busy`.
 */
export async function admitted<T>(
  guard: Guard,
  { id, length, offset }: Upload,
  turn: Writer,
  action: (admission: Admission) => Promise<T>,
): Promise<T> {
  const { standing, room } = guard;
  const pass = await guard.enter(length, standing.effortOf(id), turn.stopped);
  let bytes = 0;
  const ended: ServerErrorCode[] = [];
  void pass.over.then(() => ended.push('upload.crowded'));
  void turn.stopped.then(() => ended.push('upload.busy'));
  let release: (() => void) | undefined;
  try {
    standing.moved(id);
    release = await room.hold(length, Math.min(PIECE_SIZE, length - offset));
    return await action({
      turn: {
        ...turn,
        stopped: Promise.race([turn.stopped, pass.over]),
        alive: () => {
          turn.alive();
          standing.moved(id);
        },
      },
      spend: (of, more, isLast) => {
        bytes += more;
        room.spend(of, more, isLast);
      },
    });
  } catch (error) {
    // Not the connection broke: it was told to stop.
    const [code] = ended;
    if (code !== undefined && codeOf(error) === 'request.malformed') throw new ServerError(code);
    throw error;
  } finally {
    release?.();
    standing.left(id, { ...pass.leave(), bytes });
  }
}
