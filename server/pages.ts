/**
 * The website and the organisation's public files. Addresses are looked up in what was loaded, never turned into
 * file names; and with each request anew, because a new epoch's files may take the place of the old ones.
 *
 * @module
 */
import type { Context, Hono } from 'hono';
import { dayOf } from '../crypto/days.ts';
import { createCompression, type Compression } from './compression.ts';
import { ROUTES } from './contract.ts';
import { STATUS, errorResponse } from './errors.ts';
import { negotiate } from './languages.ts';
import { offlineAnswer, offlineAsked } from './offline.ts';
import { SERVED } from './organisation.ts';
import { takeForm, type PlainParts } from './plain.ts';
import { methods } from './routes.ts';
import type { Site } from './site.ts';

/** Below these, programs ask; elsewhere, people. */
const PROGRAM_PATHS = [
  ROUTES.uploads,
  ROUTES.intakePages,
  ROUTES.appearancePages,
  ROUTES.recipients,
  '/snapshot',
  '/review',
  ROUTES.challenge,
  ROUTES.health,
];

export function addPages(app: Hono, parts: PlainParts): void {
  const compression = createCompression();
  for (const { path, type, file } of SERVED) {
    app.all(
      path,
      methods({
        GET: (c) => compression.answer(c.req.raw, { body: parts.served.organisation.files[file], type }),
      }),
    );
  }
  const inLanguages = (route: string, pages: () => ReadonlyMap<string, Uint8Array>): void => {
    app.all(
      `${route}/:file`,
      methods({
        GET: (c) => {
          const language = /([^/]+)\.json$/.exec(c.req.path)?.[1] ?? '';
          const page = pages().get(language);
          if (!page) return notFound(c.req.path);
          return compression.answer(c.req.raw, { body: page, type: 'application/json' });
        },
      }),
    );
  };
  inLanguages(ROUTES.intakePages, () => parts.served.organisation.pages);
  inLanguages(ROUTES.appearancePages, () => parts.served.organisation.faces);
  app.all(
    '/',
    methods({
      GET: (c) =>
        page(
          c.req.raw,
          { parts, compression, language: preferred(c, parts.served.site) },
          { Vary: 'Accept-Language' },
        ),
      POST: (c) => takeForm(parts, preferred(c, parts.served.site), c.req.raw),
    }),
  );
  const atPage = (language: string) =>
    methods({
      GET: (c) => page(c.req.raw, { parts, compression, language }),
      POST: (c) => takeForm(parts, language, c.req.raw),
    });
  const elsewhere = methods({
    GET: async (c) => {
      const { site } = parts.served;
      const asked = offlineAsked(c.req.path);
      if (asked) {
        const found = await site.offline?.(asked.language);
        if (!found) return notFound(c.req.path);
        const { headers, ...file } = offlineAnswer(found, asked.isSignature);
        return compression.answer(c.req.raw, file, headers);
      }
      const path = c.req.path.slice(1);
      if (site.languages.includes(path))
        return new Response(null, { status: 308, headers: { Location: `/${path}/` } });
      if (path.endsWith('.html')) return notFound(c.req.path);
      const file = await site.file(path);
      return file ? compression.answer(c.req.raw, file) : notFound(c.req.path);
    },
  });
  app.all('*', (c) => {
    const language = /^\/([^/]+)\/$/.exec(c.req.path)?.[1] ?? '';
    return parts.served.site.languages.includes(language) ? atPage(language)(c) : elsewhere(c);
  });
}

function preferred(c: Context, site: Site): string {
  return negotiate(c.req.raw.headers.get('accept-language'), site.languages);
}

async function page(
  request: Request,
  { parts, compression, language }: { parts: PlainParts; compression: Compression; language: string },
  headers: Record<string, string> = {},
): Promise<Response> {
  const { served, taking } = parts;
  const file = await served.site.file(`${language}/index.html`);
  if (!file) return notFound('/');
  const body = taking.isOpen(dayOf(taking.now())) ? file.body : (file.closed ?? file.body);
  const shown = { body, type: file.type };
  return compression.answer(request, shown, { 'Content-Language': language, ...headers });
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
