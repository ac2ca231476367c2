/**
 * Pictures that ffmpeg makes, in which exiftool writes all that it can: after cleaning, exiftool and mat2 find only what a picture is
 * shown with, and ffmpeg decodes the same frames.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { concat, latin1 } from '../../web/evidence/reader.ts';
import { cleanOf } from './checks.ts';
import { ffmpeg, framesOf, makeFolder, mat2Finds, missing, tagsOf, type Folder } from './programs.ts';
import { profile, SCREEN_TAGS, xyz } from './samples.ts';

const lacking = missing('ffmpeg', 'exiftool', 'mat2');

/** How each is made; `decoded` where ffmpeg can read what it writes (not WebP that moves). */
const PICTURES = [
  { name: 'still.jpg', options: ['-frames:v', '1'], decoded: true },
  {
    name: 'subsampled.jpg',
    options: ['-frames:v', '1', '-pix_fmt', 'yuvj420p', '-huffman', '0'],
    decoded: true,
  },
  // Several times as long as what is read at once.
  {
    name: 'noisy.jpg',
    options: ['-frames:v', '1', '-vf', 'scale=800:600,noise=alls=80', '-q:v', '2'],
    decoded: true,
  },
  { name: 'grey.jpg', options: ['-frames:v', '1', '-pix_fmt', 'gray'], decoded: true },
  { name: 'still.png', options: ['-frames:v', '1'], decoded: true },
  { name: 'palette.png', options: ['-frames:v', '1', '-pix_fmt', 'pal8'], decoded: true },
  { name: 'deep.png', options: ['-frames:v', '1', '-pix_fmt', 'rgba64be', '-pred', 'mixed'], decoded: true },
  { name: 'moving.png', options: ['-f', 'apng', '-plays', '3'], decoded: true },
  { name: 'moving.gif', options: ['-loop', '7'], decoded: true },
  { name: 'still.gif', options: ['-frames:v', '1'], decoded: true },
  { name: 'still.webp', options: ['-frames:v', '1'], decoded: true },
  { name: 'lossless.webp', options: ['-frames:v', '1', '-lossless', '1', '-pix_fmt', 'bgra'], decoded: true },
  { name: 'moving.webp', options: ['-c:v', 'libwebp_anim', '-loop', '4'], decoded: false },
] as const;

/** Invented, and so odd that they stand nowhere by chance. */
const SECRETS = [
  'Ines Quillfeather',
  'Otto Brambleworth',
  'SN-08154711',
  'LENS-998877',
  'Quillphone 17',
  'Quillcam',
  'Brambleshop 9',
  'Wexcombe',
];
const EXIF = [
  ...[
    '-Make=Quillcam',
    '-Model=Quillphone 17',
    '-SerialNumber=SN-08154711',
    '-LensSerialNumber=LENS-998877',
    '-Software=Brambleshop 9',
  ],
  ...[
    '-Artist=Ines Quillfeather',
    '-Copyright=Otto Brambleworth',
    '-EXIF:UserComment=seen in Wexcombe',
    '-XPAuthor=Ines Quillfeather',
  ],
  ...[
    '-DateTimeOriginal=2024:03:05 14:11:22',
    '-OffsetTimeOriginal=+08:00',
    '-ExifIFD:ISO=100',
    '-ImageUniqueID=00112233445566778899aabbccddeeff',
  ],
  ...[
    '-EXIF:GPSLatitude=43.825592',
    '-EXIF:GPSLatitudeRef=N',
    '-EXIF:GPSLongitude=177.616848',
    '-EXIF:GPSLongitudeRef=E',
    '-EXIF:GPSAltitude=812',
  ],
  ...['-EXIF:GPSDateStamp=2024:03:05', '-EXIF:GPSTimeStamp=06:11:22', '-EXIF:Orientation=6'],
];
const XMP = [
  ...[
    '-XMP-dc:Creator=Ines Quillfeather',
    '-XMP-xmp:CreatorTool=Brambleshop 9',
    '-XMP-photoshop:City=Wexcombe',
    '-XMP-aux:SerialNumber=SN-08154711',
  ],
  ...[
    '-XMP-xmpMM:DocumentID=xmp.did:998877',
    '-XMP-xmpMM:HistoryAction=saved',
    '-XMP-xmpMM:HistorySoftwareAgent=Brambleshop 9',
  ],
  ...[
    '-XMP-exif:GPSLatitude=43.825592',
    '-XMP-exif:GPSLongitude=177.616848',
    '-XMP-xmp:CreateDate=2024:03:05 14:11:22',
  ],
];
const IPTC = [
  '-IPTC:By-line=Ines Quillfeather',
  '-IPTC:City=Wexcombe',
  '-IPTC:DateCreated=2024:03:05',
  '-IPTC:TimeCreated=14:11:22+08:00',
];
/** What each format can hold. */
const WRITTEN = {
  jpg: [
    ...EXIF,
    ...XMP,
    ...IPTC,
    '-File:Comment=by Otto Brambleworth',
    '-ThumbnailImage<=thumbnail',
    '-ICC_Profile<=screen.icc',
  ],
  png: [
    ...EXIF,
    ...XMP,
    '-PNG:Author=Ines Quillfeather',
    '-PNG:Comment=by Otto Brambleworth',
    '-PNG:ModifyDate=2024:03:05 14:11:22',
    '-ICC_Profile<=screen.icc',
  ],
  webp: [...EXIF, ...XMP, '-ICC_Profile<=screen.icc'],
  gif: [...XMP, '-GIF:Comment=by Otto Brambleworth', '-ICC_Profile<=screen.icc'],
} as const;

