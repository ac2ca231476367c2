import { afterEach, describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { SMALL_UPLOAD, type Challenge } from '../../server/contract.ts';
import { createRoom } from '../../server/room.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import {
  codeIn,
  create,
  createUpload,
  makeWorld,
  offsetOf,
  patch,
  upload,
  type World,
} from './support/world.ts';

const MIB = 2 ** 20;
const FILE = ciphertextSize(MIB);
const PIECE = 4 * MIB;

describe('room', () => {
  let world: World;
  afterEach(() => world.close());

  const pass = (minutes: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000);
  };
  /** Storage for four files of a mebibyte, of which a tenth is reserve. */
  const small = async (more: { free?: () => number | null } = {}) => {
    world = await makeWorld({
      config: { maxStorage: 4 * FILE, maxUpload: 64 * MIB, calmUploads: 1000 },
      guard: { freeBytes: () => Promise.resolve(more.free?.() ?? null) },
    });
  };
  const efforts = async () => ((await (await world.send('GET', '/challenge')).json()) as Challenge).efforts;
  const fillFiles = async () => {
    for (let number = 0; number < 3; number += 1) await upload(world, await ageFile(FILE));
    pass(10);
  };

  it('ends for files before it ends for texts', async () => {
    await small();
    await fillFiles();
    const refused = await create(world, FILE);
    expect({ status: refused.status, code: await codeIn(refused) }).toEqual({
      status: 507,
      code: 'upload.text-only',
    });
    expect((await efforts()).at(-1)?.upTo).toBeLessThan(FILE);
    await upload(world, await ageFile());
    expect((await world.count()).submissions).toBe(4);
  });

  it('ends for texts when the reserve is used up, and the challenge says so', async () => {
    await small();
    await fillFiles();
    let texts = 0;
    for (; texts < 40; texts += 1) {
      pass(10);
      const begun = await create(world, SMALLEST);
      if (begun.status === 507) {
        expect(await codeIn(begun)).toBe('storage.full');
        break;
      }
      const path = begun.headers.get('location') ?? '';
      expect((await patch(world, path, 0, await ageFile())).status).toBe(204);
    }
    expect(texts).toBe(Math.floor((FILE - SMALL_UPLOAD) / SMALLEST) + 1);
    expect((await efforts()).at(-1)?.upTo ?? 0).toBeLessThan(SMALLEST);
  });

  it('that was announced and not used is taken from nobody', async () => {
    await small();
    for (let number = 0; number < 50; number += 1) await createUpload(world, FILE);
    for (let number = 0; number < 3; number += 1) await upload(world, await ageFile(FILE));
    expect((await world.count()).submissions).toBe(3);
  });

  it('is made by unfinished files that have not moved for half an hour, the largest first', async () => {
    await small();
    const begin = async (bytes: number) => {
      const path = await createUpload(world, FILE);
      await patch(world, path, 0, (await ageFile(FILE)).subarray(0, bytes));
      return path;
    };
    const large = await begin(1_000_000);
    const lesser = await begin(900_000);
    const text = await createUpload(world, SMALLEST);
    await patch(world, text, 0, (await ageFile()).subarray(0, 60_000));
    pass(29);
    const moving = await begin(950_000);
    const first = await create(world, FILE);
    expect(await codeIn(first)).toBe('upload.text-only');
    pass(10);
    expect((await create(world, FILE)).status).toBe(201);
    expect(await offsetOf(world, large)).toBe(-410);
    expect(await offsetOf(world, lesser)).toBe(900_000);
    expect(await offsetOf(world, moving)).toBe(950_000);
    expect(await offsetOf(world, text)).toBe(60_000);
  });

  it('that runs out in the middle of a file stops it where it is, and it goes on when there is room', async () => {
    const disk = { free: 40 * MIB };
    world = await makeWorld({
      config: { maxUpload: 64 * MIB, reserve: MIB },
      guard: { freeBytes: () => Promise.resolve(disk.free) },
    });
    const file = await ageFile(ciphertextSize(16 * MIB));
    const path = await createUpload(world, file.length);
    // Somebody else fills the disk.
    disk.free = 8.5 * MIB;
    pass(1);
    const stopped = await patch(world, path, 0, file);
    expect({ status: stopped.status, code: await codeIn(stopped) }).toEqual({
      status: 507,
      code: 'upload.text-only',
    });
    const safe = await offsetOf(world, path);
    expect(safe).toBe(PIECE);
    disk.free = 40 * MIB;
    pass(1);
    expect((await patch(world, path, safe, file.subarray(safe))).status).toBe(204);
    expect((await world.count()).submissions).toBe(1);
  });

  it('is told so coarsely that no arrival shows', async () => {
    await small();
    for (let number = 0; number < 2; number += 1) await upload(world, await ageFile(FILE));
    pass(10);
    const before = await efforts();
    expect(before.at(-1)?.upTo).toBe(4 * SMALL_UPLOAD);
    for (const minutes of [1, 10]) {
      await upload(world, await ageFile());
      pass(minutes);
      expect(await efforts()).toEqual(before);
    }
    // What takes a whole step is not told at once.
    await upload(world, await ageFile(FILE));
    pass(9);
    expect((await efforts()).at(-1)?.upTo).toBe(4 * SMALL_UPLOAD);
    pass(1);
    expect((await efforts()).at(-1)?.upTo).toBe(SMALL_UPLOAD);
  });

  it('is kept for the next piece of each who writes, and free again when it ends', async () => {
    world = await makeWorld({
      config: { maxUpload: 64 * MIB, reserve: MIB },
      guard: { freeBytes: () => Promise.resolve(10 * MIB) },
    });
    const file = await ageFile(ciphertextSize(4 * MIB));
    const paths = [];
    for (let number = 0; number < 3; number += 1) paths.push(await createUpload(world, file.length));
    const [first = '', second = '', third = ''] = paths;
    const slow = () => {
      const body = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          body.resolve(controller);
        },
      });
      return { stream, controller: body.promise };
    };
    const [one, two] = [slow(), slow()];
    const writing = [patch(world, first, 0, one.stream), patch(world, second, 0, two.stream)];
    (await one.controller).enqueue(file.subarray(0, 1000));
    (await two.controller).enqueue(file.subarray(0, 1000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await codeIn(await patch(world, third, 0, file))).toBe('upload.text-only');
    await upload(world, await ageFile());
    (await one.controller).close();
    (await two.controller).close();
    for (const answer of await Promise.all(writing)) expect(answer.status).toBe(204);
    expect((await patch(world, third, 0, file)).status).toBe(204);
  });

  it('is kept once, for as many as it lasts for, of those who ask at the same time', async () => {
    await small();
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, () => world.guard.room.hold(FILE, FILE)),
    );
    const kept = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(kept).toHaveLength(3);
    await expect(world.guard.room.hold(FILE, FILE)).rejects.toMatchObject({ code: 'upload.text-only' });
    for (const release of kept) release();
    (await world.guard.room.hold(FILE, FILE))();
  });

  it('is not made by an upload that has moved while others were taken away', async () => {
    await small();
    const paths: string[] = [];
    for (const size of [2000, 1000]) {
      const path = await createUpload(world, FILE);
      await patch(world, path, 0, (await ageFile(FILE)).subarray(0, size));
      paths.push(path);
    }
    const [first = '', second = ''] = paths;
    const gone: string[] = [];
    const room = createRoom({
      isAlone: true,
      ...world,
      config: { ...world.config, maxStorage: 4000, reserve: 0 },
      ticks: () => 0,
      freeBytes: () => Promise.resolve(null),
      // The second moves as soon as the first is gone.
      isIdle: ({ id }) => gone.length === 0 || !second.endsWith(id),
      forgotten: (id) => gone.push(id),
    });
    await expect(room.claim(FILE, 3500)).rejects.toMatchObject({ code: 'storage.full' });
    expect(gone.map((id) => first.endsWith(id))).toEqual([true]);
    expect(await offsetOf(world, second)).toBe(1000);
  });

  it('on a disk is no more than the disk has free', async () => {
    let free = SMALL_UPLOAD * 3;
    await small({ free: () => free });
    expect(await codeIn(await create(world, FILE))).toBe('upload.text-only');
    await upload(world, await ageFile());
    free = 1000;
    pass(10);
    expect(await codeIn(await create(world, SMALLEST))).toBe('storage.full');
  });
});
