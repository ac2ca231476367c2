/**
 * The website and the organisation's public files. Addresses are looked up in what was loaded, never turned into
 * file names; and with each request anew, because a new epoch's files may take the place of the old ones.
 *
 * @module
 */
import type { Hono } from 'hono';
import { createCompression, type Compression } from './compression.ts';
import { ROUTES } from './contract.ts';
import { STATUS, errorResponse } from './errors.ts';
import { negotiate } from './languages.ts';
import { SERVED, type Organisation } from './organisation.ts';
import { methods } from './routes.ts';
import type { Site } from './site.ts';

/** Below these, programs ask; elsewhere, people. */
const PROGRAM_PATHS = [
  ROUTES.uploads,
  ROUTES.intakePages,
  '/snapshot',
  '/review',
  ROUTES.challenge,
  ROUTES.health,
];

export type PageParts = { site: Site; organisation: Organisation };

export function addPages(app: Hono, parts: PageParts): void {
  const compression = createCompression();
  for (const { path, type, file } of SERVED) {
    app.all(
      path,
      methods({
        GET: (c) => compression.answer(c.req.raw, { body: parts.organisation.files[file], type }),
      }),
    );
  }
  app.all(
    `${ROUTES.intakePages}/:file`,
    methods({
      GET: (c) => {
        const language = /([^/]+)\.json$/.exec(c.req.path)?.[1] ?? '';
        const page = parts.organisation.pages.get(language);
        if (!page) return notFound(c.req.path);
        return compression.answer(c.req.raw, { body: page, type: 'application/json' });
      },
    }),
  );
  app.all(
    '/',
    methods({
      GET: async (c) => {
        const { site } = parts;
        const language = negotiate(c.req.raw.headers.get('accept-language'), site.languages);
        return await page(c.req.raw, { site, compression, language }, { Vary: 'Accept-Language' });
      },
    }),
  );
  app.all(
    '*',
    methods({
      GET: async (c) => {
        const { site } = parts;
        const path = c.req.path.slice(1);
        if (site.languages.includes(path))
          return new Response(null, { status: 308, headers: { Location: `/${path}/` } });
        const language = path.endsWith('/') ? path.slice(0, -1) : '';
        if (site.languages.includes(language)) {
          return await page(c.req.raw, { site, compression, language });
        }
        if (path.endsWith('.html')) return notFound(c.req.path);
        const file = await site.file(path);
        return file ? await compression.answer(c.req.raw, file) : notFound(c.req.path);
      },
    }),
  );
}

async function page(
  request: Request,
  { site, compression, language }: { site: Site; compression: Compression; language: string },
  headers: Record<string, string> = {},
): Promise<Response> {
  const file = await site.file(`${language}/index.html`);
  if (!file) return notFound('/');
  return compression.answer(request, file, { 'Content-Language': language, ...headers });
}

const NOT_FOUND = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>404</title>
<p>There is nothing at this address.</p>
<p lang="zh-Hans">此地址没有内容。</p>
<p><a href="/">→</a></p>
</html>
`;

function notFound(path: string): Response {
  if (PROGRAM_PATHS.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) {
    return errorResponse('request.not-found');
  }
  const body = new TextEncoder().encode(NOT_FOUND);
  return new Response(body, {
    status: STATUS['request.not-found'],
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': String(body.length) },
  });
}
