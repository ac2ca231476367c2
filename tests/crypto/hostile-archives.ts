/**
 * Archives by a source who wants to harm the reviewer: to write outside of the folder, over a file that is there, or
 * until memory is full. Each is a whole plaintext of a legal size whose testimony is in order.
 *
 * @module
 */
import { utf8 } from '../../crypto/encoding.ts';
import { paxEntry, paxRecord, rawArchive, rawEntry, rawHeader, type RawHeader } from './raw-tar.ts';
import { testimonyAbout } from './samples.ts';

export type Hostile = { name: string; code: RegExp; plaintext: Uint8Array };

const TEXT = 'text';
export const LISTED = 'evidence/001-a.txt';
const FILES = [{ name: 'a.txt', bytes: utf8(TEXT) }];

const HOSTILE = /^bundle\.hostile-entry$/;
const MALFORMED = /^bundle\.malformed$/;
const EITHER = /^bundle\.(?:hostile-entry|malformed)$/;

function testimony(change: object = {}): Uint8Array {
  return rawEntry({ name: 'testimony.json' }, JSON.stringify({ ...testimonyAbout(FILES), ...change }));
}

const listing = (paths: readonly string[], size = TEXT.length): Uint8Array =>
  testimony({
    evidence: paths.map((path) => ({ ...testimonyAbout(FILES).evidence[0], path, size })),
  });

const file = (header: RawHeader = {}, body = TEXT) => rawEntry({ name: LISTED, ...header }, body);

function hostile(name: string, code: RegExp, ...entries: Uint8Array[]): Hostile {
  return { name, code, plaintext: rawArchive(entries, 65536) };
}

/** The one listed file in order, and something else. */
const beside = (name: string, code: RegExp, ...entries: Uint8Array[]): Hostile =>
  hostile(name, code, testimony(), file(), ...entries);
const inPlace = (name: string, code: RegExp, ...entries: Uint8Array[]): Hostile =>
  hostile(name, code, testimony(), ...entries);

