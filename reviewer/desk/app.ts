/**
 * The desk's door: the built page, and a JSON API over one open session. Every answer carries the security
 * headers, every API call needs the token, and what a source wrote leaves only as a JSON string. Writes no log.
 *
 * @module
 */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { splitReply } from '../../crypto/drop.ts';
import type { DeskCase, Queued } from '../contract.ts';
import type { Session } from '../session.ts';
import type { Asset } from './assets.ts';
import { codeOf, refuse, statusOf } from './errors.ts';
import { guardOrigin, guardToken } from './guard.ts';
import { SECURITY_HEADERS } from './headers.ts';
import type { Syncing } from './syncing.ts';

/** Bytes of a request's body. The longest reply, 256 drops, is far below it even with every character escaped. */
export const LONGEST_BODY = 4 * 1024 * 1024;

export type DeskApp = {
  session: Session;
  syncing: Syncing;
  assets: ReadonlyMap<string, Asset>;
  token: string;
  /** `127.0.0.1:PORT`. */
  host: () => string;
  /** In this folder, which exists, the desk proposes a new one for each case that is saved. */
  saveIn: string;
};

export function createDeskApp({ session, syncing, assets, token, host, saveIn }: DeskApp): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    await next();
  });
  app.use(guardOrigin(host));
  app.use('/api/*', guardToken(token));
  app.use('/api/*', bodyLimit({ maxSize: LONGEST_BODY, onError: () => refuse('desk.too-large') }));

  app.get('/api/about', (context) => context.json(session.about()));
  app.get('/api/cases', async (context) => context.json(await session.list()));
  app.get('/api/cases/:id', async (context) => {
    const view = await session.read(context.req.param('id'), context.req.query('labels'));
    const proposedFolder = join(saveIn, `case-${view.day}-${view.id.slice(0, 8)}`);
    return context.json({ ...view, proposedFolder } satisfies DeskCase);
  });
  app.post('/api/cases/:id/save', async (context) => {
    const folder = expandHome((await textField(context, 'folder')).trim());
    // A relative path would land wherever the program happened to be started.
    if (!isAbsolute(folder)) refuse('desk.folder-relative');
    return context.json(await session.save(context.req.param('id'), folder));
  });
  app.post('/api/cases/:id/reply', async (context) =>
    context.json(await session.reply(context.req.param('id'), await textField(context, 'text'))),
  );
  app.post('/api/parts', async (context) => {
    const text = await textField(context, 'text');
    return context.json({ parts: text.trim() === '' ? 0 : splitReply(text).length } satisfies Queued);
  });
  app.get('/api/sync', (context) => context.json(syncing.state));
  app.post('/api/sync', (context) => context.json(syncing.start(), 202));

  const known = [
    '/api/about',
    '/api/cases',
    '/api/cases/:id',
    '/api/cases/:id/:verb{save|reply}',
    '/api/parts',
    '/api/sync',
  ];
  for (const path of known) app.all(path, () => refuse('desk.method-not-allowed'));
  app.all('/api/*', () => refuse('desk.not-found'));

  app.get('*', (context) => {
    const asset = assets.get(context.req.path) ?? refuse('desk.not-found');
    return context.body(asset.body, 200, { 'content-type': asset.type });
  });
  app.all('*', () => refuse('desk.method-not-allowed'));

  app.onError((error, context) => {
    const code = codeOf(error);
    return context.json({ error: code }, statusOf(code));
  });
  return app;
}

/** One string out of a JSON body. A type other than JSON could be sent by a form of any page, so it is refused. */
async function textField(context: Context, field: string): Promise<string> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') refuse('desk.not-json');
  const body: unknown = await context.req.json().catch(() => refuse('desk.malformed'));
  if (typeof body !== 'object' || body === null) refuse('desk.malformed');
  const value: unknown = (body as Record<string, unknown>)[field];
  // U+0000 ends a path in system calls: what was checked would not be what is opened.
  if (typeof value !== 'string' || (field === 'folder' && value.includes('\0'))) refuse('desk.malformed');
  return value;
}

function expandHome(folder: string): string {
  return folder === '~' || folder.startsWith('~/') ? join(homedir(), folder.slice(1)) : folder;
}
