/** What a reviewer can do without us: age 1.3 and GNU tar, in both directions. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  encodeChannel,
  encodeTestimony,
  evidencePath,
  packBundle,
  readBundle,
  type EvidenceSource,
} from '../../crypto/bundle.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import {
  generateIdentity,
  lock,
  open,
  openBytes,
  recipientOf,
  seal,
  sealBytes,
  unlock,
} from '../../crypto/envelope.ts';
import { ciphertextSize, isLegalCiphertextSize } from '../../crypto/padding.ts';
import { chacha } from '../../reviewer/chacha.ts';
import { inParallel } from './age-vectors.ts';
import { codeOfAsync, digest, inPieces, patterned } from './helpers.ts';
import { AGE, GNU_TAR, refuses, run, temporaryFolder } from './programs.ts';
import { CHANNEL, FILES, bundleOf, readAll, testimonyAbout } from './samples.ts';

let identity: string;
let recipient: string;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await recipientOf(identity);
});

/** Around the borders of age's chunks of 64 KiB. */
const SIZES = [0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 200_000];
const CIPHERS = [chacha20poly1305, chacha, inParallel(chacha)];

function keyFile(folder: string): string {
  const path = join(folder, 'key.txt');
  writeFileSync(path, `${identity}\n`);
  return path;
}

/** What a program makes of a stream, as it makes it. */
function throughPipe(
  program: string | null,
  options: string[],
  input: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const child = spawn(program ?? '', options, { stdio: ['pipe', 'pipe', 'ignore'] });
  // Where it fails, what comes out is not what was asked for.
  void input.pipeTo(Writable.toWeb(child.stdin)).catch(() => undefined);
  return Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>;
}

describe.skipIf(!AGE)('age 1.3 (skipped only where WITNESSBOX_AGE and .cache/age have none)', () => {
  test.each(SIZES)('opens our envelope around %d bytes, whichever cipher made it', async (size) => {
    const plaintext = patterned(size);
    const key = keyFile(temporaryFolder());
    for (const cipher of CIPHERS) {
      const file = await collect(await seal(recipient, inPieces(plaintext, [1000, 70_000]), cipher));
      expect(digest(run(AGE, ['-d', '-i', key], file))).toBe(digest(plaintext));
    }
  });

  test.each(SIZES)('seals %d bytes so that we open them, in the size that we foretell', async (size) => {
    const plaintext = patterned(size);
    const file = run(AGE, ['-r', recipient], plaintext);
    expect(file.length).toBe(ciphertextSize(size));
    for (const cipher of CIPHERS) {
      const opened = await collect(await open([identity], inPieces(file, [65535, 3]), cipher));
      expect(digest(opened)).toBe(digest(plaintext));
    }
  });

  test('and we pass streams through pipes, both ways', { timeout: 60_000 }, async () => {
    const plaintext = patterned(10_000_019);
    const key = keyFile(temporaryFolder());
    const sealed = await seal(recipient, inPieces(plaintext, [99_991]), chacha);
    const opened = throughPipe(AGE, ['-d', '-i', key], sealed);
    expect(digest(await collect(opened))).toBe(digest(plaintext));
    const theirs = throughPipe(AGE, ['-r', recipient], inPieces(plaintext, [99_991]));
    expect(digest(await collect(await open([identity], theirs, chacha)))).toBe(digest(plaintext));
  });

  test('any bytes go both ways', { timeout: 60_000 }, async () => {
    const key = keyFile(temporaryFolder());
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 70_000, size: 'max' }), async (bytes) => {
        expect(digest(run(AGE, ['-d', '-i', key], await sealBytes(recipient, bytes)))).toBe(digest(bytes));
        expect(digest(await openBytes([identity], run(AGE, ['-r', recipient], bytes)))).toBe(digest(bytes));
      }),
      { numRuns: 10 },
    );
  });

  test('knows the same recipient of an identity', () => {
    const keygen = join(dirname(AGE ?? ''), 'age-keygen');
    expect(
      execFileSync(keygen, ['-y'], { input: `${identity}\n` })
        .toString()
        .trim(),
    ).toBe(recipient);
  });

  test('makes identities that we take', async () => {
    const text = execFileSync(join(dirname(AGE ?? ''), 'age-keygen'), ['-pq'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
    const theirs = /AGE-SECRET-KEY-PQ-1\S+/.exec(text)?.[0] ?? '';
    const theirRecipient = await recipientOf(theirs);
    expect(text).toContain(theirRecipient);
    const file = run(AGE, ['-r', theirRecipient], 'text');
    expect(new TextDecoder().decode(await openBytes([theirs], file))).toBe('text');
  });

  test('seals to two people in a way that we refuse', async () => {
    const file = run(AGE, ['-r', recipient, '-r', await recipientOf(await generateIdentity())], 'text');
    expect(await codeOfAsync(() => openBytes([identity], file))).toBe('envelope.too-many-stanzas');
  });

  test('refuses, as we do, a file that was cut or changed', async () => {
    const folder = temporaryFolder();
    const file = await sealBytes(recipient, patterned(140_000));
    const key = keyFile(folder);
    for (const bad of [
      file.subarray(0, -1),
      file.subarray(0, 1643 + 65552),
      file.with(70_000, 1),
      file.with(1500, 0),
    ]) {
      expect(refuses(AGE, ['-d', '-i', key], bad)).toBe(true);
      expect(await codeOfAsync(() => openBytes([identity], bad))).toMatch(/^envelope\./);
    }
  });
});

