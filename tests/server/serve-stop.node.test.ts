import { execFileSync, spawn } from 'node:child_process';
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ageFile, sameBytes } from './support/files.ts';
import { perTest } from './support/per-test.node.ts';
import { append, bytesReceived, create, eventually, offsetAt, openPatch } from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  const own = perTest();

  it('keeps what has come when it is stopped in the middle of an upload', async () => {
    const serving = await own.start();
    const file = await ageFile();
    const url = await create(serving.address, file.length);
    const sending = openPatch(url, 0, file.length);
    await sending.write(file.subarray(0, 5000));
    await eventually(async () => (await bytesReceived(own.folders)) >= 5000);
    await serving.stop();
    await serving.stop();
    await expect(fetch(serving.address)).rejects.toThrow();
    const again = await own.start();
    expect(await offsetAt(url.replace(serving.address, again.address))).toBe(5000);
  });

  it('lets an upload finish that ends while it is being stopped', async () => {
    const serving = await own.start();
    const file = await ageFile();
    const sending = openPatch(await create(serving.address, file.length), 0, file.length);
    await sending.write(file.subarray(0, 5000));
    await eventually(async () => (await bytesReceived(own.folders)) >= 5000);
    const stopped = serving.stop();
    await sending.write(file.subarray(5000));
    expect((await sending.answered)?.status).toBe(204);
    await stopped;
  });

  it('loses nothing that it had confirmed of many uploads when it is stopped in the middle of all', async () => {
    const program = await own.startProgram();
    const file = await ageFile();
    const many = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const url = await create(program.address, file.length);
        const half = 4000 + index * 500;
        if (index % 2 === 0) expect((await append(url, 0, file.subarray(0, half))).status).toBe(204);
        return { url, half, confirmed: index % 2 === 0 ? half : 0 };
      }),
    );
    // Every upload is written to; one in four comes to its end while the server stops, the others never do.
    const sending = many.map(({ url, half, confirmed }, index) => {
      const open = openPatch(url, confirmed, file.length - confirmed);
      return { open, half, confirmed, isLast: index % 4 === 1 };
    });
    await Promise.all(
      sending.map(({ open, half, confirmed }) => open.write(file.subarray(confirmed, half + 2000))),
    );
    // The server has begun to read all of them.
    await eventually(async () => {
      const blobs = join(own.folders.options.dataFolder, 'blobs');
      const sizes = await Promise.all(
        (await readdir(blobs)).map(async (name) => (await stat(join(blobs, name))).size),
      );
      return sizes.length === 40 && sizes.every((size) => size >= 4000);
    });
    const stopped = program.end();
    const finished = await Promise.all(
      sending.map(async ({ open, half, isLast }) => {
        if (!isLast) return null;
        await open.write(file.subarray(half + 2000));
        return (await open.answered)?.status;
      }),
    );
    expect(await stopped).toBe(0);
    expect(finished.filter((status) => status !== null)).toEqual(Array<number>(10).fill(204));

    const again = await own.start();
    for (const [index, { url, confirmed }] of many.entries()) {
      const moved = url.replace(program.address, again.address);
      const offset = await offsetAt(moved);
      if (finished[index] === 204) expect(offset).toBe(file.length);
      else expect(offset).toBeGreaterThanOrEqual(Math.max(confirmed, 4000));
      expect((await append(moved, offset, file.subarray(offset))).status).toBe(204);
    }
  });

  it('breaks the close of a day off, however long a copy would take, and goes on with it after the start', async () => {
    const clock = { ahead: 0 };
    const now = () => new Date(Date.now() + clock.ahead);
    const serving = await own.start({ now });
    const file = await ageFile();
    expect((await append(await create(serving.address, file.length), 0, file)).status).toBe(204);
    const folder = join(own.folders.options.dataFolder, 'blobs');
    const [name = ''] = await readdir(folder);
    // What never ends when it is read, and comes slowly.
    const original = join(own.folders.root, name);
    await rename(join(folder, name), original);
    execFileSync('mkfifo', [join(folder, name)]);
    const slow = 'while head -c 65536 /dev/zero; do sleep 0.01; done >"$0"';
    const endless = spawn('sh', ['-c', slow, join(folder, name)], { stdio: 'ignore' });
    try {
      clock.ahead = 86_400_000;
      await eventually(async () => (await readdir(folder)).length === 2, 10_000);
      await serving.stop();
      expect(await readdir(folder)).toEqual([name]);
    } finally {
      endless.kill();
    }
    await rename(original, join(folder, name));
    await own.start({ now });
    await eventually(async () => !(await readdir(folder)).includes(name), 10_000);
    const [copy = ''] = await readdir(folder);
    expect(sameBytes(await readFile(join(folder, copy)), file)).toBe(true);
  });

  it('while it is being stopped refuses what comes on connections that are still there, and closes them', async () => {
    const serving = await own.start();
    const file = await ageFile();
    const url = await create(serving.address, file.length);
    const { hostname, port } = new URL(serving.address);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (data) => (received += data.toString('latin1')));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      `PATCH ${new URL(url).pathname} HTTP/1.1\r\nHost: a\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n` +
        `Content-Type: application/offset+octet-stream\r\nContent-Length: 5000\r\n\r\n`,
    );
    socket.write(file.subarray(0, 4000));
    await eventually(async () => (await bytesReceived(own.folders)) >= 4000);
    const stopped = serving.stop();
    socket.write(file.subarray(4000, 5000));
    socket.write('GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n');
    await closed;
    await stopped;
    const [first = '', second = '', ...more] = received.split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/^HTTP\/1\.1 204 /);
    expect(first).toContain('upload-offset: 5000');
    if (second !== '') {
      expect(second).toMatch(/^HTTP\/1\.1 503 /);
      expect(second).toMatch(/^connection: close\r$/im);
      expect(second).toContain('{"error":"server.stopping"}');
    } else expect(first).toMatch(/^connection: close\r$/im);
    expect(more).toEqual([]);
    await expect(fetch(serving.address)).rejects.toThrow();
  });
});
