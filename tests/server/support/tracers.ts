/** What a source could be known by, in one careless browser, and ciphertext with the most secret of it inside. @module */
import { generateIdentity, recipientOf, sealBytes } from '../../../crypto/envelope.ts';
import type { Rule } from './audit.ts';
import { ascii, concat } from './files.ts';

/** A loopback address that nothing else here uses, so that where it turns up it comes from the connection. */
export const ADDRESS = '127.0.0.77';
export const TESTIMONY = 'Zhang Tracer was taken from Lantern Lane at night';
export const FILE_NAME = 'beaten-tracer-photo.jpg';
export const RECEIPT = 'lantern orchid gravel summit velvet tracer';
const REPLY = 'We have read it, tracer, and believe you';

export const TRACERS = [
  { what: 'address', text: ADDRESS },
  { what: 'address behind a proxy', text: '198.51.100.77' },
  { what: 'user agent', text: 'TracerBrowser/77.1 (Rare Phone)' },
  { what: 'referer', text: 'https://tracer.example/where-i-was-before' },
  { what: 'cookie', text: 'tracer-session=4d7f2a' },
  { what: 'query', text: 'from=tracer-campaign' },
  { what: 'language', text: 'ug-CN,tracer;q=0.7' },
  { what: 'host', text: 'tracer-host.example' },
  { what: 'path', text: 'tracer-wrong-path' },
  { what: 'file name', text: FILE_NAME },
  { what: 'receipt', text: RECEIPT },
  { what: 'testimony', text: TESTIMONY },
  { what: 'reply', text: REPLY },
];

/** As a careless browser behind a careless proxy would send them. */
export const BROWSER = {
  'User-Agent': 'TracerBrowser/77.1 (Rare Phone)',
  Referer: 'https://tracer.example/where-i-was-before',
  Cookie: 'tracer-session=4d7f2a',
  'Accept-Language': 'ug-CN,tracer;q=0.7',
  Host: 'tracer-host.example',
  'X-Forwarded-For': '198.51.100.77',
  'X-Real-IP': '198.51.100.77',
  Forwarded: 'for=198.51.100.77',
};

/** A testimony with all that is in one, sealed as the source's page would. */
export async function testimony(kind: string): Promise<Uint8Array> {
  const recipient = await recipientOf(await generateIdentity());
  const text = `${kind} ${FILE_NAME} ${TESTIMONY} ${RECEIPT}`;
  return sealBytes(recipient, concat(ascii(text), new Uint8Array(65_536 - text.length)));
}

export async function drop(): Promise<Uint8Array> {
  const recipient = await recipientOf(await generateIdentity());
  const room = 8192 - (await sealBytes(recipient, new Uint8Array(1))).length + 1;
  return sealBytes(recipient, concat(ascii(REPLY), new Uint8Array(room - REPLY.length)));
}

/** All that may ever lie in a data folder. */
export const LISTED: Rule[] = [
  { path: /^\.$/, mode: 0o700, mayHaveTime: true },
  { path: /^blobs$/, mode: 0o700 },
  { path: /^blobs\/[0-9a-f]{32}$/, mode: 0o600, ofItsDay: true },
  { path: /^witnessbox\.sqlite(-wal|-shm)?$/, mode: 0o600 },
  { path: /^lock\.sqlite$/, mode: 0o600, mayHaveTime: true },
  { path: /^organisation\.json$/, mode: 0o600, mayHaveTime: true },
];

/** Requests that come to nothing: method and target. */
export const WRONG = [
  ['GET', `/tracer-wrong-path?words=${encodeURIComponent(RECEIPT)}`],
  ['POST', '/en/'],
  ['DELETE', '/keyring.json'],
  ['GET', `/uploads/${encodeURIComponent(FILE_NAME)}`],
  ['GET', `/snapshot/buckets/${encodeURIComponent(RECEIPT)}`],
  ['GET', '/review/submissions'],
  ['GET', '/healthz?from=tracer-campaign'],
  ['PROPFIND', '/tracer-wrong-path'],
] as const;

/** What Node itself finds to be no request. */
export const UNREADABLE = [
  `${TESTIMONY}\r\n\r\n`,
  `GET /${'tracer-wrong-path'.repeat(1500)} HTTP/1.1\r\n\r\n`,
  `POST /uploads HTTP/1.1\r\nContent-Length: ${RECEIPT}\r\n\r\n`,
  `GET /en/ HTTP/1.1\r\nExpect: ${TESTIMONY}\r\nConnection: close\r\n\r\n`,
];