/** Twelve bytes of GNU's base-256 number: the top bit, then big-endian, negative as two's complement. */
function base256(value: bigint): Uint8Array {
  const bytes = new Uint8Array(12);
  let left = BigInt.asUintN(96, value);
  for (let index = 11; index >= 0; index -= 1) {
    bytes[index] = Number(left & 0xffn);
    left >>= 8n;
  }
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

const OUTSIDE = [
  '/outside.txt',
  '../outside.txt',
  '../../outside.txt',
  'evidence/../../outside.txt',
  'evidence/./001-a.txt',
  'evidence//001-a.txt',
  'evidence\\..\\..\\outside.txt',
  'C:\\outside.txt',
  '//server/share/outside.txt',
  'evidence/001-a.txt/../../../outside.txt',
  'evidence/001-a.txt/',
  '.',
  '..',
  '~/.ssh/authorized_keys',
  'testimony.json',
  'SHA256SUMS',
  '',
];

const TYPES: readonly [string, string][] = [
  ['hard link', '1'],
  ['symbolic link', '2'],
  ['character device', '3'],
  ['block device', '4'],
  ['folder', '5'],
  ['FIFO', '6'],
  ['contiguous file', '7'],
  ['long link of GNU', 'K'],
  ['long name of GNU', 'L'],
  ['folder with contents of GNU', 'D'],
  ['continued file of GNU', 'M'],
  ['old long name of GNU', 'N'],
  ['sparse file of GNU', 'S'],
  ['volume label of GNU', 'V'],
  ['global pax header', 'g'],
  ['extended header of Solaris', 'X'],
  ['access control list of Solaris', 'A'],
  ['entry of a kind of its own', 'Z'],
];

/** GNU's sparse files said by pax records, versions 0.0, 0.1 and 1.0. */
const SPARSE: readonly [string, Record<string, string>][] = [
  ['0.0', { 'GNU.sparse.size': '1099511627776', 'GNU.sparse.numblocks': '1', 'GNU.sparse.offset': '0' }],
  [
    '0.1',
    { 'GNU.sparse.map': '0,4', 'GNU.sparse.size': '1099511627776', 'GNU.sparse.name': '../outside.txt' },
  ],
  [
    '1.0',
    {
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': '/outside.txt',
      'GNU.sparse.realsize': '1099511627776',
    },
  ],
];

const TWINS: readonly [string, string, string][] = [
  ['by case', 'evidence/001-Ä.txt', 'evidence/001-ä.txt'],
  ['by final sigma', 'evidence/001-ΑΣ.txt', 'evidence/001-ας.txt'],
  ['by a letter that two make up', 'evidence/001-ß.txt', 'evidence/001-SS.txt'],
  ['by a ligature', 'evidence/001-ﬁ.txt', 'evidence/001-fi.txt'],
  ['by the Kelvin sign', 'evidence/001-K.txt', 'evidence/001-k.txt'],
  ['by nothing', 'evidence/001-a.txt', 'evidence/001-a.txt'],
];

export const HOSTILE_ARCHIVES: readonly Hostile[] = [
  ...TYPES.map(([kind, type]) =>
    inPlace(`a ${kind} under the listed name`, HOSTILE, file({ type, target: '../outside.txt' }, '')),
  ),
  ...TYPES.map(([kind, type]) => beside(`a ${kind}`, HOSTILE, rawEntry({ name: 'x', type }, ''))),
  beside(
    'a symbolic link and a file behind it',
    HOSTILE,
    rawEntry({ name: 'evidence', type: '2', target: '..' }),
  ),
  inPlace('a regular file with a target', HOSTILE, file({ target: '/outside.txt' })),
  inPlace('a type zero with a target', HOSTILE, file({ type: '\0', target: '/outside.txt' })),

  ...OUTSIDE.map((name) => beside(`${JSON.stringify(name)} as a name`, HOSTILE, file({ name }))),
  ...OUTSIDE.map((path) =>
    beside(`${JSON.stringify(path)} by a pax record`, HOSTILE, paxEntry({ path }), file({ name: 'x' })),
  ),
  ...OUTSIDE.map((path) =>
    hostile(`${JSON.stringify(path)} in the list`, MALFORMED, listing([path]), file()),
  ),
  beside('a prefix that leads out', HOSTILE, file({ prefix: '..', name: 'outside.txt' })),
  beside('a prefix that is absolute', HOSTILE, file({ prefix: '/', name: 'outside.txt' })),
  inPlace('a prefix before the listed name', HOSTILE, file({ prefix: '..' })),
  inPlace('a prefix of GNU that holds times', HOSTILE, file({ magic: 'ustar  \0', prefix: '00000000000' })),
  inPlace(
    'the name made of a prefix and a name with a break in it',
    HOSTILE,
    file({ prefix: 'evidence\0x' }),
  ),

  inPlace('a zero inside the name', HOSTILE, file({ name: `${LISTED}\0/../../outside.txt` })),
  beside('a zero inside a path of pax', HOSTILE, paxEntry({ path: `${LISTED}\0x` }), file()),
  inPlace(
    'a line feed inside a path of pax',
    EITHER,
    paxEntry({ path: `${LISTED}\n20 path=/outside.txt` }),
    file(),
  ),
  inPlace('a name that is not UTF-8', HOSTILE, file({ name: new Uint8Array([0xff, 0xfe, 0x2f]) })),
  hostile(
    'a listed name in Latin-1, which an unpacker would call otherwise',
    HOSTILE,
    listing(['evidence/001-\u00e9']),
    file({ name: Uint8Array.from('evidence/001-\u00e9', (letter) => letter.charCodeAt(0)) }),
  ),

  inPlace('the listed file twice', HOSTILE, file(), file()),
  hostile('a listed file that is absent', MALFORMED, testimony()),
  inPlace('a testimony in place of the file', HOSTILE, testimony()),
  ...TWINS.map(([how, first, second]) =>
    hostile(
      `two names that are one ${how}`,
      HOSTILE,
      listing([first, second]),
      ...[first, second].flatMap((path) => [paxEntry({ path }), file({ name: 'x' })]),
    ),
  ),

  ...([0n, 4n, -1n, -512n, 2n ** 62n, 2n ** 80n] as const).map((size) =>
    inPlace(`a base-256 size of ${String(size)}`, MALFORMED, file({ size: base256(size) })),
  ),
  ...[
    '-0000000001\0',
    '0x000000004\0',
    '00000000008\0',
    '           \0',
    '4\0\0\0\0\0\0\0\0\0\x004',
    '٤',
  ].map((size) => inPlace(`a size of ${JSON.stringify(size)}`, MALFORMED, file({ size: utf8(size) }))),
  inPlace('a size of 8 GiB that is not there', MALFORMED, file({ size: 8 ** 11 - 1 })),
  hostile(
    'a size of 8 GiB that is listed and not there',
    MALFORMED,
    listing([LISTED], 8 ** 11 - 1),
    file({ size: 8 ** 11 - 1 }),
  ),
  hostile(
    'a size of 8 PiB by pax that is listed and not there',
    MALFORMED,
    listing([LISTED], 2 ** 53 - 1),
    paxEntry({ size: String(2 ** 53 - 1) }),
    file(),
  ),
  inPlace('a size that is smaller by pax', MALFORMED, paxEntry({ size: '0' }), file()),
  inPlace('a negative size by pax', MALFORMED, paxEntry({ size: '-4' }), file()),
  inPlace('a size past all numbers by pax', MALFORMED, paxEntry({ size: '9'.repeat(400) }), file()),
  inPlace('a size with a fraction by pax', MALFORMED, paxEntry({ size: '4.0' }), file()),
  inPlace('a shorter body than listed', MALFORMED, file({}, 'te')),
  inPlace('a longer body than listed', MALFORMED, file({}, 'texts')),

  ...SPARSE.map(([version, records]) =>
    inPlace(`a sparse file of version ${version}`, HOSTILE, paxEntry({ path: LISTED, ...records }), file()),
  ),
  inPlace('a global header that renames', HOSTILE, paxEntry({ path: '/outside.txt' }, 'g'), file()),
  inPlace('a global header that sizes', HOSTILE, paxEntry({ size: '0' }, 'g'), file()),
  inPlace('a target by pax', HOSTILE, paxEntry({ path: LISTED, linkpath: '/outside.txt' }), file()),
  inPlace('another character set by pax', HOSTILE, paxEntry({ path: LISTED, hdrcharset: 'BINARY' }), file()),
  inPlace('extended attributes by pax', HOSTILE, paxEntry({ 'SCHILY.xattr.user.x': '1' }), file()),
  inPlace(
    'a path twice in one pax header',
    HOSTILE,
    rawEntry({ name: 'x', type: 'x' }, paxRecord('path', LISTED) + paxRecord('path', '/outside.txt')),
    file(),
  ),
  inPlace('two pax headers', HOSTILE, paxEntry({ path: LISTED }), paxEntry({ path: '/outside.txt' }), file()),
  inPlace('a pax header with nothing behind it', EITHER, paxEntry({ path: LISTED })),
  inPlace(
    'a pax record that is longer than its header',
    MALFORMED,
    rawEntry({ type: 'x' }, '999 path=x\n'),
    file(),
  ),
  inPlace('a pax header of 4 GiB', HOSTILE, rawHeader({ type: 'x', size: 2 ** 32 }), file()),
  inPlace(
    'pax records before a link',
    HOSTILE,
    paxEntry({ path: LISTED }),
    file({ type: '2', target: '..' }, ''),
  ),

  inPlace('a wrong checksum', MALFORMED, file({ checksum: '0000000\0' })),
  inPlace('a checksum over signed bytes', MALFORMED, file({ name: 'evidence/001-é', checksum: '0010000\0' })),
  inPlace('no magic', HOSTILE, file({ magic: '' })),
  inPlace('the magic of another format', HOSTILE, file({ magic: 'tar\0' })),

  beside('a second archive behind the end', MALFORMED, new Uint8Array(1024), testimony(), file()),
  beside('an entry behind the end', MALFORMED, new Uint8Array(1024), file({ name: '/outside.txt' })),
  beside('an entry behind one zero block', MALFORMED, new Uint8Array(512), file({ name: '/outside.txt' })),
  {
    name: 'a byte in the very last place',
    code: MALFORMED,
    plaintext: rawArchive([testimony(), file()], 65536).with(65535, 1),
  },
  hostile('no testimony', MALFORMED, file()),
  hostile(
    'a testimony that is a link',
    HOSTILE,
    rawEntry({ name: 'testimony.json', type: '2', target: '/outside.txt' }),
  ),
];

/** In order, so that a test of refusals cannot pass because everything is refused. */
export const HONEST_ARCHIVE: Uint8Array = rawArchive([testimony(), file()], 65536);
