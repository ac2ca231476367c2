/**
 * What is signed: minisign's three kinds of file, the keyring, and requests. The documents are signed anew after each
 * mutation, because a parser that is only met behind a good signature is still met by whoever holds a key.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sameBytes, utf8 } from '../../../crypto/encoding.ts';
import { encodeKeyring, openKeyring, verifyKeyring } from '../../../crypto/keyring.ts';
import {
  INTERACTIVE,
  decryptSecretKey,
  encodePublicKey,
  encryptSecretKey,
  keyPairOfSeed,
  parsePublicKey,
  sign,
  verify,
  type Scrypt,
} from '../../../crypto/minisign.ts';
import { signRequest, verifyRequest } from '../../../crypto/requests.ts';
import keyrings from '../../vectors/keyring.json' with { type: 'json' };
import requestVectors from '../../vectors/requests.json' with { type: 'json' };
import { hold, type Target } from '../target.ts';
import { JSON_TOKENS } from './bundle.ts';

const SEED = new Uint8Array(32).fill(7);
const KEY = keyPairOfSeed(SEED);
const PUBLIC = encodePublicKey(KEY);
const MESSAGE = utf8('message');
/** Strict UTF-8 is not what files are read with; what is not becomes U+FFFD, as with `readFile(…, 'utf8')`. */
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const LINES = [
  'untrusted comment: ',
  'trusted comment: ',
  '\n',
  '\r\n',
  'RWQ',
  'RUQ',
  '=',
  '==',
  'AAAA',
  ' ',
];

export const minisignPublic: Target = {
  name: 'minisign-public',
  covers: ['/crypto/minisign.ts', '/crypto/minisign-text.ts', '/crypto/encoding.ts'],
  seeds: () => [PUBLIC, PUBLIC.split('\n')[1] ?? '', PUBLIC.replaceAll('\n', '\r\n'), '', 'RWQ'].map(utf8),
  tokens: LINES,
  longest: 400,
  check(input) {
    const { keyId, key } = parsePublicKey(textOf(input));
    const again = parsePublicKey(encodePublicKey({ keyId, publicKey: key }));
    hold(
      sameBytes(again.keyId, keyId) && sameBytes(again.key, key),
      'written and read again, a key is another',
    );
  },
};

export const minisignSignature: Target = {
  name: 'minisign-signature',
  covers: ['/crypto/minisign.ts', '/crypto/minisign-text.ts', '/crypto/signatures.ts'],
  seeds: () =>
    [
      sign(KEY, MESSAGE, 'comment 证'),
      sign(KEY, MESSAGE, '').replaceAll('\n', '\r\n'),
      sign(KEY, utf8('another'), 'comment'),
      keyrings.signature,
      '',
    ].map(utf8),
  tokens: LINES,
  longest: 700,
  runs: 40,
  check(input) {
    const text = textOf(input);
    const { trustedComment } = verify(PUBLIC, MESSAGE, text);
    hold(text.includes(`\ntrusted comment: ${trustedComment}`), 'a comment that the file does not say');
    const again = verify(PUBLIC, MESSAGE, sign(KEY, MESSAGE, trustedComment));
    hold(again.trustedComment === trustedComment, 'signed again, a comment is another');
  },
};

/** In place of scrypt: no mask at all, so that what lies under the passphrase is reached too. */
const noScrypt: Scrypt = (_, __, { N, r, p, length }) => {
  hold(N * r * p <= 2 ** 23 && N * r <= 2 ** 23, 'a file asks for more than minisign ever does');
  return Promise.resolve(new Uint8Array(length));
};
const zeros = (length: number) => new Uint8Array(length);

export const minisignSecret: Target = {
  name: 'minisign-secret',
  covers: ['/crypto/minisign-key.ts', '/crypto/minisign-text.ts'],
  async seeds() {
    const options = { scrypt: noScrypt, random: zeros };
    const cheap = await encryptSecretKey(KEY, '', { ...options, ...INTERACTIVE });
    const mismatched = await encryptSecretKey({ ...KEY, publicKey: new Uint8Array(32) }, '', options);
    return [cheap, await encryptSecretKey(KEY, '', options), mismatched, PUBLIC].map(utf8);
  },
  tokens: [...LINES, 'RWRTY0IyAAAA'],
  longest: 500,
  async check(input) {
    const pair = await decryptSecretKey(textOf(input), '', { scrypt: noScrypt });
    const again = await encryptSecretKey(pair, '', { scrypt: noScrypt, random: zeros });
    const { seed } = await decryptSecretKey(again, '', { scrypt: noScrypt });
    hold(sameBytes(seed, pair.seed), 'written and read again, a key is another');
  },
};

