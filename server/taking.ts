/**
 * What the requests that begin, continue and end an upload have in common: how it stands, what is said of that, and
 * what becomes of it when what came is refused.
 *
 * @module
 */
import { deleteUploadIfUnchanged, findFinished, findUpload, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import { dayOf } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { codeOf, rulesOut, ServerError } from './errors.ts';
import { forgetUpload } from './forget.ts';
import type { Guard } from './guard.ts';
import { expiryHeader } from './tus.ts';
import type { Writers } from './writers.ts';

export type UploadParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  writers: Writers;
  guard: Guard;
  /** Whether the organisation's keyring still admits testimonies on this day. */
  isOpen: (today: string) => boolean;
  now: () => Date;
  random: Random;
};

/** `upload` is null once it is a submission. */
export type State = { offset: number; length: number; expires: string; upload: Upload | null };

/** Throws `upload.gone`. */
export async function stateOf(parts: UploadParts, id: string): Promise<State> {
  const state = await findState(parts, id);
  if (!state) throw new ServerError('upload.gone');
  return state;
}

/** Null where nothing of it is left. */
export async function findState({ store, now }: UploadParts, id: string): Promise<State | null> {
  const today = dayOf(now());
  const upload = await findUpload(store.db, id);
  if (upload && upload.expires >= today) {
    return { offset: upload.offset, length: upload.length, expires: upload.expires, upload };
  }
  const done = upload ? undefined : await findFinished(store.db, id, today);
  return done ? { offset: done.length, length: done.length, expires: today, upload: null } : null;
}

export function progress({ offset, expires }: { offset: number; expires: string }): Record<string, string> {
  return { 'Upload-Offset': String(offset), 'Upload-Expires': expiryHeader(expires) };
}

/** What of its content has come; null where the request has none. */
export type Content = { size: number | null; body: ReadableStream<Uint8Array> | null };

/** Takes content in by `action`; where that finds that it can be no testimony, nothing of the upload is kept. */
export async function judged<T>(
  parts: UploadParts,
  upload: Upload,
  size: number | null,
  action: () => Promise<T>,
): Promise<T> {
  try {
    if (size !== null && upload.offset + size > upload.length) throw new ServerError('upload.overlong');
    return await action();
  } catch (error) {
    const code = codeOf(error);
    if (rulesOut(code)) await forget(parts, upload.id);
    if (code === 'upload.gone') await giveUp(parts, upload);
    throw error;
  }
}

export async function forget(parts: UploadParts, id: string): Promise<void> {
  await forgetUpload(parts, id);
  parts.guard.standing.forget(id);
}

/** Its bytes are lost. Or another process has written meanwhile, and only what this one had read is outdated. */
async function giveUp({ store, blobs, guard }: UploadParts, upload: Upload): Promise<void> {
  const gone = await deleteUploadIfUnchanged(store.db, upload);
  if (!gone) throw new ServerError('upload.busy');
  guard.standing.forget(upload.id);
  await blobs.remove(upload.blob);
}
