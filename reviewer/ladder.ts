/**
 * Consent as a ladder: each use of the notice that the source had read, in the organisation's own words, with their yes or
 * no. A notice counts as known where a form that the organisation signed gives the very page whose hash the source sent.
 *
 * @module
 */
import { type Consent, type Use, USES } from '../crypto/consent.ts';
import { type Intake, intakeHash, intakeLanguages, intakePage, translated } from '../crypto/intake.ts';
import type { Consent as Shown, UseView } from './contract.ts';
import { wordsIn } from './in-words.ts';

/** `forms`: those that the case answers. */
export function consentShown(
  { contact, uses, notice }: Consent,
  forms: readonly Intake[],
  language: string,
): Shown {
  if (uses === undefined) return { contact };
  const form = notice && forms.find((each) => isNoticeOf(each, notice));
  return {
    contact,
    uses: notice ? ladder(uses, form?.notice ?? null, language) : withoutNotice(uses, language),
    ...(notice && {
      notice: { version: notice.version, language: notice.language, known: form !== undefined },
    }),
  };
}

function isNoticeOf(form: Intake, notice: NonNullable<Consent['notice']>): boolean {
  return (
    form.notice?.version === notice.version &&
    intakeLanguages(form).includes(notice.language) &&
    intakeHash(intakePage(form, notice.language)) === notice.sha256
  );
}

function ladder(agreed: readonly Use[], notice: Intake['notice'], language: string): UseView[] {
  const generic = wordsIn(language).uses;
  if (!notice) return USES.map((id) => ({ id, label: generic[id], agreed: agreed.includes(id) }));
  const asked = notice.uses.map(({ id, label }) => ({
    id,
    label: translated(label, language),
    agreed: agreed.includes(id),
  }));
  const unasked = agreed.filter((use) => !notice.uses.some(({ id }) => id === use));
  return [
    ...asked,
    ...unasked.map((id): UseView => ({ id, label: generic[id], agreed: false, unasked: true })),
  ];
}

/** Whoever has read nothing has agreed to nothing, whatever a program says in their name. */
function withoutNotice(claimed: readonly Use[], language: string): UseView[] {
  const generic = wordsIn(language).uses;
  return USES.map((id) => ({
    id,
    label: generic[id],
    agreed: false,
    ...(claimed.includes(id) && { unasked: true }),
  }));
}
