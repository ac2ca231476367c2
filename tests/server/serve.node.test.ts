import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Serving } from '../../server/main.node.ts';
import type { SnapshotIndex } from '../../server/contract.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { perTest } from './support/per-test.node.ts';
import {
  append,
  bytesReceived,
  create,
  eventually,
  makeFolders,
  offsetAt,
  openPatch,
  startProgram,
} from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  const own = perTest();

  it('starts with an expired keyring, says so, and takes nothing new in', async () => {
    await own.makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' });
    const { address, isOpen } = await own.start();
    expect(isOpen).toBe(false);
    expect((await fetch(`${address}/en/`)).status).toBe(200);
    await expect(create(address, SMALLEST)).rejects.toThrow('upload.closed');
    const program = await startProgram(
      await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' }),
    );
    await eventually(() => Promise.resolve(program.output().includes('The keyring expired on 2020-12-31')));
    expect(await program.end()).toBe(0);
  });

  it('takes a snapshot when it starts and one is due', async () => {
    const read = async (address: string) =>
      (await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex;
    const first = await own.start({ now: () => new Date('2026-11-22T12:00:00Z') });
    expect(await read(first.address)).toMatchObject({ number: 1, day: '2026-11-22' });
    await first.stop();
    const same = await own.start({ now: () => new Date('2026-11-22T13:00:00Z') });
    expect(await read(same.address)).toMatchObject({ number: 1 });
    await same.stop();
    const next = await own.start({ now: () => new Date('2026-11-23T00:00:00Z') });
    expect(await read(next.address)).toMatchObject({ number: 2, day: '2026-11-23' });
  });

  it('takes one at midnight, or every minute in a demonstration', async () => {
    const clock = { now: new Date('2026-11-22T23:58:59.500Z') };
    const number = async ({ address }: Serving) =>
      ((await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex).number;
    const daily = await own.start({ now: () => clock.now });
    const minutely = await own.start({
      now: () => clock.now,
      snapshotEvery: 'minute',
      dataFolder: join(own.folders.root, 'other'),
    });
    expect([await number(daily), await number(minutely)]).toEqual([1, 1]);
    clock.now = new Date('2026-11-22T23:59:00Z');
    await eventually(async () => (await number(minutely)) === 2);
    expect(await number(daily)).toBe(1);
    clock.now = new Date('2026-11-23T00:00:00Z');
    await eventually(async () => (await number(daily)) === 2 && (await number(minutely)) === 3);
  });

  it('takes uploads over real connections, in pieces and after breaks', async () => {
    const { address } = await own.start();
    const file = await ageFile();
    const url = await create(address, file.length);
    const broken = openPatch(url, 0, file.length);
    await broken.write(file.subarray(0, 7000));
    await broken.write(file.subarray(7000, 9000));
    // Not before the server has them: what is lost on the way cannot be kept.
    await eventually(async () => (await bytesReceived(own.folders)) >= 9000);
    broken.breakOff();
    await eventually(async () => (await offsetAt(url)) >= 7000);
    const offset = await offsetAt(url);
    const answer = await append(url, offset, file.subarray(offset));
    expect(answer.status).toBe(204);
    expect(await offsetAt(url)).toBe(file.length);
  });

  it('keeps nowhere which upload became which submission, nor when', async () => {
    const { address } = await own.start();
    const file = await ageFile();
    const url = await create(address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    const database = join(own.folders.options.dataFolder, 'witnessbox.sqlite');
    // Within a second. Throws if it does not come to pass.
    await eventually(async () => {
      const files = await Promise.all(['', '-wal', '-shm'].map((end) => stat(`${database}${end}`)));
      return (
        files[1]?.size === 0 && files.every(({ mtime }) => mtime.toISOString().endsWith('T00:00:00.000Z'))
      );
    });
  });

  it('answers a refusal while the client is still sending', async () => {
    const { address } = await own.start();
    const url = await create(address, (await ageFile()).length);
    const sending = openPatch(url, 0, 67_000);
    await sending.write(new TextEncoder().encode('My name is'));
    expect((await sending.answered)?.status).toBe(422);
    sending.breakOff();
    expect(await offsetAt(url)).toBe(-410);
  });
});
