/** A clock that is set back, or ahead and back again, while sources send and replies wait. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays, dayOf } from '../../crypto/days.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { Health } from '../../server/contract.ts';
import { checkData } from '../../server/folder/check.node.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { ageFile, sameBytes } from '../server/support/files.ts';
import {
  append,
  create,
  eventually,
  makeFolders,
  offsetAt,
  openPatch,
  type Folders,
} from '../server/support/served.node.ts';
import { DAY_MS } from './support/program.ts';
import { look, makeBatch, teamOf, wereAllPlaced } from './support/team.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * DAY_MS;

// As the program does, or `check` finds files that others can read.
process.umask(0o077);
vi.setConfig({ testTimeout: 60_000 });

describe('a clock', () => {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  let folders: Folders;
  let serving: Serving;
  beforeEach(async () => {
    clock.ahead = 0;
    // The epoch began yesterday.
    folders = await makeFolders({ validFrom: addDays(dayOf(new Date()), -1), validUntil: '2099-12-31' });
    serving = await serve({ ...folders.options, now, config: { stallSeconds: 5 } });
    await looked();
  });
  afterEach(async () => {
    await serving.stop();
    await folders.remove();
  });

  const team = () => teamOf(folders, serving.address, () => now().getTime());
  const blobNames = () => readdir(join(folders.options.dataFolder, 'blobs'));
  /** What is due is done within a second of the clock's being set; the first close included. */
  const looked = () => new Promise((resolve) => setTimeout(resolve, 1_500));
  const set = async (ahead: number) => {
    clock.ahead = ahead;
    await looked();
  };
  const send = async () => {
    const file = await ageFile();
    const url = await create(serving.address, file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    return { file, url };
  };
  const failing = async () => {
    const health = (await (await fetch(`${serving.address}/healthz`)).json()) as Health;
    return health.status === 'ok' ? [] : health.failing.filter((part) => part !== 'space');
  };

  it.each([
    ['an hour', -HOUR_MS],
    ['three days, to before the epoch', -3 * DAY_MS],
    ['thirty years', -30 * YEAR_MS],
  ])(
    'that is set back by %s costs nothing that was confirmed, and what is under way goes on',
    async (_, ahead) => {
      const done = await send();
      const file = await ageFile(ciphertextSize(2 ** 18));
      const url = await create(serving.address, file.length);
      expect((await append(url, 0, file.subarray(0, 100_000))).status).toBe(204);
      const sending = openPatch(url, 100_000, file.length - 100_000);
      await sending.write(file.subarray(100_000, 150_000));

      await set(ahead);
      await sending.write(file.subarray(150_000));
      expect((await sending.answered)?.status).toBe(204);
      expect(await offsetAt(done.url)).toBe(done.file.length);
      expect(await offsetAt(url)).toBe(file.length);
      const late = await send();
      if (ahead <= -3 * DAY_MS) expect(await failing()).toEqual(['clock']);

      await set(0);
      await send();
      const kept = await team().fetchAll();
      expect(kept).toHaveLength(4);
      for (const one of [done.file, file, late.file])
        expect(kept.some((bytes) => sameBytes(bytes, one))).toBe(true);
      expect(await failing()).toEqual([]);
      expect(await checkData(folders.options.dataFolder)).toEqual([]);
    },
  );

  it.each([
    ['ten days', 10 * DAY_MS],
    ['two years', 2 * YEAR_MS],
  ])(
    'that leaps ahead by %s and is set right removes nothing, and what had begun goes on',
    async (_, ahead) => {
      const done = await send();
      const file = await ageFile();
      const url = await create(serving.address, file.length);
      expect((await append(url, 0, file.subarray(0, 30_000))).status).toBe(204);
      const batch = await makeBatch();
      expect(await wereAllPlaced(await team().place(batch))).toBe(true);

      await set(ahead);
      const [early] = [await send()];
      const shown = await look(serving.address);
      await set(0);
      expect(await offsetAt(url)).toBe(30_000);
      expect((await append(url, 30_000, file.subarray(30_000))).status).toBe(204);
      const kept = await team().fetchAll();
      expect(kept).toHaveLength(3);
      for (const one of [done.file, file, early.file]) {
        expect(kept.some((bytes) => sameBytes(bytes, one))).toBe(true);
      }
      const after = await look(serving.address);
      expect([...after.places.keys()].sort()).toEqual(batch.map(({ slot }) => slot).sort());
      for (const [slot, { place }] of shown.places) expect(after.places.get(slot)?.place).toBe(place);
      expect(await failing()).toEqual([]);
    },
  );

  it('that was a year ahead leaves nothing behind that waits for its day to be levelled', async () => {
    await set(YEAR_MS);
    await send();
    const before = await blobNames();
    expect(before).toHaveLength(1);
    await set(0);
    await eventually(async () => {
      const names = await blobNames();
      return names.length === 1 && names[0] !== before[0];
    });
  });

  it('that is set back does not let a dead connection stand in the way of the next', async () => {
    const file = await ageFile();
    const url = await create(serving.address, file.length);
    const dead = openPatch(url, 0, file.length);
    await dead.write(file.subarray(0, 20_000));
    await eventually(async () => (await blobNames()).length === 1);
    clock.ahead = -2 * HOUR_MS;
    await eventually(async () => (await offsetAt(url)) === 20_000, 10_000);
    expect((await append(url, 20_000, file.subarray(20_000))).status).toBe(204);
    dead.breakOff();
  });
});