describe.skipIf(!GNU_TAR)('GNU tar (skipped only where it is not installed)', () => {
  test('unpacks our bundle: Chinese, Uyghur, right-to-left, Tibetan, long and empty files', async () => {
    const folder = temporaryFolder();
    const { stream } = await packBundle(bundleOf(FILES));
    const plaintext = await collect(stream);
    // With --ignore-zeros it reads to the end of the pipe, not only to the end marker.
    run(GNU_TAR, ['-x', '-i', '-C', folder], plaintext);
    for (const [index, { name, bytes }] of FILES.entries()) {
      expect(digest(readFileSync(join(folder, evidencePath(index, name))))).toBe(digest(bytes));
    }
    expect(readFileSync(join(folder, 'channel.json'))).toEqual(Buffer.from(encodeChannel(CHANNEL)));
    const listing = run(GNU_TAR, ['-tvi', '--utc', '--quoting-style=literal'], plaintext)
      .toString()
      .trimEnd()
      .split('\n');
    expect(listing).toHaveLength(FILES.length + 2);
    // No user, no group, no time of this machine.
    for (const line of listing) expect(line).toMatch(/^-rw-r--r-- 0\/0 +\d+ 1970-01-01 00:00 /);
  });

  test.each(['pax', 'posix', 'ustar', 'gnu'])('packs with --format=%s what we read', async (format) => {
    const files = ['gnu', 'ustar'].includes(format) ? FILES.filter(({ name }) => name.length < 25) : FILES;
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'evidence'));
    writeFileSync(join(folder, 'testimony.json'), encodeTestimony(testimonyAbout(files)));
    for (const [index, { name, bytes }] of files.entries())
      writeFileSync(join(folder, evidencePath(index, name)), bytes);
    const names = ['testimony.json', ...files.map(({ name }, index) => evidencePath(index, name))];
    const archive = run(GNU_TAR, ['-c', '-C', folder, `--format=${format}`, ...names]);
    const parts = await readAll(readBundle(streamOf(new Uint8Array(archive))));
    expect(parts.slice(1)).toEqual(
      files.map(({ name, bytes }, index) => ({
        part: 'evidence',
        path: evidencePath(index, name),
        content: digest(bytes),
      })),
    );
  });

  test('can make archives with links and folders, which we refuse', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'evidence'));
    writeFileSync(join(folder, 'testimony.json'), encodeTestimony(testimonyAbout([])));
    execFileSync('ln', ['-s', '/etc/passwd', join(folder, 'evidence', '001-a')]);
    const archive = run(GNU_TAR, ['-c', '-C', folder, 'testimony.json', 'evidence']);
    expect(await codeOfAsync(() => readAll(readBundle(streamOf(new Uint8Array(archive)))))).toBe(
      'bundle.hostile-entry',
    );
  });
});

