import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeOrganisation } from './support/organisation.ts';
import { perTest } from './support/per-test.node.ts';
import { ALWAYS, eventually, writeOrganisation } from './support/served.node.ts';

describe('a server on a socket', () => {
  const own = perTest();
  let path: string;
  beforeEach(() => {
    path = join(own.folders.root, 'portal.sock');
  });

  const start = (mode = 0o660, at = path) => own.start({ socket: { path: at, mode } });

  function health(socketPath: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ socketPath, path: '/healthz', agent: false }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      });
      outgoing.once('error', reject).end();
    });
  }

  it('answers there, and says where', async () => {
    const { address } = await start();
    expect(address).toBe(`unix:${path}`);
    expect(await health(path)).toBe(200);
  });

  it.each([0o600, 0o660, 0o666])('gives the socket the permissions %o', async (mode) => {
    await start(mode);
    expect((await stat(path)).mode & 0o777).toBe(mode);
  });

  it('removes it when it stops', async () => {
    await (await start()).stop();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes the place of one that a crash has left behind', async () => {
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    const crashed = spawn(process.execPath, ['-e', script]);
    await new Promise((resolve) => crashed.once('exit', resolve));
    expect((await stat(path)).isSocket()).toBe(true);
    await expect(health(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await start();
    expect(await health(path)).toBe(200);
  });

  it('leaves one alone on which another program answers', async () => {
    const other = createServer((_, outgoing) => outgoing.writeHead(204).end());
    await new Promise<void>((resolve) => other.listen(path, resolve));
    await expect(start()).rejects.toMatchObject({ code: 'server.socket-in-use' });
    expect(await health(path)).toBe(204);
    await new Promise((resolve) => other.close(resolve));
  });

  it('leaves alone what is no socket: a file, a folder, a link', async () => {
    await writeFile(path, 'precious');
    await expect(start()).rejects.toMatchObject({ code: 'server.socket-taken' });
    expect(await readFile(path, 'utf8')).toBe('precious');
    await rm(path);
    await mkdir(path);
    await expect(start()).rejects.toMatchObject({ code: 'server.socket-taken' });
    await rm(path, { recursive: true });
    await symlink('/nowhere', path);
    await expect(start()).rejects.toMatchObject({ code: 'server.socket-taken' });
  });

  it('says in a sentence that it cannot be made: no folder, a path that is too long', async () => {
    for (const at of [join(own.folders.root, 'none', 'a.sock'), join(own.folders.root, 'x'.repeat(120))]) {
      await expect(start(0o660, at)).rejects.toMatchObject({ code: 'server.socket-refused' });
    }
  });

  it('lets go of the data folder when the socket is refused', async () => {
    await expect(start(0o660, join(own.folders.root, 'none', 'a.sock'))).rejects.toThrow();
    await start();
    expect(await health(path)).toBe(200);
  });

  it('does not serve a demonstration, which a proxy could show to others', async () => {
    await rm(own.folders.options.organisationFolder, { recursive: true });
    const demonstration = await makeOrganisation({ ...ALWAYS, demonstration: true });
    await writeOrganisation(own.folders.options.organisationFolder, demonstration);
    await expect(start()).rejects.toMatchObject({ code: 'organisation.demonstration-exposed' });
  });

  it('as a program takes it from witnessbox.toml, with the usual permissions, and removes it when it is ended', async () => {
    await chmod(own.folders.root, 0o755);
    const { organisationFolder, webFolder } = own.folders.options;
    const lines = { organisation: organisationFolder, web: webFolder, data: 'data', listen: `unix:${path}` };
    const toml = Object.entries(lines).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
    await writeFile(join(own.folders.root, 'witnessbox.toml'), toml.join(''));
    const program = spawn(process.execPath, [join(process.cwd(), 'server/main.node.ts')], {
      cwd: own.folders.root,
    });
    let output = '';
    const take = (data: Buffer): void => void (output += data.toString());
    program.stdout.on('data', take);
    program.stderr.on('data', take);
    const exited = new Promise((resolve) => program.once('exit', resolve));
    await eventually(() => Promise.resolve(output.includes('\n')), 30_000);
    expect(output).toBe(`Witnessbox listens on unix:${path}\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o660);
    expect(await health(path)).toBe(200);
    program.kill('SIGTERM');
    expect(await exited).toBe(0);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
