/**
 * What goes wrong, as a status. An answer carries a code from contract.ts and nothing else: a message, a path or
 * a stack of the server tells an attacker more than it tells a source, and none is written to a log either.
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';
import { SERVER_ERROR_CODES, type ErrorBody, type ServerErrorCode } from './contract.ts';

export const STATUS: Readonly<Record<ServerErrorCode, number>> = {
  'request.malformed': 400,
  'request.not-found': 404,
  'request.method-not-allowed': 405,
  'request.too-large': 413,
  'request.unsigned': 401,
  'request.bad-signature': 401,
  'request.stale': 401,
  'request.replayed': 401,
  'request.wrong-range': 416,
  'upload.closed': 403,
  'upload.unsupported-version': 412,
  'upload.metadata-refused': 400,
  'upload.length-missing': 400,
  'upload.length-not-legal': 400,
  'upload.too-large': 413,
  'upload.wrong-type': 415,
  'upload.wrong-offset': 409,
  'upload.gone': 410,
  'upload.overlong': 413,
  'upload.busy': 423,
  'upload.not-age': 422,
  'upload.wrong-stanza': 422,
  'upload.too-many-stanzas': 422,
  'upload.proof-missing': 428,
  'upload.proof-stale': 428,
  'upload.proof-weak': 428,
  'upload.proof-used': 428,
  'upload.crowded': 503,
  'upload.text-only': 507,
  'drops.malformed': 422,
  'freshness.refused': 422,
  'freshness.older': 409,
  'storage.full': 507,
  'storage.failed': 503,
  'server.stopping': 503,
  'server.fault': 500,
};

export class ServerError extends WitnessboxError<ServerErrorCode> {}

/** What crypto/ raises while the server verifies, in the server's words. */
const TRANSLATED: Readonly<Record<string, ServerErrorCode>> = {
  'envelope.not-age': 'upload.not-age',
  'envelope.wrong-stanza': 'upload.wrong-stanza',
  'envelope.too-many-stanzas': 'upload.too-many-stanzas',
};

/** The code for anything thrown. */
export function codeOf(error: unknown): ServerErrorCode {
  if (isOurs(error)) {
    const { code } = error;
    return SERVER_ERROR_CODES.find((known) => known === code) ?? TRANSLATED[code] ?? 'server.fault';
  }
  return storageCode(error) ?? 'server.fault';
}

function isOurs(error: unknown): error is WitnessboxError {
  return error instanceof WitnessboxError;
}

/** Whether a refusal says that what was uploaded can never become a submission. */
export function rulesOut(code: ServerErrorCode): boolean {
  return code === 'upload.overlong' || Object.values(TRANSLATED).includes(code);
}

/**
 * Whether an error of SQLite's leaves open what was recorded: where the log was written and could not be flushed, what was
 * taken back is there again if the program is killed before the log is written anew.
 */
export function leavesDoubt(error: unknown): boolean {
  return causesOf(error).some((cause) => codeIn(cause).startsWith('SQLITE_IOERR'));
}

export function errorBody(code: ServerErrorCode): string {
  return JSON.stringify({ error: code } satisfies ErrorBody);
}

export function errorResponse(code: ServerErrorCode, headers: Record<string, string> = {}): Response {
  const body = new TextEncoder().encode(errorBody(code));
  return new Response(body, {
    status: STATUS[code],
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
      // RFC 9110, section 15.5.2, wants a challenge; no browser asks for a password at this one.
      ...(STATUS[code] === 401 && { 'WWW-Authenticate': 'Signature' }),
      ...headers,
    },
  });
}

/** Recognises failures of files and databases, however deep a library has wrapped them. */
function storageCode(error: unknown): ServerErrorCode | null {
  for (const cause of causesOf(error)) {
    const code = codeIn(cause);
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return 'storage.full';
    // SQLite's shared-memory index cannot grow: the disk is full as well.
    if (code === 'SQLITE_IOERR_SHMSIZE') return 'storage.full';
    if (/SQLITE_FULL|exceeded maximum DB size/i.test(cause.message)) return 'storage.full';
    if (code.startsWith('SQLITE_') || 'syscall' in cause) return 'storage.failed';
    if (cause.message.startsWith('D1_ERROR')) return 'storage.failed';
  }
  return null;
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause)
    causes.push(cause);
  return causes;
}

function codeIn(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
