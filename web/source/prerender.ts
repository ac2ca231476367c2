/**
 * Renders the page's first view to HTML, in one language, with the placeholders that the server fills in at its
 * start. Run by build.ts; no part of the page's own script.
 *
 * @module
 */
import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { en } from '../messages/en.ts';
import type { Language } from '../messages/languages.ts';
import type { Messages } from '../messages/messages.ts';
import { plainEn } from '../messages/plain.en.ts';
import type { PlainMessages } from '../messages/plain.ts';
import { plainZhHans } from '../messages/plain.zh-Hans.ts';
import { zhHans } from '../messages/zh-Hans.ts';
import App from './App.svelte';
import type { Errander } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';
import Answer from './plain/Answer.svelte';
import Plain from './plain/Plain.svelte';
import { Visit } from './visit.svelte.ts';

export const MESSAGES: Readonly<Record<Language, Messages>> = { en, 'zh-Hans': zhHans };

const PLAIN_MESSAGES: Readonly<Record<Language, PlainMessages>> = { en: plainEn, 'zh-Hans': plainZhHans };

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

/** What the script wakes. */
export function prerender(language: Language): string {
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
  const plain = render(Plain, { props: { m: PLAIN_MESSAGES[language] } }).body;
  const snippet = createRawSnippet(() => ({ render: () => plain }));
  return render(App, { props: { visit, plain: snippet } }).body;
}

/** What a browser is shown after it has handed in the form, by the name that the server has for it. */
export function prerenderAnswers(language: Language): { name: string; title: string; page: string }[] {
  const m = PLAIN_MESSAGES[language];
  const { demonstration } = MESSAGES[language].page;
  return (Object.keys(m.answers) as (keyof typeof m.answers)[]).map((answer) => ({
    name: answer,
    title: m.answers[answer].heading,
    page: render(Answer, { props: { m, answer, demonstration } }).body,
  }));
}
