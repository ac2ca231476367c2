/**
 * Evidence of real sizes in real formats, made on the spot and the same each time: a JPEG of 4 MB and an
 * uncompressed AVI of 120 MB that any player shows as noise.
 *
 * @module
 */
import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';

/** Bytes that look random and never change: an AES-CTR key stream. */
function noise(seed: number): (length: number) => Buffer {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  return (length) => stream.update(Buffer.alloc(length));
}

/** A grey pixel as a baseline JPEG. */
const PIXEL = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////' +
    'wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

/** Writes a JPEG of about `size` bytes: the pixel, and comment segments (ITU T.81, B.2.4.5) of noise. */
export async function writePhoto(path: string, size: number): Promise<void> {
  const next = noise(1);
  const parts: Buffer[] = [PIXEL.subarray(0, 2)];
  for (let written = PIXEL.length; written < size; written += 65_535 + 2) {
    const marker = Buffer.from([0xff, 0xfe, 0xff, 0xff]);
    parts.push(marker, next(65_533));
  }
  parts.push(PIXEL.subarray(2));
  await writeFile(path, Buffer.concat(parts));
}

const MAKER = 'Example';
/** What the file of `writeTravelled` gives away, as words that are nowhere else in it. */
export const TRAVELLED = {
  model: 'Harbour Phone 7',
  time: '2024:03:05 14:11:00',
  place: '41.31° north, 169.24° east',
};

/** Writes a JPEG of one pixel with Exif (CIPA DC-008, 4.6): where it was taken, when, and with what. */
export async function writeTravelled(path: string): Promise<void> {
  const exif = Buffer.concat([text('Exif\0\0'), tiff()]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  const end = Buffer.from([0xff, 0xd9]);
  await writeFile(
    path,
    Buffer.concat([PIXEL.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, PIXEL.subarray(2), end]),
  );
}

type Tag = [id: number, type: 2 | 4 | 5, count: number, value: Buffer];

function tiff(): Buffer {
  const ascii = (value: string): Buffer => text(`${value}\0`);
  const rationals = (...values: number[]): Buffer =>
    Buffer.concat(values.flatMap((value) => [long(value), long(1)]));
  const tag = (id: number, value: string): Tag => [id, 2, value.length + 1, ascii(value)];
  const main = (place: number, details: number): Tag[] => [
    tag(0x010f, MAKER),
    tag(0x0110, TRAVELLED.model),
    [0x8769, 4, 1, long(details)],
    [0x8825, 4, 1, long(place)],
  ];
  const position: Tag[] = [
    tag(1, 'N'),
    [2, 5, 3, rationals(41, 18, 40)],
    tag(3, 'E'),
    [4, 5, 3, rationals(169, 14, 26)],
  ];
  const place = 8 + directory(8, main(0, 0)).length;
  const positions = directory(place, position);
  const details = place + positions.length;
  return Buffer.concat([
    text('MM\0*'),
    long(8),
    directory(8, main(place, details)),
    positions,
    directory(details, [tag(0x9003, TRAVELLED.time)]),
  ]);
}

/** An image file directory (TIFF 6.0, section 2) at this place; values of more than four bytes behind it. */
function directory(at: number, tags: Tag[]): Buffer {
  const head = Buffer.alloc(2 + tags.length * 12 + 4);
  head.writeUInt16BE(tags.length);
  const values: Buffer[] = [];
  let next = at + head.length;
  tags.forEach(([id, type, count, value], index) => {
    const entry = 2 + index * 12;
    head.writeUInt16BE(id, entry);
    head.writeUInt16BE(type, entry + 2);
    head.writeUInt32BE(count, entry + 4);
    if (value.length <= 4) value.copy(head, entry + 8);
    else {
      head.writeUInt32BE(next, entry + 8);
      values.push(value);
      next += value.length;
    }
  });
  return Buffer.concat([head, ...values]);
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const WIDTH = 640;
const HEIGHT = 360;
const FRAME = WIDTH * HEIGHT * 3;

const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
};
const chunk = (id: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([text(id), words(body.length), body]);
};

/** Writes an AVI (RIFF) of uncompressed frames, at least `size` bytes long. */
export async function writeVideo(path: string, size: number): Promise<void> {
  const frames = Math.ceil(size / (FRAME + 8));
  const perSecond = 25;
  const main = chunk(
    'avih',
    words(1e6 / perSecond, FRAME * perSecond, 0, 0, frames, 0, 1, FRAME, WIDTH, HEIGHT, 0, 0, 0, 0),
  );
  const stream = chunk(
    'strh',
    text('vids'),
    words(0, 0, 0, 0, 1, perSecond, 0, frames, FRAME, 0xffffffff, 0, 0, 0),
  );
  const format = chunk('strf', words(40, WIDTH, HEIGHT, 1 | (24 << 16), 0, FRAME, 0, 0, 0, 0));
  const header = chunk('LIST', text('hdrl'), main, chunk('LIST', text('strl'), stream, format));
  const movie = 4 + frames * (FRAME + 8);
  const next = noise(2);
  const file = createWriteStream(path);
  file.write(Buffer.concat([text('RIFF'), words(4 + header.length + 8 + movie), text('AVI '), header]));
  file.write(Buffer.concat([text('LIST'), words(movie), text('movi')]));
  for (let frame = 0; frame < frames; frame += 1) {
    file.write(Buffer.concat([text('00db'), words(FRAME)]));
    if (!file.write(next(FRAME))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Hex SHA-256 of a file. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
