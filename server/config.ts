/** The limits, passed to createApp() and serve(), with their defaults. @module */

export type Config = {
  /** Bytes of ciphertext in one submission. */
  maxUpload: number;
  /** Days after the first during which an upload may be continued. */
  uploadDays: number;
  /** Days for which a drop is served. */
  dropDays: number;
  /** Seconds by which the clock of a reviewer may differ. */
  requestAge: number;
  /** Seconds without a byte after which a writer is taken for dead and may be replaced. */
  stallSeconds: number;
};

export const DEFAULT_CONFIG: Config = {
  maxUpload: 2 ** 31,
  uploadDays: 3,
  dropDays: 60,
  requestAge: 300,
  stallSeconds: 20,
};