/** All that may be left, by exiftool's names: how the picture is stored, its orientation and its colours. */
const STRUCTURE: Record<keyof typeof WRITTEN, readonly string[]> = {
  jpg: [
    'JFIF:JFIFVersion',
    'JFIF:ResolutionUnit',
    'JFIF:XResolution',
    'JFIF:YResolution',
    'File:EncodingProcess',
    'File:BitsPerSample',
    'File:ColorComponents',
    'File:YCbCrSubSampling',
  ],
  png: [
    'BitDepth',
    'ColorType',
    'Compression',
    'Filter',
    'Interlace',
    'Palette',
    'AnimationFrames',
    'AnimationPlays',
    'ProfileName',
  ].map((tag) => `PNG:${tag}`),
  webp: [
    'WebP_Flags',
    'VP8Version',
    'HorizontalScale',
    'VerticalScale',
    'AlphaIsUsed',
    'BackgroundColor',
    'AnimationLoopCount',
    'Duration',
    'ImageWidth',
    'ImageHeight',
  ].map((tag) => `RIFF:${tag}`),
  gif: [
    'GIFVersion',
    'HasColorMap',
    'ColorResolutionDepth',
    'BitsPerPixel',
    'BackgroundColor',
    'PixelAspectRatio',
    'AnimationIterations',
    'TransparentColor',
    'FrameCount',
    'Duration',
  ].map((tag) => `GIF:${tag}`),
};
const EVERYWHERE =
  /^(?:File:(?:FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|ExifByteOrder)|Composite:(?:ImageSize|Megapixels)|(?:PNG|GIF):Image(?:Width|Height)|IFD0:Orientation|ExifTool:ExifToolVersion)$/;
const COLOURS =
  /^ICC_Profile:(?:RedMatrixColumn|GreenMatrixColumn|BlueMatrixColumn|RedTRC|GreenTRC|BlueTRC|MediaWhitePoint|ProfileDescription|ProfileCopyright)$|^ICC-header:/;
/** What mat2 says of these, in its own words; everything else must be gone. */
const MAT2 =
  /^(?:ExifByteOrder|Orientation|WebP_Flags|VP8Version|(?:Horizontal|Vertical)Scale|AlphaIsUsed|AnimationLoopCount|AnimationFrames|AnimationPlays|AnimationIterations|Duration|FrameCount|BackgroundColor|GIFVersion|HasColorMap|ColorResolutionDepth|BitsPerPixel|PixelAspectRatio|TransparentColor|Palette|ImageWidth|ImageHeight)$/;
const MAT2_COLOURS =
  /^(?:Profile\w*|ColorSpaceData|DeviceAttributes|RenderingIntent|ConnectionSpaceIlluminant|CMMFlags|PrimaryPlatform|Media\w+|\w+MatrixColumn|\w+TRC|Device(?:Manufacturer|Model))$/;

const SCREEN = profile(
  [...SCREEN_TAGS.filter(([name]) => name !== 'gXYZ'), ['gXYZ', xyz(2)], ['gTRC', SCREEN_TAGS[4][1]]],
  2,
);

const formatOf = (name: string) => name.split('.')[1] as keyof typeof WRITTEN;

