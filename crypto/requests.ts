/**
 * Requests that only the team may make, signed with the team request key: HTTP Message Signatures (RFC 9421) with
 * Ed25519, and Content-Digest (RFC 9530) over the body. One profile and nothing else is made or accepted: one
 * signature over `@method`, `@path`, `@query` and, if there is a body, `content-digest`.
 *
 * Detecting a replay needs memory and is the server's: it refuses a nonce seen before within the allowed age.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { isInnerList, parseDictionary, serializeInnerList, type InnerList } from 'structured-headers';
import { sameBytes, utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { isSignedBy } from './signatures.ts';

const LABEL = 'witnessbox';
const TAG = 'witnessbox-review';
const ALGORITHM = 'ed25519';
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
/** Another one might limit the signature in a way that is not looked at here (`expires`). */
const PARAMETERS = ['alg', 'created', 'keyid', 'nonce', 'tag'];

type Target = { method: string; url: string; body?: Uint8Array };

export type SignRequestInput = Target & {
  /** Ed25519 seed of the team request key, 32 bytes. */
  seed: Uint8Array;
  /** Unix seconds. */
  created: number;
  /** Fresh and random, 16 to 64 characters of base64url. */
  nonce: string;
};

/** The headers to send along: `signature-input`, `signature` and, with a body, `content-digest`. */
export function signRequest(input: SignRequestInput): Record<string, string> {
  if (!NONCE.test(input.nonce)) throw new WitnessboxError('request.malformed');
  const signatureInput: InnerList = [
    componentsOf(input).map((name) => [name, new Map<string, string>()]),
    new Map<string, string | number>([
      ['created', input.created],
      ['nonce', input.nonce],
      ['keyid', keyIdOf(ed25519.getPublicKey(input.seed))],
      ['alg', ALGORITHM],
      ['tag', TAG],
    ]),
  ];
  const parameters = serializeInnerList(signatureInput);
  const signature = ed25519.sign(signatureBase(input, parameters), input.seed);
  return {
    ...(input.body && { 'content-digest': contentDigest(input.body) }),
    'signature-input': `${LABEL}=${parameters}`,
    signature: `${LABEL}=:${base64.encode(signature)}:`,
  };
}

export type VerifyRequestInput = Target & {
  headers: Headers;
  /** The team request public key, 32 bytes. */
  key: Uint8Array;
  /** Unix seconds. */
  now: number;
  /** Seconds that `created` may lie in the past or, for clocks that run ahead, in the future. */
  maxAge: number;
};

/**
 * Throws `request.malformed` (missing, unparsable or of another profile), `request.stale` or
 * `request.bad-signature` (key, digest or signature do not fit). Gives what the caller needs to refuse replays.
 */
export function verifyRequest(input: VerifyRequestInput): { nonce: string; created: number } {
  const { components, parameters, serialised } = readSignatureInput(input.headers);
  const expected = componentsOf(input);
  if (components.length !== expected.length || components.some((name, index) => name !== expected[index])) {
    throw new WitnessboxError('request.malformed');
  }
  if (Object.keys(parameters).sort().join() !== PARAMETERS.join()) {
    throw new WitnessboxError('request.malformed');
  }
  const { created, nonce, keyid, alg, tag } = parameters;
  if (typeof created !== 'number' || !Number.isSafeInteger(created) || typeof nonce !== 'string') {
    throw new WitnessboxError('request.malformed');
  }
  if (!NONCE.test(nonce) || alg !== ALGORITHM || tag !== TAG) throw new WitnessboxError('request.malformed');
  const signature = readSignature(input.headers);
  if (Math.abs(input.now - created) > input.maxAge) throw new WitnessboxError('request.stale');
  if (keyid !== keyIdOf(input.key)) throw new WitnessboxError('request.bad-signature');
  if (input.body) {
    const stated = input.headers.get('content-digest') ?? '';
    if (!sameBytes(utf8(stated), utf8(contentDigest(input.body)))) {
      throw new WitnessboxError('request.bad-signature');
    }
  }
  if (!isSignedBy(input.key, signatureBase(input, serialised), signature)) {
    throw new WitnessboxError('request.bad-signature');
  }
  return { nonce, created };
}

function componentsOf(target: Target): string[] {
  return ['@method', '@path', '@query', ...(target.body ? ['content-digest'] : [])];
}

/** RFC 9421, section 2.5. */
function signatureBase(target: Target, parameters: string): Uint8Array {
  const url = new URL(target.url);
  const values: Record<string, string> = {
    '@method': target.method,
    '@path': url.pathname,
    // An absent query counts as a lone question mark (section 2.2.7).
    '@query': url.search || '?',
    ...(target.body && { 'content-digest': contentDigest(target.body) }),
  };
  const lines = componentsOf(target).map((name) => `"${name}": ${values[name] ?? ''}`);
  return utf8([...lines, `"@signature-params": ${parameters}`].join('\n'));
}

/** RFC 9530, section 2. */
function contentDigest(body: Uint8Array): string {
  return `sha-256=:${base64.encode(sha256(body))}:`;
}

/** Names the key without saying it: the first 8 bytes of its SHA-256, hex. The same for the whole team. */
function keyIdOf(key: Uint8Array): string {
  return bytesToHex(sha256(key)).slice(0, 16);
}

type SignatureInput = { components: string[]; parameters: Record<string, unknown>; serialised: string };

function readSignatureInput(headers: Headers): SignatureInput {
  const member = onlyMember(headers, 'signature-input');
  if (!isInnerList(member)) throw new WitnessboxError('request.malformed');
  const components = member[0].map(([name, flags]) => {
    if (typeof name !== 'string' || flags.size > 0) throw new WitnessboxError('request.malformed');
    return name;
  });
  return { components, parameters: Object.fromEntries(member[1]), serialised: serializeInnerList(member) };
}

function readSignature(headers: Headers): Uint8Array {
  const member = onlyMember(headers, 'signature');
  if (isInnerList(member) || !(member[0] instanceof ArrayBuffer) || member[0].byteLength !== 64) {
    throw new WitnessboxError('request.malformed');
  }
  return new Uint8Array(member[0]);
}

function onlyMember(headers: Headers, name: string) {
  const value = headers.get(name);
  let dictionary: ReturnType<typeof parseDictionary> | undefined;
  try {
    dictionary = value === null ? undefined : parseDictionary(value);
  } catch {
    // Falls through: the parser's message quotes the input.
  }
  const member = dictionary?.size === 1 ? dictionary.get(LABEL) : undefined;
  if (!member) throw new WitnessboxError('request.malformed');
  return member;
}
