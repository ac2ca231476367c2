import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  encodeGrantRequest,
  openGrantRequest,
  signGrantRequest,
  signingKeyOf,
  signingKeyWords,
  type GrantRequest,
} from '../../crypto/grant-request.ts';
import { encodePublicKey, keyPairOfSeed, sign } from '../../crypto/minisign.ts';
import vectors from '../vectors/grant-request.json' with { type: 'json' };
import { CHINESE, ENGLISH, codeOf, random } from './helpers.ts';

const SEED = new Uint8Array(32).fill(4);
const ORGANISATION = '5a'.repeat(32);

const request = (change: object = {}): GrantRequest => ({
  format: 'witnessbox-grant-request/1',
  organisationId: ORGANISATION,
  epoch: 2,
  recipient: `age1pq1${'q'.repeat(1952)}`,
  signingKey: signingKeyOf(SEED),
  day: '2026-11-22',
  ...change,
});

/** The code with which a properly signed request is refused that says something else. */
function refused(change: object, seed = SEED): string {
  const bytes = utf8(JSON.stringify(request(change)));
  const signature = sign(keyPairOfSeed(seed), bytes, 'x');
  return codeOf(() => openGrantRequest({ bytes, signature, organisationId: ORGANISATION }));
}

describe('a grant request', () => {
  test('opens as it was signed, its signature given as text or as bytes', () => {
    const { bytes, signature } = signGrantRequest(SEED, request());
    expect(openGrantRequest({ bytes, signature, organisationId: ORGANISATION })).toEqual(request());
    const asBytes = { bytes, signature: utf8(signature), organisationId: ORGANISATION };
    expect(openGrantRequest(asBytes)).toEqual(request());
  });

  test.each(vectors.vectors)('is what another implementation writes', (vector) => {
    const made = signGrantRequest(hexToBytes(vector.seed), vector.request as GrantRequest);
    expect(new TextDecoder().decode(made.bytes)).toBe(vector.file);
    expect(made.signature).toBe(vector.signature);
    const { organisationId, signingKey } = vector.request;
    expect(
      openGrantRequest({ bytes: utf8(vector.file), signature: vector.signature, organisationId }),
    ).toEqual(vector.request);
    expect(signingKeyWords(signingKey, organisationId, ENGLISH)).toEqual(vector.words.en);
    expect(signingKeyWords(signingKey, organisationId, CHINESE)).toEqual(vector.words['zh-Hans']);
  });

  test('signed with another key than it names is refused', () => {
    expect(refused({}, new Uint8Array(32).fill(5))).toBe('grant-request.bad-signature');
    expect(codeOf(() => signGrantRequest(new Uint8Array(32).fill(5), request()))).toBe(
      'grant-request.malformed',
    );
  });

  test('of which any byte was changed is refused', () => {
    const { bytes, signature } = signGrantRequest(SEED, request());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = bytes.with(at, (bytes[at] ?? 0) ^ by);
        expect(
          codeOf(() => openGrantRequest({ bytes: changed, signature, organisationId: ORGANISATION })),
        ).toMatch(/^grant-request\.(?:malformed|bad-signature)$/);
      }),
    );
    const input = { bytes, organisationId: ORGANISATION };
    expect(codeOf(() => openGrantRequest({ ...input, signature: Uint8Array.of(0xff) }))).toBe(
      'grant-request.bad-signature',
    );
  });

  test('of another organisation is told apart from a forged one', () => {
    expect(refused({ organisationId: '5b'.repeat(32) })).toBe('grant-request.wrong-organisation');
  });

  test.each([
    ['another format', { format: 'witnessbox-grant-request/2' }],
    ['epoch zero', { epoch: 0 }],
    ['a classical recipient', { recipient: `age1${'q'.repeat(58)}` }],
    ['a day that does not exist', { day: '2026-02-30' }],
    ['a whole .pub file for a key', { signingKey: encodePublicKey(keyPairOfSeed(SEED)) }],
    [
      'a key number of its own choice',
      {
        signingKey:
          encodePublicKey({ ...keyPairOfSeed(SEED), keyId: new Uint8Array(8) }).split('\n')[1] ?? '',
      },
    ],
    ['a key that is none', { signingKey: 'RWQAAAA' }],
  ])('with %s is malformed and is not written either', (_, change) => {
    expect(refused(change)).toBe('grant-request.malformed');
    expect(codeOf(() => encodeGrantRequest(request(change)))).toBe('grant-request.malformed');
  });

  test('of any bytes at all is malformed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(utf8)), (bytes) => {
        expect(codeOf(() => openGrantRequest({ bytes, signature: '', organisationId: ORGANISATION }))).toBe(
          'grant-request.malformed',
        );
      }),
    );
  });
});

describe('the words of a signing key', () => {
  test('are twelve, the same for the same key, and others for another key or organisation', () => {
    const words = signingKeyWords(signingKeyOf(SEED), ORGANISATION, ENGLISH);
    expect(words).toHaveLength(12);
    expect(signingKeyWords(signingKeyOf(SEED), ORGANISATION, ENGLISH)).toEqual(words);
    expect(signingKeyWords(signingKeyOf(random(32)), ORGANISATION, ENGLISH)).not.toEqual(words);
    expect(signingKeyWords(signingKeyOf(SEED), '5b'.repeat(32), ENGLISH)).not.toEqual(words);
  });

  test('of nonsense are refused', () => {
    expect(codeOf(() => signingKeyWords('nonsense', ORGANISATION, ENGLISH))).toBe('grant-request.malformed');
    expect(codeOf(() => signingKeyWords(signingKeyOf(SEED), 'nonsense', ENGLISH))).toBe(
      'grant-request.malformed',
    );
  });
});
