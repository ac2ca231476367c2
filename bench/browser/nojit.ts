/**
 * The page in which the figures without JIT are made: our sealing and typage's, on one thread, and of each where its
 * time goes.
 *
 * @module
 */
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { chacha20 } from '@noble/ciphers/chacha.js';
import { Decrypter, Encrypter } from 'age-encryption';
import { chooseAead } from '../../crypto/choose-aead.ts';
import { collect } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import { CHUNK_SIZE, TAG_SIZE } from '../../crypto/padding.ts';
import type { Aead } from '../../crypto/payload.ts';
import { wideChacha } from '../../crypto/wide-chacha.ts';
import { fromLittleHex, toLittleHex } from '../../crypto/wide-hex.ts';
import { wideKeyStream } from '../../crypto/wide-chacha20.ts';
import { WidePoly1305 } from '../../crypto/wide-poly1305.ts';

const MIB = 1024 * 1024;
/** As many blocks at once as `wideChacha` takes, and the pieces that a pass gives. */
const BLOCKS = 208;
const PIECE = BLOCKS * 4;
const KEY = new Uint8Array(32).fill(1);
const NONCE = new Uint8Array(12).fill(2);

/** Each for the whole chunk of an age file. */
const PARTS = {
  wideChaCha: (): void => {
    for (let counter = 1; counter <= CHUNK_SIZE / 64; counter += BLOCKS) {
      wideKeyStream(KEY, NONCE, counter, BLOCKS);
    }
  },
  widePoly: (): void => {
    const poly = new WidePoly1305((1n << 255n) - 19n, PIECE / 16);
    for (let at = 0; at < CHUNK_SIZE; at += PIECE) poly.update(NUMBER, PIECE / 16);
    poly.tag();
  },
  /** As `wideChacha` does it. */
  conversions: (): void => {
    const digits = toLittleHex(CHUNK);
    const written: string[] = [];
    for (let at = 0; at < digits.length; at += 2 * PIECE) {
      written.push(BigInt(`0x${digits.slice(at, at + 2 * PIECE)}`).toString(16));
    }
    const text = written.join('');
    fromLittleHex(text.slice(text.length % 2));
  },
  plainChaCha: (): unknown => chacha20(KEY, NONCE, CHUNK),
  plainPoly: (): unknown => poly1305(CHUNK, KEY),
};
export type Part = keyof typeof PARTS;
const CHUNK = crypto.getRandomValues(new Uint8Array(CHUNK_SIZE));
const NUMBER = CHUNK.subarray(0, PIECE).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** Copies and encrypts nothing: with it only what surrounds the cipher takes time. */
const noCipher: Aead = () => ({
  encrypt(plaintext) {
    const bytes = new Uint8Array(plaintext.length + TAG_SIZE);
    bytes.set(plaintext);
    return bytes;
  },
  decrypt: (ciphertext) => ciphertext.subarray(0, -TAG_SIZE),
});

class NoJitBench {
  #file = new Blob();
  #recipient = '';
  /** As the workers of the source's page choose it. */
  readonly aead = chooseAead(() => performance.now());

  chosen(): 'plain' | 'wide' {
    return this.aead === wideChacha ? 'wide' : 'plain';
  }

  /** Makes a file of random bytes and a recipient; typage opens what we seal, or this throws. */
  async prepare(mebibytes: number): Promise<void> {
    const pieces = Array.from({ length: (mebibytes * MIB) / CHUNK_SIZE }, () => new Uint8Array(CHUNK_SIZE));
    for (const piece of pieces) crypto.getRandomValues(piece);
    this.#file = new Blob(pieces);
    const identity = await generateIdentity();
    this.#recipient = await recipientOf(identity);
    const part = this.#file.slice(0, 150_000);
    const sealed = await collect(await seal(this.#recipient, part.stream(), this.aead));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = new Blob([new Uint8Array(await decrypter.decrypt(sealed))]);
    if ((await digestOf(opened)) !== (await digestOf(part))) throw new Error('not what was sealed');
  }

  /** Milliseconds for the whole file. */
  async ours(cipher: 'chosen' | 'none'): Promise<number> {
    const aead = cipher === 'chosen' ? this.aead : noCipher;
    const started = performance.now();
    await drain(await seal(this.#recipient, this.#file.stream(), aead));
    return performance.now() - started;
  }

  async typage(): Promise<number> {
    const started = performance.now();
    const encrypter = new Encrypter();
    encrypter.addRecipient(this.#recipient);
    await drain(await encrypter.encrypt(this.#file.stream()));
    return performance.now() - started;
  }

  /** Milliseconds for so many mebibytes of one part. */
  part(name: Part, mebibytes: number): number {
    const started = performance.now();
    for (let done = 0; done < mebibytes * MIB; done += CHUNK_SIZE) PARTS[name]();
    return performance.now() - started;
  }
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}

async function digestOf(blob: Blob): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())).join();
}

declare global {
  var noJitBench: NoJitBench;
}
globalThis.noJitBench = new NoJitBench();
