/**
 * The formats of pictures that can be cleaned; also for pictures inside other files.
 *
 * @module
 */
import type { Examined, Format } from './examined.ts';
import { examineGif } from './gif.ts';
import { examineJpeg } from './jpeg.ts';
import { examinePng } from './png.ts';
import { examineWebp } from './webp.ts';

/** Null where the format is none of these. Throws `bundle.file-changed`. */
export function examinePicture(format: Format, file: Blob): Promise<Examined> | null {
  if (format === 'jpeg') return examineJpeg(file);
  if (format === 'png') return examinePng(file);
  if (format === 'webp') return examineWebp(file);
  return format === 'gif' ? examineGif(file) : null;
}
