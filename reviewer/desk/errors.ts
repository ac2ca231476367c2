/**
 * Code to HTTP status for the desk's door, one table. A code that is not in it is the session's own and means
 * that the request was understood and could not be carried out.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { DeskErrorCode } from '../contract.ts';
import { ownCode } from '../errors.ts';

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 422 | 500;

const STATUS: Readonly<Record<DeskErrorCode, Status>> = {
  'desk.wrong-host': 421,
  'desk.foreign-page': 403,
  'desk.wrong-token': 401,
  'desk.not-found': 404,
  'desk.method-not-allowed': 405,
  'desk.not-json': 415,
  'desk.malformed': 400,
  'desk.too-large': 413,
  'desk.folder-relative': 400,
  'desk.sync-running': 409,
  'desk.fault': 500,
};

const SESSION_STATUS: Readonly<Record<string, Status>> = {
  'case.not-found': 404,
  'case.ambiguous': 409,
  'save.exists': 409,
};

/** What may be told of a failure: its code if it has one, never its message, which could hold a path. */
export function codeOf(error: unknown): string {
  return ownCode(error) ?? 'desk.fault';
}

export function statusOf(code: string): Status {
  return (STATUS as Readonly<Record<string, Status>>)[code] ?? SESSION_STATUS[code] ?? 422;
}

/** Thrown by the door; `onError` in app.ts turns it into an answer. */
export function refuse(code: DeskErrorCode): never {
  throw new WitnessboxError(code);
}
