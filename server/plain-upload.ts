/**
 * Takes in a file that the form for browsers without JavaScript hands in: encrypted elsewhere with age, of any length
 * that age's arithmetic knows. It goes the way of every upload (receive.ts); only that it comes in one request, for which
 * no work can be proven, so that it has few places of its own, and none of the room that others may need.
 *
 * Whoever breaks off leaves nothing, since nobody could go on with it.
 *
 * @module
 */
import { createUnpaid, type Upload } from '../db/uploads.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import { checkHybridHeader, HYBRID_HEADER_LENGTH } from '../crypto/header.ts';
import { plaintextSize } from '../crypto/padding.ts';
import { PIECE_SIZE } from './blobs.ts';
import { SMALL_UPLOAD, type ServerErrorCode } from './contract.ts';
import { codeOf, ServerError } from './errors.ts';
import { MOST_AROUND, openForm, readBoundary, type FormFile } from './form.ts';
import type { Pass } from './gate.ts';
import { arriving, ConnectionBroken, receive } from './receive.ts';
import { newId } from './shuffle.ts';
import { forget, type UploadParts } from './taking.ts';
import { readContentLength } from './tus.ts';
import type { Writer } from './writers.ts';

/** Bytes in a second, since it began, below which one must go who has had its turn while others wait. */
const LEAST_RATE = 8192;
/** Days after the first on which it may still come: one that is being sent at midnight goes on. */
const SPARE_DAYS = 1;

/**
 * Resolves when the file is safe and recorded. Throws `upload.closed`, `upload.wrong-type`, `upload.length-missing`,
 * `upload.too-large`, `upload.not-age`, `upload.wrong-stanza`, `upload.too-many-stanzas`, `upload.length-not-legal`,
 * `upload.crowded`, `storage.full`, `request.malformed`, and what storing throws.
 */
export async function receivePlain(parts: UploadParts, most: number, request: Request): Promise<void> {
  if (!parts.isOpen(dayOf(parts.now()))) throw new ServerError('upload.closed');
  const boundary = readBoundary(request.headers.get('content-type'));
  const total = readContentLength(request.headers);
  if (total === null) throw new ServerError('upload.length-missing');
  if (total > most + MOST_AROUND) throw new ServerError('upload.too-large');
  const id = newId(parts.random);
  // For the sake of a server that is being stopped; nobody else knows the id.
  const turn = await parts.writers.acquire(id);
  if (!turn) throw new ServerError('upload.busy');
  try {
    await inPlace(parts, turn, async (turn, heard) => {
      const pieces = counted(arriving(request.body, turn), heard);
      const form = await openForm(pieces, boundary, total, HYBRID_HEADER_LENGTH);
      judge(form, most);
      await take(parts, id, form, turn);
    });
  } catch (error) {
    // The form's stream hands on that the line broke as an error of its own.
    if (error instanceof ConnectionBroken) throw new ServerError('request.malformed');
    throw error;
  } finally {
    turn.release();
  }
}

/** In a place of its lane, which it loses when others wait and it brings next to nothing. */
async function inPlace(
  { guard }: UploadParts,
  turn: Writer,
  action: (turn: Writer, heard: (bytes: number) => void) => Promise<void>,
): Promise<void> {
  let bytes = 0;
  const isSlow = (lasted: number): boolean => bytes < (LEAST_RATE * lasted) / 1000;
  const pass: Pass = await guard.enterPlain(turn.stopped, isSlow);
  const ended: ServerErrorCode[] = [];
  void pass.over.then(() => ended.push('upload.crowded'));
  try {
    await action({ ...turn, stopped: Promise.race([turn.stopped, pass.over]) }, (more) => {
      bytes += more;
    });
  } catch (error) {
    // Not the connection broke: it was told to stop.
    const [code] = ended;
    if (code !== undefined && isBroken(error)) throw new ServerError(code);
    throw error;
  } finally {
    pass.leave();
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  heard: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    heard(piece.length);
    yield piece;
  }
}

const isBroken = (error: unknown): boolean =>
  error instanceof ConnectionBroken || codeOf(error) === 'request.malformed';

/** Before anything is written. What is of another kind is told so first; what is damaged may be a good file, cut off. */
function judge({ length, start }: FormFile, most: number): void {
  const header = start.length === 0 ? null : checkHybridHeader(start);
  if (header === null) throw new ServerError('upload.not-age');
  if (length > most) throw new ServerError('upload.too-large');
  if (header === 'incomplete' || plaintextSize(length) === null)
    throw new ServerError('upload.length-not-legal');
}

async function take(parts: UploadParts, id: string, form: FormFile, turn: Writer): Promise<void> {
  const { store, blobs, guard, now, random } = parts;
  const { length } = form;
  const { room, standing } = guard;
  const giveBack = await room.spare(length);
  const submission = newId(random);
  const expires = addDays(dayOf(now()), SPARE_DAYS);
  const upload: Upload = { id, submission, blob: blobs.create(submission), length, offset: 0, expires };
  // Counted among files, whatever its length: the reserve is for texts that work was proven for.
  const asFile = Math.max(length, SMALL_UPLOAD + 1);
  const alive = (): void => {
    turn.alive();
    standing.moved(id, 0);
  };
  const spend = (_: number, bytes: number, isLast: boolean): void => {
    room.spend(asFile, bytes, isLast);
  };
  let release: (() => void) | undefined;
  try {
    release = await room.hold(asFile, Math.min(PIECE_SIZE, length));
    standing.moved(id, 0);
    await createUnpaid(store.db, upload);
    const safe = await receive({ ...parts, spend }, upload, form.stream, { ...turn, alive });
    if (safe < length) throw new ServerError('request.malformed');
  } catch (error) {
    giveBack();
    // A full disk must not hide why; what is left of it then goes with its last day.
    await forget(parts, id).catch(() => undefined);
    throw error;
  } finally {
    release?.();
    standing.forget(id);
  }
}
