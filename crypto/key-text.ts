/**
 * What hybrid keys look like as text (C2SP age.md, bech32 of BIP 173). Only the look: whether a text is a key is
 * found out by using it.
 *
 * @module
 */

/** 77 characters. */
export const IDENTITY = /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/;
/** 1,959 characters. */
export const RECIPIENT = /^age1pq1[02-9ac-hj-np-z]{1952}$/;
