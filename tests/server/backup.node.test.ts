import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open.node.ts';
import { diskBlobs } from '../../server/blobs.disk.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { backUp } from '../../server/folder/backup.node.ts';
import { checkData } from '../../server/folder/check.node.ts';
import { serve } from '../../server/main.node.ts';
import { closeDay } from '../../server/retention.ts';
import { command, copyOf, makeFilled, readRows, run, submit, type Filled } from './support/filled.node.ts';
import { random } from './support/runtime.ts';
import { makeFolders, startProgram } from './support/served.node.ts';

type Listed = { format: string; day: string; files: { path: string; size: number; sha256: string }[] };

describe('server backup and restore', () => {
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

  const at = (...names: string[]) => join(copy.root, ...names);
  const parts = { now: () => new Date(), random, wait: () => Promise.resolve() };
  const backup = (target = at('backup')) => command('backup', target, '--data', copy.folder);
  const restore = (folder = at('restored')) => command('restore', at('backup'), '--data', folder);
  const manifest = async () => JSON.parse(await readFile(at('backup', 'manifest.json'), 'utf8')) as Listed;
  const drafts = async () => (await readdir(copy.root)).filter((name) => name.includes('draft'));

  it('a backup lists every file with size and hash, and has no time finer than a day', async () => {
    expect(await backup()).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining(': 3.') as string,
    });
    const { format, day, files } = await manifest();
    expect([format, day]).toEqual(['witnessbox-backup/1', new Date().toISOString().slice(0, 10)]);
    const names = (await readdir(at('backup'), { recursive: true })).sort();
    expect(['blobs', 'manifest.json', ...files.map(({ path }) => path)].sort()).toEqual(names);
    expect(files).toHaveLength(5);
    for (const { path, size, sha256 } of files) {
      const bytes = await readFile(at('backup', path));
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256]);
    }
    for (const name of [...names, '.']) {
      const entry = await stat(at('backup', name));
      expect(entry.mtimeMs % 86_400_000).toBe(0);
      expect(entry.mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
    expect(await drafts()).toEqual([]);
  });

  it('a backup has nothing of an unfinished upload or of a visit, not even in free pages', async () => {
    const traces = [filled.upload, filled.unfinished, 'proof:'];
    const held = async (folder: string) => {
      const bytes = await readFile(join(folder, 'witnessbox.sqlite'));
      return traces.map((trace) => bytes.includes(trace));
    };
    expect(await held(copy.folder)).toEqual([true, true, true]);
    await backup();
    expect(await held(at('backup'))).toEqual([false, false, false]);
    expect((await readdir(at('backup', 'blobs'))).sort()).toEqual([...filled.submissions].sort());
    expect(readRows(at('backup')).begun).toEqual([]);
    // What was copied goes on as it was.
    expect(readRows(copy.folder).begun).toHaveLength(1);
  });

  it('a backup has no foreign thing in it, and is not made where a ciphertext is no file', async () => {
    await mkdir(join(copy.folder, 'blobs', 'foreign'));
    expect((await backup()).code).toBe(0);
    expect((await readdir(at('backup', 'blobs'))).sort()).toEqual([...filled.submissions].sort());
    const endless = join(copy.folder, 'blobs', filled.submissions[0] ?? '');
    await rm(endless);
    execFileSync('mkfifo', [endless]);
    expect(await backup(at('another'))).toMatchObject({ code: 1, out: '' });
    expect(await readdir(copy.root)).not.toContain('another');
    expect(await drafts()).toEqual([]);
  });

  it('what was restored is whole, byte for byte, and is served again', async () => {
    await backup();
    // Into an empty folder too.
    await mkdir(at('restored'));
    expect(await restore()).toMatchObject({ code: 0, err: '' });
    expect(await checkData(at('restored'), { wait: parts.wait })).toEqual([]);
    const before = readRows(copy.folder).rows;
    expect(readRows(at('restored')).rows).toEqual(before);
    for (const { blob } of before) {
      const [was, is] = await Promise.all(
        [copy.folder, at('restored')].map((folder) => readFile(join(folder, 'blobs', blob))),
      );
      expect(was && is && was.equals(is)).toBe(true);
    }
    expect((await readdir(at('restored'))).sort()).toEqual([
      'blobs',
      'organisation.json',
      'witnessbox.sqlite',
    ]);
    const serving = await serve({ ...filled.folders.options, dataFolder: at('restored') });
    expect(serving.isOpen).toBe(true);
    await serving.stop();
    // The marker came along: nobody else may serve it.
    const other = await makeFolders();
    const theirs = serve({ ...other.options, dataFolder: at('restored') });
    await expect(theirs).rejects.toMatchObject({ code: 'organisation.other' });
    await other.remove();
  });

  it('a backup goes into a new folder outside of the data, or nowhere', async () => {
    await mkdir(at('there'));
    await symlink(copy.folder, at('link'));
    const { folder } = copy;
    const refused: [string, RegExp][] = [
      [at('there'), /lies something already/],
      [join(folder, 'backup'), /cannot lie in the data folder/],
      [join(folder, 'blobs', 'backup'), /cannot lie in the data folder/],
      [at('link', 'backup'), /cannot lie in the data folder/],
      [at('nowhere', 'backup'), /does not exist\.$/m],
    ];
    for (const [target, sentence] of refused) {
      expect(await backup(target)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(sentence) as string,
      });
    }
    expect(await checkData(folder, { wait: parts.wait })).toEqual([]);
    expect((await command('backup', at('backup'), '--data', at('nowhere'))).code).toBe(2);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['missing', (path) => rm(path)],
    ['of another length', (path) => truncate(path, 60_000)],
  ])('no backup is made while a ciphertext is %s', async (_, harm) => {
    await harm(join(copy.folder, 'blobs', filled.submissions[0] ?? ''));
    await expect(backUp(copy.folder, at('backup'), parts)).rejects.toMatchObject({
      code: 'backup.incomplete',
    });
    expect((await readdir(copy.root)).sort()).toEqual(['data']);
  });

  it('a close of the day in the midst of a backup takes nothing from it', async () => {
    const store = openStore(join(copy.folder, 'witnessbox.sqlite'));
    const tomorrow = () => new Date(Date.now() + 86_400_000);
    const blobs = diskBlobs({ folder: join(copy.folder, 'blobs'), now: tomorrow, random });
    // Hidden for the first round, as if they had just been renamed.
    const [first = '', second = ''] = filled.submissions;
    const path = (name: string) => join(copy.folder, 'blobs', name);
    await rename(path(first), at('aside'));
    let waits = 0;
    const wait = async () => {
      waits += 1;
      if (waits > 1) return;
      await rename(at('aside'), path(first));
      await closeDay({ store, blobs, config: DEFAULT_CONFIG, now: tomorrow, random });
    };
    expect(await backUp(copy.folder, at('backup'), { ...parts, wait })).toBe(3);
    await store.close();
    expect(waits).toBe(1);
    const now = readRows(copy.folder).rows.map(({ blob }) => blob);
    expect(now).not.toContain(second);
    expect((await readdir(at('backup', 'blobs'))).sort()).toEqual(now.sort());
    expect((await restore()).code).toBe(0);
  });

  it('each backup made while sources are sending can be restored, and has all that was confirmed before', async () => {
    const folders = await makeFolders();
    const program = await startProgram(folders);
    const client = { isBusy: true, confirmed: 0 };
    const sending = (async () => {
      while (client.isBusy) {
        await submit(program.address);
        client.confirmed += 1;
      }
    })();
    for (let index = 0; index < 5; index += 1) {
      const { confirmed } = client;
      const target = at(`backup-${String(index)}`);
      const count = await backUp(folders.options.dataFolder, target, parts);
      expect(count).toBeGreaterThanOrEqual(confirmed);
      expect((await command('restore', target, '--data', at(`restored-${String(index)}`))).err).toBe('');
    }
    client.isBusy = false;
    await sending;
    await program.end();
    await folders.remove();
    expect(client.confirmed).toBeGreaterThan(0);
  }, 60_000);

  describe('nothing is restored', () => {
    beforeEach(async () => {
      await backup();
    });
    const relist = async (change: (listed: Listed) => unknown) => {
      const listed = await manifest();
      change(listed);
      await writeFile(at('backup', 'manifest.json'), JSON.stringify(listed));
    };
    const blob = () => at('backup', 'blobs', filled.submissions[0] ?? '');

    it.each<[string, () => Promise<unknown>, RegExp]>([
      ['over data', () => writeFile(at('restored'), 'x'), /not empty/],
      ['without a manifest', () => rm(at('backup', 'manifest.json')), /That is no backup/],
      ['of another format', () => relist((listed) => (listed.format = 'witnessbox-backup/2')), /no backup/],
      [
        'with a path that leads out',
        () => relist(({ files }) => files.push({ path: '../x', size: 0, sha256: '0'.repeat(64) })),
        /no backup/,
      ],
      [
        'where a file is listed twice',
        () => relist(({ files }) => files.push(...files.slice(0, 1))),
        /no backup/,
      ],
      ['where a file is not listed', () => relist(({ files }) => files.shift()), /does not list/],
      ['where something lies beside', () => writeFile(at('backup', 'lock.sqlite'), ''), /does not list/],
      ['where a folder lies beside', () => mkdir(at('backup', 'demo')), /does not list/],
      [
        'where a link stands for a file',
        async () => {
          await rename(blob(), at('elsewhere'));
          await symlink(at('elsewhere'), blob());
        },
        /does not list/,
      ],
      ['where a file is gone', () => rm(blob()), /not what its manifest says/],
      ['where a file has grown', () => appendFile(blob(), 'x'), /not what its manifest says/],
      [
        'where one byte is another',
        async () => {
          const bytes = await readFile(blob());
          bytes.writeUInt8(bytes.readUInt8(60_000) ^ 1, 60_000);
          await writeFile(blob(), bytes);
        },
        /not what its manifest says/,
      ],
      [
        'where a row lacks its ciphertext, though the manifest agrees',
        async () => {
          await rm(blob());
          await relist((listed) => {
            listed.files = listed.files.filter(({ path }) => !blob().endsWith(path));
          });
        },
        /do not belong together/,
      ],
    ])('%s', async (_, harm, sentence) => {
      await harm();
      expect(await restore()).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(sentence) as string,
      });
      expect(await drafts()).toEqual([]);
      expect(
        await stat(at('restored')).then(
          (entry) => entry.isFile(),
          () => 'nothing',
        ),
      ).not.toBe(false);
    });

    it('over a folder in use', async () => {
      run(copy.folder, 'delete from uploads');
      expect(await restore(copy.folder)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/not empty/) as string,
      });
      expect(readRows(copy.folder).rows).toHaveLength(3);
    });
  });
});
