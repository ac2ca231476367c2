import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve, type ServeOptions, type Serving } from '../../server/main.node.ts';
import type { SnapshotIndex } from '../../server/contract.ts';
import { ageFile } from './support/files.ts';
import {
  append,
  create,
  eventually,
  makeFolders,
  offsetAt,
  openPatch,
  startProgram,
  type Folders,
} from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  let folders: Folders;
  const running: Serving[] = [];
  beforeEach(async () => {
    folders = await makeFolders();
  });
  afterEach(async () => {
    for (const serving of running.splice(0)) await serving.stop();
    await folders.remove();
  });

  async function start(options: Partial<ServeOptions> = {}): Promise<Serving> {
    const serving = await serve({ ...folders.options, ...options });
    running.push(serving);
    return serving;
  }
  it('starts with an expired keyring, says so, and takes nothing new in', async () => {
    await folders.remove();
    folders = await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' });
    const { address, isOpen } = await start();
    expect(isOpen).toBe(false);
    expect((await fetch(`${address}/en/`)).status).toBe(200);
    await expect(create(address, 1)).rejects.toThrow('upload.closed');
    const program = await startProgram(
      await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' }),
    );
    await eventually(() => Promise.resolve(program.output().includes('The keyring expired on 2020-12-31')));
    expect(await program.end()).toBe(0);
  });

  it('takes a snapshot when it starts and one is due', async () => {
    const read = async (address: string) =>
      (await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex;
    const first = await start({ now: () => new Date('2026-11-22T12:00:00Z') });
    expect(await read(first.address)).toMatchObject({ number: 1, day: '2026-11-22' });
    await first.stop();
    const same = await start({ now: () => new Date('2026-11-22T13:00:00Z') });
    expect(await read(same.address)).toMatchObject({ number: 1 });
    await same.stop();
    const next = await start({ now: () => new Date('2026-11-23T00:00:00Z') });
    expect(await read(next.address)).toMatchObject({ number: 2, day: '2026-11-23' });
  });

  it('takes one at midnight, or every minute in a demonstration', async () => {
    const clock = { now: new Date('2026-11-22T23:58:59.500Z') };
    const number = async ({ address }: Serving) =>
      ((await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex).number;
    const daily = await start({ now: () => clock.now });
    const minutely = await start({
      now: () => clock.now,
      snapshotEvery: 'minute',
      dataFolder: join(folders.root, 'other'),
    });
    expect([await number(daily), await number(minutely)]).toEqual([1, 1]);
    clock.now = new Date('2026-11-22T23:59:00Z');
    await eventually(async () => (await number(minutely)) === 2);
    expect(await number(daily)).toBe(1);
    clock.now = new Date('2026-11-23T00:00:00Z');
    await eventually(async () => (await number(daily)) === 2 && (await number(minutely)) === 3);
  });

  /** Bytes in the one blob there is, recorded or not. */
  const written = async (): Promise<number> => {
    const blobs = join(folders.options.dataFolder, 'blobs');
    const [name] = await readdir(blobs);
    return name === undefined ? 0 : (await stat(join(blobs, name))).size;
  };

  it('takes uploads over real connections, in pieces and after breaks', async () => {
    const { address } = await start();
    const file = await ageFile();
    const url = await create(address, file.length);
    const broken = openPatch(url, 0, file.length);
    await broken.write(file.subarray(0, 7000));
    await broken.write(file.subarray(7000, 9000));
    // Not before the server has them: what is lost on the way cannot be kept.
    await eventually(async () => (await written()) >= 9000);
    broken.breakOff();
    await eventually(async () => (await offsetAt(url)) >= 7000);
    const offset = await offsetAt(url);
    const answer = await append(url, offset, file.subarray(offset));
    expect(answer.status).toBe(204);
    expect(await offsetAt(url)).toBe(file.length);
  });

  it('keeps nowhere which upload became which submission, nor when', async () => {
    const { address } = await start();
    const file = await ageFile();
    const url = await create(address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    const database = join(folders.options.dataFolder, 'witnessbox.sqlite');
    expect((await stat(`${database}-wal`)).size).toBe(0);
    for (const end of ['', '-wal', '-shm']) {
      expect((await stat(`${database}${end}`)).mtime.toISOString()).toMatch(/T00:00:00\.000Z$/);
    }
  });

  it('answers a refusal while the client is still sending', async () => {
    const { address } = await start();
    const url = await create(address, (await ageFile()).length);
    const sending = openPatch(url, 0, 67_000);
    await sending.write(new TextEncoder().encode('My name is'));
    expect((await sending.answered)?.status).toBe(422);
    sending.breakOff();
    expect(await offsetAt(url)).toBe(-410);
  });
});
