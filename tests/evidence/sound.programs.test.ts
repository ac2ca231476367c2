/** Sound that ffmpeg and exiftool made, cleaned, and looked at again by ffmpeg, exiftool and mat2. */
import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import type { Format } from '../../web/evidence/examined.ts';
import { uint16 } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf } from './checks.ts';
import { ffmpeg, makeFolder, mat2Finds, missing, tagsOf, type Folder } from './programs.ts';

const SOUND = ['-f', 'lavfi', '-i', 'sine=440:d=3'];
const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=s=64x64:r=15:d=2'];
const COVER = [
  ...SOUND,
  '-i',
  'cover.png',
  '-map',
  '0',
  '-map',
  '1',
  '-c:v',
  'copy',
  '-disposition:v',
  'attached_pic',
];
const META = Object.entries({
  title: 'Quarry',
  artist: 'Ines Sample',
  comment: 'seen from the hill',
  date: '2024-03-05',
  LOCATION: '+25.0330+151.5654/',
}).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
const BWF = Object.entries({
  description: 'Quarry',
  originator: 'Ines Sample',
  originator_reference: 'FONY-12345',
  origination_date: '2024-03-05',
  coding_history: 'A=PCM,F=48000',
}).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);

const FILES: [format: Format, name: string, options: string[], meta: string[]][] = [
  ['mp3', 'v3.mp3', [...COVER, '-c:a', 'libmp3lame', '-id3v2_version', '3', '-write_id3v1', '1'], META],
  ['mp3', 'v4.mp3', [...SOUND, '-c:a', 'libmp3lame', '-q:a', '4', '-id3v2_version', '4'], META],
  ['mp3', 'low.mp3', [...SOUND, '-c:a', 'libmp3lame', '-ar', '22050', '-b:a', '32k'], META],
  ['mp3', 'noinfo.mp3', [...SOUND, '-c:a', 'libmp3lame', '-write_xing', '0'], META],
  ['flac', 'a.flac', [...COVER, '-c:a', 'flac'], META],
  ['ogg', 'a.ogg', [...SOUND, '-c:a', 'libvorbis'], META],
  ['ogg', 'a.opus', [...SOUND, '-c:a', 'libopus'], META],
  ['ogg', 'long.ogg', [...SOUND, '-c:a', 'libvorbis', '-metadata', `big=${'x'.repeat(90_000)}`], META],
  ['ogg', 'long.opus', [...SOUND, '-c:a', 'libopus', '-metadata', `big=${'x'.repeat(90_000)}`], META],
  ['ogg', 'a.ogv', [...PICTURES, ...SOUND, '-c:v', 'libtheora', '-c:a', 'libvorbis'], META],
  ['wav', 'a.wav', [...SOUND, '-c:a', 'pcm_s16le'], META],
  ['wav', 'adpcm.wav', [...SOUND, '-c:a', 'adpcm_ima_wav'], META],
  ['wav', 'broadcast.wav', [...SOUND, '-write_bext', '1', '-c:a', 'pcm_s24le'], BWF],
  ['wav', 'large.wav', [...SOUND, '-rf64', 'always', '-c:a', 'pcm_f32le'], META],
];

