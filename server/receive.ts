/**
 * Takes in the body of one PATCH: judges the age header as it arrives, hands the bytes to the blob store, and
 * records every few megabytes how far they are safe. When the last byte is, the upload becomes a submission;
 * only after that does the caller answer.
 *
 * @module
 */
import { finishUpload, advanceUpload, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import { checkHybridHeader, HYBRID_HEADER_LENGTH } from '../crypto/header.ts';
import { PIECE_SIZE, recordFlushed, type BlobStore, type BlobWriter } from './blobs.ts';
import { carryOver } from './carry.ts';
import type { Config } from './config.ts';
import { dayOf } from '../crypto/days.ts';
import { ServerError } from './errors.ts';
import { drawExpiry } from './expiry.ts';
import { release } from './received.ts';
import type { Writer, Writers } from './writers.ts';

export type Receiver = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'submissionDays' | 'spreadDays'>;
  now: () => Date;
  random: Random;
  writers: Pick<Writers, 'inLine'>;
  /** Hears of bytes that take up room, of an upload of `length`; throws where more are to come and there is no room. */
  spend: (length: number, bytes: number, isLast: boolean) => void;
};

/** Gives the number of bytes that are safe afterwards; the upload is complete if it is the whole length. */
export async function receive(
  receiver: Receiver,
  upload: Upload,
  body: ReadableStream<Uint8Array> | null,
  turn: Writer,
): Promise<number> {
  const judge = await headerJudge(receiver.blobs, upload);
  const writer = await receiver.blobs.writer(upload.blob, upload.offset);
  if (!writer) throw new ServerError('upload.gone');
  const copying = { upload, judge, writer };
  try {
    return await copy(receiver, copying, arriving(body, turn));
  } finally {
    await copying.writer.close();
  }
}

type Copying = { upload: Upload; judge: (bytes: Uint8Array) => void; writer: BlobWriter };

async function copy(receiver: Receiver, copying: Copying, body: AsyncIterable<Uint8Array>) {
  const { upload, judge } = copying;
  let recorded = upload;
  /** What is recorded, or on its way there; and all that has come. */
  let sent = upload.offset;
  let received = upload.offset;
  let carried = copying.writer.day;
  let broken: unknown;
  /** While the disk is waited for, the next piece comes. At most one is on its way, so that rows grow in order. */
  let recording: Promise<void> = Promise.resolve();
  const recordReceived = async (isLast: boolean): Promise<void> => {
    await recording;
    const bytes = received - sent;
    if (bytes === 0) return;
    sent = received;
    recording = record(receiver, recorded, received, copying.writer).then((upload) => {
      recorded = upload;
    });
    recording.catch(() => undefined);
    if (isLast || !copying.writer.writesOn) await recording;
    // Before the next one comes, which must find room beside what is not recorded yet.
    receiver.spend(upload.length, bytes, isLast);
  };
  const carryToToday = async (): Promise<void> => {
    const today = dayOf(receiver.now());
    if (carried >= today) return;
    carried = today;
    await recordReceived(false);
    await recording;
    recorded = await goOnInCopy(receiver, copying, recorded);
  };
  try {
    // Or whoever comes again and again and brings nothing would hold up the close of the day for as long.
    await carryToToday();
    for await (const bytes of body) {
      const { length } = bytes;
      if (received + length > upload.length) throw new ServerError('upload.overlong');
      judge(bytes);
      await carryToToday();
      for (let start = 0; start < length; start += PIECE_SIZE) {
        const piece = bytes.subarray(start, start + PIECE_SIZE);
        await copying.writer.write(piece);
        received += piece.length;
        if (received - sent >= PIECE_SIZE && received < upload.length) await recordReceived(false);
      }
      release(bytes);
    }
  } catch (error) {
    // The writer ends when this does. And what befell an earlier piece is told, not what that led to.
    await recording;
    // What a broken connection has brought counts; what was refused, or could not be written, does not.
    if (!(error instanceof ConnectionBroken)) throw error;
    broken = error;
  }
  await recordReceived(true);
  await recording;
  if (broken !== undefined && recorded.offset < upload.length) throw new ServerError('request.malformed');
  return recorded.offset;
}

/** Where the close of a day cannot reach the blob, because this request is writing to it. */
async function goOnInCopy(receiver: Receiver, copying: Copying, upload: Upload): Promise<Upload> {
  const { blobs, writers } = receiver;
  // For want of room, perhaps: then it goes on where it is, and the close tries again.
  const moved = await writers.inLine(() => carryOver(receiver, upload)).catch(() => null);
  if (!moved) return upload;
  const writer = await blobs.writer(moved.blob, moved.offset);
  if (!writer) throw new ServerError('upload.gone');
  await copying.writer.close();
  copying.writer = writer;
  return moved;
}

/** Flush, then record, in this order: a row never promises bytes that a crash could take. */
async function record(receiver: Receiver, from: Upload, offset: number, writer: BlobWriter): Promise<Upload> {
  const { store, blobs, now } = receiver;
  const flushed = await writer.flush();
  const isFirst = await recordFlushed(flushed, async () => {
    if (offset < from.length) return advanceUpload(store.db, from, offset, flushed.ref);
    const day = dayOf(now());
    await blobs.seal(flushed.ref, day);
    return finishUpload(store, from, flushed.ref, day, lastDayOf(receiver, day));
  });
  if (!isFirst) throw new ServerError('upload.busy');
  return { ...from, offset, blob: flushed.ref };
}

/** Of a submission that becomes complete on `day`; null where the close of the day chooses. */
export function lastDayOf(
  { config, random }: Pick<Receiver, 'config' | 'random'>,
  day: string,
): string | null {
  const { submissionDays, spreadDays } = config;
  return submissionDays === null ? null : drawExpiry(day, submissionDays, spreadDays, random);
}

/**
 * Throws as soon as a byte rules out an age header with one hybrid stanza. The header may come in any number of
 * requests, so what is stored of it is read again.
 */
export async function headerJudge(blobs: BlobStore, upload: Upload): Promise<(bytes: Uint8Array) => void> {
  if (upload.offset >= HYBRID_HEADER_LENGTH) return () => undefined;
  const header = new Uint8Array(HYBRID_HEADER_LENGTH);
  let filled = 0;
  const take = (bytes: Uint8Array): void => {
    const more = bytes.subarray(0, header.length - filled);
    header.set(more, filled);
    filled += more.length;
  };
  if (upload.offset > 0) {
    const stored = blobs.read(upload.blob, { start: 0, end: upload.offset });
    for await (const bytes of stored) take(bytes);
  }
  return (bytes) => {
    if (filled === header.length) return;
    take(bytes);
    checkHybridHeader(header.subarray(0, filled));
  };
}

export class ConnectionBroken extends Error {}

/** The body as it comes. Ends with ConnectionBroken if the client is gone or the writer is told to stop. */
export async function* arriving(
  body: ReadableStream<Uint8Array> | null,
  turn: Writer,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  const state = { stopped: false };
  void turn.stopped.then(async () => {
    state.stopped = true;
    // Ends a read that is waiting.
    await reader.cancel().catch(() => undefined);
  });
  try {
    for (;;) {
      const next = await reader.read().catch(() => null);
      // A piece that has come is taken even if the end has been called for meanwhile.
      if (next === null || (next.done && state.stopped)) throw new ConnectionBroken();
      if (next.done) return;
      turn.alive();
      yield next.value;
    }
  } finally {
    // Frees the connection if there is more to come that nobody wants.
    await reader.cancel().catch(() => undefined);
  }
}
