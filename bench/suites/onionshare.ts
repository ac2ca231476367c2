/**
 * How fast files come in, against OnionShare's receive mode, which serves the same need.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
  type Ciphertext,
  type Client,
} from '../client.ts';
import { findOnionShare } from '../programs.ts';
import { alternate, medians, row, timed, type Row, type Suite } from '../row.ts';
import { makePortal, startPortal, startServer, type Running } from '../serving.ts';
import { inTemporaryFolder } from '../temporary.ts';

const FILE = 512 * 2 ** 20;
const FILE_ROUNDS = 3;
const SMALL = 50;
const SMALL_ROUNDS = 5;
const BOUNDARY = 'witnessbox-bench';

export const suite: Suite = {
  name: 'onionshare',
  about: `
Our server as \`npm start\` runs it, and OnionShare's receive mode (Debian's \`onionshare-cli --receive --local-only --public\`), neither
with Tor. Ours gets the requests of the source's page: the upload is begun with a proof of work, which has been solved
before, and goes out in pieces of 256 KiB to 16 MiB, each of which is on the disk before it is confirmed. OnionShare gets
one form as its own page sends it, of the same ciphertext. It says yes before the bytes are on the disk: it never flushes, so that a
crash after its answer can lose what it confirmed, and only the system's memory is what it writes to. So the first row compares
what each says with what each means by it. In the second both mean the same: the time ends when a \`sync --file-system\` of the
folder that both write to has ended, which begins after the answer. That of OnionShare has the whole file to write; ours finds
everything on the disk already, and pays for being asked.
The first row is not steady: what the system takes into its memory at once varies with what is in it. On one day it was 0.84 among all suites and
1.04 with nothing before it; the second was 1.29 and 1.23.

The same client sends to both; the ${String(SMALL)} small ones are texts, all at once, each over a connection that is there already, since
OnionShare refuses some of so many that are opened at one moment.
`,
  run: () => inTemporaryFolder(measure),
};

async function measure(folder: string): Promise<Row[]> {
  const program = findOnionShare();
  const received = join(folder, 'received');
  await mkdir(received);
  const ours = await startPortal(await makePortal(folder));
  const args = ['--receive', '--local-only', '--public', '--data-dir', received];
  const peer = await startServer(program, args, /(http:\/\/127\.0\.0\.1:\d+)/, folder, {
    HOME: folder,
    PYTHONUNBUFFERED: '1',
  });
  const client = createClient(SMALL);
  try {
    await inParallel([...Array(SMALL).keys()], SMALL, () => client.ask(`${peer.address}/`, 200));
    return [
      await oneLarge(client, ours, peer),
      await oneSafe(client, ours, peer, folder),
      await manySmall(client, ours, peer),
    ];
  } finally {
    client.close();
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

async function oneLarge(client: Client, ours: Running, peer: Running): Promise<Row> {
  const ciphertext = await makeLarge();
  const found = await alternate(
    FILE_ROUNDS,
    () => speedOfFile(client, ours.address, ciphertext),
    () => speedOf(ciphertext, () => sendForm(client, peer.address, ciphertext)),
  );
  return row({
    name: 'a file of 512 MiB, and to OnionShare',
    ...medians(found),
    unit: 'MiB/s',
    target: { of: 'ratio', is: '>=', limit: 1 },
  });
}

/** `folder`: of both servers, so that both wait for what the other one has left; there is nothing then. */
async function oneSafe(client: Client, ours: Running, peer: Running, folder: string): Promise<Row> {
  const ciphertext = await makeLarge();
  const flush = () => promisify(execFile)('sync', ['--file-system', folder]);
  const found = await alternate(
    FILE_ROUNDS,
    async () => {
      await flush();
      return speedOfFile(client, ours.address, ciphertext, flush);
    },
    async () => {
      await flush();
      return speedOf(ciphertext, async () => {
        await sendForm(client, peer.address, ciphertext);
        await flush();
      });
    },
  );
  return row({
    name: 'the same until it is on the disk, for both',
    ...medians(found),
    unit: 'MiB/s',
    target: { of: 'ratio', is: '>=', limit: 1 },
  });
}

async function makeLarge(): Promise<Ciphertext> {
  return ciphertextOf(await ageFile(4 * 2 ** 20), ciphertextSize(padTo(FILE)));
}

async function manySmall(client: Client, ours: Running, peer: Running): Promise<Row> {
  const bytes = await ageFile(ciphertextSize(SMALLEST_PLAINTEXT));
  const text = ciphertextOf(bytes, bytes.length);
  const found = await alternate(
    SMALL_ROUNDS,
    async () => {
      const proofs = await proofsFor(ours.address, text.length, SMALL);
      return timed(() => inParallel(proofs, SMALL, (proof) => send(client, ours.address, text, proof)));
    },
    () =>
      timed(() => inParallel([...Array(SMALL).keys()], SMALL, () => sendForm(client, peer.address, text))),
  );
  return row({
    name: '50 texts at once, and to OnionShare',
    ...medians(found),
    unit: 'ms',
    target: { of: 'ratio', is: '<=', limit: 1 },
  });
}

/** As the script of OnionShare's page sends one file. */
async function sendForm(client: Client, address: string, ciphertext: Ciphertext): Promise<void> {
  const head =
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file[]"; filename="testimony.age"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  const { body } = await client.ask(`${address}/upload-ajax`, 200, {
    method: 'POST',
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: [Buffer.from(head), ...ciphertext.at(0, ciphertext.length), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)],
  });
  if (!body.includes('Uploaded testimony.age'))
    throw new Error(`OnionShare did not take it: ${body.toString()}`);
}
