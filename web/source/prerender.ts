/**
 * Renders the page's first view and the default questions to HTML, in one language, with the placeholders that
 * the server fills in at its start. Run by build.ts; no part of the page's own script.
 *
 * @module
 */
import { render } from 'svelte/server';
import defaultIntake from '../../crypto/intake.default.json' with { type: 'json' };
import { en } from '../messages/en.ts';
import type { Language } from '../messages/languages.ts';
import type { Messages } from '../messages/messages.ts';
import { zhHans } from '../messages/zh-Hans.ts';
import App from './App.svelte';
import Preview from './Preview.svelte';
import type { Errander, ShownQuestion } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';
import { Visit } from './visit.svelte.ts';

export const MESSAGES: Readonly<Record<Language, Messages>> = { en, 'zh-Hans': zhHans };

const ORGANISATION_PLACEHOLDER = '__WITNESSBOX_ORGANISATION__';

const nowhere: Errander = {
  onprogress: () => undefined,
  start: () => Promise.reject(new Error('prerendering')),
  run: () => Promise.reject(new Error('prerendering')),
  end: () => undefined,
};

const nobody: Examining = {
  isMissing: false,
  wake: () => undefined,
  examine: () => Promise.reject(new Error('prerendering')),
  end: () => undefined,
};

/** `page`: what the script wakes; `preview`: what it removes. */
export function prerender(language: Language): { page: string; preview: string } {
  const messages = MESSAGES[language];
  const visit = new Visit({
    messages,
    backstage: nowhere,
    examiner: nobody,
    rootKey: '',
    name: ORGANISATION_PLACEHOLDER,
    today: () => '',
    random: (length) => new Uint8Array(length),
    wordLists: () => Promise.resolve([]),
    later: () => Promise.reject(new Error('prerendering')),
  });
  const page = render(App, { props: { visit } }).body;
  const preview = render(Preview, { props: { messages, questions: questionsIn(language) } }).body;
  return { page, preview };
}

function questionsIn(language: Language): ShownQuestion[] {
  return defaultIntake.questions.map(({ id, kind, required, label, hint }) => ({
    id,
    kind: kind === 'long' ? 'long' : 'line',
    required,
    label: label[language],
    hint: hint[language],
  }));
}
