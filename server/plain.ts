/**
 * For browsers without JavaScript: the form that the page shows them, posted to the page's own address, and a file with the
 * recipient of each desk for `age -R`. What became of a form is told by a page that the build has made, in the language
 * of the address; nothing of what came stands in it.
 *
 * @module
 */
import type { Hono } from 'hono';
import type { Config } from './config.ts';
import { ROUTES, type ServerErrorCode } from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { codeOf, errorResponse, ServerError, STATUS } from './errors.ts';
import type { Organisation } from './organisation.ts';
import { receivePlain } from './plain-upload.ts';
import { bytesOf, methods } from './routes.ts';
import type { Site } from './site.ts';
import type { UploadParts } from './taking.ts';

export type PlainParts = {
  /** Looked up with each request. */
  served: { readonly site: Site; readonly organisation: Organisation };
  taking: UploadParts;
};

/** The pages that the build makes for this, as `{language}/plain-{answer}.html`. */
export type PlainAnswer =
  | 'received'
  | 'not-age'
  | 'wrong-recipient'
  | 'damaged'
  | 'too-large'
  | 'crowded'
  | 'full'
  | 'closed'
  | 'unclear'
  | 'trouble';

const ANSWERS: Partial<Record<ServerErrorCode, PlainAnswer>> = {
  'upload.not-age': 'not-age',
  'upload.wrong-stanza': 'wrong-recipient',
  'upload.too-many-stanzas': 'wrong-recipient',
  'upload.length-not-legal': 'damaged',
  'upload.too-large': 'too-large',
  'upload.crowded': 'crowded',
  'upload.text-only': 'full',
  'storage.full': 'full',
  'upload.closed': 'closed',
  'upload.wrong-type': 'unclear',
  'upload.length-missing': 'unclear',
  'request.malformed': 'unclear',
};

/** The most that the form takes; null where it takes nothing. */
export function plainMost({
  plainUpload,
  maxUpload,
}: Pick<Config, 'plainUpload' | 'maxUpload'>): number | null {
  return plainUpload === null ? null : Math.min(plainUpload, maxUpload);
}

/** What becomes of a form that was posted to the page in `language`. */
export async function takeForm(
  { served, taking }: PlainParts,
  language: string,
  request: Request,
): Promise<Response> {
  const most = plainMost(taking.config);
  if (most === null) return errorResponse('request.method-not-allowed', { Allow: 'GET, HEAD' });
  try {
    requireOwnPage(request.headers);
    await receivePlain(taking, most, request);
    return await answer(served.site, language, 'received', 200);
  } catch (error) {
    const code = codeOf(error);
    return answer(served.site, language, ANSWERS[code] ?? 'trouble', STATUS[code]);
  }
}

/**
 * There is no session that another site could use, but with one page it could have all its visitors flood the form. Only
 * this header tells: for want of a referrer policy that says more, `Origin` is "null" from our own page too. Where a browser sends
 * none, as to an address without TLS that is no onion's, nothing can be told.
 */
function requireOwnPage(headers: Headers): void {
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (site !== 'same-origin' && site !== 'none') throw new ServerError('request.malformed');
}

async function answer(site: Site, language: string, name: PlainAnswer, status: number): Promise<Response> {
  const page = await site.file(`${language}/plain-${name}.html`);
  if (!page) return errorResponse('server.fault');
  return bytesOf(page.body, page.type, { 'Content-Language': language }, status);
}

/** `/recipients/{desk}.txt`, as `age -R` wants it. Only while testimonies are taken. */
export function addRecipients(app: Hono, { served, taking }: PlainParts): void {
  app.all(
    `${ROUTES.recipients}/:file`,
    methods({
      GET: (c) => {
        const isOpen = taking.isOpen(dayOf(taking.now()));
        const desk = served.organisation.keyring.desks.find(({ id }) => `${id}.txt` === c.req.param('file'));
        if (!desk || !isOpen) throw new ServerError('request.not-found');
        const headers = { 'Content-Disposition': `attachment; filename="recipient.txt"` };
        return bytesOf(new TextEncoder().encode(`${desk.recipient}\n`), 'text/plain; charset=utf-8', headers);
      },
    }),
  );
}
