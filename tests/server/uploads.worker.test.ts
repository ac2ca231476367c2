import { expect, it } from 'vitest';
import { ageFile, sameBytes } from './support/files.ts';
import { isolate } from './support/isolates.worker.ts';
import { createUpload, makeWorld, offsetOf, onlySubmission, patch } from './support/world.ts';

it('writers in several processes are told apart by the offset that they started from', async () => {
  const world = await makeWorld();
  const elsewhere = isolate(world);
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