/** What may be in cleaned sound, as exiftool calls it. */
const STRUCTURE: Partial<Record<Format, RegExp>> = {
  mp3: /^(?:MPEG:(?:MPEGAudioVersion|AudioLayer|AudioBitrate|SampleRate|ChannelMode|MSStereo|IntensityStereo|CopyrightFlag|OriginalMedia|Emphasis|VBRFrames|VBRBytes|VBRScale|Encoder)|Composite:(?:Duration|AudioBitrate))$/,
  flac: /^(?:FLAC:(?:BlockSizeMin|BlockSizeMax|FrameSizeMin|FrameSizeMax|SampleRate|Channels|BitsPerSample|TotalSamples|MD5Signature)|Composite:Duration)$/,
  ogg: /^(?:Vorbis:(?:VorbisVersion|AudioChannels|SampleRate|NominalBitrate|MaximumBitrate|MinimumBitrate)|Opus:(?:OpusVersion|AudioChannels|SampleRate|OutputGain)|Theora:(?:TheoraVersion|ImageWidth|ImageHeight|XOffset|YOffset|FrameRate|PixelAspectRatio|ColorSpace|NominalVideoBitrate|Quality|PixelFormat)|Composite:(?:Duration|ImageSize|Megapixels))$/,
  wav: /^(?:RIFF:(?:Encoding|NumChannels|SampleRate|AvgBytesPerSec|BitsPerSample|NumberOfSamples|RIFF_\S+|DataSize64|RIFFSize64|NumberOfSamples64|Unknown_\S+)|Composite:Duration)$/,
};
const FILE = /^File:(?:FileType|FileTypeExtension|MIMEType)$/;

const ALL = missing('ffmpeg', 'exiftool', 'mat2');

