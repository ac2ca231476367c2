/** Two processes on one data folder: one serves, the other is refused with a sentence, whoever of them was killed. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whileLocked } from '../../server/folder/locked.node.ts';
import { serve } from '../../server/main.node.ts';
import { command, readRows, submit } from '../server/support/filled.node.ts';
import { makeFolders, startProgram, type Folders, type Program } from '../server/support/served.node.ts';
import { refusal } from './support/program.ts';
import { teamOf } from './support/team.ts';

const IN_USE = 'Another server is running on this data folder.\n';

vi.setConfig({ testTimeout: 120_000 });

describe('a data folder', () => {
  let folders: Folders;
  const programs: Program[] = [];
  const start = async (): Promise<Program> => {
    const program = await startProgram(folders);
    programs.push(program);
    return program;
  };
  const data = () => folders.options.dataFolder;
  beforeEach(async () => {
    folders = await makeFolders();
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.kill();
    await folders.remove();
  });

  it('that is in use refuses a second server by whatever way it comes, and nothing happens to the first', async () => {
    const { address } = await start();
    await submit(address);
    await symlink(data(), join(folders.root, 'link'));
    for (const way of [data(), join(folders.root, 'link'), join(data(), 'blobs', '..')]) {
      const second = serve({ ...folders.options, dataFolder: way });
      await expect(second).rejects.toMatchObject({ code: 'server.data-in-use', message: IN_USE.trim() });
    }
    await submit(address);
    expect(await teamOf(folders, address).list()).toHaveLength(2);
  });

  it('that several servers want at once, a new one too, gets one of them', async () => {
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
    );
    expect(refusals).toEqual([IN_USE, IN_USE]);
    await submit(programs[0]?.address ?? '');
    expect(readRows(data()).rows).toHaveLength(1);
  });

  it('that a command changes refuses a server meanwhile, and the other way round', async () => {
    const program = await start();
    await submit(program.address);
    for (const name of ['purge', 'migrate']) {
      expect(await command(name, '--data', data())).toEqual({ code: 1, out: '', err: IN_USE });
    }
    const restored = await command('restore', join(folders.root, 'nothing'), '--data', data());
    expect(restored).toMatchObject({ code: 1, err: expect.stringMatching(/not empty/) as string });
    await program.kill();
    await whileLocked(data(), async () => {
      expect(await refusal(folders)).toBe(IN_USE);
    });
    expect((await command('purge', '--data', data())).code).toBe(0);
    expect(readRows(data()).rows).toHaveLength(1);
  });

  it('is free as soon as its server was killed, and looked at and copied with all that it had, as beside the server', async () => {
    const program = await start();
    await submit(program.address);
    const copy = (name: string) => command('backup', join(folders.root, name), '--data', data());
    expect((await command('check', '--data', data())).code).toBe(0);
    expect((await copy('first')).code).toBe(0);
    await program.kill();
    expect((await command('check', '--data', data())).code).toBe(0);
    expect((await copy('second')).code).toBe(0);
    expect(
      (await command('restore', join(folders.root, 'second'), '--data', join(folders.root, 'other'))).err,
    ).toBe('');
    expect(readRows(join(folders.root, 'other')).rows).toHaveLength(1);
    const { address } = await start();
    await submit(address);
    expect(await teamOf(folders, address).fetchAll()).toHaveLength(2);
  });
});
