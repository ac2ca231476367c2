/**
 * A flood: `node flood.ts ADDRESS CLIENTS SECONDS`. A quarter each of the clients sends texts with proofs, sends files
 * of 8 MiB with proofs, holds connections open by sending a byte in a while, and begins uploads with false proofs,
 * each as fast as the server lets it. Prints as JSON how many got what.
 *
 * @module
 */
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hex } from '@scure/base';
import { generateIdentity, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { ciphertextSize, SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { PROOF_HEADER, ROUTES, TUS_VERSION, UPLOAD_TYPE, type Challenge } from '../../server/contract.ts';
import { Prover } from '../../web/source/prover.ts';

const FILE_PLAINTEXT = 8 * 2 ** 20;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const [address = '', clients = '200', seconds = '30'] = process.argv.slice(2);
const end = performance.now() + Number(seconds) * 1000;
const counts: Record<string, number> = {};
const note = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);
const isOver = () => performance.now() > end;

const text = await sealBytes(await recipientOf(await generateIdentity()), new Uint8Array(SMALLEST_PLAINTEXT));
const file = new Uint8Array(ciphertextSize(FILE_PLAINTEXT));
file.set(text.subarray(0, HYBRID_HEADER_LENGTH));

const TUS = { 'Tus-Resumable': TUS_VERSION };
const prover = () =>
  new Prover({
    fetch: (path, init) => fetch(`${address}${path}`, { signal: init.signal ?? null }),
    random,
    subtle: crypto.subtle,
    sleep: () => new Promise(() => undefined),
    now: () => performance.now(),
  });

async function create(length: number, proof: string | null): Promise<string | null> {
  const headers = {
    ...TUS,
    'Upload-Length': String(length),
    ...(proof !== null && { [PROOF_HEADER]: proof }),
  };
  const answer = await fetch(`${address}${ROUTES.uploads}`, { method: 'POST', headers });
  note(`POST ${String(answer.status)}`);
  await answer.arrayBuffer();
  return answer.headers.get('Location');
}

async function begin(length: number): Promise<string | null> {
  const signal = AbortSignal.timeout(Math.ceil(Math.max(1, end - performance.now())));
  const proof = await prover().proofFor(
    length,
    { afresh: false, again: false, least: 0, haste: 1 },
    signal,
    () => undefined,
  );
  return create(length, proof);
}

async function sendAll(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const path = await begin(bytes.length);
  if (path === null) return;
  const headers = { ...TUS, 'Upload-Offset': '0', 'Content-Type': UPLOAD_TYPE };
  const answer = await fetch(`${address}${path}`, { method: 'PATCH', headers, body: bytes });
  note(`PATCH ${String(answer.status)} of ${bytes === text ? 'a text' : 'a file'}`);
  await answer.arrayBuffer();
}

/** Takes a place among the writers of texts and gives nothing for it. */
async function trickle(): Promise<void> {
  const path = await begin(text.length);
  if (path === null) return;
  const headers = {
    ...TUS,
    'Upload-Offset': '0',
    'Content-Type': UPLOAD_TYPE,
    'Content-Length': text.length,
  };
  const outgoing = request(`${address}${path}`, { method: 'PATCH', headers, agent: false });
  const state = { closed: false };
  outgoing.on('error', () => undefined).on('close', () => (state.closed = true));
  for (let sent = 0; !state.closed && !isOver(); sent += 1) {
    outgoing.write(text.subarray(sent, sent + 1));
    await delay(2000);
  }
  outgoing.destroy();
  note('held open');
}

async function lie(): Promise<void> {
  const { challenge } = (await (await fetch(`${address}${ROUTES.challenge}`)).json()) as Challenge;
  await create(text.length, `${challenge}.${hex.encode(random(16))}`);
}

const KINDS = [() => sendAll(text as Uint8Array<ArrayBuffer>), () => sendAll(file), trickle, lie];

async function client(index: number): Promise<void> {
  const act = KINDS[index % KINDS.length];
  while (!isOver() && act) {
    await act().catch(async () => {
      note('broken');
      await delay(100);
    });
  }
}

await Promise.all(Array.from({ length: Number(clients) }, (_, index) => client(index)));
console.log(JSON.stringify(counts));
process.exit();
