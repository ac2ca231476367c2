import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  encodeKeyring,
  fingerprint,
  fingerprintWords,
  keyringHash,
  openKeyring,
  type Keyring,
} from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import vectors from '../vectors/fingerprint.json' with { type: 'json' };
import { CHINESE, ENGLISH, codeOf, factsOf, random } from './helpers.ts';

const root = generateKeyPair(random);
const rootKey = encodePublicKey(root);
const ORGANISATION = '5a'.repeat(32);

const keyring = (change: object = {}): Keyring => ({
  format: 'witnessbox-keyring/1',
  organisation: { id: ORGANISATION, names: { en: 'An Organisation', 'zh-Hans': '某组织' } },
  epoch: 3,
  issued: '2026-11-01',
  validFrom: '2026-11-02',
  validUntil: '2027-01-31',
  desks: [{ id: 'main', names: { en: 'Main desk' }, recipient: `age1pq1${'q'.repeat(1952)}` }],
  intake: { id: 'default', sha256: 'ab'.repeat(32) },
  onion: null,
  teamRequestKey: base64.encode(new Uint8Array(32).fill(3)),
  demonstration: false,
  ...change,
});

type Conditions = { today?: string; newestEpoch?: number; organisationId?: string };

/** Opens bytes that are properly signed, whatever they say. */
const openBytes = (bytes: Uint8Array, conditions: Conditions = {}) =>
  openKeyring({
    keyring: bytes,
    signature: sign(root, bytes, 'x'),
    rootKey,
    today: '2026-11-20',
    ...conditions,
  });
const opened = (change: object, conditions?: Conditions) =>
  codeOf(() => openBytes(utf8(JSON.stringify(keyring(change))), conditions));

describe('a keyring', () => {
  test('is read back as it was written', () => {
    const full = keyring({ onion: `${'a2'.repeat(28)}.onion`, demonstration: true });
    expect(openBytes(encodeKeyring(full))).toEqual(full);
  });

  test('names an appearance and its pages, or none, as keyrings of before', () => {
    const appearance = { sha256: 'ab'.repeat(32), pages: { en: 'cd'.repeat(32) } };
    expect(openBytes(encodeKeyring(keyring({ appearance }))).appearance).toEqual(appearance);
    expect(openBytes(encodeKeyring(keyring())).appearance).toBeUndefined();
    for (const broken of [null, {}, { sha256: 'x', pages: appearance.pages }, { ...appearance, pages: {} }]) {
      expect(opened({ appearance: broken })).toBe('keyring.malformed');
    }
  });

  test('names the page of its form in each language, or none, as keyrings of before', () => {
    const intake = { id: 'default', sha256: 'ab'.repeat(32) };
    const pages = { en: 'cd'.repeat(32), 'zh-Hans': 'ef'.repeat(32) };
    expect(openBytes(encodeKeyring(keyring({ intake: { ...intake, pages } }))).intake).toEqual({
      ...intake,
      pages,
    });
    expect(openBytes(encodeKeyring(keyring({ intake }))).intake).toEqual(intake);
    for (const bad of [{}, null, [], { 'no language': 'cd'.repeat(32) }, { en: 'cd' }, { en: null }]) {
      expect(opened({ intake: { ...intake, pages: bad } }), JSON.stringify(bad)).toBe('keyring.malformed');
    }
  });

  test('is good from its first day to its last, both included', () => {
    expect(opened({}, { today: '2026-11-02' })).toBe('no error');
    expect(opened({}, { today: '2027-01-31' })).toBe('no error');
    expect(opened({}, { today: '2026-11-01' })).toBe('keyring.not-yet-valid');
    expect(opened({}, { today: '2027-02-01' })).toBe('keyring.expired');
    const late = () => openBytes(encodeKeyring(keyring()), { today: '2030-01-01' });
    expect(factsOf(late)).toEqual({ day: '2027-01-31' });
  });

  test('of an older epoch than was seen before is a rollback; of the same or a newer one is not', () => {
    expect(opened({}, { newestEpoch: 4 })).toBe('keyring.rollback');
    expect(opened({}, { newestEpoch: 3 })).toBe('no error');
    expect(opened({}, { newestEpoch: 2 })).toBe('no error');
  });

  test('of another organisation is refused', () => {
    expect(opened({}, { organisationId: '5b'.repeat(32) })).toBe('keyring.wrong-organisation');
    expect(opened({}, { organisationId: ORGANISATION })).toBe('no error');
  });

  test('that is not signed by the pinned key is refused, before anything in it is looked at', () => {
    const bytes = encodeKeyring(keyring());
    const signature = sign(root, bytes, 'x');
    const judge = (change: Partial<Parameters<typeof openKeyring>[0]>) =>
      codeOf(() => openKeyring({ keyring: bytes, signature, rootKey, today: '2026-11-20', ...change }));
    expect(judge({})).toBe('no error');
    expect(judge({ keyring: utf8('not even JSON') })).toBe('keyring.bad-signature');
    expect(judge({ keyring: new Uint8Array([...bytes, 0x20]) })).toBe('keyring.bad-signature');
    expect(judge({ rootKey: encodePublicKey(generateKeyPair(random)) })).toBe('keyring.bad-signature');
    expect(judge({ rootKey: '' })).toBe('keyring.bad-signature');
    expect(judge({ signature: '' })).toBe('keyring.bad-signature');
  });

  test('is judged in the order signature, shape, organisation, rollback, dates', () => {
    const conditions = { today: '2030-01-01', newestEpoch: 9, organisationId: '00'.repeat(32) };
    expect(opened({ desks: [] }, conditions)).toBe('keyring.malformed');
    expect(opened({}, conditions)).toBe('keyring.wrong-organisation');
    expect(opened({}, { ...conditions, organisationId: ORGANISATION })).toBe('keyring.rollback');
    expect(opened({}, { today: '2030-01-01', newestEpoch: 1 })).toBe('keyring.expired');
  });

  test.each([
    ['another format', { format: 'witnessbox-keyring/2' }],
    ['no desk', { desks: [] }],
    ['a desk twice', { desks: [keyring().desks[0], keyring().desks[0]] }],
    ['a classical recipient', { desks: [{ ...keyring().desks[0], recipient: `age1${'q'.repeat(58)}` }] }],
    ['a desk without a name', { desks: [{ ...keyring().desks[0], names: {} }] }],
    ['epoch zero', { epoch: 0 }],
    ['half an epoch', { epoch: 1.5 }],
    ['an epoch past 32 bits', { epoch: 2 ** 32 }],
    ['a day that does not exist', { validUntil: '2027-02-30' }],
    ['its end before its beginning', { validFrom: '2027-02-01' }],
    ['a short organisation id', { organisation: { id: '5a', names: { en: 'x' } } }],
    ['an address instead of an onion name', { onion: 'https://example.org' }],
    ['a short team request key', { teamRequestKey: base64.encode(new Uint8Array(31)) }],
    ['no word on demonstration', { demonstration: undefined }],
  ])('with %s is malformed and is not written either', (_, change) => {
    expect(opened(change)).toBe('keyring.malformed');
    expect(codeOf(() => encodeKeyring(keyring(change)))).toBe('keyring.malformed');
  });

  test('of any signed JSON at all is malformed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codeOf(() => openBytes(utf8(text)))).toBe('keyring.malformed');
      }),
      { numRuns: 30 },
    );
  });

  test('may say more than this version knows', () => {
    expect(opened({ later: 1 })).toBe('no error');
  });
});

