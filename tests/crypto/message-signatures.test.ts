/**
 * An independent library for RFC 9421 (http-message-sig, over WebCrypto's Ed25519) as judge: what we sign it verifies,
 * and what it signs after our profile we take.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import fc from 'fast-check';
import { createSignature, verifySignature, webcrypto } from 'http-message-sig';
import { describe, expect, test } from 'vitest';
import { signRequest, verifyRequest } from '../../crypto/requests.ts';
import { codeOf, random } from './helpers.ts';

const NOW = 1_800_000_000;
const seed = new Uint8Array(32).fill(9);
const key = ed25519.getPublicKey(seed);

/** PKCS #8 of an Ed25519 key (RFC 8410, section 7): a fixed head, then the seed. */
const PKCS8_HEAD = hexToBytes('302e020100300506032b657004220420');
const { subtle } = globalThis.crypto;
const signer = webcrypto.signer(
  await subtle.importKey('pkcs8', concatBytes(PKCS8_HEAD, seed), 'Ed25519', false, ['sign']),
);
const verifier = webcrypto.verifier(await subtle.importKey('raw', key.slice(), 'Ed25519', false, ['verify']));

type Request = { method: string; url: string; body?: Uint8Array };

const POLICY = {
  algorithms: ['ed25519'],
  requiredComponents: ['@method', '@path', '@query'],
  requiredParameters: ['created', 'nonce', 'keyid', 'alg', 'tag'],
  maxAge: 300,
  clockSkew: 300,
  now: NOW,
};

function described({ method, url }: Request, headers: Record<string, string>) {
  const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { kind: 'request', method, targetUri: url, fields } as const;
}

async function theyVerify(request: Request, headers: Record<string, string>): Promise<string> {
  try {
    const { label, parameters } = await verifySignature(described(request, headers), {
      policy: { ...POLICY, ...(request.body && { requiredComponents: ['content-digest'] }) },
      resolveVerifier: () => verifier,
    });
    return `${label} ${parameters.tag ?? ''}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

async function theySign(request: Request, change: object = {}): Promise<Record<string, string>> {
  const digest = request.body && `sha-256=:${base64.encode(sha256(request.body))}:`;
  const headers: Record<string, string> = digest === undefined ? {} : { 'content-digest': digest };
  const { signature, signatureInput } = await createSignature(described(request, headers), {
    label: 'witnessbox',
    components: ['@method', '@path', '@query', ...Object.keys(headers)],
    parameters: {
      created: NOW,
      nonce: 'abcdefghijklmnop_-01',
      keyid: bytesToHex(sha256(key)).slice(0, 16),
      alg: 'ed25519',
      tag: 'witnessbox-review',
      ...change,
    },
    signer,
  });
  return { ...headers, signature, 'signature-input': signatureInput };
}

const weVerify = (request: Request, headers: Record<string, string>) =>
  codeOf(() => verifyRequest({ ...request, headers: new Headers(headers), key, now: NOW, maxAge: 300 }));

/** Paths and queries with everything that URLs escape, and bodies; a body of no bytes is none that counts less. */
const requests: fc.Arbitrary<Request> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.webPath(),
    query: fc.option(fc.webQueryParameters()),
    odd: fc.constantFrom('', '/%C3%A9', '/é证', '/a b', "/x'(y)*!~", '//', '/%2F', '/?'),
    body: fc.option(fc.uint8Array({ maxLength: 200 })),
  })
  .map(({ method, path, query, odd, body }) => ({
    method,
    url: new URL(`https://portal.example${path}${odd}${query === null ? '' : `?${query}`}`).href,
    ...(body && { body }),
  }));

describe('another implementation of RFC 9421', () => {
  test('verifies whatever we sign, and refuses it for another request', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const nonce = base64.encode(random(18)).replace(/[+/]/g, '_');
        const headers = signRequest({ ...request, seed, created: NOW, nonce });
        expect(await theyVerify(request, headers)).toBe('witnessbox witnessbox-review');
        expect(await theyVerify({ ...request, method: 'PATCH' }, headers)).toBe('VerificationFailed');
        const elsewhere = new URL(request.url);
        elsewhere.pathname += 'x';
        expect(await theyVerify({ ...request, url: elsewhere.href }, headers)).toBe('VerificationFailed');
      }),
    );
  });

  test('signs what we take, and nothing that we take for another request', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const headers = await theySign(request);
        expect(weVerify(request, headers)).toBe('no error');
        expect(weVerify({ ...request, method: 'PATCH' }, headers)).toBe('request.bad-signature');
        const body = concatBytes(request.body ?? new Uint8Array(0), Uint8Array.of(0));
        expect(weVerify({ ...request, body }, headers)).toMatch(/^request\.(?:bad-signature|malformed)$/);
      }),
    );
  });

  test.each<[string, object, string]>([
    ['another tag', { tag: 'other' }, 'request.malformed'],
    ['no nonce', { nonce: undefined }, 'request.malformed'],
    ['an old date', { created: NOW - 301 }, 'request.stale'],
    ['a date to come', { created: NOW + 301 }, 'request.stale'],
    ['another key number', { keyid: '0'.repeat(16) }, 'request.bad-signature'],
    ['an end, which we do not look at', { expires: NOW + 1 }, 'request.malformed'],
  ])('signs with %s what we judge by our profile', async (_, change, code) => {
    const request = { method: 'GET', url: 'https://portal.example/review/submissions' };
    const parameters = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const headers = await theySign(request, parameters);
    if ('nonce' in change) {
      const withoutNonce = (headers['signature-input'] ?? '').replace(';nonce="abcdefghijklmnop_-01"', '');
      expect(weVerify(request, { ...headers, 'signature-input': withoutNonce })).toBe(code);
    } else expect(weVerify(request, headers)).toBe(code);
  });

  test('signs under another label or twice what we refuse', async () => {
    const request = { method: 'GET', url: 'https://portal.example/review/submissions' };
    const headers = await theySign(request);
    const renamed = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('witnessbox=', 'sig1=')]),
    );
    expect(weVerify(request, renamed)).toBe('request.malformed');
    const twice = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, `${value}, ${renamed[name] ?? ''}`]),
    );
    expect(weVerify(request, twice)).toBe('request.malformed');
  });
});
