/**
 * The floor: `node plain.ts FOLDER`. The least that a Hono server can do which says yes only when the bytes are on the
 * disk, and Hono's own way of serving files. No size is checked, nothing can be resumed, and there is no database.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const [folder = '.'] = process.argv.slice(2);
const app = new Hono();
const place = () => join(folder, randomUUID());

app.post('/text', async (c) => {
  await writeFile(place(), new Uint8Array(await c.req.arrayBuffer()), { flush: true });
  return c.body(null, 204);
});
app.post('/file', async (c) => {
  await writeFile(place(), c.req.raw.body ?? '', { flush: true });
  return c.body(null, 204);
});
app.use('/static/*', serveStatic({ root: folder }));

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  console.log(`listens on http://127.0.0.1:${String(port)}`);
});
