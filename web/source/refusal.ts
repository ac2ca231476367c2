/**
 * The error code inside an answer that says no. Whatever else the body holds is thrown away: an answer may come
 * from something in between, and its words must never reach the page.
 *
 * @module
 */
import { SERVER_ERROR_CODES, type ServerErrorCode } from '../../server/contract.ts';

export async function refusal(response: Response): Promise<ServerErrorCode | null> {
  try {
    const body: unknown = await response.json();
    const said = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
    return SERVER_ERROR_CODES.find((code) => code === said) ?? null;
  } catch {
    return null;
  }
}
