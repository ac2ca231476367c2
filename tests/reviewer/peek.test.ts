/** Looking into submissions that have not been pulled, at the real server in this process. */
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import { type File, Source, upload } from './support/source.ts';
import { TODAY, type World, makeWorld, openHome, random } from './support/world.ts';

/** Chunks of ciphertext. */
const SEALED = 65_552;
const FIRST = 1643;

type Asked = { path: string; start: number; bytes: number };

/** Notes every part of a submission that is asked for. */
function watch(world: World): Asked[] {
  const asked: Asked[] = [];
  const before = world.portal.intercept;
  world.portal.intercept = (request) => {
    const { pathname } = new URL(request.url);
    const [, start, last] = /^bytes=(\d+)-(\d*)$/u.exec(request.headers.get('range') ?? '') ?? [];
    if (/^\/review\/submissions\/./u.test(pathname)) {
      const bytes = last ? Number(last) - Number(start) + 1 : Number.POSITIVE_INFINITY;
      asked.push({ path: pathname, start: Number(start ?? 0), bytes });
    }
    return before(request);
  };
  return asked;
}

const total = (asked: readonly Asked[]): number => asked.reduce((sum, { bytes }) => sum + bytes, 0);

const FILES: File[] = [
  { name: 'first.avi', bytes: random(9_000_000) },
  { name: '学习驿站门口.avi', bytes: random(20_000_001) },
  { name: 'note.txt', bytes: random(12) },
];

/** The same, where size is not what matters. */
const LESS: File[] = FILES.map(({ name, bytes }) => ({ name, bytes: bytes.slice(0, bytes.length / 10) }));

async function withSubmission(files: readonly File[] = LESS): Promise<{ world: World; id: string }> {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  return { world, id: await source.send({ answers: { what: '他们半夜来敲门。' }, files }) };
}

const isFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  const found = await readFile(path);
  const sha256 = (of: Uint8Array): string => createHash('sha256').update(of).digest('hex');
  expect([found.length, sha256(found)]).toEqual([bytes.length, sha256(bytes)]);
};

async function inVault(world: World): Promise<string[]> {
  const vault = join(world.organisation.home, 'vault');
  return [...(await readdir(join(vault, 'blobs'))), ...(await readdir(join(vault, 'incoming')))];
}

