/** One upload, and a server that is killed at moments that matter to it. */
import { describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { PIECE_SIZE } from '../../server/blobs.ts';
import { ageFile, sameBytes } from '../server/support/files.ts';
import { perTest } from '../server/support/per-test.node.ts';
import { append, create, eventually, offsetAt, openPatch } from '../server/support/served.node.ts';
import { teamOf } from './support/team.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server that is killed', () => {
  const own = perTest();

  it('in the middle of an upload knows afterwards what is safe, and the upload goes on from there', async () => {
    const file = await ageFile(ciphertextSize(3 * 2 ** 22));
    let program = await own.startProgram();
    const { address } = program;
    const url = await create(address, file.length);
    const sending = openPatch(url, 0, file.length);
    await sending.write(file.subarray(0, 2 * PIECE_SIZE + 1234));
    await eventually(async () => (await offsetAt(url)) >= PIECE_SIZE);
    const safe = await offsetAt(url);
    await program.kill();
    expect(await sending.answered).toBeNull();

    program = await own.startProgram();
    const again = url.replace(address, program.address);
    const offset = await offsetAt(again);
    expect(offset).toBeGreaterThanOrEqual(safe);
    expect((await append(again, offset, file.subarray(offset))).status).toBe(204);
    const [only, ...more] = await teamOf(own.folders, program.address).fetchAll();
    expect(more).toEqual([]);
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
  });

  it('again and again, at any moment, loses nothing that it had confirmed', async () => {
    const file = await ageFile(ciphertextSize(2 ** 21));
    let program = await own.startProgram();
    let url = await create(program.address, file.length);
    let offset = 0;
    for (let round = 0; round < 3; round += 1) {
      const piece = file.subarray(offset, offset + 300_000 + round);
      if ((await append(url, offset, piece)).status === 204) offset += piece.length;
      void append(url, offset, file.subarray(offset, offset + 200_000)).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      await program.kill();
      const before = program.address;
      program = await own.startProgram();
      url = url.replace(before, program.address);
      const known = await offsetAt(url);
      expect(known).toBeGreaterThanOrEqual(offset);
      offset = known;
    }
    expect((await append(url, offset, file.subarray(offset))).status).toBe(204);
    const [only] = await teamOf(own.folders, program.address).fetchAll();
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
  });

  it('the moment it has said that all is received still has it', async () => {
    const file = await ageFile();
    let program = await own.startProgram();
    const { address } = program;
    const url = await create(address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    await program.kill();
    program = await own.startProgram();
    const [only] = await teamOf(own.folders, program.address).fetchAll();
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
    expect(await offsetAt(url.replace(address, program.address))).toBe(file.length);
  });
});
