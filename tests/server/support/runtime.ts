/** What tests need to know of the runtime that they run in. @module */
import type { Store } from '../../../db/store.ts';
import type { BlobStore } from '../../../server/blobs.ts';

export type Stores = {
  store: Store;
  blobs: BlobStore;
  /** Files or objects that lie in the blob store. */
  countObjects(): Promise<number>;
  /** All names in the blob store. */
  objectNames(): Promise<string[]>;
  /** Damages the blob store as a crash would: takes everything away. */
  loseObjects(): Promise<void>;
  close(): Promise<void>;
};

export const inWorkerd = navigator.userAgent === 'Cloudflare-Workers';

export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
