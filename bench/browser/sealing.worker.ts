/**
 * Seals a file as the backstage worker does: bundle, envelope, and the cipher that is asked for. What comes out is
 * counted and let go, so that no network is measured.
 *
 * @module
 */
import { evidencePath, packBundle } from '../../crypto/bundle.ts';
import { chooseAead } from '../../crypto/choose-aead.ts';
import type { Aead, ChunkCipher } from '../../crypto/chunk-cipher.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { seal } from '../../crypto/envelope.ts';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import { Crew, crewSize } from '../../web/source/crew.ts';
import { Hiring } from '../../web/source/crew-hiring.ts';
import type { CrewNews } from '../../web/source/crew-work.ts';
import { sleep } from '../../web/source/deadline.ts';

/** By this worker alone, by a crew as the page would have it, or by the platform's own cipher. */
export type Sealing = { recipient: string; file: Blob; by: 'here' | 'crew' | 'native' };
/** Milliseconds, or null where the browser does not have what was asked for. */
export type Sealed = { ms: number | null };

const aead = chooseAead(() => performance.now());
const hiring = new Hiring((order, transfer) => {
  self.postMessage(order, { transfer });
});

async function run({ recipient, file, by }: Sealing): Promise<Sealed> {
  const started = performance.now();
  const crew = new Crew({
    size: crewSize(navigator.hardwareConcurrency),
    aead,
    sleep,
    hire: () => hiring.hire(),
  });
  const ciphers: Record<Sealing['by'], () => Promise<Aead | ChunkCipher | null>> = {
    here: () => Promise.resolve(aead),
    crew: () => Promise.resolve(crew),
    native: () => nativeChunkCipher(crypto.subtle),
  };
  const cipher = await ciphers[by]();
  if (cipher === null) return { ms: null };
  const path = evidencePath(0, 'file.bin');
  const bundle = await packBundle({
    testimony: utf8('{}'),
    channel: utf8('{}'),
    evidence: [{ path, size: file.size, stream: () => file.stream() }],
  });
  const reader = (await seal(recipient, bundle.stream, cipher)).getReader();
  while (!(await reader.read()).done);
  crew.end();
  return { ms: performance.now() - started };
}

self.addEventListener('message', ({ data }: MessageEvent<Sealing | CrewNews>) => {
  if ('crew' in data) {
    hiring.hear(data);
    return;
  }
  void run(data).then((sealed) => {
    self.postMessage(sealed);
  });
});
