/**
 * Takes in a text that comes with the request that begins its upload. All of it is held in memory, then written,
 * flushed and recorded at once, so that nothing of it is anywhere before it counts. If the line breaks on the way, what
 * had come is recorded as an unfinished upload, which goes on by PATCH.
 *
 * @module
 */
import { createFinished, createUpload, type Payment, type Upload } from '../db/uploads.ts';
import { dayOf } from '../crypto/days.ts';
import { recordFlushed } from './blobs.ts';
import { ServerError } from './errors.ts';
import { release } from './received.ts';
import { arriving, ConnectionBroken, headerJudge, lastDayOf, type Receiver } from './receive.ts';
import type { Writer } from './writers.ts';

/** `begun` hears of it once the upload is recorded, so that nobody begins more than was paid for. */
export type WholeReceiver = Receiver & { begun: () => void };

/** `upload` is not recorded yet, and `payment` not spent. Gives the number of bytes that are safe afterwards. */
export async function receiveWhole(
  receiver: WholeReceiver,
  upload: Upload,
  payment: Payment,
  body: ReadableStream<Uint8Array> | null,
  turn: Writer,
): Promise<number> {
  const { bytes, isBroken } = await collect(receiver, upload, body, turn);
  const offset = bytes.length;
  // Also where nothing came: a proof pays for one turn, and is counted once.
  if (offset > 0) await keep(receiver, { ...upload, offset }, payment, bytes);
  else if (!(await createUpload(receiver.store, upload, payment))) throw new ServerError('upload.proof-used');
  receiver.begun();
  receiver.spend(upload.length, offset, true);
  if (isBroken && offset < upload.length) throw new ServerError('request.malformed');
  return offset;
}

/**
 * Copied together as it comes: a byte that was kept as the piece in which it came would hold some hundred others in
 * memory, and whoever cuts a text into its bytes would fill the machine's with a few of them.
 */
async function collect(
  { blobs }: Receiver,
  upload: Upload,
  body: ReadableStream<Uint8Array> | null,
  turn: Writer,
): Promise<{ bytes: Uint8Array; isBroken: boolean }> {
  const judge = await headerJudge(blobs, upload);
  const whole = new Uint8Array(upload.length);
  let received = 0;
  const end = (isBroken: boolean) => ({ bytes: whole.subarray(0, received), isBroken });
  try {
    for await (const bytes of arriving(body, turn)) {
      if (received + bytes.length > upload.length) throw new ServerError('upload.overlong');
      judge(bytes);
      whole.set(bytes, received);
      received += bytes.length;
      release(bytes);
    }
    return end(false);
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    return end(true);
  }
}

/** Flush, then record, in this order: a row never promises bytes that a crash could take. */
async function keep(receiver: Receiver, upload: Upload, payment: Payment, bytes: Uint8Array): Promise<void> {
  const { blobs, now } = receiver;
  const flushed = await blobs.put(upload.blob, bytes, dayOf(now()));
  const kept = { ...upload, blob: flushed.ref };
  const isFirst = await recordFlushed(flushed, () => record(receiver, kept, payment));
  if (!isFirst) throw new ServerError('upload.proof-used');
}

async function record(receiver: Receiver, upload: Upload, payment: Payment): Promise<boolean> {
  const { store, blobs, now } = receiver;
  if (upload.offset < upload.length) return createUpload(store, upload, payment);
  const day = dayOf(now());
  // The day may have ended since.
  if (day !== payment.day) await blobs.seal(upload.blob, day);
  return createFinished(store, upload, payment, day, lastDayOf(receiver, day));
}
