/** GNU tar and libarchive's bsdtar as judges of our archives, and their archives before our reader. */
import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeChannel,
  encodeTestimony,
  evidencePath,
  packBundle,
  readBundle,
  type Testimony,
} from '../../crypto/bundle.ts';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import { codeOfAsync, digest, patterned } from './helpers.ts';
import { BSDTAR, GNU_TAR, temporaryFolder } from './programs.ts';
import { CHANNEL, readAll, sourceOf, testimonyAbout } from './samples.ts';

type Entry = { path: string; bytes: Uint8Array };

/** A path of exactly 255 bytes of UTF-8 behind `evidence/`, the longest name of most file systems. */
function longest(number: string, character: string): string {
  const room = 255 - number.length - 1;
  const many = character.repeat(Math.floor(room / utf8(character).length));
  return `evidence/${number}-${many}${'x'.repeat(room - utf8(many).length)}`;
}

/** Names as a source has them; each becomes a path that every system takes. */
const ORIGINAL_NAMES = [
  '拘留通知书 2019年.jpg',
  '派出所（手写）．PDF',
  'گۇۋاھلىق ھۆججىتى.pdf',
  'شهادة مكتوبة بخط اليد.docx',
  'עדות mixed نوشته.txt',
  'གསོལ་ཞུ།.txt',
  'Zeugnis — “Anführung”.odt',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿📷.heic',
  'e\u0301t\u00e9 n\u0303 가각힣.txt',
  `${'\u0300'.repeat(80)}combining.txt`,
  `${'非常长的文件名'.repeat(30)}.docx`,
  `${'long-name-in-ascii-'.repeat(12)}.txt`,
  '-rf --checkpoint-action=exec=sh',
  '--to-command=sh',
  '$(reboot);`reboot`\'"&&|.sh',
  'a\nb\u001b[2J\tc.txt',
  '..',
  '/etc/passwd',
  '*?[a-z]{a,b}!.txt',
  'CON.txt',
  'trailing. . .',
  ' leading and trailing ',
  '\u202egpj.exe',
  '#@%=+,;~^&',
  '',
];

const ENTRIES: readonly Entry[] = [
  ...ORIGINAL_NAMES.map((name, index) => ({
    path: evidencePath(index, name),
    bytes: patterned(index * 511),
  })),
  // What nobody's page makes, and a hand with plain tar may.
  { path: longest('101', 'a'), bytes: patterned(1) },
  { path: longest('102', '证'), bytes: patterned(513) },
  { path: longest('103', 'ش'), bytes: patterned(70_000) },
  { path: longest('104', '😀'), bytes: new Uint8Array(0) },
];

function testimonyOf(entries: readonly Entry[]): Testimony {
  return {
    ...testimonyAbout([]),
    evidence: entries.map(({ path, bytes }) => ({
      path,
      name: 'x',
      type: '',
      size: bytes.length,
      removed: [],
    })),
  };
}

const TARS = [
  { program: 'GNU tar', binary: GNU_TAR },
  { program: 'bsdtar', binary: BSDTAR },
];

/** In a locale that knows no UTF-8, bsdtar would rewrite names. */
function tar(binary: string | null, options: readonly string[]): Uint8Array {
  if (binary === null) throw new Error('the program is not there');
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return new Uint8Array(execFileSync(binary, options, { env, stdio: 'pipe', maxBuffer: 2 ** 26 }));
}

/** Unpacks into a new folder. From a file, because GNU tar leaves a pipe at the end marker, zeros or not. */
function unpacked(binary: string | null, archive: Uint8Array): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'x.tar'), archive);
  mkdirSync(join(folder, 'x'));
  tar(binary, ['-x', '-f', join(folder, 'x.tar'), '-C', join(folder, 'x')]);
  return join(folder, 'x');
}

async function packed(entries: readonly Entry[]): Promise<Uint8Array> {
  const { stream } = await packBundle({
    testimony: encodeTestimony(testimonyOf(entries)),
    channel: encodeChannel(CHANNEL),
    evidence: entries.map(({ path, bytes }) => sourceOf(path, bytes)),
  });
  return collect(stream);
}

/** A folder with these files and their testimony, as somebody without our page would lay it out. */
function laidOut(entries: readonly Entry[]): { folder: string; names: string[] } {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'evidence'));
  writeFileSync(join(folder, 'testimony.json'), encodeTestimony(testimonyOf(entries)));
  for (const { path, bytes } of entries) writeFileSync(join(folder, path), bytes);
  return { folder, names: ['testimony.json', ...entries.map(({ path }) => path)] };
}

const verdictOn = (archive: Uint8Array) => codeOfAsync(() => readAll(readBundle(streamOf(archive))));

