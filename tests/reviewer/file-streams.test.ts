import { open, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../crypto/bytes.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import { chacha } from '../../reviewer/chacha.ts';
import { drain, readableFile, writeTo } from '../../reviewer/file-streams.ts';
import { unseal } from '../../reviewer/unseal.ts';
import { codeOfAsync, digest, inPieces, patterned } from '../crypto/helpers.ts';
import { temporaryFolder } from './support/world.ts';

const LENGTHS = [0, 1, 65_536, 262_145, 4_194_304, 9_000_000];

/** How many descriptors of this process lead to the path; Linux only. */
async function descriptorsOf(path: string): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) =>
    readlink(join('/proc/self/fd', fd)).catch(() => ''),
  );
  return (await Promise.all(links)).filter((link) => link === path).length;
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, bytes);
  return path;
}

async function written(stream: ReadableStream<Uint8Array>): Promise<string> {
  const path = join(await temporaryFolder(), 'written');
  const file = await open(path, 'wx');
  try {
    await writeTo(file, stream);
  } finally {
    await file.close();
  }
  return path;
}

describe('a file as a stream', () => {
  test.each(LENGTHS)(
    'of %d bytes gives them all, to readers with and without buffers of their own',
    async (length) => {
      const bytes = patterned(length);
      const path = await fileOf(bytes);
      expect(digest(await collect(readableFile(path)))).toBe(digest(bytes));
      const reader = new ByteReader(readableFile(path));
      expect(digest(await reader.take(length + 1))).toBe(digest(bytes));
      expect(await descriptorsOf(path)).toBe(0);
    },
  );

  test('is not opened before it is read', async () => {
    const path = await fileOf(patterned(10));
    const stream = readableFile(path);
    await new Promise(setImmediate);
    expect(await descriptorsOf(path)).toBe(0);
    await stream.cancel();
  });

  test('is closed where it is given up, also in the middle of a read', async () => {
    const path = await fileOf(patterned(9_000_000));
    for (const wait of [true, false]) {
      const reader = new ByteReader(readableFile(path));
      const first = reader.take(100);
      if (wait) await first;
      await reader.cancel();
      await first;
      expect(await descriptorsOf(path)).toBe(0);
    }
  });

  test('that is not there, or is a folder, fails as the system says', async () => {
    const folder = await temporaryFolder();
    await expect(collect(readableFile(join(folder, 'absent')))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(new ByteReader(readableFile(folder)).take(1)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await descriptorsOf(folder)).toBe(0);
  });
});

describe('a stream as a file', () => {
  test.each(LENGTHS)('of %d bytes is written whole, behind what is there', async (length) => {
    const bytes = patterned(length);
    const path = await written(inPieces(bytes.slice(), [1, 70_000, 512, 300_000]));
    expect(digest(await readFile(path))).toBe(digest(bytes));
    const file = await open(path, 'r+');
    await writeTo(file, streamOf(new Uint8Array([1, 2, 3])));
    await file.close();
    expect(digest(await readFile(path))).toBe(digest(Buffer.concat([bytes, Buffer.from([1, 2, 3])])));
  });

  test('frees the pieces that have a buffer of their own, and leaves alone what shares one', async () => {
    const own = patterned(1000);
    const shared = patterned(1000);
    const pieces = [own, shared.subarray(0, 400), shared.subarray(400)];
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    });
    const path = await written(stream);
    expect(digest(await readFile(path))).toBe(digest(Buffer.concat([patterned(1000), patterned(1000)])));
    expect(own).toHaveLength(0);
    expect(shared).toHaveLength(1000);
    const drained = patterned(1000);
    await drain(streamOf(drained));
    expect(drained).toHaveLength(0);
  });

  test('is written on where the system took only a part of it', async () => {
    const bytes = patterned(900_000);
    const path = join(await temporaryFolder(), 'file');
    const file = await open(path, 'wx');
    let parts = 0;
    const sparing = new Proxy(file, {
      get(target, name) {
        if (name === 'stat') return () => target.stat();
        parts += 1;
        return name === 'writev'
          ? ([first]: Uint8Array[], position: number) => target.writev([first ?? bytes], position)
          : (buffer: Uint8Array, offset: number, length: number, position: number) =>
              target.write(buffer, offset, Math.min(length, 50_000), position);
      },
    });
    await writeTo(sparing, inPieces(bytes.slice(), [70_000]));
    await file.close();
    expect(digest(await readFile(path))).toBe(digest(bytes));
    expect(parts).toBeGreaterThan(9);
  });

  test('that fails rejects with its own error, after what came before was written', async () => {
    const folder = await temporaryFolder();
    const file = await open(join(folder, 'file'), 'wx');
    let left = 20;
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        left -= 1;
        if (left === 0) throw new RangeError('it was altered');
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    await expect(writeTo(file, failing)).rejects.toThrow('it was altered');
    // Nothing is under way any more: the length stays.
    const { size } = await file.stat();
    await new Promise((done) => setTimeout(done, 20));
    expect((await file.stat()).size).toBe(size);
    await file.close();
  });

  test('is given up where the file takes no more', async () => {
    const path = await fileOf(new Uint8Array(0));
    const file = await open(path, 'r');
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(65_536));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(writeTo(file, endless)).rejects.toMatchObject({ code: 'EBADF' });
    expect(cancelled).toBe(true);
    await file.close();
  });
});

test('a submission that cannot be opened leaves no file open', async () => {
  const [mine, other] = [await generateIdentity(), await generateIdentity()];
  const sealed = await collect(await seal(await recipientOf(mine), streamOf(patterned(200_000)), chacha));
  const path = await fileOf(sealed);
  const attempt = (identity: string) =>
    codeOfAsync(() => unseal(path, [{ epoch: 1, identities: [identity] }], 'ours'));
  expect(await attempt(other)).toBe('envelope.wrong-identity');
  expect(await descriptorsOf(path)).toBe(0);
  // Opens, and is no tar.
  expect(await attempt(mine)).toBe('bundle.malformed');
  expect(await descriptorsOf(path)).toBe(0);
});