describe.skipIf(!AGE || !GNU_TAR)('both together', () => {
  test('`age -d -i key.txt x.age | tar x` gives the testimony', async () => {
    const folder = temporaryFolder();
    const { size, stream } = await packBundle(bundleOf(FILES));
    const file = await collect(await seal(recipient, stream));
    expect(file.length).toBe(ciphertextSize(size));
    expect(isLegalCiphertextSize(file.length)).toBe(true);
    writeFileSync(join(folder, 'x.age'), file);
    run('/bin/sh', [
      '-ec',
      `cd "$1" && "$2" -d -i "$3" x.age | tar x`,
      'sh',
      folder,
      AGE ?? '',
      keyFile(folder),
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'testimony.json'), 'utf8'))).toEqual(testimonyAbout(FILES));
  });

  test('`tar c | age -r` makes what we read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'evidence'));
    writeFileSync(
      join(folder, 'testimony.json'),
      encodeTestimony(testimonyAbout([{ name: '证.txt', bytes: patterned(9) }])),
    );
    writeFileSync(join(folder, 'evidence', '001-证.txt'), patterned(9));
    const command = `cd "$1" && tar c --format=pax testimony.json evidence/* | "$2" -r "$3"`;
    const file = run('/bin/sh', ['-ec', command, 'sh', folder, AGE ?? '', recipient]);
    const parts = await readAll(readBundle(await open([identity], streamOf(new Uint8Array(file)))));
    expect(parts.map(({ part }) => part)).toEqual(['testimony', 'evidence']);
  });

  test(
    'a bundle of 48 MB streams through packing, sealing, opening and reading',
    { timeout: 60_000 },
    async () => {
      const size = 48_000_000;
      const big: EvidenceSource = {
        path: 'evidence/001-big.bin',
        size,
        stream: () => {
          let left = size;
          return new ReadableStream({
            pull(controller) {
              const piece = new Uint8Array(Math.min(left, 65536)).fill(left & 0xff);
              left -= piece.length;
              if (piece.length > 0) controller.enqueue(piece);
              else controller.close();
            },
          });
        },
      };
      const testimony = testimonyAbout([]);
      const record = { path: big.path, name: 'big.bin', type: '', size, removed: [] };
      const { size: padded, stream } = await packBundle({
        testimony: encodeTestimony({ ...testimony, evidence: [record] }),
        channel: encodeChannel(CHANNEL),
        evidence: [big],
      });
      let length = 0;
      for await (const part of readBundle(await open([identity], await seal(recipient, stream)))) {
        if (part.part !== 'evidence') continue;
        for await (const piece of part.body) length += piece.length;
      }
      expect(length).toBe(size);
      expect(padded).toBeLessThan(size * 1.12);
    },
  );
});

describe.skipIf(!AGE)('a passphrase file', () => {
  /** age asks for passphrases on a terminal only; its own plugin takes them from the environment. */
  const withPassphrase = (options: string[], input: Uint8Array | string) =>
    execFileSync(AGE ?? '', [...options, '-j', 'batchpass'], {
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${dirname(AGE ?? '')}:${process.env['PATH'] ?? ''}`,
        AGE_PASSPHRASE: '通行 passphrase',
        AGE_PASSPHRASE_WORK_FACTOR: '12',
      },
    });

  test('by age opens here', async () => {
    const file = withPassphrase(['-e'], 'secret text');
    expect(new TextDecoder().decode(await unlock('通行 passphrase', file))).toBe('secret text');
  });

  test('by us opens with age', async () => {
    const file = await lock('通行 passphrase', patterned(70_000), 12);
    expect(digest(withPassphrase(['-d'], file))).toBe(digest(patterned(70_000)));
  });
});
