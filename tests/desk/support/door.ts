/**
 * Starts the desk on a port of the tests' own and knocks at it as a browser, or an attacker, would.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { serveDesk, type RunningDesk } from '../../../reviewer/desk/serve.ts';
import type { Session } from '../../../reviewer/session.ts';

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };
export type Knock = { method?: string; path?: string; headers?: Record<string, string>; body?: string };

export type Door = RunningDesk & {
  host: string;
  token: string;
  /** With Host and token, unless `headers` say otherwise; fetch would not let a test lie about Host or Origin. */
  knock(knock: Knock): Promise<Answer>;
};

export async function openDoor(session: Session, webFolder: string): Promise<Door> {
  const desk = await serveDesk({
    session,
    port: 0,
    webFolder,
    saveIn: '/home/reviewer',
    random: (n) => randomBytes(n),
  });
  const { host, hash } = new URL(desk.address);
  const token = hash.slice(1);
  return { ...desk, host, token, knock: (knock) => send(host, token, knock) };
}

function send(
  host: string,
  token: string,
  { method = 'GET', path = '/api/about', headers = {}, body }: Knock,
): Promise<Answer> {
  const [hostname, port] = host.split(':');
  const sent = { host, authorization: `Bearer ${token}`, ...headers };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers: sent, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
