/**
 * Node's own ChaCha20-Poly1305 for the payload of age files: some ten times as fast as the JavaScript one.
 *
 * @module
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Aead } from '../crypto/payload.ts';

const CIPHER = 'chacha20-poly1305';
const TAG = 16;

export const nodeAead: Aead = (key, nonce) => ({
  encrypt(plaintext) {
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
    const body = cipher.update(plaintext);
    return Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
  },
  decrypt(ciphertext) {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
    decipher.setAuthTag(ciphertext.subarray(ciphertext.length - TAG));
    const body = decipher.update(ciphertext.subarray(0, ciphertext.length - TAG));
    // Throws where the tag does not fit; what update() gave is thrown away with it.
    return Buffer.concat([body, decipher.final()]);
  },
});
