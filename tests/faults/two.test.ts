/** Two processes on one data folder: one serves, the other is refused with a sentence, whoever of them was killed. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { whileLocked } from '../../server/folder/locked.node.ts';
import { serve } from '../../server/main.node.ts';
import { command, readRows, submit } from '../server/support/filled.node.ts';
import { perTest } from '../server/support/per-test.node.ts';
import { refusal } from './support/program.ts';
import { teamOf } from './support/team.ts';

const IN_USE = 'Another server is running on this data folder.\n';

vi.setConfig({ testTimeout: 120_000 });

describe('a data folder', () => {
  const own = perTest();
  const data = () => own.folders.options.dataFolder;

  it('that is in use refuses a second server by whatever way it comes, and nothing happens to the first', async () => {
    const { address } = await own.startProgram();
    await submit(address);
    await symlink(data(), join(own.folders.root, 'link'));
    for (const way of [data(), join(own.folders.root, 'link'), join(data(), 'blobs', '..')]) {
      const second = serve({ ...own.folders.options, dataFolder: way });
      await expect(second).rejects.toMatchObject({ code: 'server.data-in-use', message: IN_USE.trim() });
    }
    await submit(address);
    expect(await teamOf(own.folders, address).list()).toHaveLength(2);
  });

  it('that several servers want at once, a new one too, gets one of them', async () => {
    const outcomes = await Promise.allSettled([own.startProgram(), own.startProgram(), own.startProgram()]);
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
    );
    expect(refusals).toEqual([IN_USE, IN_USE]);
    const [started] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    await submit(started?.address ?? '');
    expect(readRows(data()).rows).toHaveLength(1);
  });

  it('that a command changes refuses a server meanwhile, and the other way round', async () => {
    const program = await own.startProgram();
    await submit(program.address);
    for (const name of ['purge', 'migrate']) {
      expect(await command(name, '--data', data())).toEqual({ code: 1, out: '', err: IN_USE });
    }
    const restored = await command('restore', join(own.folders.root, 'nothing'), '--data', data());
    expect(restored).toMatchObject({ code: 1, err: expect.stringMatching(/not empty/) as string });
    await program.kill();
    await whileLocked(data(), async () => {
      expect(await refusal(own.folders)).toBe(IN_USE);
    });
    expect((await command('purge', '--data', data())).code).toBe(0);
    expect(readRows(data()).rows).toHaveLength(1);
  });

  it('is free as soon as its server was killed, and looked at and copied with all that it had, as beside the server', async () => {
    const program = await own.startProgram();
    await submit(program.address);
    const copy = (name: string) => command('backup', join(own.folders.root, name), '--data', data());
    expect((await command('check', '--data', data())).code).toBe(0);
    expect((await copy('first')).code).toBe(0);
    await program.kill();
    expect((await command('check', '--data', data())).code).toBe(0);
    expect((await copy('second')).code).toBe(0);
    expect(
      (await command('restore', join(own.folders.root, 'second'), '--data', join(own.folders.root, 'other')))
        .err,
    ).toBe('');
    expect(readRows(join(own.folders.root, 'other')).rows).toHaveLength(1);
    const { address } = await own.startProgram();
    await submit(address);
    expect(await teamOf(own.folders, address).fetchAll()).toHaveLength(2);
  });
});
