/** Our signatures against our own reading and against vectors that another implementation made. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { signRequest, verifyRequest } from '../../crypto/requests.ts';
import vectors from '../vectors/requests.json' with { type: 'json' };
import { codeOf, random } from './helpers.ts';

const seed = new Uint8Array(32).fill(9);
const key = ed25519.getPublicKey(seed);
const NOW = 1_800_000_000;

type Request = { method: string; url: string; body?: Uint8Array };
const GET: Request = { method: 'GET', url: 'https://portal.example/review/submissions' };
const POST: Request = {
  method: 'POST',
  url: 'https://portal.example/review/drops?x=1',
  body: utf8('a batch'),
};

const signed = (request: Request) =>
  signRequest({ ...request, seed, created: NOW, nonce: 'abcdefghijklmnop_-01' });

type Changes = { now?: number; key?: Uint8Array };
const judge = (request: Request, headers: HeadersInit, changes: Changes = {}) =>
  codeOf(() =>
    verifyRequest({ ...request, headers: new Headers(headers), key, now: NOW, maxAge: 300, ...changes }),
  );

describe('a signed request', () => {
  test.each(vectors.vectors)('$method $url', ({ method, url, body, created, nonce, seed, key, headers }) => {
    const request = { method, url, ...(body !== null && { body: utf8(body) }) };
    expect(signRequest({ ...request, seed: hexToBytes(seed), created, nonce })).toEqual(headers);
    expect(
      verifyRequest({
        ...request,
        headers: new Headers(Object.entries(headers)),
        key: hexToBytes(key),
        now: created,
        maxAge: 1,
      }),
    ).toEqual({ nonce, created });
  });

  test('is accepted as it was sent, with or without a body', () => {
    expect(judge(GET, signed(GET))).toBe('no error');
    expect(judge(POST, signed(POST))).toBe('no error');
    const empty = { ...POST, body: new Uint8Array(0) };
    expect(judge(empty, signed(empty))).toBe('no error');
  });

  test('is good at another address, since an onion, a proxy and the machine itself name the portal differently', () => {
    expect(judge({ ...GET, url: 'http://127.0.0.1:8080/review/submissions' }, signed(GET))).toBe('no error');
  });

  test.each<[string, Request]>([
    ['method', { ...POST, method: 'PUT' }],
    ['path', { ...POST, url: 'https://portal.example/review/submissions?x=1' }],
    ['query', { ...POST, url: 'https://portal.example/review/drops?x=2' }],
    ['query, which is absent', { ...POST, url: 'https://portal.example/review/drops' }],
    ['body', { ...POST, body: utf8('a botch') }],
  ])('with another %s has a bad signature', (_, request) => {
    expect(judge(request, signed(POST))).toBe('request.bad-signature');
  });

  test('with a digest in its header that is not that of its body has a bad signature', () => {
    const other = signed({ ...POST, body: utf8('a botch') })['content-digest'] ?? '';
    expect(judge(POST, { ...signed(POST), 'content-digest': other })).toBe('request.bad-signature');
    const { signature = '', 'signature-input': input = '' } = signed(POST);
    expect(judge(POST, { signature, 'signature-input': input })).toBe('request.bad-signature');
  });

  test('cannot lose or gain a body', () => {
    expect(judge({ ...GET, body: utf8('x') }, signed(GET))).toBe('request.malformed');
    const bodyless = { method: POST.method, url: POST.url };
    expect(judge(bodyless, signed(POST))).toBe('request.malformed');
  });

  test('by another key has a bad signature', () => {
    expect(judge(GET, signed(GET), { key: ed25519.getPublicKey(random(32)) })).toBe('request.bad-signature');
  });

  test('is stale past its age, and as far in the future', () => {
    for (const now of [NOW - 300, NOW + 300]) expect(judge(GET, signed(GET), { now })).toBe('no error');
    for (const now of [NOW - 301, NOW + 301]) expect(judge(GET, signed(GET), { now })).toBe('request.stale');
  });

  test('without its headers, or with others in their place, is malformed', () => {
    const headers = signed(GET);
    expect(judge(GET, {})).toBe('request.malformed');
    for (const name of ['signature', 'signature-input']) {
      for (const value of [
        '',
        'witnessbox',
        'witnessbox=1',
        'other=:AA==:',
        'witnessbox=("@method")',
        'a=1, b=2',
      ]) {
        expect(judge(GET, { ...headers, [name]: value })).toBe('request.malformed');
      }
    }
  });

  test('covers neither less nor more nor in another order than it should', () => {
    const headers = signed(POST);
    const all = '("@method" "@path" "@query" "content-digest")';
    const others = [
      '("@method" "@path" "content-digest")',
      '("@path" "@method" "@query" "content-digest")',
      '("@method" "@path" "@query" "content-digest" "date")',
      '("@method" "@path" "@query" "@query" "content-digest")',
      '("@method" "@path" "@query" "content-digest";sf)',
    ];
    for (const other of others) {
      const input = headers['signature-input']?.replace(all, other) ?? '';
      expect(input).toContain(other);
      expect(judge(POST, { ...headers, 'signature-input': input })).toBe('request.malformed');
    }
  });

  test.each([
    ['created=1800000000', 'created="now"'],
    ['created=1800000000', 'created=1.5'],
    [';created=1800000000', ''],
    ['alg="ed25519"', 'alg="hmac-sha256"'],
    ['tag="witnessbox-review"', 'tag="other"'],
    ['nonce="abcdefghijklmnop_-01"', 'nonce="short"'],
  ])('with %s changed to %j is malformed', (from, to) => {
    const headers = signed(GET);
    const input = headers['signature-input']?.replace(from, to) ?? '';
    expect(judge(GET, { ...headers, 'signature-input': input })).toBe('request.malformed');
  });

  test('with a parameter more than the profile has is malformed', () => {
    const headers = signed(GET);
    const input = headers['signature-input'] ?? '';
    for (const more of [';x=1', ';expires=1800000001', ';created=1800000000;x']) {
      expect(judge(GET, { ...headers, 'signature-input': `${input}${more}` })).toBe('request.malformed');
    }
  });

  test('with a parameter changed in value has a bad signature', () => {
    const headers = signed(GET);
    const input = headers['signature-input'] ?? '';
    for (const other of [input.replace('_-01', '_-02'), input.replace('1800000000', '1800000001')]) {
      expect(judge(GET, { ...headers, 'signature-input': other })).toBe('request.bad-signature');
    }
  });

  test('of any headers at all is refused with a code', () => {
    const value = fc.string({
      unit: fc.constantFrom(...Array.from('witnessbox=:"@methd();,0123456789AZ+/ ?')),
    });
    fc.assert(
      fc.property(value, value, (signature, input) => {
        expect(judge(GET, { signature, 'signature-input': input })).toBe('request.malformed');
      }),
    );
  });

  test('is not made with a nonce that could be guessed or would break the header', () => {
    for (const nonce of ['', 'short', 'a'.repeat(65), 'abcdefghijklmno"', 'abcdefghijklmnop\n']) {
      expect(codeOf(() => signRequest({ ...GET, seed, created: NOW, nonce }))).toBe('request.malformed');
    }
  });
});
