/**
 * Wakes the prerendered page in one language. Everything that is not pure is made here and handed on: the worker,
 * the clock, chance, and what the server wrote into the page's head.
 *
 * @module
 */
import { dayOf } from '../../crypto/days.ts';
import { hydrate } from 'svelte';
import type { WordList } from '../../crypto/receipt.ts';
import type { Messages } from '../messages/messages.ts';
import '../shared/base.css';
import './source.css';
import App from './App.svelte';
import { Backstage, WORKER_URL } from './backstage.ts';
import { createTrust } from './trusted.ts';
import { Visit } from './visit.svelte.ts';

export type LanguagePack = {
  messages: Messages;
  words: WordList;
  /** Word lists of the other languages, loaded only by who comes back. */
  otherWords: () => Promise<WordList[]>;
};

export function start({ messages, words, otherWords }: LanguagePack): void {
  const target = document.getElementById('page');
  if (target === null) return;
  const visit = new Visit({
    messages,
    backstage: new Backstage(createTrust(WORKER_URL)),
    rootKey: meta('witnessbox-root'),
    name: meta('witnessbox-organisation'),
    today: () => dayOf(new Date()),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    words,
    // Whoever wrote in this language needs no other list, so one that does not arrive is no failure.
    allWords: async () => [words, ...(await otherWords().catch(() => []))],
  });
  hydrate(App, { target, props: { visit } });
  // The questions were there to be read while this script was on its way.
  document.getElementById('preview')?.remove();
  void visit.wake().then(() => {
    // The signed keyring can call this a demonstration; nothing can take it back.
    if (visit.organisation?.demonstration) document.documentElement.dataset['demonstration'] = 'yes';
  });
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}
