/**
 * An intake form as a page for whoever edits it: each language as a source reads it, made from the same intake pages that the
 * portal serves. One file, no script, nothing loaded; every text of the form is escaped, and the policy would stop what was not.
 *
 * Shows no more than the form says: what the source's page adds by itself is only named.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import {
  type Condition,
  type Field,
  type Intake,
  type IntakePage,
  type Notice,
  type Question,
  intakePage,
  parseIntakePage,
} from '../../crypto/intake.ts';
import { PREVIEW_STYLE } from './intake-preview-style.ts';
import { directionOf, escaped, nameOf } from './preview-text.ts';

/** How such a page begins, so that nothing else is ever replaced by one. */
export const PREVIEW_MARK = '<!doctype html>\n<!-- Witnessbox: preview of an intake form -->\n';

export function intakePreview(form: Intake, languages: readonly string[]): string {
  const pages = languages.map((language) => parseIntakePage(intakePage(form, language)));
  const hash = createHash('sha256').update(PREVIEW_STYLE).digest('base64');
  const links = pages
    .map(({ language }) => `<a href="#${escaped(language)}">${nameOf(language)}</a>`)
    .join(' ');
  return `${PREVIEW_MARK}<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Preview of the form ${escaped(form.id)}</title>
<style>${PREVIEW_STYLE}</style>
</head>
<body>
<header>
<h1>Preview of the form “${escaped(form.id)}”</h1>
<p>What sources read, in ${pages.length === 1 ? 'one language' : `${String(pages.length)} languages`}. Ids and kinds, in small letters, are for you; sources do not see them. By itself, the page asks besides whether they may be written back to, and explains itself.</p>
<nav aria-label="Languages">${links}</nav>
</header>
<main>
${pages.map(pageHtml).join('\n')}
</main>
</body>
</html>
`;
}

function pageHtml({ language, first, sections, files, notice }: IntakePage): string {
  const filesHtml =
    files.length === 0 ? '' : `<div class="group"><p class="id">for each file</p>${listHtml(files)}</div>`;
  const hasPlace = sections.some((section) => section.files);
  return `<article id="${escaped(language)}" lang="${escaped(language)}" dir="${directionOf(language)}">
<p class="language" lang="en" dir="ltr">${nameOf(language)}</p>
${listHtml(first)}
${sections
  .map(
    ({ id, label, hint, questions, files: here }) => `<section>
<h2>${escaped(label)} ${idHtml(id)}</h2>
${hintHtml(hint)}${listHtml(questions)}${here ? `<p class="files" lang="en" dir="ltr">Here files are added.</p>${filesHtml}` : ''}
</section>`,
  )
  .join('\n')}
${hasPlace ? '' : `<section><p class="files" lang="en" dir="ltr">Here files are added.</p>${filesHtml}</section>`}
${noticeHtml(notice)}
</article>`;
}

function listHtml(questions: readonly Question<string>[]): string {
  return questions.map((question) => questionHtml(question, questions)).join('\n');
}

function questionHtml(question: Question<string>, beside: readonly Question<string>[]): string {
  const { id, kind, required, label, hint, when } = question;
  const facts = [id, KINDS[kind], ...(required ? ['must be answered'] : [])].join(' · ');
  return `<div class="question">
<p class="label">${escaped(label)} ${idHtml(facts)}</p>
${hintHtml(hint)}${when ? conditionHtml(when, beside) : ''}${answerHtml(question)}
</div>`;
}

const KINDS: Readonly<Record<Question['kind'], string>> = {
  long: 'several paragraphs',
  line: 'one line',
  date: 'a date',
  choice: 'one of these',
  choices: 'any of these',
  group: 'fields that belong together',
};

function answerHtml(question: Question<string>): string {
  if (question.kind === 'group') {
    const { fields, most, add } = question;
    const more = add === undefined ? '' : `<p class="add">+ ${escaped(add)}</p>`;
    const times = `<p class="id" lang="en" dir="ltr">${most === 1 ? 'once' : `up to ${String(most)} times`}</p>`;
    return `<div class="group">${listHtml(fields)}</div>${more}${times}`;
  }
  if (!('options' in question)) return `<div class="box ${question.kind}"></div>`;
  return `<ul class="${question.kind}">${question.options
    .map(({ id, label }) => `<li>${escaped(label)} ${idHtml(id)}</li>`)
    .join('')}</ul>`;
}

/** Conditions that cannot be met do not get here: the form is sound. */
function conditionHtml({ question, is }: Condition, beside: readonly Question<string>[]): string {
  const asked = beside.find(({ id }): boolean => id === question) as Field<string> | undefined;
  const options = asked && 'options' in asked ? asked.options : [];
  const wanted = is.map((id) => `“${escaped(options.find((option) => option.id === id)?.label ?? id)}”`);
  return `<p class="when" lang="en" dir="ltr">Asked only after <bdi>${wanted.join('</bdi> or <bdi>')}</bdi> at <bdi>“${escaped(asked?.label ?? question)}”</bdi>.</p>`;
}

function noticeHtml(notice: Notice<string> | null): string {
  if (!notice)
    return '<section><p class="files" lang="en" dir="ltr">There is no consent notice.</p></section>';
  const uses = notice.uses.map(
    ({ id, label, consequence }) =>
      `<li><p class="label">${escaped(label)} ${idHtml(id)}</p><p>${escaped(consequence)}</p></li>`,
  );
  return `<section class="notice">
<p class="id" lang="en" dir="ltr">consent notice, version ${escaped(notice.version)}</p>
<p>${escaped(notice.text)}</p>
<ul class="choices">${uses.join('')}</ul>
</section>`;
}

function hintHtml(hint: string | undefined): string {
  return hint === undefined ? '' : `<p class="hint">${escaped(hint)}</p>\n`;
}

function idHtml(text: string): string {
  return `<span class="id" lang="en" dir="ltr">${escaped(text)}</span>`;
}
