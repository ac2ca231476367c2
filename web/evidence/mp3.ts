/**
 * Files of this format are recognised, and not cleaned yet.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';

export function examineMp3(file: Blob): Promise<Examined> {
  return attempt('mp3', file, () => Promise.resolve('format'));
}