test('the hash of a keyring is that of its file, byte for byte', () => {
  expect(keyringHash(utf8('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(keyringHash(utf8('abc '))).not.toBe(keyringHash(utf8('abc')));
});

describe('the fingerprint', () => {
  test.each(vectors.vectors)('is $fingerprint', ({ rootKey, organisationId, fingerprint: expected }) => {
    expect(fingerprint(rootKey, organisationId)).toBe(expected);
  });

  test.each(vectors.vectors)('is twelve words too, in any list: $words.en.0 …', (vector) => {
    const { rootKey, organisationId, words } = vector;
    expect(fingerprintWords(rootKey, organisationId, ENGLISH)).toEqual(words.en);
    expect(fingerprintWords(rootKey, organisationId, CHINESE)).toEqual(words['zh-Hans']);
  });

  test('is the same for a .pub file and its line, and another for another key or organisation', () => {
    const expected = fingerprint(rootKey, ORGANISATION);
    expect(expected).toMatch(/^(?:[0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    expect(fingerprint(rootKey.split('\n')[1] ?? '', ORGANISATION)).toBe(expected);
    expect(fingerprint(encodePublicKey(generateKeyPair(random)), ORGANISATION)).not.toBe(expected);
    expect(fingerprint(rootKey, '5b'.repeat(32))).not.toBe(expected);
  });

  test('of nonsense is refused', () => {
    expect(codeOf(() => fingerprint('nonsense', ORGANISATION))).toBe('minisign.malformed');
    expect(codeOf(() => fingerprint(rootKey, 'nonsense'))).toBe('keyring.malformed');
    expect(codeOf(() => fingerprintWords(rootKey, 'nonsense', ENGLISH))).toBe('keyring.malformed');
  });
});
