/**
 * What could be better about an intake form that can be used: texts that a language lacks, members that are misspelt, and
 * questions that press or lead whoever is asked.
 *
 * @module
 */
import { USES } from '../../crypto/consent.ts';
import { type Intake, type Question, intakeLanguages } from '../../crypto/intake.ts';
import type { Place } from '../../crypto/soundness.ts';
import { type Finding, memberOf, placeInWords } from './intake-finding.ts';

/** `value`: as it stands in the file; `known`: what was understood of it. */
type Read = { value: unknown; known: unknown; isFirst: boolean };

export function advices(form: Intake, { value, known, isFirst }: Read): Finding[] {
  const findings: Finding[] = [];
  const say = (at: Place, code: Finding['code'], facts: Finding['facts'] = {}): void => {
    findings.push({ isFault: false, place: placeInWords(value, at), code, facts });
  };
  if (isFirst) say([], 'first-version');
  for (const at of ignoredIn(value, known, [])) say(at, 'ignored');
  adviseOnLanguages(form, known, say);
  if (!isFirst) adviseOnOrder(form, say);
  adviseOnQuestions(form, isFirst, say);
  if (!isFirst) adviseOnNotice(form, say);
  return findings;
}

type Say = (at: Place, code: Finding['code'], facts?: Finding['facts']) => void;

function* ignoredIn(value: unknown, known: unknown, at: Place): Generator<Place, void> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(name) : name;
    const kept = memberOf(known, step);
    if (kept === undefined) yield [...at, step];
    else yield* ignoredIn(member, kept, [...at, step]);
  }
}

const TEXTS: ReadonlySet<string> = new Set(['label', 'hint', 'add', 'text', 'consequence']);

function* textsIn(value: unknown, at: Place): Generator<{ at: Place; languages: string[] }, void> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const place = [...at, Array.isArray(value) ? Number(name) : name];
    if (TEXTS.has(name)) yield { at: place, languages: Object.keys(member as object) };
    else yield* textsIn(member, place);
  }
}

function adviseOnLanguages(form: Intake, known: unknown, say: Say): void {
  const offered = intakeLanguages(form);
  const texts = [...textsIn(known, [])];
  for (const { at, languages } of texts) {
    for (const language of offered) {
      if (!languages.includes(language)) say(at, 'no-translation', { language });
    }
  }
  const all = new Set(texts.flatMap(({ languages }) => languages));
  for (const language of all) {
    if (!offered.includes(language)) say([], 'no-page', { language });
  }
}

function adviseOnOrder({ first, sections }: Intake, say: Say): void {
  if (first[0]?.kind !== 'long') say(['first', 0], 'not-free-text');
  for (const index of first.keys()) if (index > 0) say(['first', index], 'more-in-front');
  for (const [index, { questions, files }] of sections.entries()) {
    if (questions.length === 0 && !files) say(['sections', index], 'nothing-asked');
  }
}

function adviseOnQuestions({ first, sections, files }: Intake, isFirst: boolean, say: Say): void {
  const together: [Place, readonly Question[]][] = [
    [[isFirst ? 'questions' : 'first'], first],
    ...sections.map(({ questions }, index): [Place, readonly Question[]] => [
      ['sections', index, 'questions'],
      questions,
    ]),
    [['files'], files],
  ];
  for (const [place, questions] of together) {
    for (const [index, question] of questions.entries()) {
      const at = [...place, index];
      if (question.required && question !== first[0]) say(at, 'required');
      if (question.id === 'message') say(at, 'message');
      if (question.kind !== 'group') continue;
      for (const [field, { required }] of question.fields.entries()) {
        if (required) say([...at, 'fields', field], 'required');
      }
    }
  }
}

function adviseOnNotice({ notice }: Intake, say: Say): void {
  if (!notice) {
    say([], 'no-notice');
    return;
  }
  const uses = notice.uses.map(({ id }) => id);
  const expected = USES.filter((use) => uses.includes(use));
  if (uses.length === 0) say(['notice'], 'no-uses');
  if (uses.join() !== expected.join())
    say(['notice', 'uses'], 'uses-order', { expected: expected.join(', ') });
}
