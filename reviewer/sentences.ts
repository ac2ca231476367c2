/**
 * One clear English sentence for every code, with a way forward, and the exit code of a command that ends with
 * it; by who raises them. The compiler holds each table complete. Facts fill `{braces}`.
 *
 * @module
 */
import type { Entry, KnownCode } from './codes.ts';
import { CUSTODIAN_SENTENCES } from './custodian/sentences.ts';
import { CRYPTO_SENTENCES } from './sentences.crypto.ts';
import { CUSTODY_SENTENCES } from './sentences.custody.ts';
import { KEY_SENTENCES } from './sentences.keys.ts';
import { OWN_SENTENCES } from './sentences.own.ts';
import { SERVER_SENTENCES } from './sentences.server.ts';

export const SENTENCES: Record<KnownCode, Entry> = {
  ...OWN_SENTENCES,
  ...CRYPTO_SENTENCES,
  ...CUSTODY_SENTENCES,
  ...CUSTODIAN_SENTENCES,
  ...KEY_SENTENCES,
  ...SERVER_SENTENCES,
};
