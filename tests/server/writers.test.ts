import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ageFile, noise, sameBytes, SMALLEST } from './support/files.ts';
import { inWorkerd } from './support/runtime.ts';
import {
  breaking,
  codeIn,
  createUpload,
  fed,
  makeWorld,
  NOTHING,
  offsetOf,
  onlySubmission,
  patch,
  TUS,
  type World,
} from './support/world.ts';

describe('writers of one upload', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  it('are one at a time: the second is told 423 and the first is not disturbed', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    const slow = fed();
    const first = patch(world, path, 0, slow.body);
    await slow.feed(file.subarray(0, 3000));
    const second = await patch(world, path, 0, file);
    expect(second.status).toBe(423);
    expect(await codeIn(second)).toBe('upload.busy');
    await slow.feed(file.subarray(3000));
    slow.end();
    expect((await first).status).toBe(204);
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
  });

  it('make room when nothing has come for a while, and what came is kept', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    const dead = fed();
    const first = patch(world, path, 0, dead.body);
    await dead.feed(file.subarray(0, 3000));
    expect(await offsetOf(world, path)).toBe(0);
    world.clock.now = new Date(world.clock.now.getTime() + 21_000);
    expect(await offsetOf(world, path)).toBe(3000);
    expect((await first).status).toBe(423);
    expect((await patch(world, path, 3000, file.subarray(3000))).status).toBe(204);
    expect((await world.count()).submissions).toBe(1);
  });

  it('are ended by DELETE whatever they are doing', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    const slow = fed();
    const first = patch(world, path, 0, slow.body);
    await slow.feed(file.subarray(0, 3000));
    expect((await world.send('DELETE', path, TUS)).status).toBe(204);
    expect((await first).status).toBe(423);
    expect(await world.count()).toEqual(NOTHING);
  });

  it('that start together leave one whole submission', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    const answers = await Promise.all(Array.from({ length: 6 }, () => patch(world, path, 0, file)));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses[0]).toBe(204);
    expect(statuses.every((status) => status === 204 || status === 423)).toBe(true);
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
  });
});

describe('any chopping', () => {
  it('of a legal file into requests, with breaks and repetitions, gives the same blob', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            size: fc.oneof(
              fc.integer({ min: 0, max: 40 }),
              fc.integer({ min: 1500, max: 1800 }),
              fc.nat(30000),
            ),
            chunk: fc.integer({ min: 1, max: 9000 }),
            breaks: fc.boolean(),
            wrongOffset: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        async (steps) => {
          const world = await makeWorld();
          try {
            const file = await ageFile();
            const path = await createUpload(world, file.length);
            let offset = 0;
            for (const { size, chunk, breaks, wrongOffset } of [
              ...steps,
              { size: SMALLEST, chunk: 9000, breaks: false, wrongOffset: true },
            ]) {
              if (wrongOffset) {
                expect((await patch(world, path, offset + 1, noise(1))).status).toBe(409);
              }
              const end = Math.min(offset + size, file.length);
              const pieces: Uint8Array[] = [];
              for (let start = offset; start < end; start += chunk) {
                pieces.push(file.subarray(start, Math.min(start + chunk, end)));
              }
              if (breaks) await patch(world, path, offset, breaking(...pieces));
              else expect((await patch(world, path, offset, file.subarray(offset, end))).status).toBe(204);
              offset = await offsetOf(world, path);
              expect(offset).toBe(end);
            }
            expect(sameBytes(await onlySubmission(world), file)).toBe(true);
            expect(await world.count()).toMatchObject({
              submissions: 1,
              uploads: 0,
              finished: 1,
              objects: 1,
            });
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: inWorkerd ? 8 : 25 },
    );
  });
});
