/**
 * A page of the bench, built as the source's page is and served with the same headers, so that the browser treats
 * both alike.
 *
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { TARGET } from '../../web/build.ts';

const HTML =
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/page.js"></script>';

/**
 * Builds `entry`, a file beside this one, into `folder`, and serves it while `action` runs, which is given the
 * page's address.
 */
export async function withSite<T>(
  entry: string,
  folder: string,
  action: (address: string) => Promise<T>,
): Promise<T> {
  const outDir = join(folder, 'page');
  await build({
    root: import.meta.dirname,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es', rolldownOptions: { output: { entryFileNames: '[name]-[hash].js' } } },
    build: {
      outDir,
      emptyOutDir: true,
      target: TARGET,
      modulePreload: false,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        input: join(import.meta.dirname, entry),
        output: { entryFileNames: 'page.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const scripts = new Map<string, Buffer>();
  for (const file of await readdir(outDir)) scripts.set(`/${file}`, await readFile(join(outDir, file)));

  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    const type = script ? 'text/javascript' : 'text/html';
    response.writeHead(200, { ...RESPONSE_HEADERS, 'Content-Type': `${type}; charset=utf-8` });
    response.end(script ?? HTML);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await action(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