describe.skipIf(ALL !== '')(`sound${ALL}`, () => {
  test.each(FILES)('%s: what was put into %s is told, and not in it any more', async (...row) => {
    const [format, name, options, meta] = row;
    await using folder = await makeFolder();
    await ffmpeg(folder, ...PICTURES, '-frames:v', '1', 'cover.png');
    await ffmpeg(folder, ...options, ...meta, name);
    const original = await folder.blob(name);
    const examined = await examine(original);
    expect(examined.format).toBe(format);
    const { findings } = examined;
    expect(findings).toContainEqual(expect.objectContaining({ text: 'Quarry' }));
    expect(findings).toContainEqual({ kind: 'author', text: 'Ines Sample' });
    expect(findings.find(({ kind }) => kind === 'time')?.text).toMatch(/^2024/);
    if (options.includes('cover.png')) expect(findings).toContainEqual({ kind: 'thumbnail', text: '' });

    const cleaned = await cleanOf(original);
    await folder.write(`clean-${name}`, cleaned);
    const left = Buffer.from(await bytesOf(cleaned)).toString('latin1');
    expect(left).not.toMatch(/Ines|Quarry|hill|FONY|Lav[cf]\d|2024|xxxxx|PNG/);
    expect(await decoded(folder, `clean-${name}`)).toBe(await decoded(folder, name));
    const tags = Object.entries(await tagsOf(folder, `clean-${name}`)).filter(([tag]) => !FILE.test(tag));
    const said = tags.filter(([tag, value]) => !STRUCTURE[format]?.test(tag) && value !== '');
    expect(said).toEqual([]);
    // As if nothing had ever been in it: to the byte, where the encoder makes the same of the same sound.
    await ffmpeg(folder, ...options, '-map_metadata', '-1', `plain-${name}`);
    const plain = await cleanOf(await folder.blob(`plain-${name}`));
    if (format !== 'ogg') expect(Buffer.from(await bytesOf(plain)).equals(await bytesOf(cleaned))).toBe(true);
    // It looks at no films in Ogg, and does not know the number of samples as something harmless.
    if (name.endsWith('ogv')) return;
    expect((await mat2Finds(folder, `clean-${name}`)).replace(/^.*\n {4}NumberOfSamples: \d+\n$/, '')).toBe(
      '',
    );
  });

  test('the tag in the first frame of MP3 has the checksum that ffmpeg would give it', async () => {
    await using folder = await makeFolder();
    await ffmpeg(folder, ...SOUND, '-ac', '2', '-c:a', 'libmp3lame', '-id3v2_version', '0', 'a.mp3');
    const original = await folder.blob('a.mp3');
    for (const bytes of [await bytesOf(original), await bytesOf(await cleanOf(original))])
      expect(uint16(bytes, 190)).toBe(crc16(bytes.subarray(0, 190)));
  });

  test('what stands behind MP3 and FLAC is found and gone', async () => {
    await using folder = await makeFolder();
    const text = new TextEncoder();
    const old = new Uint8Array(128);
    old.set(text.encode('TAGQuarry'));
    const item = text.encode('\x04\0\0\0\0\0\0\0Artist\0Ines');
    const count = [item.length + 32, 0, 0, 0, 1, 0, 0, 0];
    const ape = (flags: number) =>
      new Uint8Array([
        ...text.encode('APETAGEX'),
        208,
        7,
        0,
        0,
        ...count,
        0,
        0,
        0,
        flags,
        ...new Uint8Array(8),
      ]);
    const behind = [ape(0xa0), item, ape(0x80), old];
    for (const [name, codec] of [
      ['a.mp3', 'libmp3lame'],
      ['a.flac', 'flac'],
    ] as const) {
      await ffmpeg(folder, ...SOUND, '-c:a', codec, name);
      const original = await folder.blob(name);
      const marked = new Blob([original, ...behind]);
      const { findings } = await examine(marked);
      expect(findings).toContainEqual({ kind: 'title', text: 'Quarry' });
      expect(findings).toContainEqual({ kind: 'author', text: 'Ines' });
      const cleaned = await bytesOf(await cleanOf(marked));
      expect(Buffer.from(await bytesOf(await cleanOf(original))).equals(cleaned)).toBe(true);
    }
  });

  test('a FLAC file behind which something unknown stands is not called clean, and what is behind MP3 and WAVE goes', async () => {
    await using folder = await makeFolder();
    for (const [name, codec] of [
      ['a.flac', 'flac'],
      ['a.mp3', 'libmp3lame'],
      ['a.wav', 'pcm_s16le'],
    ] as const) {
      await ffmpeg(folder, ...SOUND, '-c:a', codec, '-fflags', '+bitexact', name);
      const original = await folder.blob(name);
      const marked = new Blob([original, 'written by Ines Sample']);
      const examined = await examine(marked);
      if (name === 'a.flac') expect(examined).toMatchObject({ clean: null, why: 'unknown-part' });
      else {
        expect(examined.findings).toContainEqual(expect.objectContaining({ kind: 'unknown-part' }));
        const cleaned = await bytesOf(await cleanOf(marked));
        expect(Buffer.from(await bytesOf(await cleanOf(original))).equals(cleaned)).toBe(true);
      }
    }
  });

  test('sound through a pipe, whose length the file does not know, gets one', async () => {
    await using folder = await makeFolder();
    await ffmpeg(folder, ...SOUND, '-c:a', 'pcm_s16le', 'a.wav');
    const whole = await bytesOf(await folder.blob('a.wav'));
    const piped = whole.slice();
    const data = Buffer.from(piped).indexOf('data');
    new DataView(piped.buffer).setUint32(4, 0xffffffff, true);
    new DataView(piped.buffer).setUint32(data + 4, 0xffffffff, true);
    const cleaned = await bytesOf(await cleanOf(new Blob([piped])));
    expect(Buffer.from(await bytesOf(await cleanOf(new Blob([whole])))).equals(cleaned)).toBe(true);
  });

  test('FLAC in Ogg is not called clean', async () => {
    await using folder = await makeFolder();
    await ffmpeg(folder, ...SOUND, '-c:a', 'flac', 'a.ogg');
    expect(await examine(await folder.blob('a.ogg'))).toMatchObject({ clean: null, why: 'unknown-part' });
  });
});

/** CRC-16/ARC, from its table. */
function crc16(bytes: Uint8Array): number {
  const table = Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0xa001 : 0);
    return value;
  });
  return bytes.reduce((crc, byte) => (crc >> 8) ^ (table[(crc ^ byte) & 255] ?? 0), 0);
}

/** Pictures only where they are a film and not a cover. */
function decoded(folder: Folder, name: string): Promise<string> {
  const film = name.endsWith('.ogv') ? ['-map', '0:v'] : [];
  const maps = ['-map', '0:a', ...film, '-f', 'framemd5', '-'];
  return folder.run('ffmpeg', '-loglevel', 'error', '-nostdin', '-i', name, ...maps);
}
