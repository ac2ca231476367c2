/**
 * What a file gives away besides what it shows, and the same file without it. By its bytes alone, without ever having more than a
 * small part of it in memory.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined, Format } from './examined.ts';
import { examineFlac } from './flac.ts';
import { examineHeic } from './heic.ts';
import { examineMp3 } from './mp3.ts';
import { examineMp4 } from './mp4.ts';
import { examineOdf } from './odf.ts';
import { examineOgg } from './ogg.ts';
import { examineOoxml } from './ooxml.ts';
import { examinePdf } from './pdf.ts';
import { examinePicture } from './picture.ts';
import { Reader } from './reader.ts';
import { recognise } from './recognise.ts';
import { examineWav } from './wav.ts';

const OTHERS: Partial<Record<Format, (file: Blob) => Promise<Examined>>> = {
  mp4: examineMp4,
  mp3: examineMp3,
  flac: examineFlac,
  ogg: examineOgg,
  wav: examineWav,
  ooxml: examineOoxml,
  odf: examineOdf,
  pdf: examinePdf,
  heic: examineHeic,
};

/** Whatever the bytes are, there is an answer. Throws only `bundle.file-changed`, where they cannot be read any more. */
export async function examine(file: Blob): Promise<Examined> {
  const format = await recognise(new Reader(file));
  const examineIt = OTHERS[format];
  if (examineIt) return examineIt(file);
  return examinePicture(format, file) ?? attempt(format, file, () => Promise.resolve('format'));
}