describe.each(TARS)('$program', ({ program, binary }) => {
  describe.skipIf(!binary)('is there (skipped only where it is not installed)', () => {
    test('unpacks our bundle with identical names and bytes', async () => {
      const folder = unpacked(binary, await packed(ENTRIES));
      const names = readdirSync(join(folder, 'evidence'));
      expect(names.map((name) => `evidence/${name}`).sort()).toEqual(ENTRIES.map(({ path }) => path).sort());
      for (const { path, bytes } of ENTRIES) {
        expect([path, digest(readFileSync(join(folder, path)))]).toEqual([path, digest(bytes)]);
      }
      expect(readdirSync(folder).sort()).toEqual(['channel.json', 'evidence', 'testimony.json']);
    });

    test('unpacks any names with identical names and bytes', { timeout: 60_000 }, async () => {
      const names = fc.array(fc.string({ unit: 'binary', maxLength: 120 }), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(names, async (originals) => {
          const entries = originals.map((name, index) => ({
            path: evidencePath(index, name),
            bytes: patterned(index * 300),
          }));
          const folder = unpacked(binary, await packed(entries));
          for (const { path, bytes } of entries) {
            expect(digest(readFileSync(join(folder, path)))).toBe(digest(bytes));
          }
        }),
        { numRuns: 15 },
      );
    });

    const ownFormats = program === 'GNU tar' ? ['pax', 'posix'] : ['pax', 'paxr'];
    test.each(ownFormats)('packs every name with --format=%s so that we read it', async (format) => {
      const { folder, names } = laidOut(ENTRIES);
      const archive = tar(binary, ['-c', '-f', '-', '-C', folder, `--format=${format}`, ...names]);
      const parts = await readAll(readBundle(streamOf(archive)));
      expect(parts.slice(1)).toEqual(
        ENTRIES.map(({ path, bytes }) => ({ part: 'evidence', path, content: digest(bytes) })),
      );
    });

    test.each(['ustar', program === 'GNU tar' ? 'gnu' : 'gnutar'])(
      'packs names of up to 100 bytes with --format=%s so that we read them',
      async (format) => {
        const short = ENTRIES.filter(({ path }) => utf8(path).length <= 100);
        expect(short.length).toBeGreaterThan(15);
        const { folder, names } = laidOut(short);
        const archive = tar(binary, ['-c', '-f', '-', '-C', folder, `--format=${format}`, ...names]);
        expect((await readAll(readBundle(streamOf(archive)))).length).toBe(short.length + 1);
      },
    );

    test('packs longer names in the format of GNU, which we refuse', async () => {
      const { folder, names } = laidOut([{ path: longest('001', '证'), bytes: patterned(1) }]);
      const format = program === 'GNU tar' ? 'gnu' : 'gnutar';
      const archive = tar(binary, ['-c', '-f', '-', '-C', folder, `--format=${format}`, ...names]);
      expect(await verdictOn(archive)).toBe('bundle.hostile-entry');
    });

    test.each(program === 'GNU tar' ? ['v7'] : ['v7', 'newc', 'zip', 'shar', '7zip'])(
      'packs with --format=%s what we do not take for a tar of today',
      async (format) => {
        const { folder, names } = laidOut([{ path: 'evidence/001-a', bytes: patterned(1) }]);
        const archive = tar(binary, ['-c', '-f', '-', '-C', folder, `--format=${format}`, ...names]);
        expect(await verdictOn(archive)).toMatch(/^bundle\.(?:malformed|hostile-entry)$/);
      },
    );

    test('packs links, folders, pipes and holes, which we refuse', async () => {
      const { folder } = laidOut([{ path: 'evidence/001-a', bytes: patterned(1) }]);
      const inside = (name: string) => join(folder, name);
      symlinkSync('/etc/passwd', inside('symbolic'));
      linkSync(inside('evidence/001-a'), inside('hard'));
      execFileSync('mkfifo', [inside('pipe')]);
      writeFileSync(inside('holes'), 'x');
      truncateSync(inside('holes'), 2 ** 24);
      const make = (...names: string[]) =>
        tar(binary, ['-c', '-f', '-', '-C', folder, '-S', '--format=pax', 'testimony.json', ...names]);
      for (const name of ['symbolic', 'pipe', 'evidence', 'holes']) {
        expect([name, await verdictOn(make('evidence/001-a', name))]).toEqual([name, 'bundle.hostile-entry']);
      }
      expect(await verdictOn(make('evidence/001-a', 'hard'))).toBe('bundle.hostile-entry');
      expect(await verdictOn(make('evidence/001-a'))).toBe('no error');
    });

    test('lists nothing more in our bundle than we do', async () => {
      const path = join(temporaryFolder(), 'x.tar');
      writeFileSync(path, await packed(ENTRIES));
      const listing = new TextDecoder().decode(tar(binary, ['-t', '-f', path]));
      expect(listing.trimEnd().split('\n')).toHaveLength(ENTRIES.length + 2);
    });
  });
});
