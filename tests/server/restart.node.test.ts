/** What was worked out, begun or sent before a restart, or before somebody set the clock. */
import { beforeEach, expect, it } from 'vitest';
import type { Serving } from '../../server/main.node.ts';
import { ageFile } from './support/files.ts';
import { perTest } from './support/per-test.node.ts';
import { proofFor } from './support/proof.ts';
import { append, bytesReceived, create, eventually, offsetAt, openPatch } from './support/served.node.ts';
import { TUS } from './support/world.ts';

const own = perTest();
let serving: Serving;
beforeEach(async () => {
  serving = await own.start();
});

async function restart(): Promise<void> {
  await serving.stop();
  serving = await own.start();
}
const begin = (length: number, proof: Record<string, string>) =>
  fetch(`${serving.address}/uploads`, {
    method: 'POST',
    headers: { ...TUS, 'Upload-Length': String(length), ...proof },
  });

it('a proof of before the restart is refused with what to do, and one made anew begins the upload', async () => {
  const { length } = await ageFile();
  const proof = await proofFor((path) => fetch(`${serving.address}${path}`), length);
  await restart();
  const refused = await begin(length, proof);
  expect(refused.status).toBe(428);
  expect(await refused.json()).toEqual({ error: 'upload.proof-stale' });
  expect(Number(refused.headers.get('witnessbox-effort'))).toBeGreaterThan(0);
  const again = await proofFor((path) => fetch(`${serving.address}${path}`), length);
  expect(again).not.toEqual(proof);
  expect((await begin(length, again)).status).toBe(201);
});

it('an upload that was begun goes on without another proof, and is still known as whole after the next restart', async () => {
  const file = await ageFile();
  const url = await create(serving.address, file.length);
  expect((await append(url, 0, file.subarray(0, 5000))).status).toBe(204);
  const path = new URL(url).pathname;
  await restart();
  const same = `${serving.address}${path}`;
  expect(await offsetAt(same)).toBe(5000);
  expect((await append(same, 5000, file.subarray(5000))).status).toBe(204);
  await restart();
  expect(await offsetAt(`${serving.address}${path}`)).toBe(file.length);
});

it('a clock set back by hours keeps nobody waiting for a writer that is dead', async () => {
  await serving.stop();
  const clock = { shift: 0 };
  const now = () => new Date(Date.now() + clock.shift);
  serving = await own.start({ now, config: { stallSeconds: 1 } });
  const file = await ageFile();
  const url = await create(serving.address, file.length);
  const dead = openPatch(url, 0, file.length);
  await dead.write(file.subarray(0, 5000));
  await eventually(async () => (await bytesReceived(own.folders)) === 5000);
  clock.shift = -5 * 3_600_000;
  await eventually(async () => (await offsetAt(url)) === 5000);
  expect((await append(url, 5000, file.subarray(5000))).status).toBe(204);
  dead.breakOff();
});
