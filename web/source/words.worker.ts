/**
 * Hands over the ten word lists, and is ended then. A worker, although nothing is worked on: where a module could
 * not be loaded, Firefox never tries again in the same page, but a new worker starts from nothing.
 *
 * @module
 */
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';

self.postMessage(WORD_LISTS);
