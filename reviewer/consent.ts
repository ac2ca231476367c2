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
  /** Null where it leaves all as it was. */
  consent: Consent | null;
};

/**
 * What the follow-ups of the last day say on which any says something; whether to be asked back and the uses each by itself,
 * since a form without a notice asks only for the first. Of one day nobody knows the order, and any "no" of it wins. In which
 * pull one came says nothing: an older one may have failed to be fetched before, and must not outlive a withdrawal.
 */
export function consentNow(testimony: Consent, followUps: readonly Said[]): Consent {
  const said = followUps.flatMap(({ day, consent }) => (consent ? [{ day, consent }] : []));
  const contact = ofLastDay(said);
  const uses = ofLastDay(said.filter(({ consent }) => consent.uses !== undefined));
  const { notice } = uses.at(-1) ?? testimony;
  const agreed = uses.length === 0 ? testimony.uses : agreedInAll(uses);
  return {
    contact: contact.length === 0 ? testimony.contact : contact.every((consent) => consent.contact),
    ...(agreed && { uses: agreed }),
    ...(notice && { notice }),
  };
}

function ofLastDay(said: readonly { day: string; consent: Consent }[]): Consent[] {
  const last = said.reduce((latest, { day }) => (day > latest ? day : latest), '');
  return said.filter(({ day }) => day === last).map(({ consent }) => consent);
}

function agreedInAll([first, ...more]: readonly Consent[]): Consent['uses'] {
  return first?.uses?.filter((use) => more.every(({ uses }) => uses?.includes(use)));
}