describe.skipIf(lacking !== '')(`what programs write into pictures${lacking}`, () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await makeFolder();
    const source = (size: string) => ['-f', 'lavfi', '-i', `testsrc=size=${size}:duration=0.4:rate=10`];
    await ffmpeg(folder, ...source('32x24'), '-frames:v', '1', '-f', 'mjpeg', 'thumbnail');
    await ffmpeg(folder, ...source('64x48'), '-f', 'mp4', 'film');
    await folder.write('screen.icc', new Blob([SCREEN]));
    for (const { name, options } of PICTURES) await ffmpeg(folder, ...source('160x120'), ...options, name);
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  /** With everything that the format can hold, and a film behind its end. */
  async function write(name: string): Promise<Blob> {
    const full = `full-${name}`;
    await folder.write(full, await folder.blob(name));
    // Serious complaints only: it grumbles about XMP in a GIF that moves, for instance.
    await folder.run('exiftool', '-q', '-m', '-n', '-overwrite_original', ...WRITTEN[formatOf(name)], full);
    const file = new Blob([concat(await folder.read(full), await folder.read('film'))]);
    await folder.write(full, file);
    await folder.write(`clean-${name}`, await cleanOf(file));
    return file;
  }

  const files = new Map<string, Promise<Blob>>();
  function written(name: string): Promise<Blob> {
    const file = files.get(name) ?? write(name);
    files.set(name, file);
    return file;
  }

  test.each(PICTURES)('$name: everything is found', async ({ name }) => {
    const { findings } = await examine(await written(name));
    const told = findings.map(({ kind, text }) => `${kind}: ${text}`);
    const common = [
      'author: Ines Quillfeather',
      'software: Brambleshop 9',
      'history: saved',
      'unknown-part: mp4',
      'serial: SN-08154711',
    ];
    const exif = [
      'place: 43.825592, 177.616848, 812 m',
      'time: 2024-03-05 14:11:22, +08:00',
      'device: Quillcam Quillphone 17',
      'serial: LENS-998877',
    ];
    expect(told).toEqual(expect.arrayContaining(formatOf(name) === 'gif' ? common : [...common, ...exif]));
    if (formatOf(name) === 'jpg')
      expect(told).toEqual(expect.arrayContaining(['thumbnail: ', 'comment: by Otto Brambleworth']));
    if (formatOf(name) !== 'gif' && !name.startsWith('grey'))
      expect(told).toContain('device: Screen of Ines');
  });

  test.each(PICTURES)(
    '$name: exiftool and mat2 find only how it is stored, its orientation and its colours',
    async ({ name }) => {
      const format = formatOf(name);
      await written(name);
      const bytes = latin1(await folder.read(`clean-${name}`));
      for (const secret of [...SECRETS, '2024', 'Screen of', '0815', 'ftyp'])
        expect(bytes.includes(secret), secret).toBe(false);

      const before = await tagsOf(folder, `full-${name}`);
      expect(JSON.stringify(before)).toContain('Ines Quillfeather');
      const after = await tagsOf(folder, `clean-${name}`);
      const unexpected = Object.keys(after).filter(
        (tag) => !EVERYWHERE.test(tag) && !COLOURS.test(tag) && !STRUCTURE[format].includes(tag),
      );
      expect(unexpected).toEqual([]);
      if (format !== 'gif') expect(after).toMatchObject({ 'IFD0:Orientation': 'Rotate 90 CW' });
      // What says how it is stored says the same.
      const kept = (tag: string) =>
        tag.startsWith('File:') || tag.startsWith('GIF:') || /Color|Depth|Plays|Loop/.test(tag);
      for (const tag of Object.keys(after).filter(
        (one) => kept(one) && !/ICC|ExifByteOrder|FileType|Flags/.test(one),
      ))
        expect(`${tag} ${String(after[tag])}`).toBe(`${tag} ${String(before[tag])}`);

      const finds = (await mat2Finds(folder, `clean-${name}`)).matchAll(/^ {2,}(\w+): /gm);
      const names = Array.from(finds, ([, tag = '']) => tag).filter(
        (tag) => !MAT2.test(tag) && !MAT2_COLOURS.test(tag),
      );
      expect(names).toEqual([]);
    },
  );

  test.each(PICTURES)(
    '$name: without orientation and colours, mat2 finds nothing that it does not find in the plain one',
    async ({ name }) => {
      const clean = await cleanOf(await folder.blob(name));
      await folder.write(`plain-${name}`, clean);
      const names = async (file: string) =>
        Array.from((await mat2Finds(folder, file)).matchAll(/^ {2,}(\w+): /gm), ([, tag = '']) => tag);
      const before = await names(name);
      expect(before).toEqual(
        expect.arrayContaining((await names(`plain-${name}`)).filter((tag) => tag !== 'JFIFVersion')),
      );
      if (formatOf(name) === 'jpg' || name === 'still.png' || name === 'deep.png')
        expect(await mat2Finds(folder, `plain-${name}`)).toBe('');
    },
  );

  test.each(PICTURES.filter(({ decoded }) => decoded))(
    '$name: ffmpeg decodes the same frames',
    async ({ name }) => {
      await written(name);
      // Lines that begin so are about the whole; there a square pixel is called unknown or 1:1.
      const frames = async (file: string) => (await framesOf(folder, file)).replace(/^#.*\n/gm, '');
      const original = await frames(name);
      expect(original.split('\n').length).toBeGreaterThan(name.startsWith('moving') ? 4 : 1);
      expect(await frames(`clean-${name}`)).toBe(original);
    },
  );

  test.each(['still.jpg', 'still.png', 'still.webp'])(
    '%s: the colours are those of the profile',
    async (name) => {
      await written(name);
      const before = await tagsOf(folder, `full-${name}`);
      const after = await tagsOf(folder, `clean-${name}`);
      const measured = Object.keys(before).filter((tag) =>
        /^ICC_Profile:(?:\w+MatrixColumn|\w+TRC|MediaWhitePoint)$/.test(tag),
      );
      expect(measured.length).toBeGreaterThan(5);
      // Of a curve exiftool tells only how many bytes it has, and ours has none behind its end.
      for (const tag of measured.filter((one) => !one.endsWith('TRC')))
        expect(`${tag} ${String(after[tag])}`).toBe(`${tag} ${String(before[tag])}`);
      expect(after['ICC_Profile:ProfileDescription']).toBe('colour profile');
      expect(after['ICC-header:ProfileDateTime']).toBe('0000:00:00 00:00:00');
      for (const tag of ['PrimaryPlatform', 'DeviceManufacturer', 'DeviceModel', 'ProfileCreator'])
        expect(`${tag} ${String(after[`ICC-header:${tag}`])}`).not.toBe(
          `${tag} ${String(before[`ICC-header:${tag}`])}`,
        );
    },
  );
});

