/**
 * Files of this format are recognised, and not cleaned yet.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';

export function examinePng(file: Blob): Promise<Examined> {
  return attempt('png', file, () => Promise.resolve('format'));
}
