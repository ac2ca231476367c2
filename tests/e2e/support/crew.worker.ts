/**
 * A worker that seals through a real crew, as the backstage worker does, and opens what came out on its own.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Aead } from '../../../crypto/chunk-cipher.ts';
import { collect, sameBytes, streamOf } from '../../../crypto/encoding.ts';
import { generateIdentity, open, recipientOf, seal } from '../../../crypto/envelope.ts';
import { Crew } from '../../../web/source/crew.ts';
import { Hiring } from '../../../web/source/crew-hiring.ts';
import type { CrewNews } from '../../../web/source/crew-work.ts';
import { sleep } from '../../../web/source/deadline.ts';

/** `missing`: the script of the crew's workers is not there. */
export type CrewTask = { size: number; members: number; script: 'right' | 'missing' };
/** `here`: chunks that no worker of the crew sealed. */
export type CrewSeen = { whole: boolean; openedByCrew: boolean; here: number; error: string };

const hiring = new Hiring((order, transfer) => {
  self.postMessage(order, { transfer });
});

async function run({ size, members }: CrewTask): Promise<CrewSeen> {
  let here = 0;
  const aead: Aead = (key, nonce) => {
    here += 1;
    return chacha20poly1305(key, nonce);
  };
  const crewOf = () => new Crew({ size: members, aead, sleep, hire: () => hiring.hire() });
  const plaintext = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
  const identity = await generateIdentity();

  const sealing = crewOf();
  const file = await collect(await seal(await recipientOf(identity), streamOf(plaintext), sealing));
  sealing.end();
  const sealedHere = here;
  const opening = crewOf();
  const byCrew = await collect(await open([identity], streamOf(file), opening));
  opening.end();
  const alone = await collect(await open([identity], streamOf(file)));
  return {
    whole: sameBytes(alone, plaintext),
    openedByCrew: sameBytes(byCrew, plaintext),
    here: sealedHere,
    error: '',
  };
}

self.addEventListener('message', ({ data }: MessageEvent<CrewTask | CrewNews>) => {
  if ('crew' in data) {
    hiring.hear(data);
    return;
  }
  const failed = (error: unknown): CrewSeen => ({
    whole: false,
    openedByCrew: false,
    here: 0,
    error: String(error),
  });
  void run(data)
    .catch(failed)
    .then((seen) => {
      self.postMessage(seen);
    });
});
