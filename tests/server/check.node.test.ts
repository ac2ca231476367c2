import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkData, type CheckOptions } from '../../server/folder/check.node.ts';
import { newId } from '../../server/shuffle.ts';
import {
  command,
  copyOf,
  fill,
  makeFilled,
  readRows,
  run,
  submit,
  type Filled,
} from './support/filled.node.ts';
import { noise } from './support/files.ts';
import { random } from './support/runtime.ts';
import { makeFolders, startProgram } from './support/served.node.ts';

const AT_ONCE = { wait: () => Promise.resolve() };

describe('server check', () => {
  let filled: Filled;
  let copy: Awaited<ReturnType<typeof copyOf>>;
  beforeAll(async () => {
    filled = await makeFilled();
  });
  afterAll(() => filled.folders.remove());
  beforeEach(async () => {
    copy = await copyOf(filled.folders.options.dataFolder);
  });
  afterEach(() => copy.remove());

  const blob = (name = filled.submissions[0] ?? '') => join(copy.folder, 'blobs', name);
  const codes = async (options: CheckOptions = {}) =>
    (await checkData(copy.folder, { ...AT_ONCE, ...options })).map(({ code, subject }) => [code, subject]);
  const short = (name = filled.submissions[0] ?? '') => `${name.slice(0, 8)}…`;

  it('finds nothing in what a server leaves, and changes nothing by looking', async () => {
    const before = await fingerprint(copy.folder);
    expect(await checkData(copy.folder, AT_ONCE)).toEqual([]);
    expect(await fingerprint(copy.folder)).toEqual(before);
  });

  it.each<[string, () => Promise<unknown>, () => string[]]>([
    ['a row without its blob', () => rm(blob()), () => ['row.without-blob', short()]],
    ['a blob that is too short', () => truncate(blob(), 60_000), () => ['blob.wrong-size', short()]],
    ['one that is too long', () => truncate(blob(), 70_000), () => ['blob.wrong-size', short()]],
    [
      'an upload whose file ends before its offset',
      () => truncate(blob(filled.unfinished), 4999),
      () => ['blob.wrong-size', short(filled.unfinished)],
    ],
    [
      'an upload whose file is gone',
      () => rm(blob(filled.unfinished)),
      () => ['row.without-blob', short(filled.unfinished)],
    ],
    [
      'a submission that is no age file',
      async () => writeFile(blob(), noise((await stat(blob())).size)),
      () => ['blob.foreign', short()],
    ],
    [
      'an upload that cannot become one',
      () => writeFile(blob(filled.unfinished), noise(5000)),
      () => ['blob.foreign', short(filled.unfinished)],
    ],
    ['a blob that others can read', () => chmod(blob(), 0o604), () => ['file.open', short()]],
    [
      'a data folder that others can enter',
      () => chmod(copy.folder, 0o710),
      () => ['file.open', 'the data folder'],
    ],
    [
      'a file that does not belong there',
      () => writeFile(join(copy.folder, 'access.log'), 'x', { mode: 0o600 }),
      () => ['file.foreign', 'access.log'],
    ],
    [
      "a demonstration's keys beside real data",
      () => writeFile(join(copy.folder, 'demo'), 'x', { mode: 0o600 }),
      () => ['file.foreign', 'demo'],
    ],
    [
      'a marker that cannot be read',
      () => writeFile(join(copy.folder, 'organisation.json'), '{'),
      () => ['marker.damaged', 'organisation.json'],
    ],
    [
      'a missing database',
      () => rm(join(copy.folder, 'witnessbox.sqlite')),
      () => ['database.missing', 'witnessbox.sqlite'],
    ],
    [
      'a row that names a path',
      async () => {
        run(
          copy.folder,
          "update submissions set blob = '../secret' where id = (select max(id) from submissions)",
        );
        for (const name of filled.submissions) if (!named().includes(name)) await rm(blob(name));
      },
      () => ['row.damaged', '../secret'],
    ],
  ])('finds %s', async (_, harm, expected) => {
    await harm();
    expect(await codes()).toEqual([expected()]);
  });

  const named = () => readRows(copy.folder).rows.map((row) => row.blob);

  it('finds a blob without a row, and a link in the place of one', async () => {
    const stray = newId(random);
    await writeFile(blob(stray), noise(10), { mode: 0o600 });
    expect(await codes()).toEqual([['blob.without-row', short(stray)]]);
    await rm(blob(stray));
    await rm(blob());
    await symlink('/etc/passwd', blob());
    expect((await codes())[0]).toEqual(['blob.foreign', short()]);
  });

  it('finds a page of the database that was overwritten', async () => {
    const path = join(copy.folder, 'witnessbox.sqlite');
    const bytes = await readFile(path);
    for (const page of [3, 5, 7, 9]) bytes.fill(0xab, page * 4096, page * 4096 + 2000);
    await writeFile(path, bytes);
    expect(await codes()).toEqual([['database.damaged', 'witnessbox.sqlite']]);
  });

  it('does not report what is gone, or has moved on, at the second look', async () => {
    const copying = newId(random);
    const passing = newId(random);
    await writeFile(blob(copying), noise(10), { mode: 0o600 });
    await writeFile(blob(passing), noise(10), { mode: 0o600 });
    let waits = 0;
    const wait = async () => {
      waits += 1;
      await rm(blob(passing), { force: true });
      await writeFile(blob(copying), noise(10 + waits));
    };
    expect(await codes({ wait })).toEqual([]);
  });

  it('tells the command line by its exit code, as text and as JSON, with no whole id', async () => {
    expect(await command('check', '--data', copy.folder)).toMatchObject({ code: 0, err: '' });
    await rm(blob());
    const asText = await command('check', '--data', copy.folder);
    expect(asText).toMatchObject({ code: 4, err: '' });
    expect(asText.out).toMatch(/is missing that the database names[^]+1 wrong\n$/);
    const { code, out } = await command('check', '--json', '--data', copy.folder);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject([{ code: 'row.without-blob', subject: short() }]);
    expect(out + asText.out).not.toMatch(/[0-9a-f]{16}/);
    expect(await command('check', '--data', '/nowhere')).toMatchObject({
      code: 2,
      err: 'There is no such data folder. Name it with --data or in witnessbox.toml.\n',
    });
    expect((await command('check', '--nonsense')).code).toBe(2);
  }, 60_000);

  it("knows the server's own socket in the data folder, whichever way leads there, and no other", async () => {
    const socket = join(copy.folder, 'portal.sock');
    const [own, other] = [createServer(), createServer()];
    await new Promise<void>((resolve) => own.listen(socket, resolve));
    const config = join(copy.root, 'witnessbox.toml');
    const check = (where: string) =>
      writeFile(config, `data = "data"\nlisten = "unix:${where}"\n`).then(() =>
        command('check', '--config', config),
      );
    expect(await check(socket)).toMatchObject({ code: 0 });
    await symlink(copy.folder, join(copy.root, 'way'));
    expect(await check(join(copy.root, 'way', 'portal.sock'))).toMatchObject({ code: 0 });
    expect(await codes({ socket: join(copy.root, 'portal.sock') })).toEqual([
      ['file.foreign', 'portal.sock'],
    ]);
    await new Promise<void>((resolve) => other.listen(join(copy.folder, 'another.sock'), resolve));
    expect(await codes({ socket })).toEqual([['file.foreign', 'another.sock']]);
    await Promise.all([own, other].map((server) => new Promise((resolve) => server.close(resolve))));
    await writeFile(socket, 'not one', { mode: 0o600 });
    expect(await codes({ socket })).toEqual([['file.foreign', 'portal.sock']]);
  });

  it("knows the server's own socket among the ciphertexts too, and what else is no file there", async () => {
    const [socket, another] = [blob('portal.sock'), blob('another.sock')];
    const servers = [socket, another].map((path) => createServer().listen(path));
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const folder = newId(random);
    await mkdir(blob(folder));
    await symlink(blob(), blob('way'));
    const foreign = (...names: string[]) => names.map((name) => ['blobs.foreign', name]).sort();
    expect((await codes({ socket })).sort()).toEqual(foreign('another.sock', short(folder), 'way'));
    expect((await codes()).sort()).toEqual(foreign('another.sock', 'portal.sock', short(folder), 'way'));
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('finds nothing wrong beside a running server, nor after its crash', async () => {
    const folders = await makeFolders();
    const program = await startProgram(folders);
    const client = { isBusy: true };
    const sending = (async () => {
      while (client.isBusy) await submit(program.address);
    })();
    const looks = [];
    for (let index = 0; index < 20; index += 1) looks.push(...(await checkData(folders.options.dataFolder)));
    client.isBusy = false;
    await sending;
    await fill(program, 1);
    await program.kill();
    looks.push(...(await checkData(folders.options.dataFolder)));
    await folders.remove();
    expect(looks).toEqual([]);
  }, 60_000);
});

async function fingerprint(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  return Promise.all(
    [...names, '.'].map(async (name) => {
      const path = join(folder, name);
      const entry = await stat(path);
      const bytes = entry.isFile() ? await readFile(path) : '';
      return `${name} ${String(entry.mtimeMs)} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
}
