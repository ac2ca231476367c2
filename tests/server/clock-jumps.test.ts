/** The clock on the wall is set by people and programs. What counts seconds must not go by it. */
import { afterEach, describe, expect, it } from 'vitest';
import { createGate } from '../../server/gate.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import { ageFile, sameBytes, SMALLEST } from './support/files.ts';
import { proofFor } from './support/proof.ts';
import {
  codeIn,
  create,
  createUpload,
  makeWorld,
  offsetOf,
  onlySubmission,
  patch,
  TUS,
  upload,
  type World,
} from './support/world.ts';

const HOUR = 3_600_000;
const FILE = ciphertextSize(2 ** 20);
const JUMPS: [string, number][] = [
  ['forward by two days', 48 * HOUR],
  ['back by five hours', -5 * HOUR],
];

describe.each(JUMPS)('a clock that leaps %s', (_, milliseconds) => {
  let world: World;
  afterEach(() => world.close());

  const time = { now: 0 };
  const ticks = () => time.now;
  const leap = () => {
    world.clock.now = new Date(world.clock.now.getTime() + milliseconds);
  };
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 30));
  /** With one place for texts and one for files. */
  const narrow = async () => {
    const places = { proofs: 2, texts: 1, files: 1, plain: 1 };
    const gate = createGate({ places, line: 8, turnSeconds: 15, waitSeconds: 45, ticks });
    world = await makeWorld({ guard: { gate, ticks } });
  };

  it('while somebody waits in the line neither turns them away nor lets them in early', async () => {
    await narrow();
    const file = await ageFile();
    const path = await createUpload(world, SMALLEST);
    const inside = await world.guard.enter(SMALLEST, 1);
    const answer = { status: 0 };
    const waiting = patch(world, path, 0, file).then(({ status }) => (answer.status = status));
    await quiet();
    leap();
    world.guard.tick();
    await quiet();
    expect(answer.status).toBe(0);
    // The turn of who is inside has not come to its end either: it is not told to go.
    let isOver = false;
    void inside.over.then(() => (isOver = true));
    await quiet();
    expect(isOver).toBe(false);
    inside.leave();
    await waiting;
    expect(answer.status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('makes no upload lie still that has just moved: nobody’s room is given away', async () => {
    world = await makeWorld({
      config: { maxStorage: 4 * FILE, maxUpload: 64 * 2 ** 20, calmUploads: 1000 },
      guard: { ticks },
    });
    const file = await ageFile(FILE);
    const begun = await createUpload(world, FILE);
    await patch(world, begun, 0, file.subarray(0, FILE - 10));
    for (let count = 0; count < 2; count += 1) await upload(world, await ageFile(FILE));
    time.now += 600_000;
    leap();
    const refused = await create(world, FILE);
    expect([refused.status, await codeIn(refused)]).toEqual([507, 'upload.text-only']);
    expect(await offsetOf(world, begun)).toBe(FILE - 10);
    // By the clock that nobody sets it does lie still at last.
    time.now += 1_800_000;
    expect((await create(world, FILE)).status).toBe(201);
    expect(await offsetOf(world, begun)).toBe(-410);
  });

  it('makes a proof of before stale, which costs another proof and nothing else', async () => {
    world = await makeWorld();
    const proof = await proofFor((path) => world.send('GET', path), SMALLEST);
    const begin = () =>
      world.send('POST', '/uploads', { ...TUS, 'Upload-Length': String(SMALLEST), ...proof });
    leap();
    const refused = await begin();
    expect([refused.status, await codeIn(refused)]).toEqual([428, 'upload.proof-stale']);
    expect((await create(world, SMALLEST)).status).toBe(201);
    // When it is set right again the old one is good after all: it was not used up.
    world.clock.now = new Date(world.clock.now.getTime() - milliseconds);
    expect((await begin()).status).toBe(201);
  });
});
