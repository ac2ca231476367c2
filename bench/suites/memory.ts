/**
 * What the server's memory does while many slow sources send large files at once.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ciphertextSize, padTo } from '../../crypto/padding.ts';
import { ageFile } from '../organisation.ts';
import { ciphertextOf, createClient, inParallel, proofsFor, send } from '../client.ts';
import { row, type Row, type Suite } from '../row.ts';
import { makePortal, residentMemory, startPortal } from '../serving.ts';
import { inTemporaryFolder } from '../temporary.ts';

const UPLOADS = 200;
const FILE = 50_000_000;
const PACE = 200_000;
const SECONDS = 60;
const SETTLED = 15;
const EVERY_MS = 250;

export const suite: Suite = {
  name: 'memory',
  about: `
${String(UPLOADS)} sources send a file of 50 MB each, at 200 kB/s, in the pieces that the page would send over such a line; the server is what
\`npm start\` runs. Memory is what its process has resident (VmRSS), looked at four times a second. All of it would take 250
seconds; here it is broken off after ${String(SECONDS)}, when every upload has been written to the disk some ten times. What
grows with time shows in the last row: the middle of the last ten seconds against that of ten seconds from the
${String(SETTLED)}th on.
`,
  run: (say) => inTemporaryFolder((folder) => measure(folder, say)),
};

async function measure(folder: string, say: (line: string) => void): Promise<Row[]> {
  const server = await startPortal(await makePortal(folder));
  const client = createClient(UPLOADS);
  try {
    const rest = await residentMemory(server.pid);
    const ciphertext = ciphertextOf(await ageFile(2 ** 20), ciphertextSize(padTo(FILE)));
    const proofs = await proofsFor(server.address, ciphertext.length, UPLOADS);
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const line = { pace: PACE, isOver: () => seconds() > SECONDS };
    const samples: { at: number; memory: number }[] = [];
    let confirmed = 0;
    const sending = inParallel(proofs, UPLOADS, async (proof) => {
      const brought = await send(client, server.address, ciphertext, proof, line);
      confirmed += brought;
    });
    while (seconds() < SECONDS) {
      samples.push({ at: seconds(), memory: await residentMemory(server.pid) });
      await delay(EVERY_MS);
    }
    await sending;
    const speed = confirmed / seconds() / 1e6;
    say(`${speed.toFixed(1)} MB/s arrived and were confirmed, of ${String((UPLOADS * PACE) / 1e6)} MB/s`);
    const middle = (from: number, to: number): number => {
      const found = samples.filter(({ at }) => at >= from && at < to).map(({ memory }) => memory);
      return found.sort((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0;
    };
    return [
      row({ name: 'memory before anybody sends', ours: rest, unit: 'MiB' }),
      row({
        name: 'memory with 200 uploads, at most',
        ours: Math.max(...samples.map(({ memory }) => memory)),
        unit: 'MiB',
        target: { of: 'ours', is: '<', limit: 200 },
      }),
      row({
        name: 'at the end, and after a quarter',
        ours: middle(SECONDS - 10, SECONDS),
        peer: middle(SETTLED, SETTLED + 10),
        unit: 'MiB',
        target: { of: 'ratio', is: '<=', limit: 1.1 },
      }),
    ];
  } finally {
    client.close();
    await server.stop();
  }
}
