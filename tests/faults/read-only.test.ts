/** A disk that becomes read-only, as systems make it when it fails, under a running server and before a start. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Health } from '../../server/contract.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { ageFile, sameBytes } from '../server/support/files.ts';
import { command } from '../server/support/filled.node.ts';
import { proofFor } from '../server/support/proof.ts';
import { append, create, makeFolders, offsetAt, type Folders } from '../server/support/served.node.ts';
import { TUS } from '../server/support/world.ts';
import { execute, makeRealDisk, mountReal, noRealDisk, unless } from './support/disks.ts';
import { refusal } from './support/program.ts';
import { makeBatch, teamOf } from './support/team.ts';

vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(noRealDisk !== null)(`a disk that is read-only${unless(noRealDisk)}`, () => {
  let folders: Folders;
  let serving: Serving | undefined;
  let disk: string;
  let image: string;
  beforeEach(async () => {
    folders = await makeFolders();
    disk = join(folders.root, 'disk');
    image = join(folders.root, 'disk.img');
    folders.options.dataFolder = join(disk, 'data');
    await mkdir(disk);
    await makeRealDisk(image, disk, 32 * 2 ** 20);
    await start();
  });
  afterEach(async () => {
    await serving?.stop();
    execute('umount', disk);
    await folders.remove();
  });

  const data = () => folders.options.dataFolder;
  const blobs = () => join(data(), 'blobs');
  const addressOf = () => serving?.address ?? '';
  const team = () => teamOf(folders, addressOf());
  const start = async () => {
    serving = await serve(folders.options);
  };
  const stop = async () => {
    await serving?.stop();
    serving = undefined;
  };
  const failing = async () => {
    const health = (await (await fetch(`${addressOf()}/healthz`)).json()) as Health;
    return health.status === 'ok' ? [] : health.failing.filter((part) => part !== 'space');
  };
  const asked = async (length: number): Promise<Response> => {
    const proof = await proofFor((path) => fetch(`${addressOf()}${path}`), length);
    const headers = { ...TUS, 'Upload-Length': String(length), ...proof };
    return fetch(`${addressOf()}/uploads`, { method: 'POST', headers });
  };
  const send = async () => {
    const file = await ageFile();
    expect((await append(await create(addressOf(), file.length), 0, file)).status).toBe(204);
    return file;
  };

  it('where ciphertexts lie is said by /healthz, nothing is confirmed meanwhile, and all goes on by itself afterwards', async () => {
    const done = await send();
    const file = await ageFile();
    const url = await create(addressOf(), file.length);
    expect((await append(url, 0, file.subarray(0, 20_000))).status).toBe(204);
    execute('mount', '--bind', blobs(), blobs());
    try {
      execute('mount', '-o', 'remount,bind,ro', blobs());
      const names = await readdir(blobs());
      expect(await failing()).toEqual(['blobs']);
      const answer = await append(url, 20_000, file.subarray(20_000));
      expect([answer.status, await answer.json()]).toEqual([503, { error: 'storage.failed' }]);
      const other = await create(addressOf(), file.length);
      expect((await append(other, 0, file)).status).toBe(503);
      expect([await offsetAt(url), await offsetAt(other)]).toEqual([20_000, 0]);
      expect(await readdir(blobs())).toEqual(names);
      const [only, ...more] = await team().fetchAll();
      expect([only && sameBytes(only, done), more]).toEqual([true, []]);
      execute('mount', '-o', 'remount,bind,rw', blobs());
      for (const [address, offset] of [
        [url, 20_000],
        [other, 0],
      ] as const) {
        expect((await append(address, offset, file.subarray(offset))).status).toBe(204);
      }
      expect(await team().list()).toHaveLength(3);
    } finally {
      execute('umount', blobs());
    }
  });

  it('as a whole lets nothing be confirmed, is said, and is as it was after a new start', async () => {
    const done = await send();
    const file = await ageFile();
    const url = await create(addressOf(), file.length);
    expect((await append(url, 0, file.subarray(0, 20_000))).status).toBe(204);
    const batch = await makeBatch();
    // What the kernel does to ext4 when it meets an error.
    execute('mount', '-o', 'remount,abort', disk);
    expect(await failing()).toEqual(['database', 'blobs']);
    for (const refused of [
      await append(url, 20_000, file.subarray(20_000)),
      await asked(file.length),
      await team().place(batch),
    ]) {
      expect([refused.status, await refused.json()]).toEqual([503, { error: 'storage.failed' }]);
    }
    expect((await fetch(`${addressOf()}/en/`)).status).toBe(200);
    expect(await offsetAt(url)).toBe(20_000);
    // The team can still save what is there, which the disk may soon not give any more.
    const [kept, ...more] = await team().fetchAll();
    expect([kept && sameBytes(kept, done), more]).toEqual([true, []]);
    const before = addressOf();
    await stop();

    const SENTENCE =
      /^The disk on which the data folder lies is read-only at present\.[^\n]* dmesg [^\n]*\n$/;
    execute('umount', disk);
    mountReal(image, disk);
    execute('mount', '-o', 'remount,ro', disk);
    expect(await refusal(folders)).toMatch(SENTENCE);
    for (const name of ['purge', 'migrate']) {
      expect(await command(name, '--data', data())).toMatchObject({ code: 1, out: '' });
    }
    execute('mount', '-o', 'remount,rw', disk);
    await start();
    const moved = url.replace(before, addressOf());
    expect(await offsetAt(moved)).toBe(20_000);
    expect((await append(moved, 20_000, file.subarray(20_000))).status).toBe(204);
    expect(await team().list()).toHaveLength(2);
    expect(await Promise.all(batch.map((drop) => team().isPlaced(drop)))).not.toContain(true);
    expect((await team().place(batch)).status).toBe(200);
  });
});
