/**
 * Recognises the one age header that Witnessbox accepts: version 1 with exactly one `mlkem768x25519` stanza
 * (C2SP age.md, "Textual file header" and "ML-KEM-768 + X25519 recipient stanza"). Verifies only, holds no key,
 * and so may be used by the server. Why so strict: age-encryption lets an X25519 stanza stand beside the hybrid
 * one, which would quietly take the post-quantum protection away.
 *
 * @module
 */
import { WitnessboxError, type CryptoErrorCode } from './errors.ts';

/** Bytes from `age-encryption.org/v1` to the newline after the MAC; always the same for one hybrid stanza. */
export const HYBRID_HEADER_LENGTH = 1627;

/**
 * The header as a run of parts: literal text, or base64 without padding of a number of bytes. `code` is raised
 * when a byte rules the part out.
 */
type Part = { code: CryptoErrorCode } & ({ literal: string } | { encoded: number });

const PARTS: readonly Part[] = [
  { literal: 'age-encryption.org/v1\n', code: 'envelope.not-age' },
  { literal: '-> mlkem768x25519 ', code: 'envelope.wrong-stanza' },
  { encoded: 1120, code: 'envelope.wrong-stanza' },
  { literal: '\n', code: 'envelope.wrong-stanza' },
  { encoded: 32, code: 'envelope.wrong-stanza' },
  { literal: '\n', code: 'envelope.wrong-stanza' },
  { literal: '--- ', code: 'envelope.too-many-stanzas' },
  { encoded: 32, code: 'envelope.not-age' },
  { literal: '\n', code: 'envelope.not-age' },
];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

type Rule = { code: CryptoErrorCode; allowed: ReadonlySet<number> };

/** One rule per byte of the header. */
const RULES: readonly Rule[] = PARTS.flatMap((part) => {
  const sets =
    'literal' in part ? Array.from(part.literal, (character) => characters(character)) : base64(part.encoded);
  return sets.map((allowed) => ({ code: part.code, allowed }));
});

/**
 * Checks as much of the header as is there; bytes past it are ignored. `incomplete`: right so far, but shorter
 * than the header. Throws as soon as a byte rules it out: `envelope.not-age`, `envelope.wrong-stanza` (any other
 * kind of recipient, or a malformed hybrid one), `envelope.too-many-stanzas`.
 */
export function checkHybridHeader(prefix: Uint8Array): 'incomplete' | 'complete' {
  let position = 0;
  for (const rule of RULES) {
    const byte = prefix[position];
    if (byte === undefined) return 'incomplete';
    if (!rule.allowed.has(byte)) throw new WitnessboxError(rule.code);
    position += 1;
  }
  return 'complete';
}

function characters(text: string): ReadonlySet<number> {
  return new Set(Array.from(text, (character) => character.charCodeAt(0)));
}

/** Rules for `length` bytes in canonical base64 without padding: unused low bits of the last digit are zero. */
function base64(length: number): ReadonlySet<number>[] {
  const digits = Math.ceil((length * 8) / 6);
  const unusedBits = digits * 6 - length * 8;
  const any = characters(ALPHABET);
  const last = characters(
    Array.from(ALPHABET)
      .filter((_, value) => value % 2 ** unusedBits === 0)
      .join(''),
  );
  return Array.from({ length: digits }, (_, index) => (index === digits - 1 ? last : any));
}
