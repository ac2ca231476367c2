/** How far a language of the source's page has been looked through. @module */

/**
 * Who has looked a language through: `model` is what the others follow; `unreviewed`, nobody who grew up with it, and
 * the page says so; or since which day (YYYY-MM-DD) it stands as such a person has read it.
 */
export type Review = 'model' | 'unreviewed' | `${number}-${number}-${number}`;