describe('a submission that has not been pulled', () => {
  test('is listed by day, size and id until it has been', async () => {
    const { world, id } = await withSubmission();
    const session = await openHome(world);
    const { submissions, warnings } = await session.unpulled();
    expect(warnings).toEqual([]);
    expect(submissions).toMatchObject([{ id, day: TODAY, size: expect.any(Number) as number }]);
    expect(submissions[0]?.size).toBeGreaterThan(2_900_000);
    await session.sync();
    expect(await session.unpulled()).toEqual({ submissions: [], warnings: [] });
  });

  test('of 30 MB shows its testimony for 330 KB, and is neither kept nor acknowledged', async () => {
    const { world, id } = await withSubmission(FILES);
    const asked = watch(world);
    const session = await openHome(world);
    const { view } = await session.peek(id.slice(0, 8));
    expect(view).toMatchObject({ id, day: TODAY, pulled: false, kind: 'testimony', hasChannel: true });
    expect(view.answers).toEqual([{ id: 'what', label: 'What happened?', text: '他们半夜来敲门。' }]);
    expect(view.evidence.map(({ name, size }) => [name, size])).toEqual(
      FILES.map(({ name, bytes }) => [name, bytes.length]),
    );
    expect(JSON.stringify(view)).not.toMatch(/dropSecret|age1pq1/u);
    expect(asked).toHaveLength(2);
    expect(total(asked)).toBeLessThan(330_000);
    expect(world.portal.requests.filter((line) => line.startsWith('POST'))).toEqual(['POST /uploads']);
    expect([await session.list(), await inVault(world)]).toEqual([[], []]);
    expect(await session.sync()).toMatchObject({ fetched: 1, opened: 1, placed: 1, warnings: [] });
  });

  test('of 30 MB gives one file without those before it, under a name that says that it is incomplete', async () => {
    const { world, id } = await withSubmission(FILES);
    const asked = watch(world);
    const session = await openHome(world);
    const out = join(world.folder, 'video.avi');
    const written: number[] = [];
    const peek = await session.peek(id);
    const saved = await peek.save(2, out, (bytes) => written.push(bytes));
    expect(saved).toMatchObject({ path: `${out}.incomplete`, bytes: 20_000_001, verified: false });
    expect(written.at(-1)).toBe(20_000_001);
    await isFile(saved.path, FILES[1]?.bytes ?? new Uint8Array());
    expect((await stat(saved.path)).mode & 0o777).toBe(0o600);
    expect((await readdir(world.folder)).sort()).toEqual([
      'data',
      'public',
      'secrets',
      'video.avi.incomplete',
    ]);
    // Nothing of the 9 MB before it beyond the places between the files.
    expect(total(asked)).toBeLessThan(20_000_001 + 700_000);
    expect(Math.max(...asked.map(({ bytes }) => bytes))).toBeLessThan(4_200_000);

    await peek.save(3, join(world.folder, 'note.txt'));
    await isFile(join(world.folder, 'note.txt.incomplete'), FILES[2]?.bytes ?? new Uint8Array());
  });

  test('survives a line that breaks now and then', async () => {
    const { world, id } = await withSubmission();
    const session = await openHome(world);
    let asked = 0;
    world.portal.intercept = (request) => {
      if (!request.headers.has('range')) return null;
      asked += 1;
      if (asked % 3 !== 0) throw new TypeError('connection lost');
      return null;
    };
    const peek = await session.peek(id);
    const saved = await peek.save(1, join(world.folder, 'a'));
    await isFile(saved.path, LESS[0]?.bytes ?? new Uint8Array());
  });

  test('whose line stays broken leaves nothing half written', async () => {
    const { world, id } = await withSubmission(FILES);
    const session = await openHome(world);
    const peek = await session.peek(id);
    const asked = watch(world);
    const counting = world.portal.intercept;
    world.portal.intercept = (request) => {
      if (asked.length > 2 && request.headers.has('range')) throw new TypeError('connection lost');
      return counting(request);
    };
    const out = join(world.folder, 'video.avi');
    await expect(peek.save(2, out)).rejects.toMatchObject({ code: 'portal.unreachable' });
    expect((await readdir(world.folder)).sort()).toEqual(['data', 'public', 'secrets']);
  });
});

describe('a submission that is here', () => {
  test('is read without asking the portal, and its files get their own names', async () => {
    const { world, id } = await withSubmission();
    const session = await openHome(world);
    const incomplete = await (await session.peek(id)).save(1, join(world.folder, 'video.avi'));
    await session.sync();
    const requests = world.portal.requests.length;

    const peek = await session.peek(id.slice(0, 6));
    expect(peek.view).toMatchObject({ id, pulled: true, answers: [{ text: '他们半夜来敲门。' }] });
    const out = join(world.folder, 'verified.avi');
    const saved = await peek.save(2, out);
    expect(saved).toMatchObject({ path: out, verified: true });
    await isFile(out, LESS[1]?.bytes ?? new Uint8Array());
    expect(world.portal.requests).toHaveLength(requests);
    // What was written before the pull stays what it is called.
    await isFile(incomplete.path, LESS[0]?.bytes ?? new Uint8Array());
    expect((await readdir(world.folder)).filter((name) => name.endsWith('.incomplete'))).toEqual([
      'video.avi.incomplete',
    ]);
  });

  test('and was altered since gives nothing of what was altered', async () => {
    const { world, id } = await withSubmission();
    const session = await openHome(world);
    await session.sync();
    const [name = ''] = await readdir(join(world.organisation.home, 'vault', 'blobs'));
    const blob = join(world.organisation.home, 'vault', 'blobs', name);
    const bytes = await readFile(blob);
    bytes[FIRST + 20 * SEALED] = (bytes[FIRST + 20 * SEALED] ?? 0) ^ 1;
    await writeFile(blob, bytes);
    const peek = await session.peek(id);
    await peek.save(1, join(world.folder, 'first.avi'));
    await expect(peek.save(2, join(world.folder, 'second.avi'))).rejects.toMatchObject({
      code: 'peek.refused',
    });
    expect((await readdir(world.folder)).sort()).toEqual(['data', 'first.avi', 'public', 'secrets']);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    await writeFile(blob, bytes);
    await expect(session.peek(id)).rejects.toMatchObject({
      code: 'peek.refused',
      facts: { reason: 'envelope.damaged' },
    });
  });

  test('only as a note, because nobody can open it, says why', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const broken = random(65536);
    broken.set(new TextEncoder().encode('testimony.json\0'));
    const id = await upload(world.portal, await source.sealBytes(broken));
    const session = await openHome(world);
    await expect(session.peek(id)).rejects.toMatchObject({
      code: 'peek.refused',
      facts: { reason: 'bundle.malformed' },
    });
    await session.sync();
    await expect(session.peek(id)).rejects.toMatchObject({
      code: 'peek.refused',
      facts: { reason: 'bundle.malformed' },
    });
  });
});

