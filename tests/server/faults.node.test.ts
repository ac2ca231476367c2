import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { signRequest } from '../../crypto/requests.ts';
import type { SubmissionList } from '../../server/contract.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { PIECE_SIZE } from '../../server/blobs.ts';
import { ageFile, noise, sameBytes } from './support/files.ts';
import {
  append,
  create,
  eventually,
  makeFolders,
  offsetAt,
  openPatch,
  startProgram,
  type Folders,
  type Program,
} from './support/served.node.ts';
import { proofFor } from './support/proof.ts';
import { newNonce } from './support/world.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

async function fetched(folders: Folders, address: string): Promise<Uint8Array[]> {
  const get = (path: string) =>
    fetch(`${address}${path}`, {
      headers: signRequest({
        method: 'GET',
        url: `${address}${path}`,
        seed: folders.organisation.teamSeed,
        created: Math.floor(Date.now() / 1000),
        nonce: newNonce(),
      }),
    });
  const { days } = (await (await get('/review/submissions')).json()) as SubmissionList;
  const ids = days.flatMap((day) => day.submissions.map(({ id }) => id));
  return Promise.all(
    ids.map(async (id) => new Uint8Array(await (await get(`/review/submissions/${id}`)).arrayBuffer())),
  );
}

function rowsIn(folders: Folders): Record<string, number> {
  const sqlite = new SQLite(join(folders.options.dataFolder, 'witnessbox.sqlite'), { readonly: true });
  try {
    const count = (table: string) =>
      (sqlite.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
    return { submissions: count('submissions'), uploads: count('uploads'), finished: count('finished') };
  } finally {
    sqlite.close();
  }
}

describe('a server that is killed', () => {
  let folders: Folders;
  let program: Program | undefined;
  beforeEach(async () => {
    folders = await makeFolders();
  });
  afterEach(async () => {
    await program?.kill();
    await folders.remove();
  });

  it('in the middle of an upload knows afterwards what is safe, and the upload goes on from there', async () => {
    const file = await ageFile(ciphertextSize(3 * 2 ** 22));
    program = await startProgram(folders);
    const { address } = program;
    const url = await create(address, file.length);
    const sending = openPatch(url, 0, file.length);
    await sending.write(file.subarray(0, 2 * PIECE_SIZE + 1234));
    await eventually(async () => (await offsetAt(url)) >= PIECE_SIZE);
    const safe = await offsetAt(url);
    await program.kill();
    expect(await sending.answered).toBeNull();

    program = await startProgram(folders);
    const again = url.replace(address, program.address);
    const offset = await offsetAt(again);
    expect(offset).toBeGreaterThanOrEqual(safe);
    expect((await append(again, offset, file.subarray(offset))).status).toBe(204);
    const [only, ...more] = await fetched(folders, program.address);
    expect(more).toEqual([]);
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
  });

  it('again and again, at any moment, loses nothing that it had confirmed', async () => {
    const file = await ageFile(ciphertextSize(2 ** 21));
    program = await startProgram(folders);
    let url = await create(program.address, file.length);
    let offset = 0;
    for (let round = 0; round < 4; round += 1) {
      const piece = file.subarray(offset, offset + 300_000 + round);
      if ((await append(url, offset, piece)).status === 204) offset += piece.length;
      void append(url, offset, file.subarray(offset, offset + 200_000)).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      await program.kill();
      const before = program.address;
      program = await startProgram(folders);
      url = url.replace(before, program.address);
      const known = await offsetAt(url);
      expect(known).toBeGreaterThanOrEqual(offset);
      offset = known;
    }
    expect((await append(url, offset, file.subarray(offset))).status).toBe(204);
    const [only] = await fetched(folders, program.address);
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
  });

  it('the moment it has said that all is received still has it', async () => {
    const file = await ageFile();
    program = await startProgram(folders);
    const { address } = program;
    const url = await create(address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    await program.kill();
    program = await startProgram(folders);
    const [only] = await fetched(folders, program.address);
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
    expect(await offsetAt(url.replace(address, program.address))).toBe(file.length);
  });

  it('leaves no lock behind, and two at once are refused with a sentence', async () => {
    program = await startProgram(folders);
    await expect(startProgram(folders)).rejects.toThrow('Another server is running on this data folder.\n');
    await program.kill();
    program = await startProgram(folders);
    expect((await fetch(`${program.address}/healthz`)).status).toBe(200);
  });
});

const execute = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' });

/** Why a small disk cannot be had here, or null. */
function whyNoMount(): string | null {
  const folder = '/tmp/witnessbox-mount-trial';
  try {
    execute('mkdir', '-p', folder);
    execute('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
    execute('umount', folder);
    return null;
  } catch {
    return 'this machine does not let the tests mount a small disk (root is needed)';
  } finally {
    execute('rm', '-rf', folder);
  }
}

const reason = whyNoMount();

describe.skipIf(reason !== null)(
  `a disk that is full${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let folders: Folders;
    let serving: Serving | undefined;
    beforeEach(async () => {
      folders = await makeFolders();
      await mkdir(folders.options.dataFolder);
      mount('size=6m');
      serving = await serve(folders.options);
    });
    afterEach(async () => {
      await serving?.stop();
      execute('umount', folders.options.dataFolder);
      await folders.remove();
    });
    const mount = (options: string) =>
      execute('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folders.options.dataFolder);
    const filler = () => join(folders.options.dataFolder, 'filler');
    const free = async () => {
      const { bavail, bsize } = await statfs(folders.options.dataFolder);
      return bavail * bsize;
    };
    const blobNames = () => readdir(join(folders.options.dataFolder, 'blobs'));
    const addressOf = () => serving?.address ?? '';

    it('is said with 507, nothing is half recorded, and it works again once there is room', async () => {
      const file = await ageFile(ciphertextSize(2 ** 23));
      execute('mount', '-o', 'remount,size=24m', folders.options.dataFolder);
      const url = await create(addressOf(), file.length);
      // What others use of the disk shows in the next measurement, and until then when a write fails.
      await writeFile(filler(), noise((await free()) - 2 ** 22));
      const answer = await append(url, 0, file);
      expect(answer.status).toBe(507);
      expect(await answer.json()).toEqual({ error: 'storage.full' });
      const offset = await offsetAt(url);
      expect(offset).toBeLessThan(file.length);
      expect(rowsIn(folders)).toEqual({ submissions: 0, uploads: 1, finished: 0 });

      execute('mount', '-o', 'remount,size=64m', folders.options.dataFolder);
      expect((await append(url, offset, file.subarray(offset))).status).toBe(204);
      const [only] = await fetched(folders, addressOf());
      expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
      expect(rowsIn(folders)).toEqual({ submissions: 1, uploads: 0, finished: 1 });
    });

    it('to the last byte is said at every step, and each step works again once there is room', async () => {
      const file = await ageFile();
      const begun = await create(addressOf(), file.length);
      const half = await append(begun, 0, file.subarray(0, 30_000));
      expect(half.status).toBe(204);
      await fill();

      const rows = rowsIn(folders);
      const names = await blobNames();
      let refusals = 0;
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const proof = await proofFor((path) => fetch(`${addressOf()}${path}`), file.length);
        const created = await fetch(`${addressOf()}/uploads`, {
          method: 'POST',
          headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(file.length), ...proof },
        });
        if (created.status === 507) {
          expect(await created.json()).toEqual({ error: 'storage.full' });
          refusals += 1;
        } else {
          expect(created.status).toBe(201);
          rows['uploads'] = (rows['uploads'] ?? 0) + 1;
          await fill();
        }
      }
      expect(refusals).toBeGreaterThan(0);
      const more = await append(begun, 30_000, file.subarray(30_000));
      expect(more.status).toBe(507);
      expect(await offsetAt(begun)).toBe(30_000);
      expect(rowsIn(folders)).toEqual(rows);
      expect(await blobNames()).toEqual(names);
      expect((await fetch(`${addressOf()}/en/`)).status).toBe(200);
      expect(await fetched(folders, addressOf())).toEqual([]);

      await rm(filler());
      await roomIsNoticed();
      expect((await append(begun, 30_000, file.subarray(30_000))).status).toBe(204);
      const url = await create(addressOf(), file.length);
      expect((await append(url, 0, file)).status).toBe(204);
      expect(await fetched(folders, addressOf())).toHaveLength(2);
    });

    it('does not keep what is refused', async () => {
      const file = await ageFile();
      const url = await create(addressOf(), file.length);
      await append(url, 0, file.subarray(0, 100));
      await fill();
      const bad = await append(url, 100, noise(60_000));
      expect([422, 507]).toContain(bad.status);
      expect(await blobNames()).toEqual([]);
      await rm(filler());
      await roomIsNoticed();
      // The row may have had no room to go; without its blob it can come to nothing.
      expect([-410, 100]).toContain(await offsetAt(url));
      expect((await append(url, 100, file.subarray(100))).status).toBe(410);
      expect(rowsIn(folders)).toEqual({ submissions: 0, uploads: 0, finished: 0 });
    });

    const roomIsNoticed = () => new Promise((resolve) => setTimeout(resolve, 1_100));

    /** Leaves not one block. */
    async function fill(): Promise<void> {
      for (let size = await free(); size >= 512; size = Math.floor(size / 2)) {
        await writeFile(filler(), noise(size), { flag: 'a' }).catch(() => undefined);
      }
    }
  },
);
