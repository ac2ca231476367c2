/**
 * Pictures, sounds and films inside documents.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined, Format } from './examined.ts';
import { examineMp3 } from './mp3.ts';
import { examineMp4 } from './mp4.ts';
import { examinePicture } from './picture.ts';
import { Reader } from './reader.ts';
import { recognise } from './recognise.ts';
import { examineWav } from './wav.ts';

/** As `examine`, but a document in a document is not gone into. */
export type ExamineMedia = (file: Blob) => Promise<Examined>;

/** File name extension and media type of what may be in a document. */
export const MEDIA: Partial<Record<Format, readonly [extension: string, type: string]>> = {
  jpeg: ['jpeg', 'image/jpeg'],
  png: ['png', 'image/png'],
  gif: ['gif', 'image/gif'],
  webp: ['webp', 'image/webp'],
  mp4: ['mp4', 'video/mp4'],
  mp3: ['mp3', 'audio/mpeg'],
  wav: ['wav', 'audio/x-wav'],
};

export async function examineMedia(file: Blob): Promise<Examined> {
  const format = await recognise(new Reader(file));
  if (format === 'mp4') return examineMp4(file);
  if (format === 'mp3') return examineMp3(file);
  if (format === 'wav') return examineWav(file);
  return examinePicture(format, file) ?? attempt(format, file, () => Promise.resolve('format'));
}
