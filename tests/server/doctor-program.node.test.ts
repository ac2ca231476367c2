import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { main } from '../../server/cli.node.ts';
import type { Finding } from '../../server/doctor/finding.ts';
import { serve } from '../../server/main.node.ts';
import { makeFolders } from './support/served.node.ts';

describe('witnessbox server doctor', () => {
  it('looks at a real machine: a served portal, its folders and a proxy that meddles', async () => {
    const folders = await makeFolders();
    const { dataFolder, organisationFolder } = folders.options;
    await mkdir(dataFolder, { mode: 0o700 });
    const socket = join(folders.root, 'portal.sock');
    const serving = await serve({ ...folders.options, socket: { path: socket, mode: 0o600 } });
    const proxy = createServer((_, outgoing) => outgoing.setHeader('Set-Cookie', 'a=1').end());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const bound = proxy.address();
    const port = bound !== null && typeof bound !== 'string' ? bound.port : 0;
    const config = join(folders.root, 'mine.toml');
    const lines = [
      `data = ${JSON.stringify(dataFolder)}`,
      `organisation = ${JSON.stringify(organisationFolder)}`,
      `listen = "unix:${socket}"`,
      `portal = ["http://127.0.0.1:${String(port)}"]`,
    ];
    await writeFile(config, lines.join('\n'));
    await chmod(join(dataFolder, 'blobs'), 0o755);

    let printed = '';
    const context = {
      print: (text: string) => void (printed += text),
      warn: () => undefined,
      folder: folders.root,
    };
    const code = await main(['doctor', '--config', config, '--json'], context);
    const findings = JSON.parse(printed) as Finding[];
    const of = (check: string) => findings.filter((finding) => finding.check === check);
    expect(of('headers')[0]).toMatchObject({
      state: 'good',
      says: expect.stringMatching(/^The server itself/) as string,
    });
    expect(of('headers')[1]?.says).toMatch(/leaves out Content-Security-Policy.+adds set-cookie/);
    expect(of('folders')[0]?.state).toBe('mend');
    expect(of('node')[0]?.state).toBe('good');
    expect(code).toBe(4);

    proxy.close();
    await serving.stop();
    await folders.remove();
  });

  it('is a program: it shows findings as text, help, and wrong use', async () => {
    const bin = fileURLToPath(new URL('../../bin/witnessbox.js', import.meta.url));
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [bin, 'server', ...args]).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: unknown) => error as { code: number; stdout: string; stderr: string },
      );
    expect((await run('--help')).stdout).toContain('doctor');
    expect(await run('doctor', '--nonsense')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('doctor', '--listen', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('HOST:PORT') as string,
    });
    const { code, stdout } = await run('doctor', '--data', '/nowhere');
    expect([3, 4]).toContain(code);
    expect(stdout).toMatch(
      /^\? {5}folders {5}The data folder could not be checked, because it does not exist\.$/m,
    );
    expect(stdout).toMatch(/\d+ good, \d+ to mend, \d+ not checked \(\?\)\n$/);
  });
});