describe.skipIf(lacking !== '')(`every orientation${lacking}`, () => {
  test.each(['o.jpg', 'o.png', 'o.webp'])('%s stays', async (name) => {
    await using folder = await makeFolder();
    await ffmpeg(folder, '-f', 'lavfi', '-i', 'testsrc=size=32x24', '-frames:v', '1', name);
    const plain = await folder.blob(name);
    const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
    for (const orientation of orientations) await folder.write(`${orientation}-${name}`, plain);
    // One run for all: the program takes its time to start.
    const orders = orientations.map((value) => [
      `-EXIF:Orientation=${value}`,
      '-Make=Quillcam',
      `${value}-${name}`,
      '-execute',
    ]);
    await folder.run('exiftool', ...orders.flat(), '-common_args', '-q', '-n', '-overwrite_original');
    for (const orientation of orientations) {
      const file = `${orientation}-${name}`;
      await folder.write(file, await cleanOf(await folder.blob(file)));
    }
    const printed = await folder.run(
      'exiftool',
      '-n',
      '-j',
      '-Orientation',
      '-Make',
      ...orientations.map((value) => `${value}-${name}`),
    );
    const told = JSON.parse(printed) as Record<string, unknown>[];
    expect(told.map((tags) => tags['Orientation'])).toEqual([undefined, 2, 3, 4, 5, 6, 7, 8]);
    expect(told.map((tags) => tags['Make'])).toEqual(orientations.map(() => undefined));
  });
});

describe.skipIf(missing('exiftool') !== '')(`formats that are not cleaned${missing('exiftool')}`, () => {
  test('what exiftool writes into a PDF is told', async () => {
    await using folder = await makeFolder();
    const objects = [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
    ];
    let pdf = '%PDF-1.4\n';
    const places = objects.map((object, index) => {
      const place = pdf.length;
      pdf += `${index + 1} 0 obj ${object} endobj\n`;
      return `${String(place).padStart(10, '0')} 00000 n \n`;
    });
    const start = pdf.length;
    pdf += `xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer <</Size 4/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
    await folder.write('a.pdf', new Blob([pdf]));
    await folder.run(
      'exiftool',
      '-q',
      '-overwrite_original',
      '-PDF:Author=Ines Quillfeather',
      '-XMP-dc:Title=Wexcombe',
      'a.pdf',
    );
    const examined = await examine(await folder.blob('a.pdf'));
    expect(examined).toMatchObject({ format: 'pdf', clean: null, why: 'format' });
    expect(examined.findings.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Ines Quillfeather', 'Wexcombe']),
    );
    expect(examined.findings.map(({ kind }) => kind)).toContain('history');
  });
});
