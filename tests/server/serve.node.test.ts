import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { serve, type ServeOptions, type Serving } from '../../server/main.node.ts';
import type { SnapshotIndex } from '../../server/contract.ts';
import { ageFile } from './support/files.ts';
import { makeOrganisation } from './support/organisation.ts';
import {
  ALWAYS,
  append,
  create,
  eventually,
  makeFolders,
  offsetAt,
  openPatch,
  raw,
  startProgram,
  writeOrganisation,
  type Folders,
} from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  let folders: Folders;
  const running: Serving[] = [];
  beforeEach(async () => {
    folders = await makeFolders();
  });
  afterEach(async () => {
    for (const serving of running.splice(0)) await serving.stop();
    await folders.remove();
  });

  async function start(options: Partial<ServeOptions> = {}): Promise<Serving> {
    const serving = await serve({ ...folders.options, ...options });
    running.push(serving);
    return serving;
  }
  const refuses = (code: string, options: Partial<ServeOptions> = {}) =>
    expect(start(options)).rejects.toMatchObject({ code });

  describe('does not start', () => {
    const inOrganisation = (name: string) => join(folders.options.organisationFolder, name);

    it('without an organisation', async () => {
      await rm(folders.options.organisationFolder, { recursive: true });
      await expect(start()).rejects.toThrow('The organisation folder does not exist.');
      await refuses('organisation.missing');
    });

    it.each(['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json'])(
      'without %s, and names it',
      async (name) => {
        await rm(inOrganisation(name));
        await expect(start()).rejects.toThrow(`The organisation folder lacks the file ${name}.`);
      },
    );

    it('with a keyring that was tampered with', async () => {
      const text = await readFile(inOrganisation('keyring.json'), 'utf8');
      await writeFile(inOrganisation('keyring.json'), text.replace('"Test"', '"Fake"'));
      await refuses('organisation.invalid');
    });

    it.each([
      ['root.key', 'anything'],
      ['notes/epoch-1.age', 'anything'],
      ['backup.txt', 'untrusted comment: minisign encrypted secret key\nRWRT'],
      ['keys', '# created\nAGE-SECRET-KEY-PQ-1QQQ'],
      ['notes/x', 'age-encryption.org/v1\n-> scrypt'],
      ['id', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ])('with a secret key beside the public ones: %s', async (name, text) => {
      await mkdir(inOrganisation('notes'));
      await writeFile(inOrganisation(name), text);
      await refuses('organisation.holds-secrets');
    });

    it('without a website', async () => {
      await refuses('server.web-missing', { webFolder: join(folders.root, 'nothing') });
      await mkdir(join(folders.root, 'empty'));
      await refuses('server.web-missing', { webFolder: join(folders.root, 'empty') });
    });

    it('on a port that is taken, and lets go of everything', async () => {
      const other = createServer();
      const port = 8611;
      await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
      await expect(start({ port })).rejects.toThrow('Port 8611 is in use. Choose another with --port.');
      await new Promise((resolve) => other.close(resolve));
      expect((await start({ port })).address).toBe('http://127.0.0.1:8611');
    });

    it('on an address that is not its own', async () => {
      await refuses('server.address-refused', { host: '192.0.2.7' });
    });

    it('on a data folder that is in use', async () => {
      await start();
      await refuses('server.data-in-use');
    });

    it('on a data folder that is a file, or holds something else', async () => {
      await writeFile(folders.options.dataFolder, 'x');
      await refuses('server.data-unusable');
      await rm(folders.options.dataFolder);
      await mkdir(folders.options.dataFolder);
      await writeFile(
        join(folders.options.dataFolder, 'witnessbox.sqlite'),
        'this is no database at all '.repeat(99),
      );
      await refuses('server.data-unusable');
      await rm(join(folders.options.dataFolder, 'witnessbox.sqlite'));
      await writeFile(join(folders.options.dataFolder, 'organisation.json'), '{"id":3}');
      await refuses('server.data-unusable');
    });

    it('for a real organisation where a demonstration was, nor the other way round', async () => {
      const demonstration = join(folders.root, 'demonstration');
      await writeOrganisation(demonstration, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      await (await start()).stop();
      await refuses('organisation.demonstration-refused', { organisationFolder: demonstration });

      const dataFolder = join(folders.root, 'other-data');
      await (await start({ organisationFolder: demonstration, dataFolder })).stop();
      await refuses('organisation.real-refused', { dataFolder });
    });

    it('for a demonstration where a database or blobs lie of which nothing says whose they are', async () => {
      const organisationFolder = join(folders.root, 'demonstration');
      await writeOrganisation(organisationFolder, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      await (await start()).stop();
      await rm(join(folders.options.dataFolder, 'organisation.json'));
      await refuses('organisation.demonstration-refused', { organisationFolder });
    });

    it('for another organisation on the same data', async () => {
      await (await start()).stop();
      const other = join(folders.root, 'other');
      await writeOrganisation(other, await makeOrganisation(ALWAYS));
      await refuses('organisation.other', { organisationFolder: other });
    });

    it('with an older keyring than before', async () => {
      const { id } = folders.organisation.keyring.organisation;
      const newer = join(folders.root, 'newer');
      await writeOrganisation(newer, await makeOrganisation({ ...ALWAYS, epoch: 2, organisation: { id } }));
      await (await start({ organisationFolder: newer })).stop();
      await refuses('organisation.rollback');
    });

    it('for a demonstration that others could reach', async () => {
      const organisationFolder = join(folders.root, 'demonstration');
      await writeOrganisation(organisationFolder, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      for (const host of ['0.0.0.0', '::', '127.0.0.1.example.org']) {
        await refuses('organisation.demonstration-exposed', { organisationFolder, host });
      }
      for (const host of ['127.0.0.1', 'localhost']) await (await start({ organisationFolder, host })).stop();
    });
  });

  it('starts with an expired keyring, says so, and takes nothing new in', async () => {
    await folders.remove();
    folders = await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' });
    const { address, isOpen } = await start();
    expect(isOpen).toBe(false);
    expect((await fetch(`${address}/en/`)).status).toBe(200);
    await expect(create(address, 1)).rejects.toThrow('upload.closed');
    const program = await startProgram(
      await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' }),
    );
    await eventually(() => Promise.resolve(program.output().includes('The keyring expired on 2020-12-31')));
    expect(await program.end()).toBe(0);
  });

  it('takes a snapshot when it starts and one is due', async () => {
    const read = async (address: string) =>
      (await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex;
    const first = await start({ now: () => new Date('2026-11-22T12:00:00Z') });
    expect(await read(first.address)).toMatchObject({ number: 1, day: '2026-11-22' });
    await first.stop();
    const same = await start({ now: () => new Date('2026-11-22T13:00:00Z') });
    expect(await read(same.address)).toMatchObject({ number: 1 });
    await same.stop();
    const next = await start({ now: () => new Date('2026-11-23T00:00:00Z') });
    expect(await read(next.address)).toMatchObject({ number: 2, day: '2026-11-23' });
  });

  it('takes one at midnight, or every minute in a demonstration', async () => {
    const clock = { now: new Date('2026-11-22T23:58:59.500Z') };
    const number = async ({ address }: Serving) =>
      ((await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex).number;
    const daily = await start({ now: () => clock.now });
    const minutely = await start({
      now: () => clock.now,
      snapshotEvery: 'minute',
      dataFolder: join(folders.root, 'other'),
    });
    expect([await number(daily), await number(minutely)]).toEqual([1, 1]);
    clock.now = new Date('2026-11-22T23:59:00Z');
    await eventually(async () => (await number(minutely)) === 2);
    expect(await number(daily)).toBe(1);
    clock.now = new Date('2026-11-23T00:00:00Z');
    await eventually(async () => (await number(daily)) === 2 && (await number(minutely)) === 3);
  });

  /** Bytes in the one blob there is, recorded or not. */
  const written = async (): Promise<number> => {
    const blobs = join(folders.options.dataFolder, 'blobs');
    const [name] = await readdir(blobs);
    return name === undefined ? 0 : (await stat(join(blobs, name))).size;
  };

  it('takes uploads over real connections, in pieces and after breaks', async () => {
    const { address } = await start();
    const file = await ageFile();
    const url = await create(address, file.length);
    const broken = openPatch(url, 0, file.length);
    await broken.write(file.subarray(0, 7000));
    await broken.write(file.subarray(7000, 9000));
    // Not before the server has them: what is lost on the way cannot be kept.
    await eventually(async () => (await written()) >= 9000);
    broken.breakOff();
    await eventually(async () => (await offsetAt(url)) >= 7000);
    const offset = await offsetAt(url);
    const answer = await append(url, offset, file.subarray(offset));
    expect(answer.status).toBe(204);
    expect(await offsetAt(url)).toBe(file.length);
  });

  it('keeps nowhere which upload became which submission, nor when', async () => {
    const { address } = await start();
    const file = await ageFile();
    const url = await create(address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    const database = join(folders.options.dataFolder, 'witnessbox.sqlite');
    expect((await stat(`${database}-wal`)).size).toBe(0);
    for (const end of ['', '-wal', '-shm']) {
      expect((await stat(`${database}${end}`)).mtime.toISOString()).toMatch(/T00:00:00\.000Z$/);
    }
  });

  it('answers a refusal while the client is still sending', async () => {
    const { address } = await start();
    const url = await create(address, (await ageFile()).length);
    const sending = openPatch(url, 0, 67_000);
    await sending.write(new TextEncoder().encode('My name is'));
    expect((await sending.answered)?.status).toBe(422);
    sending.breakOff();
    expect(await offsetAt(url)).toBe(-410);
  });

  it('keeps what has come when it is stopped in the middle of an upload', async () => {
    const serving = await start();
    const file = await ageFile();
    const url = await create(serving.address, file.length);
    const sending = openPatch(url, 0, file.length);
    await sending.write(file.subarray(0, 5000));
    await eventually(async () => (await written()) >= 5000);
    await serving.stop();
    await serving.stop();
    await expect(fetch(serving.address)).rejects.toThrow();
    const again = await start();
    expect(await offsetAt(url.replace(serving.address, again.address))).toBe(5000);
  });

  it('lets an upload finish that ends while it is being stopped', async () => {
    const serving = await start();
    const file = await ageFile();
    const sending = openPatch(await create(serving.address, file.length), 0, file.length);
    await sending.write(file.subarray(0, 5000));
    await eventually(async () => (await written()) >= 5000);
    const stopped = serving.stop();
    await sending.write(file.subarray(5000));
    expect((await sending.answered)?.status).toBe(204);
    await stopped;
  });

  it('loses nothing that it had confirmed of many uploads when it is stopped in the middle of all', async () => {
    const program = await startProgram(folders);
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
      const blobs = join(folders.options.dataFolder, 'blobs');
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

    const again = await start();
    for (const [index, { url, confirmed }] of many.entries()) {
      const moved = url.replace(program.address, again.address);
      const offset = await offsetAt(moved);
      if (finished[index] === 204) expect(offset).toBe(file.length);
      else expect(offset).toBeGreaterThanOrEqual(Math.max(confirmed, 4000));
      expect((await append(moved, offset, file.subarray(offset))).status).toBe(204);
    }
  });

  it('while it is being stopped refuses what comes on connections that are still there, and closes them', async () => {
    const serving = await start();
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
    await eventually(async () => (await written()) >= 4000);
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

  describe('speaks HTTP so that', () => {
    const forbidden = /^(date|server|x-powered-by|set-cookie|via):/im;
    const body = '{"error":"request.malformed"}';

    it.each<[string, string, number]>([
      ['what is no HTTP at all', 'nonsense\r\n\r\n', 400],
      ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
      [
        'length and chunks',
        'POST /uploads HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
      ],
      ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20000)}\r\n\r\n`, 413],
      ['an expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n', 400],
      ['a proxy request', 'GET http://elsewhere.test/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
      ['a star', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
      ['a network path', 'GET //elsewhere.test/en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
      ['no host', 'GET /en/ HTTP/1.1\r\nConnection: close\r\n\r\n', 200],
      ['a host that is none', 'GET /en/ HTTP/1.1\r\nHost: "<>"\r\nConnection: close\r\n\r\n', 200],
      ['HTTP/1.0', 'GET /en/ HTTP/1.0\r\n\r\n', 200],
      [
        'an upgrade',
        'GET /en/ HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n',
        200,
      ],
      ['dots', 'GET /../../en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 200],
    ])('%s is answered with the same headers and nothing of our own', async (_, text, status) => {
      const { address } = await start();
      const answer = await raw(address, text);
      const [head = '', rest = ''] = answer.split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
      expect(head).not.toMatch(forbidden);
      for (const [name, value] of Object.entries(RESPONSE_HEADERS))
        expect(head).toContain(`${name}: ${value}`);
      if (status === 400) expect(rest).toContain(body);
    });

    it('each header stands there once', async () => {
      const { address } = await start();
      const [head = ''] = (
        await raw(address, 'GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
      ).split('\r\n\r\n');
      const names = head
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(':')[0]?.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
    });

    it('health is told by what the disk and the database say', async () => {
      const { address } = await start();
      expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
    });

    it('a client that goes away in the middle of an answer does no harm and leaves no line', async () => {
      const program = await startProgram(folders);
      const before = program.output();
      await raw(program.address, 'GET /snapshot/buckets/0 HTTP/1.1\r\nHost: a\r\n\r\n', 1);
      await raw(program.address, 'nonsense\r\n\r\n');
      await fetch(`${program.address}/nothing`, { headers: { 'User-Agent': 'secret' } });
      const url = await create(program.address, (await ageFile()).length);
      await append(url, 0, new TextEncoder().encode('plain'));
      const broken = openPatch(url, 0, 5000);
      broken.breakOff();
      expect((await fetch(`${program.address}/healthz`)).status).toBe(200);
      expect(program.output()).toBe(before);
      expect(before).toBe(`Witnessbox listens on ${program.address}\n`);
      expect(await program.end()).toBe(0);
    });
  });

  it('as a program says in one sentence why it does not start, without a path', async () => {
    await chmod(folders.root, 0o755);
    await rm(join(folders.options.organisationFolder, 'root.pub'));
    await expect(startProgram(folders)).rejects.toThrow(
      /^The organisation folder lacks the file root\.pub\.\n$/,
    );
  });
});
