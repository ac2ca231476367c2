/**
 * How fast testimonies come in: against a plain Hono handler that does nothing but put the same bytes on the disk.
 *
 * @module
 */
import { join } from 'node:path';
import { ciphertextSize, padTo, SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { ageFile } from '../organisation.ts';
import {
  ciphertextOf,
  createClient,
  inParallel,
  proofsFor,
  send,
  speedOf,
  speedOfFile,
  type Client,
} from '../client.ts';
import { alternate, medians, row, timed, type Row, type Suite } from '../row.ts';
import { makePortal, processorTime, startPlain, startPortal, type Running } from '../serving.ts';
import { inTemporaryFolder } from '../temporary.ts';

/** Rounds before it counts: a server runs for months, and V8 takes some thousand requests to know what to compile. */
const WARMING = 5;
const ROUNDS = 7;
const TEXTS = 400;
const AT_ONCE = 32;
const FILE = 256 * 2 ** 20;
const FILE_ROUNDS = 5;

export const suite: Suite = {
  name: 'uploads',
  about: `
Our server as \`npm start\` runs it, and a plain Hono handler with @hono/node-server that writes the body to a new file, flushes the
file and answers (\`bench/node/plain.ts\`): the floor for any server that says "received" only when it is so. Each has
a process of its own, the same client sends to both over connections that stay open, ${String(AT_ONCE)} at a time for the texts.

Ours gets what the source's page sends: POST with a proof of work (solved before, so that solving is not measured; checking
it is) and, if it is a text, the smallest ciphertext; for a file then PATCH with pieces of 256 KiB to 16 MiB, each of which is
flushed and recorded before the next one is sent. Of one that is longer than 4 MiB the server takes in the next 4 MiB while the
disk has the last. So beside what the peer does a text costs ours the proof, a look at the header and
a transaction of three rows; both flush. How the processors' time compares shows where the disk is fast; where it is slow, the shared flushes of ours
narrow the gap.

Half of our processor time for a text is the main thread's: about a quarter of that goes to HTTP, a sixth to making and writing the file, a sixth
to the proof's hashes and its way to another thread, and the rest to many small steps of which none stands out. A quarter of the whole is the
proof's computation and the flush of the file, in threads; an eighth the thread that writes the rows, and a tenth V8's own threads. The target
for texts is not met where the disk is fast, because ours has almost three times the peer's work for each.
`,
  run: () => inTemporaryFolder(measure),
};

async function measure(folder: string): Promise<Row[]> {
  const ours = await startPortal(await makePortal(folder));
  const peer = await startPlain(join(folder, 'plain'));
  const client = createClient(AT_ONCE);
  try {
    return [...(await texts(client, ours, peer)), ...(await file(client, ours, peer))];
  } finally {
    client.close();
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

type Measured = { speed: number; processor: number };

async function texts(client: Client, ours: Running, peer: Running): Promise<Row[]> {
  const bytes = await ageFile(ciphertextSize(SMALLEST_PLAINTEXT));
  const text = ciphertextOf(bytes, bytes.length);
  const count = async (server: Running, action: () => Promise<void>): Promise<Measured> => {
    const before = await processorTime(server.pid);
    const speed = (TEXTS * 1000) / (await timed(action));
    return { speed, processor: (((await processorTime(server.pid)) - before) * 1000) / TEXTS };
  };
  const sendOurs = async (): Promise<Measured> => {
    const proofs = await proofsFor(ours.address, text.length, TEXTS);
    return count(ours, () => inParallel(proofs, AT_ONCE, (proof) => send(client, ours.address, text, proof)));
  };
  const sendPeer = (): Promise<Measured> =>
    count(peer, () =>
      inParallel([...Array(TEXTS).keys()], AT_ONCE, async () => {
        await client.ask(`${peer.address}/text`, 204, { method: 'POST', body: bytes });
      }),
    );
  for (let round = 0; round < WARMING; round += 1) {
    await sendOurs();
    await sendPeer();
  }
  const found = await alternate(ROUNDS, sendOurs, sendPeer);
  return [
    row({
      name: 'texts received, and by a plain handler',
      ...mediansOf(found, 'speed'),
      unit: '1/s',
      target: { of: 'ratio', is: '>=', limit: 0.6 },
    }),
    row({ name: "the server's processor time for a text", ...mediansOf(found, 'processor'), unit: 'ms' }),
  ];
}

async function file(client: Client, ours: Running, peer: Running): Promise<Row[]> {
  const ciphertext = ciphertextOf(await ageFile(4 * 2 ** 20), ciphertextSize(padTo(FILE)));
  const count = async (server: Running, action: () => Promise<number>): Promise<Measured> => {
    const before = await processorTime(server.pid);
    const speed = await action();
    return { speed, processor: (await processorTime(server.pid)) - before };
  };
  const found = await alternate(
    FILE_ROUNDS,
    () => count(ours, () => speedOfFile(client, ours.address, ciphertext)),
    () =>
      count(peer, () =>
        speedOf(ciphertext, () => {
          const body = ciphertext.at(0, ciphertext.length);
          return client.ask(`${peer.address}/file`, 204, { method: 'POST', body });
        }),
      ),
  );
  return [
    row({
      name: 'a file of 256 MiB, and by a plain handler',
      ...mediansOf(found, 'speed'),
      unit: 'MiB/s',
      target: { of: 'ratio', is: '>=', limit: 0.8 },
    }),
    row({ name: "the server's processor time for it", ...mediansOf(found, 'processor'), unit: 's' }),
  ];
}

function mediansOf({ ours, peer }: { ours: Measured[]; peer: Measured[] }, what: keyof Measured) {
  const pick = (all: Measured[]) => all.map((measured) => measured[what]);
  return medians({ ours: pick(ours), peer: pick(peer) });
}
