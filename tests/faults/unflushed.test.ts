/**
 * A log that cannot be flushed. SQLite takes back what it has just written there; whoever kills the program before the log is
 * written anew finds it recorded all the same.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ageFile, sameBytes } from '../server/support/files.ts';
import {
  append,
  create,
  makeFolders,
  offsetAt,
  startProgram,
  type Folders,
  type Program,
} from '../server/support/served.node.ts';
import { unless } from './support/disks.ts';
import { teamOf } from './support/team.ts';
import { noTracing, trace } from './support/tracing.ts';

vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(noTracing !== null)(`a log that cannot be flushed${unless(noTracing)}`, () => {
  let folders: Folders;
  let program: Program;
  beforeEach(async () => {
    folders = await makeFolders();
    program = await startProgram(folders);
  });
  afterEach(async () => {
    await program.kill();
    await folders.remove();
  });

  it('confirms nothing, and what a crash brings back of it is whole', async () => {
    const file = await ageFile();
    const url = await create(program.address, file.length);
    const log = join(folders.options.dataFolder, 'witnessbox.sqlite-wal');
    await trace(
      program.process.pid ?? 0,
      ['fsync', 'fdatasync', 'ftruncate'],
      join(folders.root, 'trace'),
      log,
    );
    expect((await append(url, 0, file)).status).toBe(503);
    await program.kill();

    program = await startProgram(folders);
    const again = new URL(new URL(url).pathname, program.address).href;
    expect(await offsetAt(again)).toBe(file.length);
    const [only] = await teamOf(folders, program.address).fetchAll();
    expect(only && sameBytes(only, file)).toBe(true);
  });
});
