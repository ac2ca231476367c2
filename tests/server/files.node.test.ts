import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyFile, syncFolder } from '../../server/files.disk.ts';
import { noise } from './support/files.ts';

const DAY = new Date('2026-11-22T00:00:00Z');
const BEFORE = new Date('2026-11-20T13:14:15Z');

describe('files on a disk', () => {
  let folder: string;
  let from: string;
  let to: string;
  const bytes = noise(600_000);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-files-'));
    [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await writeFile(from, bytes, { mode: 0o644 });
    await utimes(from, BEFORE, BEFORE);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('are copied with one time of their own, for one account, and without a trace in the original', async () => {
    const seen: Buffer[] = [];
    await copyFile(from, to, DAY, (piece) => void seen.push(Buffer.from(piece)));
    expect(Buffer.compare(await readFile(to), Buffer.concat(seen))).toBe(0);
    expect(Buffer.compare(Buffer.concat(seen), bytes)).toBe(0);
    expect(seen.length).toBeGreaterThan(1);
    const { mode, mtime } = await stat(to);
    expect([mode & 0o777, mtime]).toEqual([0o600, DAY]);
    expect((await stat(from)).atime).toEqual(BEFORE);
  });

  test('are the same however long they are', async () => {
    const long = Buffer.concat([noise(40_000_000), bytes]);
    await writeFile(from, long);
    await copyFile(from, to, DAY);
    expect(Buffer.compare(await readFile(to), long)).toBe(0);
  });

  test('are never copied over what is there', async () => {
    await writeFile(to, 'something else');
    await expect(copyFile(from, to, DAY)).rejects.toThrow('EEXIST');
    expect(await readFile(to, 'utf8')).toBe('something else');
  });

  test('are copied no further once who looks on throws', async () => {
    let pieces = 0;
    const stop = () => {
      pieces += 1;
      if (pieces === 2) throw new Error('enough');
    };
    await expect(copyFile(from, to, DAY, stop)).rejects.toThrow('enough');
    expect(pieces).toBe(2);
    expect((await stat(to)).size).toBeLessThan(bytes.length);
  });

  test('leave their folder with the time that is asked for, or its own', async () => {
    await utimes(folder, BEFORE, BEFORE);
    await syncFolder(folder);
    expect((await stat(folder)).mtime).toEqual(BEFORE);
    await syncFolder(folder, DAY);
    expect((await stat(folder)).mtime).toEqual(DAY);
  });
});
