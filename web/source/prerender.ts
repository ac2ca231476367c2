/**
 * Renders the page's first view to HTML, in one language, with the placeholders that the server fills in at its
 * start. Run by build.ts; no part of the page's own script.
 *
 * @module
 */
import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { allMessages, type LanguageFile, type LanguageName } from '../shared/messages.ts';
import App from './App.svelte';
import { Arrival } from './arrival.svelte.ts';
import type { Errander } from './errands.ts';
import Answer from './plain/Answer.svelte';
import OwnWords from './plain/OwnWords.svelte';
import Plain from './plain/Plain.svelte';

const ORGANISATION_PLACEHOLDER = '__WITNESSBOX_ORGANISATION__';

const nowhere: Errander = {
  onprogress: () => undefined,
  room: null,
  start: () => Promise.reject(new Error('prerendering')),
  run: () => Promise.reject(new Error('prerendering')),
  end: () => undefined,
};

/** What the script wakes. */
export function prerender(language: LanguageFile, languages: readonly LanguageName[]): string {
  const messages = allMessages(language);
  const arrival = new Arrival({
    messages,
    languages,
    backstage: nowhere,
    rootKey: '',
    name: ORGANISATION_PLACEHOLDER,
    today: () => '',
    random: (length) => new Uint8Array(length),
    sleep: () => Promise.reject(new Error('prerendering')),
    trust: (url) => url,
    later: () => Promise.reject(new Error('prerendering')),
  });
  const plain = render(Plain, {
    props: { m: language.plain, offline: language.offlinePlain, language: messages.lang },
  }).body;
  const snippet = createRawSnippet(() => ({ render: () => plain }));
  const own = render(OwnWords, { props: { m: language.later.own, frame: language.frame } }).body;
  const words = createRawSnippet(() => ({ render: () => `<div>${own}</div>` }));
  return render(App, { props: { arrival, words, plain: snippet } }).body;
}

/** What a browser is shown after it has handed in the form, by the name that the server has for it. */
export function prerenderAnswers(language: LanguageFile): { name: string; title: string; page: string }[] {
  const m = language.plain;
  const { demonstration } = language.first.page;
  return (Object.keys(m.answers) as (keyof typeof m.answers)[]).map((answer) => ({
    name: answer,
    title: m.answers[answer].heading,
    page: render(Answer, { props: { m, answer, demonstration } }).body,
  }));
}
