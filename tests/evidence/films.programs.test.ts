/** Films that ffmpeg and exiftool made, cleaned, and looked at again by ffmpeg, exiftool and mat2. */
import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { bytesOf, cleanOf } from './checks.ts';
import { ffmpeg, makeFolder, mat2Finds, missing, tagsOf, type Folder } from './programs.ts';

const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=s=128x96:r=15:d=2'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=440:d=2'];
const BOTH = [...PICTURES, ...SOUND];
const SAID = {
  title: 'Quarry',
  artist: 'Ines Sample',
  comment: 'seen from the hill',
  make: 'Fony',
  model: 'F1',
};
const META = [
  ...Object.entries({ ...SAID, location: '+25.0330+151.5654/', creation_time: '2024-03-05T14:11:22Z' }),
].flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
const HEVC = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-pix_fmt', 'yuv420p', '-tag:v', 'hvc1'];

const FILMS: [what: string, name: string, options: string[]][] = [
  ['its index behind', 'a.mp4', [...BOTH, ...H264]],
  ['its index in front', 'a.mp4', [...BOTH, ...H264, '-movflags', '+faststart']],
  ['fragments', 'a.mp4', [...BOTH, ...H264, '-g', '10', '-movflags', '+frag_keyframe+empty_moov']],
  [
    'fragments for a stream',
    'a.mp4',
    [...BOTH, ...H264, '-g', '10', '-movflags', '+frag_keyframe+empty_moov+default_base_moof+global_sidx'],
  ],
  ['the metadata of a telephone', 'a.mov', [...BOTH, ...H264, '-movflags', 'use_metadata_tags']],
  [
    'user data in every key frame',
    'a.mp4',
    [...BOTH, ...H264, '-g', '5', '-x264-params', 'repeat-headers=1'],
  ],
  ['HEVC and ALAC', 'a.mov', [...BOTH, ...HEVC, '-c:a', 'alac']],
  ['MPEG-4 pictures and plain sound', 'a.mov', [...BOTH, '-c:v', 'mpeg4', '-c:a', 'pcm_s16le']],
  ['ProRes and a time code', 'a.mov', [...BOTH, '-c:v', 'prores_ks', '-timecode', '10:11:12:13']],
  ['VP9 and Opus', 'a.mp4', [...BOTH, '-c:v', 'libvpx-vp9', '-c:a', 'libopus']],
  ['AV1', 'a.mp4', [...PICTURES, '-c:v', 'libaom-av1', '-cpu-used', '8']],
  ['sound only', 'a.m4a', [...SOUND, '-c:a', 'aac']],
  ['FLAC in MP4', 'a.mp4', [...SOUND, '-c:a', 'flac', '-strict', '-2', '-brand', 'isom']],
  ['H.263 of an old telephone', 'a.3gp', [...PICTURES, '-s', '176x144', '-c:v', 'h263']],
];

/** What may be in the cleaned films, as exiftool calls it: what is needed to play them, and empty times. */
const STRUCTURE = new RegExp(
  `^(?:${[
    ...['File:FileType', 'File:FileTypeExtension', 'File:MIMEType'],
    ...['ImageSize', 'Megapixels', 'AvgBitrate', 'Rotation'].map((tag) => `Composite:${tag}`),
    ...[
      'MajorBrand',
      'MinorVersion',
      'CompatibleBrands',
      'MediaData',
      'MediaDataSize',
      'MediaDataOffset',
    ].map(ofFilm),
    ...['MovieHeaderVersion', 'CreateDate', 'ModifyDate', 'TimeScale', 'Duration', 'PreferredRate'].map(
      ofFilm,
    ),
    ...['PreferredVolume', 'MatrixStructure', 'PreviewTime', 'PreviewDuration', 'PosterTime'].map(ofFilm),
    ...['SelectionTime', 'SelectionDuration', 'CurrentTime', 'NextTrackID', 'MovieFragmentSequence'].map(
      ofFilm,
    ),
    // With -U it also names the boxes that it has no words for.
    ...['Free', 'Unknown_(?:free|mvex|sidx|tfhd|tfdt|trun|sgpd|sbgp)'].map(ofFilm),
    ...[
      'Unknown_(?:edts|esds|btrt|free|vpcC|av1C|hvcC|dOps|dfLa|alac|d263|wave|mp4a|sdtp|cslg)',
      'SyncSampleTable',
    ].map(ofTrack),
    ...['TimeToSampleTable', 'CompositionTimeToSample', 'SampleToChunk', 'SampleSizes', 'ChunkOffset'].map(
      ofTrack,
    ),
    ...['ChunkOffset64', 'SampleGroupDescription', 'SampleToGroup'].map(ofTrack),
    ...['TrackHeaderVersion', 'TrackCreateDate', 'TrackModifyDate', 'TrackID', 'TrackDuration'].map(ofTrack),
    ...['TrackLayer', 'TrackVolume', 'MatrixStructure', 'ImageWidth', 'ImageHeight'].map(ofTrack),
    ...['MediaHeaderVersion', 'MediaCreateDate', 'MediaModifyDate', 'MediaTimeScale', 'MediaDuration'].map(
      ofTrack,
    ),
    ...['MediaLanguageCode', 'HandlerType', 'HandlerClass', 'GraphicsMode', 'OpColor', 'CompressorID'].map(
      ofTrack,
    ),
    ...['SourceImageWidth', 'SourceImageHeight', 'XResolution', 'YResolution', 'BitDepth'].map(ofTrack),
    ...['PixelAspectRatio', 'BufferSize', 'MaxBitrate', 'AverageBitrate', 'VideoFrameRate'].map(ofTrack),
    ...['VideoFieldOrder', 'AVCConfiguration', 'IdependentAndDisposableSamples', 'Balance'].map(ofTrack),
    ...['AudioFormat', 'AudioChannels', 'AudioBitsPerSample', 'AudioSampleRate', 'PurchaseFileFormat'].map(
      ofTrack,
    ),
    ...['Endianness', 'LayoutFlags', 'QuickTime_ChannelLayout_0x000[8c]'].map(ofTrack),
  ].join('|')})$`,
);
const VARIES = /:(?:MediaData|AvgBitrate|MaxBitrate|AverageBitrate|Free|ChunkOffset|Unknown_)/;

