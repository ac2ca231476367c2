/** The Worker as `wrangler dev` runs it on this machine, with the wrangler.toml that is shipped, filled in. @module */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { PUBLIC_FILES } from '../../../server/organisation.ts';
import { eventually } from './served.node.ts';
import { smallSite } from './world.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');

/** Fills in wrangler.toml, puts the website and the organisation's public files in place. @returns the file */
export async function fillIn(folder: string, publicFolder: string): Promise<string> {
  const site = join(folder, 'site');
  for (const [path, bytes] of smallSite()) {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), bytes);
  }
  for (const name of PUBLIC_FILES) await cp(join(publicFolder, name), join(site, name));
  const shipped = await readFile(join(ROOT, 'wrangler.toml'), 'utf8');
  const filled = shipped
    .replace('"server/main.worker.ts"', JSON.stringify(join(ROOT, 'server/main.worker.ts')))
    .replace('"db/migrations"', JSON.stringify(join(ROOT, 'db/migrations')))
    .replace('"dist/source"', JSON.stringify(site))
    .replace('00000000-0000-0000-0000-000000000000', '5f0c1d2e-1111-4222-8333-444455556666');
  const file = join(folder, 'wrangler.toml');
  await writeFile(file, filled);
  await writeFile(join(folder, '.dev.vars'), `WITNESSBOX_CHALLENGE_SECRET=${'5'.repeat(64)}\n`);
  return file;
}

/** Its settings, its logs and what it keeps lie in `folder`. */
function surroundings(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    CI: '1',
    NO_COLOR: '1',
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  };
}

/** Runs wrangler to its end. @returns what it printed */
export async function wrangler(folder: string, args: readonly string[]): Promise<string> {
  const env = surroundings(folder);
  const { stdout } = await promisify(execFile)(process.execPath, [WRANGLER, ...args], { env, cwd: folder });
  return stdout;
}

/** Runs the Worker until the test has finished. @returns its address */
export async function startWorker(folder: string, config: string): Promise<string> {
  const port = String(await freePort());
  const child = spawn(
    process.execPath,
    [
      ...[WRANGLER, 'dev', '--local', '--config', config, '--persist-to', join(folder, 'state')],
      ...[
        '--ip',
        '127.0.0.1',
        '--port',
        port,
        '--inspector-port',
        '0',
        '--show-interactive-dev-session=false',
      ],
    ],
    // A group of its own, or the runtime that it starts would outlive it.
    { env: surroundings(folder), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await exited;
  });
  await eventually(() => Promise.resolve(output.includes('Ready on')), 60_000).catch(() => {
    throw new Error(output);
  });
  return `http://127.0.0.1:${port}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
