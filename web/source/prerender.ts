/**
 * Renders the page's first view to HTML, in one language, with the placeholders that the server fills in at its
 * start. Run by build.ts; no part of the page's own script.
 *
 * @module
 */
import { render } from 'svelte/server';
import { en } from '../messages/en.ts';
import type { Language } from '../messages/languages.ts';
import type { Messages } from '../messages/messages.ts';
import { zhHans } from '../messages/zh-Hans.ts';
import App from './App.svelte';
import type { Errander } from './errands.ts';
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
  return render(App, { props: { visit } }).body;
}
