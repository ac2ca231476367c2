/** Ciphertext to upload: real hybrid headers, made once, in front of payloads of any legal size. @module */
import { generateIdentity, recipientOf, sealBytes } from '../../../crypto/envelope.ts';
import { HYBRID_HEADER_LENGTH } from '../../../crypto/header.ts';
import { ciphertextSize } from '../../../crypto/padding.ts';

export const SMALLEST = ciphertextSize(65536);

let header: Promise<Uint8Array> | undefined;

async function hybridHeader(): Promise<Uint8Array> {
  header ??= (async () => {
    const sealed = await sealBytes(await recipientOf(await generateIdentity()), new Uint8Array(16));
    return sealed.slice(0, HYBRID_HEADER_LENGTH);
  })();
  return header;
}

/** Right in everything that a server can check; the payload is noise. */
export async function ageFile(size: number = SMALLEST): Promise<Uint8Array> {
  const file = noise(size);
  file.set(await hybridHeader());
  return file;
}

/** One drop: 8,192 bytes. */
export function dropFile(): Promise<Uint8Array> {
  return ageFile(8192);
}

export function noise(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let start = 0; start < size; start += 65536) {
    crypto.getRandomValues(bytes.subarray(start, Math.min(start + 65536, size)));
  }
  return bytes;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