export const keyring: Target = {
  name: 'keyring',
  covers: ['/crypto/keyring.ts', '/crypto/shapes.ts', '/valibot/'],
  seeds: () => [
    utf8(keyrings.keyring),
    ...keyrings.cases.flatMap(({ keyring: text }, index) =>
      text !== undefined && index % 3 === 0 ? [utf8(text)] : [],
    ),
  ],
  tokens: [
    ...JSON_TOKENS,
    '"epoch":4294967296',
    '"onion":"',
    '.onion"',
    '"validFrom":"2026-11-15"',
    '"validUntil":"2026-11-15"',
    '"names":{"en":"x"}',
    '"demonstration":true',
  ],
  longest: 6000,
  runs: 30,
  check(input) {
    const signature = sign(KEY, input, '');
    const read = verifyKeyring({ keyring: input, signature, rootKey: PUBLIC });
    const bytes = encodeKeyring(read);
    const again = openKeyring({
      keyring: bytes,
      signature: sign(KEY, bytes, ''),
      rootKey: PUBLIC,
      today: read.validFrom,
    });
    hold(JSON.stringify(again) === JSON.stringify(read), 'written and read again, a keyring is another');
  },
};

const NOW = 1_800_000_000;
const URLS = ['https://portal.example/review/submissions', 'https://portal.example/review/drops?x=%2F'];
const REQUEST_KEY = ed25519.getPublicKey(SEED);

/** Three lines: the headers Signature-Input, Signature and Content-Digest; a fourth is a body. */
function linesOf(headers: Record<string, string>, body?: string): Uint8Array {
  const { 'signature-input': input = '', signature = '', 'content-digest': digest = '' } = headers;
  return utf8([input, signature, digest, ...(body === undefined ? [] : [body])].join('\n'));
}

export const request: Target = {
  name: 'request',
  covers: ['/crypto/requests.ts', '/structured-headers/'],
  seeds: () => [
    linesOf(
      signRequest({ method: 'GET', url: URLS[0] ?? '', seed: SEED, created: NOW, nonce: 'a'.repeat(16) }),
    ),
    linesOf(
      signRequest({
        method: 'POST',
        url: URLS[1] ?? '',
        body: utf8('b'),
        seed: SEED,
        created: NOW,
        nonce: 'a'.repeat(64),
      }),
      'b',
    ),
    ...requestVectors.vectors.map(({ headers }) => linesOf(headers)),
    utf8('witnessbox=();created=1\nwitnessbox=:AAAA:\n'),
    utf8('a=1, b=?0;x="\\"", c=(1 2.5 tok "s" :YQ==: @1);q\nwitnessbox=1'),
  ],
  tokens: [
    'witnessbox=(',
    '"@method" ',
    '"@path"',
    '"content-digest"',
    ');created=1800000000',
    ';nonce="',
    ';alg="ed25519"',
    ';tag="witnessbox-review"',
    ';keyid="',
    '=:',
    ':',
    ', ',
    '?1',
    '@1',
    '%"%e4"',
    ';req',
    '\t',
  ],
  longest: 1200,
  runs: 60,
  check(input) {
    const [signatureInput = '', signature = '', digest = '', ...rest] = textOf(input).split('\n');
    const headers = new Headers();
    for (const [name, value] of Object.entries({
      'signature-input': signatureInput,
      signature,
      'content-digest': digest,
    })) {
      // What HTTP itself would not deliver.
      headers.set(name, value.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?'));
    }
    const target = {
      method: rest.length === 0 ? 'GET' : 'POST',
      url: URLS[rest.length === 0 ? 0 : 1] ?? '',
      ...(rest.length > 0 && { body: utf8(rest.join('\n')) }),
    };
    const { nonce, created } = verifyRequest({ ...target, headers, key: REQUEST_KEY, now: NOW, maxAge: 300 });
    // Nobody else signs, so only what was signed for the seeds can be accepted, and only with the same body.
    hold(created === NOW, 'a signature of a time at which none was made');
    const body = rest.length === 0 ? null : rest.join('\n');
    hold(
      nonce === 'a'.repeat(body === null ? 16 : 64) && (body ?? 'b') === 'b',
      'a signature for something else',
    );
  },
};
