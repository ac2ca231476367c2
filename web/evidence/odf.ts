/**
 * Files of this format are recognised, and not cleaned yet.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';

export function examineOdf(file: Blob): Promise<Examined> {
  return attempt('odf', file, () => Promise.resolve('format'));
}
