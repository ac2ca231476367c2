/** What lies in a data folder, by name; docs/operating.md, "One directory". @module */
export const DATABASE = 'witnessbox.sqlite';
export const MARKER = 'organisation.json';
export const BLOBS = 'blobs';

/** What else may lie at its top. */
export const BESIDE = [`${DATABASE}-wal`, `${DATABASE}-shm`, 'lock.sqlite', 'witnessbox.toml'] as const;
/** Made by `npm start` where there is no organisation: keys and all. */
export const DEMONSTRATION = 'demo';
