/**
 * C2SP's own test vectors for age (CCTV, package cctv-age): its payloads through our STREAM, its hybrid files and
 * passphrase files through our envelope. Each vector is a text head (what to expect, the file key, the SHA-256 of the
 * plaintext), an empty line, and the file, perhaps deflated.
 */
import * as vectors from 'cctv-age';
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../crypto/bytes.ts';
import { fromUtf8 } from '../../crypto/encoding.ts';
import { openBytes, unlock } from '../../crypto/envelope.ts';
import { decryptPayload } from '../../crypto/payload.ts';
import { codeOfAsync, inPieces } from './helpers.ts';

type Vector = { name: string; head: Map<string, string>; file: Uint8Array };

const all: Vector[] = Object.entries(vectors)
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => {
    const end = Buffer.from(bytes).indexOf('\n\n');
    const lines = fromUtf8(bytes.subarray(0, end)).split('\n');
    const head = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const file = bytes.subarray(end + 2);
    return { name, head, file: head.get('compressed') === 'zlib' ? new Uint8Array(inflateSync(file)) : file };
  });

const named = (prefix: string) => all.filter(({ name }) => name.startsWith(prefix));
const sha256 = (pieces: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
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

describe('the payload', () => {
  test.each(named('stream_'))('$name', async ({ name, head, file }) => {
    const headerEnd = Buffer.from(file).indexOf('\n--- ') + 1 + 4 + 43 + 1;
    const fileKey = new Uint8Array(Buffer.from(head.get('file key') ?? '', 'hex'));
    const reader = new ByteReader(inPieces(file.subarray(headerEnd), [1000]));
    const plaintext: Uint8Array[] = [];
    const code = await codeOfAsync(async () => {
      for await (const piece of await decryptPayload(fileKey, reader)) plaintext.push(piece);
    });
    if (head.get('expect') === 'success') expect(code).toBe('no error');
    else expect(code).toMatch(/^envelope\.(?:damaged|truncated)$/);
    // What is given out before an error is what age gives out, or one chunk less, and never a byte more.
    const expected = head.get('payload');
    if (expected !== undefined) expect(sha256(plaintext) === expected).toBe(!HELD_BACK.has(name));
  });

  test('there are vectors to run', () => {
    expect(named('stream_').length).toBeGreaterThan(20);
    expect(named('hybrid').length).toBeGreaterThan(15);
  });
});

/** What age itself accepts and we do not: more than the one hybrid stanza. */
const STRICTER: Record<string, string> = {
  hybrid_and_x25519: 'envelope.wrong-stanza',
  hybrid_grease: 'envelope.wrong-stanza',
  hybrid_multiple_recipients: 'envelope.too-many-stanzas',
};

describe('the envelope', () => {
  test.each(named('hybrid'))('$name', async ({ name, head, file }) => {
    const identity = head.get('identity') ?? '';
    let plaintext = new Uint8Array(0) as Uint8Array;
    const code = await codeOfAsync(async () => {
      plaintext = await openBytes([identity], file);
    });
    const stricter = STRICTER[name];
    if (stricter !== undefined) expect(code).toBe(stricter);
    else if (head.get('expect') === 'success') {
      expect(code).toBe('no error');
      expect(sha256([plaintext])).toBe(head.get('payload'));
    } else expect(code).toMatch(/^envelope\./);
  });

  test.each(named('scrypt'))('$name', async ({ head, file }) => {
    let plaintext = new Uint8Array(0) as Uint8Array;
    const code = await codeOfAsync(async () => {
      plaintext = await unlock(head.get('passphrase') ?? '', file);
    });
    if (head.get('expect') === 'success') {
      expect(code).toBe('no error');
      expect(sha256([plaintext])).toBe(head.get('payload'));
    } else expect(code).toMatch(/^envelope\./);
  });
});
