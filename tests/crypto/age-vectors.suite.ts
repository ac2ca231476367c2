/**
 * What every one of C2SP's vectors must do on the way that a submission goes, whatever the pieces and whoever computes.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { HYBRID, VECTORS, opening, underHybridHeader, type Mode, type Vector } from './age-vectors.ts';

/** Refused by our rule of one hybrid stanza and nothing else, whatever age makes of them. */
const RULE: Record<string, RegExp> = {
  'envelope.not-age': /^(?:armor_.*|header_crlf|version_unsupported)$/,
  // Cut off before the first byte that could rule it out.
  'envelope.truncated': /^empty$/,
  'envelope.too-many-stanzas': /^hybrid_multiple_recipients$/,
  'envelope.wrong-stanza':
    /^(?:x25519.*|scrypt.*|stanza_.*|stream_.*|hmac_.*|hybrid_(?:and_x25519|extra_argument|grease|long_file_key|long_share|not_canonical_body|not_canonical_enc|short_share|uppercase|x25519_arg))$/,
};
const refusedByRule = ({ name }: Vector) =>
  Object.entries(RULE).find(([, names]) => names.test(name))?.[0] ?? null;

/** For the rest, our word for what age says. */
const OUR_WORD: Record<string, string> = {
  success: 'no error',
  'no match': 'envelope.wrong-identity',
  'header failure': 'envelope.damaged',
  'HMAC failure': 'envelope.damaged',
};

/**
 * Here age gives out a chunk before it has seen that what should follow is absent, or that something follows which
 * should not. We look first, and give out one chunk less.
 */
const HELD_BACK = new Set([
  'stream_no_final_full',
  'stream_no_final_two_chunks_full',
  'stream_trailing_garbage_long',
  'stream_trailing_garbage_short',
  'stream_two_final_chunks',
  'stream_two_final_chunks_full',
  'stream_two_final_chunks_second',
]);

const PAYLOADS = VECTORS.filter(({ name }) => name.startsWith('stream_'));

/** One test for each vector and mode. */
export function runVectors(modes: readonly Mode[]): void {
  describe.each(modes)('C2SP vectors for age, $mode', ({ pieces, cipher, longest = Infinity }) => {
    const short = ({ file }: Vector) => file.length <= longest;
    test.each(VECTORS.filter(short))('$name', async (vector) => {
      // What we read has no armor and no other key, so a vector without a hybrid identity is tried with ours.
      const identity = vector.identity.startsWith('AGE-SECRET-KEY-PQ-') ? vector.identity : HYBRID.identity;
      const { code, payload, length } = await opening(identity, pieces(vector.file), cipher);
      const rule = refusedByRule(vector);
      expect(code).toBe(rule ?? OUR_WORD[vector.expect]);
      if (code === 'no error') expect(payload).toBe(vector.payload);
      else expect(length).toBe(0);
    });

    test.each(PAYLOADS.filter(short))('$name behind a hybrid header', async (vector) => {
      const { identity, file } = underHybridHeader(vector);
      const { code, payload } = await opening(identity, pieces(file), cipher);
      if (vector.expect === 'success') expect(code).toBe('no error');
      else expect(code).toMatch(/^envelope\.(?:damaged|truncated)$/);
      // What is given out before an error is what age gives out, or one chunk less, and never a byte more.
      if (vector.payload !== undefined) expect(payload === vector.payload).toBe(!HELD_BACK.has(vector.name));
    });
  });

  test('there are vectors to run, and each rule refuses some', () => {
    expect(VECTORS.length).toBeGreaterThan(130);
    expect(PAYLOADS.length).toBeGreaterThan(20);
    for (const names of Object.values(RULE)) expect(VECTORS.some(({ name }) => names.test(name))).toBe(true);
    expect(VECTORS.filter((vector) => refusedByRule(vector) === null).length).toBeGreaterThanOrEqual(7);
  });
}
