import { expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { openGate } from '../../server/gate.ts';
import { openOrganisation } from '../../server/organisation.ts';
import { siteOf } from '../../server/site.ts';
import { unguardedWriters } from '../../server/writers.ts';
import { testGuard } from './support/proof.ts';
import { ageFile, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { createUpload, makeWorld, offsetOf, onlySubmission, patch, type World } from './support/world.ts';

it('writers in several processes are told apart by the offset that they started from', async () => {
  const world = await makeWorld();
  const opened = openOrganisation(world.organisation.files, '2026-11-22');
  const config = { ...DEFAULT_CONFIG, baseEffort: 1 };
  const app = createApp({
    ...world,
    organisation: opened,
    site: siteOf(new Map(), opened),
    config,
    now: () => world.clock.now,
    random,
    writers: unguardedWriters(),
    guard: testGuard({ ...world, config, now: () => world.clock.now, gate: openGate(), isAlone: false }),
  });
  const elsewhere: World = {
    ...world,
    send: async (method, path, headers = {}, body) =>
      app.fetch(
        new Request(`http://portal.test${path}`, {
          method,
          headers,
          ...(body && { body: body as BodyInit }),
        }),
      ),
  };
  const file = await ageFile();
  const path = await createUpload(elsewhere, file.length);
  await patch(elsewhere, path, 0, file.subarray(0, 2000));
  const answers = await Promise.all([
    patch(elsewhere, path, 2000, file.subarray(2000)),
    patch(elsewhere, path, 2000, file.subarray(2000, 9000)),
    patch(elsewhere, path, 2000, file.subarray(2000, 30000)),
  ]);
  expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  expect(answers.every((answer) => [204, 409, 423, 503].includes(answer.status))).toBe(true);
  const offset = await offsetOf(elsewhere, path);
  if (offset < file.length) await patch(elsewhere, path, offset, file.subarray(offset));
  expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  expect(await world.countObjects()).toBe(1);
});
