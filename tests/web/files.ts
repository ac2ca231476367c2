/**
 * Files as a letter has them.
 *
 * @module
 */
import type { Enclosed } from '../../web/source/errands.ts';

/** As it is, with nothing taken out. */
export const asItIs = (file: File): Enclosed => ({
  name: file.name,
  type: file.type,
  content: file,
  removed: [],
  original: null,
});
