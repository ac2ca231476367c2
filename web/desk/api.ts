/**
 * The page's side of the desk's door (reviewer/desk/app.ts). Answers are taken as the shapes of the contract:
 * they come from the program that served this page, over loopback.
 *
 * @module
 */
import type { About, CaseSummary, DeskCase, Queued, Saved, SyncState } from '../../reviewer/contract.ts';
import { WitnessboxError } from '../../crypto/errors.ts';

export type Client = {
  about(): Promise<About>;
  cases(): Promise<CaseSummary[]>;
  case(id: string): Promise<DeskCase>;
  save(id: string, folder: string): Promise<Saved>;
  reply(id: string, text: string): Promise<Queued>;
  /** In how many parts a reply would travel; 0 where there is nothing to send. */
  parts(text: string): Promise<Queued>;
  startSync(): Promise<SyncState>;
  syncState(): Promise<SyncState>;
};

/** The program does not answer: the one failure that has no answer to carry its code. */
export const UNREACHABLE = 'desk.unreachable';

/** `labels`: the language for the form's questions, asked anew each time. */
export function createClient(fetch: typeof globalThis.fetch, token: string, labels: () => string): Client {
  async function call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body) headers['content-type'] = 'application/json';
    const request: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store' };
    if (body) request.body = JSON.stringify(body);
    const response = await fetch(`/api/${path}`, request).catch(() => {
      throw new WitnessboxError(UNREACHABLE);
    });
    const answer: unknown = await response.json().catch(() => {
      throw new WitnessboxError('desk.fault');
    });
    if (!response.ok) throw new WitnessboxError((answer as { error: string }).error);
    return answer as Answer;
  }
  const at = (id: string): string => `cases/${encodeURIComponent(id)}`;

  return {
    about: () => call('GET', 'about'),
    cases: () => call('GET', 'cases'),
    case: (id) => call('GET', `${at(id)}?labels=${encodeURIComponent(labels())}`),
    save: (id, folder) => call('POST', `${at(id)}/save`, { folder }),
    reply: (id, text) => call('POST', `${at(id)}/reply`, { text }),
    parts: (text) => call('POST', 'parts', { text }),
    startSync: () => call('POST', 'sync'),
    syncState: () => call('GET', 'sync'),
  };
}
