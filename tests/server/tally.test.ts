import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begun } from '../../db/schema.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { Guard } from '../../server/guard.ts';
import { openGate } from '../../server/gate.ts';
import { closeDay } from '../../server/retention.ts';
import { createTally } from '../../server/tally.ts';
import { SMALLEST } from './support/files.ts';
import { testGuard } from './support/proof.ts';
import { random } from './support/runtime.ts';
import { makeWorld, type World } from './support/world.ts';

const MINUTE = 60_000;
const FILE = ciphertextSize(2 ** 20);

describe('several isolates that count together', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ config: { baseEffort: 4, calmUploads: 60 } });
  });
  afterEach(() => world.close());

  const now = () => world.clock.now;
  const pass = (milliseconds: number) => {
    world.clock.now = new Date(now().getTime() + milliseconds);
  };
  const start = (): Guard =>
    testGuard({ ...world, now, gate: openGate(), isAlone: false, tally: createTally(world.store, now) });
  const begin = (guard: Guard, times: number, length = SMALLEST): void => {
    for (let time = 0; time < times; time += 1) guard.count(length);
  };
  /** The effort for a text, and for a file of a mebibyte. */
  const asked = async (guard: Guard): Promise<(number | undefined)[]> => {
    const { efforts } = await guard.challenge();
    return [SMALLEST, FILE].map((length) => efforts.find(({ upTo }) => length <= upTo)?.effort);
  };
  const calm = [4, 8];

  it('ask more of everybody, a minute later, when one of them is flooded', async () => {
    const [flooded, calmOne] = [start(), start()];
    expect([await asked(flooded), await asked(calmOne)]).toEqual([calm, calm]);
    begin(flooded, 1500);
    pass(MINUTE);
    const price = await asked(flooded);
    expect(price[0]).toBe(64);
    // Who looks only now hears of it at once.
    expect(await asked(calmOne)).toEqual(price);
    begin(flooded, 3000);
    await asked(flooded);
    expect(await asked(calmOne)).toEqual(price);
    pass(MINUTE);
    await asked(flooded);
    expect((await asked(calmOne))[0]).toBeGreaterThan(64);
  });

  it('notice a flood that is spread over all of them and that none would notice by itself', async () => {
    const isolates = Array.from({ length: 20 }, start);
    for (const guard of isolates) await asked(guard);
    for (let minute = 0; minute < 3; minute += 1) {
      pass(MINUTE);
      for (const guard of isolates) {
        begin(guard, 12);
        await asked(guard);
      }
    }
    for (const guard of isolates) expect((await asked(guard))[0]).toBeGreaterThan(8);
  });

  it('do not make texts dearer by files', async () => {
    const [flooded, other] = [start(), start()];
    await asked(flooded);
    await asked(other);
    begin(flooded, 1000, FILE);
    pass(MINUTE);
    await asked(flooded);
    pass(MINUTE);
    expect(await asked(other)).toEqual([4, 128]);
  });

  it('tell one that has just started that the day is not calm, and not of a calm day', async () => {
    const first = start();
    await asked(first);
    begin(first, 600);
    pass(MINUTE);
    await asked(first);
    // 600 uploads by ten in the morning are calm, six hundred times as many are not.
    expect(await asked(start())).toEqual(calm);
    begin(first, 50_000);
    pass(MINUTE);
    await asked(first);
    expect((await asked(start()))[0]).toBeGreaterThan(16);
  });

  it('take what they hear after a long rest for what is left of it, on the same day and on the next', async () => {
    const [busy, resting] = [start(), start()];
    await asked(resting);
    const beCalm = async (hours: number) => {
      for (let hour = 0; hour < hours; hour += 1) {
        begin(busy, 60);
        pass(60 * MINUTE);
        await asked(busy);
      }
    };
    await beCalm(10);
    expect(await asked(resting)).toEqual(calm);
    await beCalm(20);
    expect(await asked(resting)).toEqual(calm);
  });

  it('forget it again, and keep nothing of it beyond the day', async () => {
    const [flooded, other] = [start(), start()];
    await asked(other);
    begin(flooded, 1000);
    await asked(flooded);
    pass(MINUTE);
    expect(await asked(other)).not.toEqual(calm);
    pass(60 * MINUTE);
    expect(await asked(other)).toEqual(calm);
    expect(await world.store.db.select().from(begun)).toEqual([{ day: '2026-11-22', texts: 1000, files: 0 }]);
    pass(24 * 60 * MINUTE);
    await closeDay({ ...world, now, random });
    expect(await world.store.db.select().from(begun)).toEqual([]);
  });

  it('go on by themselves when the database is away', async () => {
    const store = { ...world.store, db: null as never };
    const guard = testGuard({ ...world, now, gate: openGate(), tally: createTally(store, now) });
    await asked(guard);
    begin(guard, 1500);
    pass(MINUTE);
    expect((await asked(guard))[0]).toBe(64);
  });
});
