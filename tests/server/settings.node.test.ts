import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configurationPage } from '../../server/config-reference.ts';
import { readSettings, type Flags } from '../../server/settings.node.ts';

const run = promisify(execFile);

describe('the settings of a server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-'));
    await mkdir(join(folder, 'data'));
    await mkdir(join(folder, 'etc'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const settings = (flags: Flags = {}) => readSettings(flags, folder);
  const write = (path: string, text: string) => writeFile(join(folder, path), text);

  it('need no file', async () => {
    expect(await settings()).toEqual({
      organisationFolder: null,
      dataFolder: join(folder, 'data'),
      webFolder: fileURLToPath(new URL('../../dist/source', import.meta.url)),
      listen: { host: '127.0.0.1', port: 8455 },
      socketMode: 0o660,
      snapshotHours: [0],
      portal: [],
      config: {},
    });
  });

  it.each(['witnessbox.toml', 'data/witnessbox.toml'])('are read from %s by themselves', async (path) => {
    await write(path, '[limits]\nuploadDays = 9\n');
    expect((await settings()).config).toEqual({ uploadDays: 9 });
  });

  it('are read from the data folder that a flag names', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await write('elsewhere/witnessbox.toml', '[limits]\nuploadDays = 9\n');
    expect((await settings()).config).toEqual({});
    expect((await settings({ data: 'elsewhere' })).config).toEqual({ uploadDays: 9 });
  });

  it('do not guess which of two files counts', async () => {
    await write('witnessbox.toml', '');
    await write('data/witnessbox.toml', '');
    await expect(settings()).rejects.toMatchObject({ code: 'config.two' });
    await write('etc/mine.toml', '');
    expect((await settings({ config: 'etc/mine.toml' })).config).toEqual({});
  });

  it('count paths of the file from its own folder, and those of flags from the working directory', async () => {
    await write('etc/mine.toml', 'organisation = "public"\ndata = "/srv/data"\nweb = "../web"\n');
    expect(await settings({ config: 'etc/mine.toml' })).toMatchObject({
      organisationFolder: join(folder, 'etc/public'),
      dataFolder: '/srv/data',
      webFolder: join(folder, 'web'),
    });
    expect(await settings({ config: 'etc/mine.toml', organisation: 'public', data: 'd' })).toMatchObject({
      organisationFolder: join(folder, 'public'),
      dataFolder: join(folder, 'd'),
    });
  });

  it.each<[string, Flags, object]>([
    ['127.0.0.1:1', { port: '2' }, { host: '127.0.0.1', port: 2 }],
    ['127.0.0.2:1', { port: '2' }, { host: '127.0.0.2', port: 2 }],
    ['127.0.0.2:1', { host: '::1' }, { host: '::1', port: 1 }],
    ['unix:/run/a.sock', {}, { socket: '/run/a.sock' }],
    ['unix:/run/a.sock', { port: '2' }, { host: '127.0.0.1', port: 2 }],
    ['127.0.0.1:1', { listen: 'unix:/run/b.sock' }, { socket: '/run/b.sock' }],
    ['127.0.0.1:1', { listen: '127.0.0.3:4', port: '5' }, { host: '127.0.0.3', port: 5 }],
  ])('let flags win over the file: %s with %o', async (listen, flags, expected) => {
    await write('witnessbox.toml', `listen = "${listen}"`);
    expect((await settings(flags)).listen).toEqual(expected);
  });

  it.each([{ port: 'x' }, { port: '65536' }, { port: '-1' }, { listen: 'nowhere' }])(
    'refuse %o',
    async (flags) => {
      await expect(settings(flags)).rejects.toMatchObject({ code: 'server.bad-listen' });
    },
  );

  it('refuse a file that is named and not there, and one that cannot be read', async () => {
    await expect(settings({ config: 'nothing.toml' })).rejects.toMatchObject({ code: 'config.missing' });
    await expect(settings({ config: 'etc' })).rejects.toMatchObject({ code: 'config.unreadable' });
  });

  it('are refused by the program with every fault, before anything is made', async () => {
    await write('witnessbox.toml', 'listen = 1\ncolour = 2\n');
    const program = fileURLToPath(new URL('../../server/main.node.ts', import.meta.url));
    const failed: unknown = await run(process.execPath, [program, '--data', 'new'], { cwd: folder }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect((failed as { stderr: string }).stderr).toMatch(
      /^The configuration file is not in order:\n {2}listen is 1, .+\n {2}colour = 2 is not an option\. .+\n$/,
    );
    await expect(readFile(join(folder, 'new'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('docs/configuration.md', () => {
  it('is what "node scripts/configuration.ts" makes of the options', async () => {
    const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toBe(configurationPage());
  });
});
