/**
 * What a source consents to now. A follow-up that is proven to be theirs replaces what they said before, so that
 * consent can be given later and, above all, withdrawn. One that says nothing of a thing leaves that as it was.
 *
 * @module
 */
import type { Consent } from '../crypto/consent.ts';

/** What one accepted follow-up says. */
export type Said = {
  /** UTC day on which the portal received it. */
  day: string;
  /** The pull in which it was accepted. */
  pull: string;
  /** Null where it leaves all as it was. */
  consent: Consent | null;
};

/**
 * The consent of the last follow-up that says something, in the order in which they were accepted; whether to be asked back
 * and the uses each by itself, since a form without a notice asks only for the first. The portal tells nothing finer than
 * the day: of several that one pull brought for one day nobody knows the order, and any "no" among them wins.
 */
export function consentNow(testimony: Consent, followUps: readonly Said[]): Consent {
  const said = followUps.flatMap(({ consent, ...when }) => (consent ? [{ ...when, consent }] : []));
  const contact = lastTogether(said);
  const uses = lastTogether(said.filter(({ consent }) => consent.uses !== undefined));
  const { notice } = uses.at(-1) ?? testimony;
  const agreed = uses.length === 0 ? testimony.uses : agreedInAll(uses);
  return {
    contact: contact.length === 0 ? testimony.contact : contact.every((consent) => consent.contact),
    ...(agreed && { uses: agreed }),
    ...(notice && { notice }),
  };
}

/** Of the last one, and of those of which nobody knows whether they came before it. */
function lastTogether(said: readonly (Said & { consent: Consent })[]): Consent[] {
  const last = said.at(-1);
  return said
    .filter(({ day, pull }) => day === last?.day && pull === last.pull)
    .map(({ consent }) => consent);
}

function agreedInAll([first, ...more]: readonly Consent[]): Consent['uses'] {
  return first?.uses?.filter((use) => more.every(({ uses }) => uses?.includes(use)));
}
