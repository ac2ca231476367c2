/**
 * A demonstration portal as `npm start` serves it, behind a line that notes when the first byte of an upload comes.
 *
 * @module
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { ROUTES, UPLOAD_TYPE } from '../../server/contract.ts';
import type { Config } from '../../server/config.ts';
import { serve } from '../../server/main.node.ts';
import { demonstration } from '../../scripts/demonstration.ts';
import { buildSource } from '../../web/build.ts';

export type TappedPortal = {
  /** With a slash at its end. */
  address: string;
  /** Milliseconds of `Date.now()` at which the first ciphertext since `forget` came in; null if none has. */
  firstByte: () => number | null;
  forget: () => void;
};

/** Built and made anew in `folder`; ends with `action`. */
export async function withPortal<T>(
  folder: string,
  today: string,
  action: (portal: TappedPortal) => Promise<T>,
  config: Partial<Config> = {},
): Promise<T> {
  const webFolder = await buildSource(join(folder, 'web', 'source'));
  const dataFolder = join(folder, 'data');
  const made = await demonstration({ dataFolder, host: '127.0.0.1', port: 0, today });
  const server = await serve({
    dataFolder,
    organisationFolder: made.organisationFolder,
    host: '127.0.0.1',
    port: 0,
    webFolder,
    config,
  });
  const { port } = new URL(server.address);
  let seen: number | null = null;
  const line = createServer((browser) => {
    const portal = connect(Number(port), '127.0.0.1');
    browser.on('data', (bytes) => {
      if (seen === null && bringsContent(bytes.toString('latin1', 0, 4096))) seen = Date.now();
    });
    browser.pipe(portal).pipe(browser);
    browser.on('error', () => portal.destroy());
    portal.on('error', () => browser.destroy());
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  try {
    return await action({
      address: `http://127.0.0.1:${String((line.address() as AddressInfo).port)}/`,
      firstByte: () => seen,
      forget: () => (seen = null),
    });
  } finally {
    line.close();
    await server.stop();
  }
}

/** Whether a request begins here that carries ciphertext: a text with its upload's beginning, a file piece by piece. */
function bringsContent(head: string): boolean {
  return (
    /^(POST|PATCH) /.test(head) &&
    head.startsWith(ROUTES.uploads, head.indexOf(' ') + 1) &&
    head.includes(UPLOAD_TYPE)
  );
}
