import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../web/evidence/crc32.ts';
import { Findings } from '../../web/evidence/findings.ts';
import { ascii, concat, numberBytes, Obstructed, Reader } from '../../web/evidence/reader.ts';
import { deflated, stored, writeArchive } from '../../web/evidence/zip-writer.ts';
import { locate, readDirectory, readMember } from '../../web/evidence/zip.ts';
import { bytesOf } from './checks.ts';
import { zip, type Ending, type Entry } from './zips.ts';

const PLAIN: Entry[] = [
  { name: 'a.txt', content: 'first '.repeat(50) },
  { name: 'folder/', content: '', stored: true },
  { name: 'folder/ß.txt', content: 'second', stored: true },
];

async function contents(file: Blob, findings = new Findings()): Promise<Record<string, string>> {
  const reader = new Reader(file);
  const members = await readDirectory(reader, findings);
  const texts: Record<string, string> = {};
  for (const [name, member] of members)
    texts[name] = new TextDecoder().decode(await readMember(reader, member));
  return texts;
}

const refused = (file: Blob) =>
  contents(file).then(
    () => 'read',
    (error: unknown) => (error instanceof Obstructed ? error.why : String(error)),
  );

test('the checksum is the one of ISO 3309', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
  expect(crc32(ascii('6789'), crc32(ascii('12345')))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

describe('reading', () => {
  const expected = { 'a.txt': 'first '.repeat(50), 'folder/ß.txt': 'second' };

  test('stored and deflated members, not folders', async () => {
    expect(await contents(zip(PLAIN))).toEqual(expected);
  });

  test('zip64, also where only one member needs it', async () => {
    expect(await contents(zip(PLAIN, { zip64: true }))).toEqual(expected);
    const size = concat(
      numberBytes(1, 2, true),
      numberBytes(8, 2, true),
      numberBytes(300, 4, true),
      ascii('\0\0\0\0'),
    );
    const [first, ...others] = PLAIN;
    expect(
      await contents(
        zip([{ ...first, name: 'a.txt', extra: size, claims: { size: 0xffffffff } }, ...others]),
      ),
    ).toEqual(expected);
  });

  test('what the archive itself tells of people', async () => {
    const findings = new Findings();
    const stamp = concat(ascii('UT\x05\0\x01'), numberBytes(1709619060, 4, true));
    const unix = ascii('ux\x0b\0\x01\x04\xe8\x03\0\0\x04\xe8\x03\0\0');
    const entry = { content: 'x', comment: 'note of Anna', time: 0x5865716a };
    await contents(
      zip([{ ...entry, name: 'a', extra: concat(stamp, unix) }], { comment: 'packed by Ben' }),
      findings,
    );
    expect(findings.list).toEqual([
      { kind: 'time', text: '2024-03-05T06:11:00Z' },
      { kind: 'time', text: '2024-03-05 14:11:20' },
      { kind: 'comment', text: 'packed by Ben' },
      { kind: 'comment', text: 'note of Anna' },
      { kind: 'identifier', text: 'uid/gid 4 232 3 0 0 4 232 3 0 0' },
    ]);
    const nothing = new Findings();
    await contents(zip(PLAIN), nothing);
    expect(nothing.list).toEqual([]);
  });

  test('large bytes between members are told of', async () => {
    const findings = new Findings();
    await contents(zip([{ name: 'a', content: 'x', gap: new Uint8Array(70_000) }]), findings);
    expect(findings.list).toEqual([{ kind: 'unknown-part', text: '' }]);
  });
});

describe('what is refused', () => {
  const [first = { name: '' }, , third = { name: '' }] = PLAIN;
  const one = (change: Partial<Entry>): Blob => zip([{ ...first, ...change }, third]);
  const ended = (ending: Ending): Blob => zip(PLAIN, ending);

  test.each<[string, string, Blob]>([
    ['an encrypted member', 'encrypted', one({ flags: 1 })],
    ['an encrypted directory', 'encrypted', one({ flags: 0x2000 })],
    ['another way to compress', 'format', one({ method: 12 })],
    ['several disks', 'damaged', ended({ disk: 1 })],
    ['a name twice', 'damaged', one({ name: 'folder/ß.txt' })],
    ['a name twice but for its case', 'damaged', zip([first, { ...first, name: 'A.TXT' }])],
    ['a name that leads elsewhere', 'damaged', one({ name: '../a.txt' })],
    ['a name from the root', 'damaged', one({ name: '/a.txt' })],
    ['a name with the other slash', 'damaged', one({ name: 'a\\b' })],
    ['an empty name', 'damaged', one({ name: '' })],
    ['members over each other', 'damaged', zip([first, { ...first, name: 'b', claims: { offset: 0 } }])],
    ['a local header of another name', 'damaged', one({ claims: { localName: 'b.txt' } })],
    ['a wrong checksum', 'damaged', one({ claims: { crc: 1 } })],
    ['more than was deflated', 'damaged', one({ claims: { size: 301 } })],
    ['less than was deflated', 'too-complex', one({ claims: { size: 299 } })],
    ['a size that nothing deflated has', 'damaged', one({ claims: { size: 100_000_000 } })],
    ['a stored member of two sizes', 'damaged', one({ stored: true, claims: { size: 5 } })],
    ['a member beyond the directory', 'damaged', one({ claims: { packed: 100_000 } })],
    ['bytes behind the end of what was deflated', 'damaged', trailing()],
    ['fewer members than said', 'damaged', ended({ count: 4 })],
    ['more members than said', 'damaged', ended({ count: 2 })],
    ['more members than any document has', 'too-complex', many(9000)],
    ['a directory elsewhere', 'damaged', ended({ offset: 3 })],
    ['bytes before the end', 'damaged', ended({ between: ascii('what is this') })],
    ['bytes behind the end', 'damaged', new Blob([zip(PLAIN), 'x'])],
    ['no end', 'damaged', new Blob(['PK\x03\x04'])],
    ['nothing', 'damaged', new Blob([])],
  ])('%s', async (_, why, file) => {
    expect(await refused(file)).toBe(why);
  });

  function many(count: number): Blob {
    return zip(Array.from({ length: count }, (_, index) => ({ name: `f${String(index)}`, stored: true })));
  }

  /** Deflated, and two bytes that no program would see. */
  function trailing(): Blob {
    return zip([{ name: 'a', content: 'abc', packed: concat(deflateRawSync('abc'), ascii('no')) }]);
  }
});

describe('writing', () => {
  test('members are read again as they were, in their order, and nothing else is told', async () => {
    const file = writeArchive(
      [await deflated('b.xml', ascii('<b/>'.repeat(100))), await stored('Ünï/a', new Blob(['stored']))],
      'application/zip',
    );
    const findings = new Findings();
    expect(Object.entries(await contents(file, findings))).toEqual([
      ['b.xml', '<b/>'.repeat(100)],
      ['Ünï/a', 'stored'],
    ]);
    expect(findings.list).toEqual([]);
    expect(file.type).toBe('application/zip');
    expect(file.size).toBeLessThan(400);
  });

  test('a member passes as the bytes that it was', async () => {
    const file = zip(PLAIN);
    const reader = new Reader(file);
    const member = (await readDirectory(reader, new Findings())).get('a.txt');
    if (!member) throw new Error('no such member');
    const { from, to } = await locate(reader, member);
    const again = writeArchive([{ ...member, data: file.slice(from, to) }], '');
    expect(await contents(again)).toEqual({ 'a.txt': 'first '.repeat(50) });
  });
});

test('whatever is changed or cut off, there is an answer', async () => {
  const bytes = await bytesOf(zip(PLAIN, { comment: 'comment' }));
  const flip = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(flip, { maxLength: 4 }), fc.nat(bytes.length), async (flips, length) => {
      const changed = bytes.slice();
      for (const { at, value } of flips) changed[at] = value;
      const answer = await refused(new Blob([length % 3 === 0 ? changed.subarray(0, length) : changed]));
      expect(answer).toMatch(/^(?:read|damaged|encrypted|format|too-complex)$/);
    }),
    { numRuns: 500 },
  );
});
