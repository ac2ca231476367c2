/**
 * What a source consents to now. A follow-up that is proven to be theirs replaces what they said before, so that
 * consent can be given later and, above all, withdrawn.
 *
 * @module
 */
import type { Consent } from './contract.ts';

/** What one accepted follow-up says. */
export type Said = {
  /** UTC day on which the portal received it. */
  day: string;
  /** The pull in which it was accepted. */
  pull: string;
  consent: Consent;
};

/**
 * The consent of the last follow-up, in the order in which they were accepted. The portal tells nothing finer
 * than the day: of several that one pull brought for one day nobody knows the order, and any "no" among them wins.
 */
export function consentNow(testimony: Consent, followUps: readonly Said[]): Consent {
  const last = followUps.at(-1);
  if (!last) return testimony;
  const together = followUps.filter(({ day, pull }) => day === last.day && pull === last.pull);
  return { contact: together.every(({ consent }) => consent.contact) };
}
