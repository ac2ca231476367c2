/**
 * What is confirmed has been flushed before: bytes, names and rows, in this order. A kill cannot show it, because the system
 * still writes what a dead process has left; so the calls of the process are looked at.
 */
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { ageFile } from '../server/support/files.ts';
import { perTest } from '../server/support/per-test.node.ts';
import { append, create, type Program } from '../server/support/served.node.ts';
import { unless } from './support/disks.ts';
import { makeBatch, teamOf, wereAllPlaced } from './support/team.ts';
import { noTracing, trace, type Call } from './support/tracing.ts';

vi.setConfig({ testTimeout: 120_000 });

const WRITES = ['write', 'writev', 'pwrite64', 'pwritev', 'ftruncate'];
const FLUSHES = ['fsync', 'fdatasync'];
const ANSWERS = ['write', 'writev', 'sendto', 'sendmsg'];

describe.skipIf(noTracing !== null)(`before it is confirmed${unless(noTracing)}`, () => {
  const own = perTest();
  let program: Program;
  beforeEach(async () => {
    program = await own.startProgram();
  });

  const during = async (action: () => Promise<unknown>): Promise<Call[]> => {
    const calls = [...new Set([...WRITES, ...FLUSHES, ...ANSWERS, 'openat'])];
    const tracing = await trace(program.process.pid ?? 0, calls, join(own.folders.root, 'trace'));
    await action();
    return tracing.end();
  };
  /** Up to the answer of this status, without it. */
  const until = (calls: readonly Call[], status: number): Call[] => {
    const end = calls.findIndex(
      ({ name, text }) => ANSWERS.includes(name) && text.includes(`HTTP/1.1 ${String(status)} `),
    );
    expect(end, `no answer with ${String(status)}`).toBeGreaterThan(0);
    return calls.slice(0, end);
  };
  const lastOf = (calls: readonly Call[], names: readonly string[], file: RegExp): number =>
    calls.findLastIndex(({ name, text }) => names.includes(name) && file.test(text));

  const BLOB = /^\w+\(\d+<[^>]*\/blobs\/[0-9a-f]{32}>/;
  const BLOBS = /^\w+\(\d+<[^>]*\/blobs>/;
  const LOG = /^\w+\(\d+<[^>]*\/witnessbox\.sqlite-wal>/;
  const CREATED = /\/blobs\/[0-9a-f]{32}".*O_CREAT/;

  it('an upload has its bytes flushed, then its name, then its row', async () => {
    const file = await ageFile(ciphertextSize(2 ** 19));
    const url = await create(program.address, file.length);
    const first = until(await during(() => append(url, 0, file.subarray(0, 300_000))), 204);
    const written = lastOf(first, WRITES, BLOB);
    const recorded = lastOf(first, WRITES, LOG);
    const named = first.findIndex(({ name, text }) => name === 'openat' && CREATED.test(text));
    expect([written, recorded, named].every((at) => at >= 0)).toBe(true);
    // A name that was made is flushed before the row that relies on it.
    expect(
      first.findIndex(({ name, text }, at) => at > named && FLUSHES.includes(name) && BLOBS.test(text)),
    ).toBeLessThan(recorded);
    expect(lastOf(first, FLUSHES, BLOBS)).toBeGreaterThan(named);
    expect(lastOf(first.slice(0, recorded), FLUSHES, BLOB)).toBeGreaterThan(written);
    expect(lastOf(first, FLUSHES, LOG)).toBeGreaterThan(recorded);

    const rest = until(await during(() => append(url, 300_000, file.subarray(300_000))), 204);
    const [bytes, row] = [
      lastOf(rest, WRITES, BLOB),
      rest.findIndex(({ name, text }) => WRITES.includes(name) && LOG.test(text)),
    ];
    expect([bytes, row].every((at) => at >= 0)).toBe(true);
    expect(lastOf(rest.slice(0, row), FLUSHES, BLOB)).toBeGreaterThan(bytes);
    expect(lastOf(rest, FLUSHES, LOG)).toBeGreaterThan(row);
  });

  it('the beginning of an upload, and a batch of replies, are flushed with their rows', async () => {
    const calls: [() => Promise<unknown>, number][] = [
      [() => create(program.address, ciphertextSize(2 ** 16)), 201],
      [
        async () =>
          expect(
            await wereAllPlaced(await teamOf(own.folders, program.address).place(await makeBatch())),
          ).toBe(true),
        200,
      ],
    ];
    for (const [action, status] of calls) {
      const seen = await during(action);
      // Of several answers the last one is meant; the others are of the challenge.
      const end = seen.findLastIndex(({ text }) => text.includes(`HTTP/1.1 ${String(status)} `));
      const before = seen.slice(0, end);
      const recorded = lastOf(before, WRITES, LOG);
      expect(recorded).toBeGreaterThanOrEqual(0);
      expect(lastOf(before, FLUSHES, LOG)).toBeGreaterThan(recorded);
    }
  });
});