const ALL = missing('ffmpeg', 'exiftool', 'mat2');

describe.skipIf(ALL !== '')(`films${ALL}`, () => {
  test.each(FILMS)(
    'a film with %s is said to tell what was put in, and does not any more',
    async (...film) => {
      const [, name, options] = film;
      await using folder = await makeFolder();
      await ffmpeg(folder, ...options, ...META, name);
      const original = await folder.blob(name);
      const examined = await examine(original);
      expect(examined.format).toBe('mp4');
      const texts = examined.findings.map(({ text }) => text);
      expect(texts).toContain(SAID.title);
      expect(texts).toContain('2024-03-05 14:11:22 UTC');
      const place = examined.findings.find(({ kind }) => kind === 'place');
      expect(place?.latitude).toBeCloseTo(25.033, 3);
      expect(place?.longitude).toBeCloseTo(151.5654, 3);

      const cleaned = await cleanOf(original);
      await folder.write(`clean-${name}`, cleaned);
      const left = Buffer.from(await bytesOf(cleaned)).toString('latin1');
      expect(left).not.toMatch(/Ines|Quarry|hill|Fony|Lav[cf]\d|x26[45]|Handler|\+25|libx/);
      expect(await decoded(folder, `clean-${name}`)).toBe(await decoded(folder, name));

      const tags = await tagsOf(folder, `clean-${name}`);
      expect(Object.keys(tags).filter((tag) => !STRUCTURE.test(tag))).toEqual([]);
      for (const [tag, value] of Object.entries(tags)) {
        if (tag.endsWith('Date')) expect(value).toBe('0000:00:00 00:00:00');
      }
      // As if nothing had ever been in it.
      await ffmpeg(folder, ...options, '-map_metadata', '-1', '-fflags', '+bitexact', `plain-${name}`);
      await folder.write(`plain-clean-${name}`, await cleanOf(await folder.blob(`plain-${name}`)));
      expect(constant(tags)).toEqual(constant(await tagsOf(folder, `plain-clean-${name}`)));
      // mat2 shows what it has no list of: never more than for what it made itself.
      const shown = await keysOfMat2(folder, `clean-${name}`);
      expect(shown.filter((key) => !STRUCTURE.test(`QuickTime:${key}`) && !isOfTrack(key))).toEqual([]);
    },
  );

  test('what exiftool writes into a film of a telephone is found and gone', async () => {
    await using folder = await makeFolder();
    await ffmpeg(folder, ...BOTH, ...H264, 'a.mov');
    const tags = {
      'Keys:GPSCoordinates': '25.0330, 151.5654, 12',
      'Keys:Make': 'Fony',
      'Keys:Model': 'F1 Pro',
      'Keys:Software': '17.4.1',
      'Keys:CreationDate': '2024:03:05 14:11:22+08:00',
      'UserData:SerialNumber': 'SN12345',
      'ItemList:Artist': 'Ines Sample',
      'ItemList:Comment': 'seen',
      'XMP-dc:Creator': 'Ines Sample',
      'XMP-exif:GPSLatitude': '25.0330',
      'QuickTime:CreateDate': '2024:03:05 06:11:22',
      'QuickTime:TrackCreateDate': '2024:03:05 06:11:23',
    };
    await folder.run(
      'exiftool',
      '-q',
      ...Object.entries(tags).map(([tag, value]) => `-${tag}=${value}`),
      'a.mov',
    );
    const original = await folder.blob('a.mov');
    const { findings } = await examine(original);
    expect(findings).toContainEqual({ kind: 'device', text: 'Fony' });
    expect(findings).toContainEqual({ kind: 'device', text: 'F1 Pro' });
    expect(findings).toContainEqual({ kind: 'software', text: '17.4.1' });
    expect(findings).toContainEqual({ kind: 'author', text: 'Ines Sample' });
    expect(findings).toContainEqual({ kind: 'time', text: '2024-03-05 06:11:23 UTC' });
    expect(findings).toContainEqual({
      kind: 'place',
      text: '+25.033+151.5654+12.000/',
      latitude: 25.033,
      longitude: 151.5654,
    });
    await folder.write('clean.mov', await cleanOf(original));
    const left = await tagsOf(folder, 'clean.mov');
    expect(Object.keys(left).filter((tag) => !STRUCTURE.test(tag))).toEqual([]);
    expect(await decoded(folder, 'clean.mov')).toBe(await decoded(folder, 'a.mov'));
  });

  test('how a film is turned, its colours and the shape of its pixels stay', async () => {
    await using folder = await makeFolder();
    const colours = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
    await ffmpeg(folder, ...BOTH, ...H264, ...colours, '-vf', 'setsar=4/3', 'flat.mp4');
    await ffmpeg(folder, '-i', 'flat.mp4', '-c', 'copy', '-metadata:s:v', 'rotate=90', 'a.mp4');
    await folder.write('clean.mp4', await cleanOf(await folder.blob('a.mp4')));
    const shape = async (name: string): Promise<string> =>
      folder.run(
        'ffprobe',
        ...['-v', 'error', '-select_streams', 'v', '-show_entries'],
        'stream=width,height,sample_aspect_ratio,color_space,color_transfer,color_primaries:stream_side_data=rotation',
        name,
      );
    expect(await shape('clean.mp4')).toMatch(/rotation=-?90/);
    expect(await shape('clean.mp4')).toMatch(/color_primaries=bt709/);
    expect(await shape('clean.mp4')).toBe(await shape('a.mp4'));
  });

  test('subtitles and chapters are told, and go as whole tracks, samples and all', async () => {
    await using folder = await makeFolder();
    await folder.write('s.srt', new Blob(['1\n00:00:00,000 --> 00:00:01,000\nGPS 25.0330, 151.5654\n']));
    const chapters = ['Gate', 'Yard'].map(
      (title, at) => `[CHAPTER]\nTIMEBASE=1/1\nSTART=${at}\nEND=${at + 1}\ntitle=${title}\n`,
    );
    await folder.write('c.txt', new Blob([`;FFMETADATA1\n${chapters.join('')}`]));
    const maps = ['-map', '0', '-map', '1', '-map', '2', '-map_metadata', '3', '-map_chapters', '3'];
    await ffmpeg(
      folder,
      ...BOTH,
      '-i',
      's.srt',
      '-i',
      'c.txt',
      ...maps,
      ...H264,
      '-c:s',
      'mov_text',
      'a.mp4',
    );
    const original = await folder.blob('a.mp4');
    const { findings } = await examine(original);
    expect(findings).toContainEqual({ kind: 'title', text: 'Gate' });
    expect(findings).toContainEqual({ kind: 'place', text: 'GPS 25.0330, 151.5654' });
    const cleaned = await cleanOf(original);
    await folder.write('clean.mp4', cleaned);
    expect(Buffer.from(await bytesOf(cleaned)).toString('latin1')).not.toMatch(/GPS|Gate|Yard/);
    expect(await decoded(folder, 'clean.mp4')).toBe(await decoded(folder, 'a.mp4'));
    const streams = await folder.run(
      'ffprobe',
      '-v',
      'error',
      '-show_entries',
      'stream=codec_type',
      'clean.mp4',
    );
    expect(streams.match(/codec_type=\w+/g)).toEqual(['codec_type=video', 'codec_type=audio']);
  });

  test('an encrypted film is said to be one', async () => {
    await using folder = await makeFolder();
    const key = [
      '-encryption_key',
      '76a6c65c5ea762046bd749a2e632ccbb',
      '-encryption_kid',
      'a7e61c373e219033c21091fa607bf3b8',
    ];
    await ffmpeg(folder, ...PICTURES, ...H264, '-encryption_scheme', 'cenc-aes-ctr', ...key, 'a.mp4');
    expect(await examine(await folder.blob('a.mp4'))).toMatchObject({ clean: null, why: 'encrypted' });
  });
});

function decoded(folder: Folder, name: string): Promise<string> {
  const maps = ['-map', '0:v?', '-map', '0:a?', '-f', 'framemd5', '-'];
  return folder.run('ffmpeg', '-loglevel', 'error', '-nostdin', '-i', name, ...maps);
}

function constant(tags: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tags).filter(([tag]) => !VARIES.test(tag)));
}

async function keysOfMat2(folder: Folder, name: string): Promise<string[]> {
  return [...(await mat2Finds(folder, name)).matchAll(/^ {4}(\w+): /gm)].map(([, key = '']) => key);
}

function isOfTrack(key: string): boolean {
  return STRUCTURE.test(`Track1:${key}`) || STRUCTURE.test(`Composite:${key}`);
}

function ofFilm(tag: string): string {
  return `QuickTime:${tag}`;
}

function ofTrack(tag: string): string {
  return `Track\\d:${tag}`;
}
