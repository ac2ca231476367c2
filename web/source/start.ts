/**
 * Wakes the prerendered page in one language. Everything that is not pure is made here and handed on: the worker,
 * the clock, chance, and what the server wrote into the page's head.
 *
 * @module
 */
import { dayOf } from '../../crypto/days.ts';
import { createRawSnippet, hydrate } from 'svelte';
import type { FirstMessages, LanguageName, Problems } from '../shared/messages.ts';
import '../shared/base.css';
import './source.css';
import './plain.css';
import App from './App.svelte';
import { Arrival, type Later } from './arrival.svelte.ts';
import { Backstage, WORKER_URL } from './backstage.ts';
import CHUNKS_URL from './chunks.worker.ts?worker&url';
import { sleep } from './deadline.ts';
import EVIDENCE_URL from './evidence.worker.ts?worker&url';
import { Fetched } from './fetched.ts';
import { createTrust } from './trusted.ts';
import WORDS_URL from './words.worker.ts?worker&url';

export function start(
  messages: FirstMessages & { readonly problems: Problems },
  languages: readonly LanguageName[],
): void {
  const target = document.getElementById('page');
  if (target === null) return;
  const trust = createTrust(WORKER_URL, CHUNKS_URL, WORDS_URL, EVIDENCE_URL);
  const later = new Fetched(
    meta('witnessbox-later').split(' '),
    sleep,
    (address) => import(/* @vite-ignore */ address) as Promise<Partial<Later>>,
  );
  const arrival = new Arrival({
    messages,
    languages,
    backstage: new Backstage(trust, sleep),
    rootKey: meta('witnessbox-root'),
    name: meta('witnessbox-organisation'),
    today: () => dayOf(new Date()),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    sleep,
    trust,
    later: () => later.load(),
    offlineHash: meta('witnessbox-offline'),
  });
  // What the server has put in is taken over as it stands there.
  let came: Element | null = null;
  const words = createRawSnippet(() => ({
    render: () => came?.outerHTML ?? '',
    setup: (element) => {
      came ??= element;
    },
  }));
  hydrate(App, { target, props: { arrival, words } });
  // The questions were there to be read while this script was on its way.
  document.getElementById('preview')?.remove();
  // Asks first where something would be lost, and leaves no step in the history, as the list of languages does.
  document.querySelector('.page-foot a')?.addEventListener('click', (event) => {
    event.preventDefault();
    document.querySelector<HTMLAnchorElement>('nav [hreflang="en"]')?.click();
  });
  void arrival.wake().then(() => {
    // The signed keyring can call this a demonstration; nothing can take it back.
    if (arrival.organisation?.demonstration) document.documentElement.dataset['demonstration'] = 'yes';
  });
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}
