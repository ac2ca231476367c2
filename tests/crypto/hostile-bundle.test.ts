/** Bundles by somebody who wants to harm the reviewer. */
import { packTar, type TarHeader } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { encodeChannel, evidencePath, readBundle } from '../../crypto/bundle.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { readTestimony } from '../../crypto/testimony.ts';
import { codeOf, codeOfAsync, inPieces } from './helpers.ts';
import { CHANNEL, readAll, testimonyAbout } from './samples.ts';

type Entry = { header: Partial<TarHeader> & { name: string }; body?: Uint8Array };

const FILE = [{ name: 'a.txt', bytes: utf8('text') }];
const PATH = evidencePath(0, 'a.txt');

const testimonyEntry = (files = FILE, change: object = {}): Entry => ({
  header: { name: 'testimony.json' },
  body: utf8(JSON.stringify({ ...testimonyAbout(files), ...change })),
});
const channelEntry: Entry = { header: { name: 'channel.json' }, body: encodeChannel(CHANNEL) };
const fileEntry = (header: Partial<TarHeader> = {}, body = utf8('text')): Entry => ({
  header: { name: PATH, ...header },
  body,
});

async function tar(entries: Entry[]): Promise<Uint8Array> {
  return packTar(
    entries.map(({ header, body = new Uint8Array(0) }) => ({
      header: { mtime: new Date(0), type: 'file', ...header, size: body.length },
      body,
    })),
  );
}

const read = (bytes: Uint8Array) => codeOfAsync(() => readAll(readBundle(inPieces(bytes, [700]))));
const readTar = async (...entries: Entry[]) => read(await tar(entries));