describe('what was altered at the portal', () => {
  const small: File[] = [
    { name: 'a.bin', bytes: random(400_000) },
    { name: 'b.bin', bytes: random(400_000) },
  ];

  async function altered(
    alter: (ciphertext: Uint8Array) => Uint8Array,
  ): Promise<{ world: World; id: string }> {
    const world = await makeWorld();
    const sealed = await (await Source.arrive(world)).seal({ files: small });
    const id = await upload(world.portal, sealed);
    const changed = alter(sealed.slice());
    world.portal.intercept = (request) => {
      const [, start, last] = /^bytes=(\d+)-(\d+)$/u.exec(request.headers.get('range') ?? '') ?? [];
      if (start === undefined || last === undefined) return null;
      const part = changed.slice(Number(start), Number(last) + 1);
      const range = `bytes ${start}-${last}/${String(sealed.length)}`;
      return new Response(part, { status: 206, headers: { 'content-range': range } });
    };
    return { world, id };
  }
  const flip = (position: number) => (bytes: Uint8Array) => {
    const at = position < 0 ? bytes.length + position : position;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  /** To another letter of base64, or the form of the header would be at fault. */
  const relettered = (position: number) => (bytes: Uint8Array) => {
    const [a = 0, b = 0] = Buffer.from('AB');
    bytes[position] = bytes[position] === a ? b : a;
    return bytes;
  };

  test.each([
    ['the recipient of its header', relettered(1000), 'peek.wrong-identity'],
    ['the form of its header', flip(30), 'peek.refused'],
    ["the header's MAC", flip(1610), 'peek.refused'],
    ['its first chunk', flip(FIRST + 5000), 'peek.refused'],
    ['its final chunk', flip(-100), 'peek.refused'],
    [
      'an exchange of its ends',
      (bytes: Uint8Array) => bytes.copyWithin(bytes.length - SEALED, FIRST, FIRST + SEALED),
      'peek.refused',
    ],
  ])('in %s shows nothing', async (_, alter, code) => {
    const { world, id } = await altered(alter);
    const session = await openHome(world);
    await expect(session.peek(id)).rejects.toMatchObject({ code });
  });

  test('in a file shows the testimony and the other file, and gives nothing of this one', async () => {
    const { world, id } = await altered(flip(FIRST + 9 * SEALED));
    const session = await openHome(world);
    const peek = await session.peek(id);
    expect(peek.view.evidence).toHaveLength(2);
    const [a, b] = [join(world.folder, 'a.bin'), join(world.folder, 'b.bin')];
    await isFile((await peek.save(1, a)).path, small[0]?.bytes ?? new Uint8Array());
    await expect(peek.save(2, b)).rejects.toMatchObject({
      code: 'peek.refused',
      facts: { reason: 'envelope.damaged' },
    });
    expect((await readdir(world.folder)).sort()).toEqual(['a.bin.incomplete', 'data', 'public', 'secrets']);
  });

  test('in the size that the list gives is refused', async () => {
    const world = await makeWorld();
    const id = await (await Source.arrive(world)).send({ files: small });
    const session = await openHome(world);
    const { submissions } = await session.unpulled();
    const real = submissions[0]?.size ?? 0;
    for (const size of [real - SEALED, real + SEALED, real - 1000]) {
      world.portal.intercept = (request) =>
        new URL(request.url).pathname === '/review/submissions'
          ? Response.json({ days: [{ day: TODAY, submissions: [{ id, size }] }] })
          : null;
      await expect(session.peek(id)).rejects.toMatchObject({ code: 'portal.malformed' });
    }
  });

  test('for another desk, or of a size that cannot be, is not opened', async () => {
    const world = await makeWorld();
    const foreign = await seal(await recipientOf(await generateIdentity()), streamOf(new Uint8Array(65536)));
    const id = await upload(world.portal, await collect(foreign));
    const session = await openHome(world);
    await expect(session.peek(id)).rejects.toMatchObject({ code: 'peek.wrong-identity' });
    world.portal.intercept = (request) =>
      new URL(request.url).pathname === '/review/submissions'
        ? Response.json({ days: [{ day: TODAY, submissions: [{ id, size: 1000 }] }] })
        : null;
    expect(await session.unpulled()).toEqual({ submissions: [], warnings: ['portal.malformed'] });
    await expect(session.peek(id)).rejects.toMatchObject({ code: 'peek.not-found' });
  });
});

describe('refuses', () => {
  const note: File[] = [{ name: 'note.txt', bytes: random(12) }];

  test('an id that nobody has, one that two have, and what is no id', async () => {
    const { world } = await withSubmission(note);
    const session = await openHome(world);
    for (const id of ['ffffffffffffffff', '', 'xyz', '../../etc', 'a'.repeat(33)]) {
      await expect(session.peek(id)).rejects.toMatchObject({ code: 'peek.not-found' });
    }
    const submissions = ['ab', 'ac'].map((start) => ({
      id: start.padEnd(32, '0'),
      size: ciphertextSize(65536),
    }));
    world.portal.intercept = (request) =>
      new URL(request.url).pathname === '/review/submissions'
        ? Response.json({ days: [{ day: TODAY, submissions }] })
        : null;
    await expect(session.peek('a')).rejects.toMatchObject({ code: 'case.ambiguous' });
  });

  test('to write over anything, through a link, or where no folder is', async () => {
    const { world, id } = await withSubmission(note);
    const session = await openHome(world);
    const peek = await session.peek(id);
    const asked = watch(world);
    const at = (name: string): string => join(world.folder, 'out', name);
    await mkdir(join(world.folder, 'out'));
    await writeFile(at('mine'), 'mine');
    await writeFile(at('half.incomplete'), 'mine');
    await symlink(at('mine'), at('link'));
    await symlink(at('nowhere'), at('hanging.incomplete'));
    for (const name of ['mine', 'half', 'link', 'hanging', '.']) {
      await expect(peek.save(1, at(name))).rejects.toMatchObject({ code: 'peek.exists' });
    }
    for (const name of ['no/file', 'mine/file']) {
      await expect(peek.save(1, at(name))).rejects.toMatchObject({ code: 'save.no-parent' });
    }
    for (const number of [0, 2, -1, 1.5]) {
      await expect(peek.save(number, at('new'))).rejects.toMatchObject({ code: 'peek.no-file' });
    }
    expect(asked).toEqual([]);
    expect((await readdir(join(world.folder, 'out'))).sort()).toEqual([
      'half.incomplete',
      'hanging.incomplete',
      'link',
      'mine',
    ]);
    expect(await readFile(at('mine'), 'utf8')).toBe('mine');
    await session.sync();
    const verified = await session.peek(id);
    await verified.save(1, at('new'));
    await expect(verified.save(1, at('new'))).rejects.toMatchObject({ code: 'peek.exists' });
  });

  test('a portal that is not the organisation’s, before any submission is asked for', async () => {
    const { world, id } = await withSubmission(note);
    const other = await makeWorld();
    world.portal.intercept = (request) => other.portal.fetch(request);
    const session = await openHome(world);
    await expect(session.peek(id)).rejects.toMatchObject({ code: 'portal.mismatch' });
    expect(other.portal.requests.filter((line) => line.includes('/review/'))).toEqual([]);
  });
});
