/**
 * A source who sends a text while 200 clients flood the server.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateIdentity, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { streamOf } from '../../crypto/encoding.ts';
import { demonstration } from '../../scripts/demonstration.ts';
import { serve } from '../../server/main.node.ts';
import { Prover } from '../../web/source/prover.ts';
import type { Fetch } from '../../web/source/requests.ts';
import { Uploader } from '../../web/source/uploader.ts';
import { median, row, type Row, type Suite } from '../row.ts';
import { inTemporaryFolder, runProgram } from '../temporary.ts';

const CLIENTS = 200;
const SECONDS = 45;
const CALM_ROUNDS = 15;
/** Of the flood, before the first honest text: the effort has risen and the lanes are full. */
const HEAD_START = 10_000;
/** A source copies words for longer; the effort may rise meanwhile. */
const COPYING = 2_000;
const FLOOD = join(import.meta.dirname, '../node/flood.ts');
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export const suite: Suite = {
  name: 'flood',
  about: `
For ${String(SECONDS)} seconds ${String(CLIENTS)} clients do what they can: a quarter sends texts, a quarter files of 8 MiB, each with the
proof of work that is asked; a quarter holds uploads of texts open with a byte in two seconds; a quarter begins uploads with
false proofs without a pause. Meanwhile one honest source after another sends a text of the smallest size with the code of the
page (\`web/source/prover.ts\`, \`uploader.ts\`): solves the puzzle while the words are copied, then sends. The time is that
from the click to "received"; the peer is the same before the flood began. Flood, server and source share this
machine's processors, so that the flood is as strong as the machine that has to stand it.
`,
  run: (say) => inTemporaryFolder((folder) => measure(folder, say)),
};

async function measure(folder: string, say: (line: string) => void): Promise<Row[]> {
  const webFolder = join(folder, 'web');
  await mkdir(join(webFolder, 'en'), { recursive: true });
  await writeFile(join(webFolder, 'en', 'index.html'), '<!doctype html><title>Flood</title>');
  const dataFolder = join(folder, 'data');
  const today = new Date().toISOString().slice(0, 10);
  const { organisationFolder } = await demonstration({ dataFolder, host: '127.0.0.1', port: 0, today });
  const server = await serve({ dataFolder, organisationFolder, webFolder, host: '127.0.0.1', port: 0 });
  try {
    const source = await honestSource(server.address);
    const calm: Sent[] = [];
    for (let round = 0; round < CALM_ROUNDS; round += 1) calm.push(await source());
    const until = performance.now() + SECONDS * 1000;
    const flood = runProgram(process.execPath, [FLOOD, server.address, String(CLIENTS), String(SECONDS)]);
    const flooded: Sent[] = [];
    await delay(HEAD_START);
    while (performance.now() < until) flooded.push(await source());
    say(`the flood: ${(await flood).output.trim()}`);
    say(`${String(flooded.length)} honest texts sent meanwhile, all received`);
    const clicks = (sent: readonly Sent[]) => sent.map(({ click }) => click);
    const peer = median(clicks(calm));
    return [
      row({
        name: 'from the click to "received", in the middle, and at rest',
        ours: median(clicks(flooded)),
        peer,
        unit: 'ms',
      }),
      row({
        name: 'the slowest of them',
        ours: Math.max(...clicks(flooded)),
        unit: 'ms',
        target: { of: 'ours', is: '<=', limit: 30_000 },
      }),
    ];
  } finally {
    await server.stop();
  }
}

type Sent = { click: number };

/** Gives a function that sends one text and tells the time that its source had to wait for. */
async function honestSource(address: string): Promise<() => Promise<Sent>> {
  const text = await sealBytes(
    await recipientOf(await generateIdentity()),
    new Uint8Array(SMALLEST_PLAINTEXT),
  );
  const fetchThere: Fetch = (path, init) => {
    const { method = 'GET', headers, body, signal } = init;
    return fetch(`${address}${path}`, {
      method,
      ...(headers && { headers }),
      ...(body && { body }),
      ...(signal && { signal }),
    });
  };
  const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
  };
  return async () => {
    const prover = new Prover({
      fetch: fetchThere,
      random,
      subtle: crypto.subtle,
      sleep,
      now: () => performance.now(),
    });
    prover.prepare(text.length);
    await delay(COPYING);
    const uploader = new Uploader(
      {
        fetch: fetchThere,
        now: () => performance.now(),
        sleep,
        chance: () => (random(1)[0] ?? 0) / 255,
        prove: (...asked) => prover.proofFor(...asked),
      },
      () => undefined,
    );
    const started = performance.now();
    await uploader.run(streamOf(text), text.length);
    return { click: performance.now() - started };
  };
}
