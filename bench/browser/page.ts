/**
 * The page in which the browser's figures are made: ours in a worker, openpgp.js beside it, one after the other.
 *
 * @module
 */
import { createMessage, encrypt, generateKey, type PublicKey } from 'openpgp';
import { generateIdentity, recipientOf } from '../../crypto/envelope.ts';
import { CHUNKS_URL, CrewRoom } from '../../web/source/crew-room.ts';
import type { CrewOrder } from '../../web/source/crew-work.ts';
import { createTrust } from '../../web/source/trusted.ts';
import SEALING_URL from './sealing.worker.ts?worker&url';
import type { Sealed, Sealing } from './sealing.worker.ts';

const PIECE = 1024 * 1024;
const trust = createTrust(SEALING_URL, CHUNKS_URL);
const room = new CrewRoom(trust);

/** Bytes that do not compress, as photos and films are. */
function fileOf(size: number): Blob {
  const piece = new Uint8Array(PIECE);
  for (let offset = 0; offset < PIECE; offset += 65536) {
    crypto.getRandomValues(piece.subarray(offset, offset + 65536));
  }
  return new Blob(Array.from({ length: Math.ceil(size / PIECE) }, () => piece)).slice(0, size);
}

class Bench {
  #file = new Blob();
  #recipient = '';
  #key: PublicKey | null = null;
  #worker: Worker | null = null;

  /** Makes the file of `size` bytes and the keys. */
  async prepare(size: number): Promise<void> {
    this.#file = fileOf(size);
    this.#recipient = await recipientOf(await generateIdentity());
    const { publicKey } = await generateKey({ userIDs: [{ name: 'Bench' }], format: 'object' });
    this.#key = publicKey;
    const worker = new Worker(trust(SEALING_URL), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Sealed | CrewOrder>) => {
      if ('ms' in data) return;
      room.hear(data, (news, transfer) => {
        worker.postMessage(news, transfer);
      });
    });
    this.#worker = worker;
  }

  /** Milliseconds for the whole file. */
  seal(by: Sealing['by']): Promise<number | null> {
    const worker = this.#worker;
    if (worker === null) throw new Error('not prepared');
    return new Promise((resolve, reject) => {
      const heard = ({ data }: MessageEvent<Sealed | CrewOrder>) => {
        if (!('ms' in data)) return;
        worker.removeEventListener('message', heard);
        resolve(data.ms);
      };
      worker.addEventListener('message', heard);
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage({ recipient: this.#recipient, file: this.#file, by } satisfies Sealing);
    });
  }

  /** The same for openpgp.js as it comes, from memory: its other way, in a stream, takes twice as long. */
  async openpgp(): Promise<number> {
    if (this.#key === null) throw new Error('not prepared');
    const started = performance.now();
    const binary = new Uint8Array(await this.#file.arrayBuffer());
    const message = await createMessage({ binary });
    await encrypt({ message, encryptionKeys: this.#key, format: 'binary' });
    return performance.now() - started;
  }
}

declare global {
  var bench: Bench;
}
globalThis.bench = new Bench();
