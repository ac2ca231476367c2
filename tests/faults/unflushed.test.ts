/**
 * A log that cannot be flushed. SQLite takes back what it has just written there; whoever kills the program before the log is
 * written anew finds it recorded all the same.
 */
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ageFile, sameBytes } from '../server/support/files.ts';
import { perTest } from '../server/support/per-test.node.ts';
import { append, create, offsetAt, type Program } from '../server/support/served.node.ts';
import { unless } from './support/disks.ts';
import { teamOf } from './support/team.ts';
import { noTracing, trace } from './support/tracing.ts';

vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(noTracing !== null)(`a log that cannot be flushed${unless(noTracing)}`, () => {
  const own = perTest();
  let program: Program;
  beforeEach(async () => {
    program = await own.startProgram();
  });

  it('confirms nothing, and what a crash brings back of it is whole', async () => {
    const file = await ageFile();
    const url = await create(program.address, file.length);
    const log = join(own.folders.options.dataFolder, 'witnessbox.sqlite-wal');
    await trace(
      program.process.pid ?? 0,
      ['fsync', 'fdatasync', 'ftruncate'],
      join(own.folders.root, 'trace'),
      log,
    );
    expect((await append(url, 0, file)).status).toBe(503);
    await program.kill();

    program = await own.startProgram();
    const again = new URL(new URL(url).pathname, program.address).href;
    // Behind what is in the log already it has been written; into an empty log SQLite writes nothing before it has flushed its head.
    const offset = await offsetAt(again);
    expect([0, file.length]).toContain(offset);
    if (offset === 0) expect((await append(again, 0, file)).status).toBe(204);
    const [only, ...more] = await teamOf(own.folders, program.address).fetchAll();
    expect(more).toEqual([]);
    expect(only && sameBytes(only, file)).toBe(true);
  });
});
