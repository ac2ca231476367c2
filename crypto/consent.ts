/**
 * To what a source has consented. Each use is asked for by itself, and what was not asked or not answered is a no:
 * reading inside the organisation is the only thing that sending itself allows.
 *
 * @module
 */

/**
 * From the least to the most exposed. `numbers`: counted, in figures that show nobody; `anonymous`: published without what
 * identifies; `partners`: handed to the partners and UN mechanisms that the notice names; `courts`: to courts, the
 * identity sealed; `named`: published with the name.
 */
export const USES = ['numbers', 'anonymous', 'partners', 'courts', 'named'] as const;
export type Use = (typeof USES)[number];

export type Consent = {
  /** Whether the source may be asked back. */
  contact: boolean;
  /** The uses that were agreed to; absent where the form had no notice. */
  uses?: Use[];
  /**
   * What was read before: the notice's version, and the language and hex SHA-256 of the intake page in which it stood.
   * Absent where the form had no notice.
   */
  notice?: { version: string; language: string; sha256: string };
};
