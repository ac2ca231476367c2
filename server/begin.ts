/**
 * `POST /uploads`: an upload begins, with a proof of work. A text comes with it, so that one request and one
 * transaction make it a submission; of anything longer the row is made first, and the content taken in as a PATCH's.
 *
 * Who missed the answer asks again with the same proof and is given the same upload, however far it has come: a
 * testimony whose "received" was lost on the way must not be sent and stored twice.
 *
 * @module
 */
import { createUpload, type Payment, type Upload } from '../db/uploads.ts';
import { recordNonce } from '../db/nonces.ts';
import { dayOf } from '../crypto/days.ts';
import { admitted } from './admission.ts';
import { PROOF_HEADER, ROUTES, SMALL_UPLOAD } from './contract.ts';
import { codeOf, rulesOut, ServerError } from './errors.ts';
import { drawExpiry } from './expiry.ts';
import { idOf, type Proof } from './proofs.ts';
import { receive } from './receive.ts';
import { newId } from './shuffle.ts';
import { findState, judged, progress, type Content, type UploadParts } from './taking.ts';
import { expiryHeader, hasContent, readContent, readCreation } from './tus.ts';
import { receiveWhole } from './whole.ts';

export async function begin(parts: UploadParts, request: Request): Promise<Response> {
  const { config, guard, writers } = parts;
  const { headers, body } = request;
  const length = readCreation(headers, config.maxUpload);
  const content = hasContent(request) ? { ...readContent(headers), body } : null;
  const proof = headers.get(PROOF_HEADER);
  const id = idOf(proof ?? '');
  // A request that is dead and holds the proof must not stand in the way of the one that repeats it.
  await writers.settle(id);
  try {
    if (!parts.isOpen(dayOf(parts.now()))) throw new ServerError('upload.closed');
    // Before the proof: nobody should work for what is not taken.
    await guard.room.expect(length);
    return await guard.proven(length, proof, (proven) => create(parts, { id, length }, proven, content));
  } catch (error) {
    // Without one there is nothing to look up: most of a flood is so.
    const before = proof === null ? null : await findState(parts, id).catch(() => null);
    if (before?.length !== length) throw error;
    return created(id, before.expires, before.offset);
  }
}

async function create(
  parts: UploadParts,
  { id, length }: Pick<Upload, 'id' | 'length'>,
  proof: Proof,
  content: Content | null,
): Promise<Response> {
  const { blobs, config, guard, now, random } = parts;
  const today = dayOf(now());
  const submission = newId(random);
  const expires = drawExpiry(today, config.uploadDays, config.spreadDays, random);
  const upload = { id, submission, blob: blobs.create(submission), length, offset: 0, expires };
  const payment = { hash: proof.hash, day: today };
  const isWhole = content !== null && length <= SMALL_UPLOAD;
  if (isWhole) guard.standing.moved(id, proof.effort);
  else await announce(parts, upload, payment, proof.effort);
  if (!content) return created(id, expires);
  const safe = await take(parts, upload, content, isWhole ? payment : null);
  if (safe < length) return created(id, expires, safe);
  guard.standing.forget(id);
  return created(id, dayOf(now()), safe);
}

async function announce(
  { store, guard }: UploadParts,
  upload: Upload,
  payment: Payment,
  effort: number,
): Promise<void> {
  const { id, length } = upload;
  const pass = await guard.enter(length, effort);
  try {
    await guard.room.claim(length, length);
    if (!(await createUpload(store, upload, payment))) throw new ServerError('upload.proof-used');
  } finally {
    pass.leave();
  }
  guard.count(length);
  guard.standing.moved(id, effort);
}

/** `payment`: of an upload that is not recorded yet. Gives how many bytes are safe. */
async function take(
  parts: UploadParts,
  upload: Upload,
  { size, body }: Content,
  payment: Payment | null,
): Promise<number> {
  const turn = await parts.writers.acquire(upload.id);
  if (!turn) throw new ServerError('upload.busy');
  // When the proof is spent: whoever comes again with one that is not would make it dearer for all each time.
  const begun = (): void => {
    parts.guard.count(upload.length);
  };
  try {
    return await admitted(parts.guard, upload, turn, ({ turn, spend }) =>
      judged(parts, upload, size, () =>
        payment
          ? receiveWhole({ ...parts, spend, begun }, upload, payment, body, turn)
          : receive({ ...parts, spend }, upload, body, turn),
      ),
    );
  } catch (error) {
    // Nobody has the server work twice for one proof of what can be no testimony.
    if (payment && rulesOut(codeOf(error))) {
      if (await recordNonce(parts.store.db, payment.hash, payment.day)) begun();
    }
    throw error;
  } finally {
    turn.release();
  }
}

function created(id: string, expires: string, offset?: number): Response {
  return new Response(null, {
    status: 201,
    headers: {
      Location: `${ROUTES.uploads}/${id}`,
      'Content-Length': '0',
      ...(offset === undefined ? { 'Upload-Expires': expiryHeader(expires) } : progress({ offset, expires })),
    },
  });
}