describe('an archive by a stranger', () => {
  test('that is in order is read, with or without a channel', async () => {
    expect(await readTar(testimonyEntry(), channelEntry, fileEntry())).toBe('no error');
    expect(await readTar(testimonyEntry(), fileEntry())).toBe('no error');
  });

  test.each(['symlink', 'link', 'directory', 'fifo', 'character-device', 'block-device'] as const)(
    'may hold no %s',
    async (type) => {
      const entry: Entry = {
        header: { name: PATH, type, linkname: type.endsWith('link') ? '/etc/passwd' : '' },
      };
      expect(await readTar(testimonyEntry(), channelEntry, entry)).toBe('bundle.hostile-entry');
    },
  );

  test.each(['pax-global-header', 'gnu-long-name', 'gnu-long-link-name'] as const)(
    'may hold no %s, which would rename what follows',
    async (type) => {
      const entry: Entry = { header: { name: 'x', type }, body: utf8('20 path=/etc/passwd\n') };
      expect(await readTar(testimonyEntry(), channelEntry, entry, fileEntry())).toBe('bundle.hostile-entry');
    },
  );

  test.each([
    '/etc/passwd',
    '../x',
    'evidence/../../x',
    'evidence/',
    'evidence/002-b.txt',
    './evidence/001-a.txt',
    'testimony.json',
    'channel.json',
    'other/001-a.txt',
  ])('may hold nothing at %j', async (name) => {
    const entries = [testimonyEntry(), channelEntry, fileEntry(), { header: { name }, body: utf8('text') }];
    expect(await readTar(...entries)).toBe('bundle.hostile-entry');
    const byPax = { header: { name: 'evidence/x', pax: { path: name } }, body: utf8('text') };
    expect(await readTar(testimonyEntry(), channelEntry, fileEntry(), byPax)).toBe('bundle.hostile-entry');
  });

  test('may hold no file twice', async () => {
    expect(await readTar(testimonyEntry(), fileEntry(), fileEntry())).toBe('bundle.hostile-entry');
  });

  test('may not list two files of one number, which may be one file on Windows or macOS', async () => {
    const evidence = ['evidence/001-A.txt', 'evidence/001-a.txt'].map((path) => ({
      ...testimonyAbout(FILE).evidence[0],
      path,
    }));
    const entries = evidence.map(({ path }) => fileEntry({ name: path }));
    expect(await readTar(testimonyEntry(FILE, { evidence }), ...entries)).toBe('bundle.hostile-entry');
  });

  test.each([
    '../x',
    '/x',
    'evidence/a/b',
    'evidence/.ssh',
    'evidence/CON',
    'evidence/001-x\u202etxt.exe',
    'evidence/desktop.ini',
    'x',
  ])('may not list %j, so that such a path never gets as far as a file system', async (path) => {
    const evidence = [{ ...testimonyAbout(FILE).evidence[0], path }];
    expect(await readTar(testimonyEntry(FILE, { evidence }))).toBe('bundle.malformed');
  });

  test('must hold every file that it lists, with the size that it lists', async () => {
    expect(await readTar(testimonyEntry(), channelEntry)).toBe('bundle.malformed');
    expect(await readTar(testimonyEntry(), fileEntry({}, utf8('texts')))).toBe('bundle.malformed');
  });

  test('must begin with the testimony, then the channel', async () => {
    expect(await readTar(channelEntry, testimonyEntry(), fileEntry())).toBe('bundle.malformed');
    expect(await readTar(fileEntry(), testimonyEntry())).toBe('bundle.malformed');
    expect(await readTar(testimonyEntry(), fileEntry(), channelEntry)).toBe('bundle.hostile-entry');
    expect(await read(new Uint8Array(65536))).toBe('bundle.malformed');
    expect(await read(new Uint8Array(0))).toBe('bundle.malformed');
  });

  test('may hold no JSON past 4 MiB', async () => {
    const big: Entry = { header: { name: 'testimony.json' }, body: new Uint8Array(4194305).fill(0x20) };
    expect(await readTar(big)).toBe('bundle.hostile-entry');
  });

  test('must list no more than 10,000 files', () => {
    const record = testimonyAbout(FILE).evidence[0];
    const listing = (count: number) => {
      const evidence = Array.from({ length: count }, (_, index) => ({
        ...record,
        path: `evidence/${String(index + 1).padStart(3, '0')}-a`,
      }));
      return () => readTestimony(utf8(JSON.stringify({ ...testimonyAbout(FILE), evidence })));
    };
    expect(codeOf(listing(10_000))).toBe('no error');
    expect(codeOf(listing(10_001))).toBe('bundle.malformed');
  });

  test('may call only another file of the list an original, and one that is no copy itself', () => {
    const record = testimonyAbout(FILE).evidence[0];
    const list = (...originals: unknown[]) => {
      const evidence = originals.map((original, index) => ({
        ...record,
        path: evidencePath(index, 'a'),
        ...(original !== undefined && { original }),
      }));
      return codeOf(() => readTestimony(utf8(JSON.stringify({ ...testimonyAbout(FILE), evidence }))));
    };
    const [first, second, third] = [0, 1, 2].map((index) => evidencePath(index, 'a'));
    expect(list(second, undefined)).toBe('no error');
    expect(list(second, undefined, second)).toBe('no error');
    expect(list(first, undefined)).toBe('bundle.malformed');
    expect(list(third, undefined)).toBe('bundle.malformed');
    expect(list('testimony.json', undefined)).toBe('bundle.malformed');
    expect(list(second, first)).toBe('bundle.malformed');
    expect(list(second, third, undefined)).toBe('bundle.malformed');
    expect(list(null, undefined)).toBe('bundle.malformed');
    expect(list([second], undefined)).toBe('bundle.malformed');
  });

  test.each([
    ['another format', { format: 'witnessbox-testimony/2' }],
    ['a time instead of a day', { written: '2026-11-20T10:00:00Z' }],
    ['a day that does not exist', { written: '2026-02-30' }],
    ['a day of the year 0, which the calendar does not have', { written: '0000-01-01' }],
    ['answers in a list, named by their places', { answers: ['They came at night.'] }],
    ['an empty list of answers', { answers: [] }],
    ['no consent', { consent: {} }],
    ['an answer that is no text', { answers: { what: 1 } }],
    ['a question id that is no identifier', { answers: { 'a b': 'x' } }],
    ['evidence that is no list', { evidence: {} }],
  ])('with %s in its testimony is refused', async (_, change) => {
    expect(await readTar(testimonyEntry([], change))).toBe('bundle.malformed');
  });

  test('cannot reach into objects by the name of a question', async () => {
    for (const id of ['__proto__', 'constructor', 'prototype']) {
      const answers = JSON.parse(`{"${id}":"x","what":"y"}`) as unknown;
      expect(await readTar(testimonyEntry([], { answers }))).toBe('bundle.malformed');
    }
  });

  test('with broken UTF-8 or JSON in its testimony is refused', async () => {
    for (const body of [new Uint8Array([0x22, 0xff, 0x22]), utf8('{'), utf8('null'), utf8('[]')]) {
      expect(await readTar({ header: { name: 'testimony.json' }, body })).toBe('bundle.malformed');
    }
  });
});

