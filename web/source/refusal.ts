/**
 * The error code inside an answer that says no. Whatever else the body holds is thrown away: an answer may come
 * from something in between, and its words must never reach the page.
 *
 * @module
 */
import { SERVER_ERROR_CODES, type ServerErrorCode } from '../../server/contract.ts';
import { readBody } from './body.ts';

/** Bytes. The server's own are shorter than a hundred. */
const LONGEST = 4096;

/** Null where there is none, or where the signal fires before the answer has ended. */
export async function refusal(response: Response, signal: AbortSignal): Promise<ServerErrorCode | null> {
  try {
    const bytes = await readBody(response, LONGEST, signal);
    if (bytes === null) return null;
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const said = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
    return SERVER_ERROR_CODES.find((code) => code === said) ?? null;
  } catch {
    return null;
  }
}
