/**
 * What an organisation asks, as HTML to be read before, or without, any script. There are no fields in it: nobody should
 * write where nothing can be encrypted. The page's script takes it away and asks in its own way.
 *
 * @module
 */
import type { IntakePage, Question } from '../crypto/intake.ts';
import { escapeHtml } from './escape.ts';

/** Every text of the form, escaped, in its order. A star stands behind what needs an answer. */
export function previewOf({ language, first, sections, files, notice }: IntakePage): string {
  const parts = [
    list(first),
    ...sections.map((section) => {
      const asked = [...section.questions, ...(section.files ? files : [])];
      return `<h3>${escapeHtml(section.label)}</h3>${hintOf(section)}${list(asked)}`;
    }),
    sections.some((section) => section.files) ? '' : list(files),
  ];
  if (notice) {
    const uses = notice.uses.map((use) => item(escapeHtml(use.label), paragraph(use.consequence)));
    parts.push(`<p class="pre">${escapeHtml(notice.text)}</p>`, listOf(uses));
  }
  return `<div lang="${escapeHtml(language)}">${parts.join('')}</div>`;
}

function list(questions: readonly Question<string>[]): string {
  return listOf(
    questions.map((question) => {
      const star = question.required ? ' *' : '';
      return item(`${escapeHtml(question.label)}${star}`, hintOf(question) + insideOf(question));
    }),
  );
}

function insideOf(question: Question<string>): string {
  if (question.kind === 'group') return list(question.fields);
  if (!('options' in question)) return '';
  return listOf(question.options.map(({ label }) => item(escapeHtml(label), '')));
}

const item = (head: string, rest: string): string => `<li>${head}${rest}</li>`;
const listOf = (items: readonly string[]): string => (items.length > 0 ? `<ul>${items.join('')}</ul>` : '');
const paragraph = (text: string): string => `<p class="hint pre">${escapeHtml(text)}</p>`;
const hintOf = ({ hint }: { hint?: string }): string => (hint === undefined ? '' : paragraph(hint));
