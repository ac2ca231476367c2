/**
 * One clear English sentence for every code, with a way forward, and the exit code of a command that ends with
 * it; by who raises them. The compiler holds each table complete. Facts fill `{braces}`.
 *
 * @module
 */
import type { Entry, KnownCode } from './codes.ts';
import { CRYPTO_SENTENCES } from './sentences.crypto.ts';
import { OWN_SENTENCES } from './sentences.own.ts';
import { SERVER_SENTENCES } from './sentences.server.ts';

export const SENTENCES: Record<KnownCode, Entry> = {
  ...OWN_SENTENCES,
  ...CRYPTO_SENTENCES,
  ...SERVER_SENTENCES,
};
