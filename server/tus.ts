/**
 * The tus 1.0.0 protocol's headers (tus.io/protocols/resumable-upload): core, and the extensions creation, creation with
 * upload, termination and expiration. What a source's browser could tell about itself through them is refused.
 *
 * @module
 */
import { isLegalCiphertextSize } from '../crypto/padding.ts';
import { TUS_VERSION, UPLOAD_TYPE } from './contract.ts';
import { addDays, midnight } from '../crypto/days.ts';
import { ServerError } from './errors.ts';

export const TUS_EXTENSIONS = 'creation,creation-with-upload,termination,expiration';

/** Section "Headers", Tus-Resumable: on every request but OPTIONS. */
export function requireVersion(headers: Headers): void {
  if (headers.get('tus-resumable') !== TUS_VERSION) throw new ServerError('upload.unsupported-version');
}

/** Section "Headers", X-HTTP-Method-Override: the request's method if it is there. */
export function methodOf(request: Request): string {
  return request.headers.get('x-http-method-override') ?? request.method;
}

/** Extension "Creation": the length promised. */
export function readCreation(headers: Headers, maxUpload: number): number {
  // File names and types travel inside the age file, never beside it.
  if (headers.has('upload-metadata')) throw new ServerError('upload.metadata-refused');
  // Padding needs the size beforehand, so a length that is told later is not offered, nor are joined uploads.
  if (headers.has('upload-defer-length')) throw new ServerError('upload.length-missing');
  if (headers.has('upload-concat')) throw new ServerError('request.malformed');
  const length = wholeNumber(headers.get('upload-length'));
  if (length === null) throw new ServerError('upload.length-missing');
  if (length > maxUpload) throw new ServerError('upload.too-large');
  if (!isLegalCiphertextSize(length)) throw new ServerError('upload.length-not-legal');
  return length;
}

/** Whether content comes with a request. On Workers a request that says itself that its body is empty has one all the same. */
export function hasContent({ headers, body }: Request): boolean {
  return body !== null && headers.get('content-length') !== '0';
}

/** Extension "Creation With Upload": the length of the body if it is told. */
export function readContent(headers: Headers): { size: number | null } {
  if (headers.get('content-type') !== UPLOAD_TYPE) throw new ServerError('upload.wrong-type');
  return { size: readContentLength(headers) };
}

/** The length of a request's body, where it says so. */
export function readContentLength(headers: Headers): number | null {
  return wholeNumber(headers.get('content-length'));
}

/** Section "PATCH": the offset at which the body continues, and its length if it is told. */
export function readAppend(headers: Headers): { offset: number; size: number | null } {
  const { size } = readContent(headers);
  const offset = wholeNumber(headers.get('upload-offset'));
  if (offset === null) throw new ServerError('request.malformed');
  return { offset, size };
}

/** Extension "Expiration", rounded to the end of the day so that it does not tell when the upload began. */
export function expiryHeader(lastDay: string): string {
  return midnight(addDays(lastDay, 1)).toUTCString();
}

/** A non-negative decimal integer within exact doubles, else null. */
function wholeNumber(text: string | null): number | null {
  if (text === null || !/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