describe('pax records', () => {
  /** An entry whose pax header has exactly these bytes. */
  const withRecords = (records: string): Entry[] => [
    { header: { name: 'x', type: 'pax-header' }, body: utf8(records) },
    fileEntry({ name: 'x' }),
  ];
  const record = (key: string, value: string) => {
    const rest = ` ${key}=${value}\n`;
    let length = utf8(rest).length + 1;
    while (String(length).length + utf8(rest).length !== length) length += 1;
    return `${String(length)}${rest}`;
  };
  const readRecords = (records: string) => readTar(testimonyEntry(), ...withRecords(records));

  test('may name the file, and the times and owners that GNU tar adds are ignored', async () => {
    expect(await readRecords(record('path', PATH))).toBe('no error');
    expect(await readRecords(record('mtime', '1.5') + record('path', PATH) + record('uname', 'x'))).toBe(
      'no error',
    );
  });

  test.each(['linkpath', 'GNU.sparse.map', 'GNU.sparse.name', 'hdrcharset', 'SCHILY.xattr.x'])(
    'may not say %s',
    async (key) => {
      expect(await readRecords(record('path', PATH) + record(key, '1'))).toBe('bundle.hostile-entry');
    },
  );

  test('may not say one thing twice', async () => {
    expect(await readRecords(record('path', 'evidence/b') + record('path', PATH))).toBe(
      'bundle.hostile-entry',
    );
  });

  test('may not follow on each other', async () => {
    const [pax, file] = withRecords(record('path', PATH));
    if (pax && file) expect(await readTar(testimonyEntry(), pax, pax, file)).toBe('bundle.hostile-entry');
  });

  test.each(['5 path', '99999 path=x\n', '0 path=x\n', '12 path=abcdX', '4 =\n', 'path=x\n', '-1 path=x\n'])(
    'such as %j are malformed',
    async (records) => {
      expect(await readRecords(records)).toBe('bundle.malformed');
    },
  );

  test('may not be longer than 8 KiB', async () => {
    const comment = (length: number) => record('path', PATH) + record('comment', 'x'.repeat(length));
    expect(await readRecords(comment(8000))).toBe('no error');
    expect(await readRecords(comment(8200))).toBe('bundle.hostile-entry');
  });

  test('say the size that counts, so that both readers of the archive see the same body', async () => {
    expect(await readRecords(record('path', PATH) + record('size', '4'))).toBe('no error');
    expect(await readRecords(record('path', PATH) + record('size', '3'))).toBe('bundle.malformed');
    expect(await readRecords(record('path', PATH) + record('size', '4e0'))).toBe('bundle.malformed');
    expect(await readRecords(record('path', PATH) + record('size', '99999999999999999999'))).toBe(
      'bundle.malformed',
    );
  });
});
