/** How a secret key gives itself away, in every form in which this project writes one. @module */

const MARKS = [
  'minisign encrypted secret key',
  'AGE-SECRET-KEY-',
  'age-encryption.org/v1',
  'BEGIN AGE ENCRYPTED FILE',
  'PRIVATE KEY-----',
];
const NAME = /\.(key|age)$|secret/i;

/** Among public files, where nothing sealed has any business either. `text`: a character for each byte. */
export function isSecretAmongPublic(text: string): boolean {
  return MARKS.some((mark) => text.includes(mark));
}

export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/** Whole keys, since a manual or a program may hold the words: `Ed`, `Sc`, `B2` begin every secret key of minisign. */
const WHOLE = [/^RWRTY0Iy[A-Za-z0-9+/]{100}/m, /AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]{50}/i];

/**
 * Anywhere else, where other people's keys and ciphertexts may lie: only what holds one of ours, bare or under a
 * passphrase.
 */
export function isAloneSecret(text: string): boolean {
  return WHOLE.some((key) => key.test(text)) || text.startsWith('age-encryption.org/v1\n-> scrypt ');
}
