/**
 * Starts the offline page in one language. It is the page online without its workers and without a network: the same
 * form, the same checks, the same encryption, and at the end a file in place of an upload.
 *
 * @module
 */
import { mount } from 'svelte';
import { dayOf } from '../../crypto/days.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { parseEnclosed } from '../../crypto/offline-page.ts';
import { FALLBACK, receiptLanguageOf } from '../../crypto/receipt-language.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import type { Messages, OfflineMessages } from '../shared/messages.ts';
import '../shared/base.css';
import '../source/source.css';
import '../source/plain.css';
import '../source/later.css';
import { Arrival, type Later } from '../source/arrival.svelte.ts';
import { sleep } from '../source/deadline.ts';
import { Visit } from '../source/visit.svelte.ts';
import App from './App.svelte';
import Views from './Views.svelte';
import { Handout } from './handout.svelte.ts';
import { Inside } from './inside.ts';
import { Looker } from './looker.ts';

export function start(messages: Messages, offline: OfflineMessages): void {
  const target = document.getElementById('page');
  if (target === null) return;
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve));
  const handout = new Handout();
  const said = inOurWords(messages, offline);
  const own = receiptLanguageOf(messages.lang) ?? FALLBACK;
  const [list] = WORD_LISTS.filter(({ language }) => language === own);
  if (list === undefined) return;
  const enclosed = () => parseEnclosed(document.getElementById('enclosed')?.textContent ?? '');
  const backstage = new Inside({
    enclosed,
    random,
    // Outside a secure context there is none, whatever the types say.
    subtle: (crypto as { subtle?: SubtleCrypto }).subtle,
    now: () => performance.now(),
    pause,
    hand: (file) => handout.take(file),
  });
  const begin: Later['begin'] = (arrival, later, tools) => {
    const visit = new Visit({
      ...tools,
      arrival,
      later,
      examiner: new Looker(pause),
      wordLists: () => Promise.resolve(WORD_LISTS),
      isOffline: true,
    });
    return { visit, Views: (internals) => Views(internals, { visit, offline, handout }) };
  };
  const arrival = new Arrival({
    messages: said,
    languages: [],
    backstage,
    rootKey: rootKeyIn(enclosed),
    name: '',
    today: () => dayOf(new Date()),
    random,
    sleep,
    trust: () => {
      throw new WitnessboxError('page.fault');
    },
    later: () => Promise.resolve({ begin, list, messages: said }),
  });
  target.replaceChildren();
  mount(App, { target, props: { arrival, offline, handout } });
  void arrival.wake().then(() => {
    if (arrival.organisation?.demonstration) document.documentElement.dataset['demonstration'] = 'yes';
  });
}

/** Where it cannot be read, opening the organisation fails and says so. */
function rootKeyIn(enclosed: () => { rootKey: string }): string {
  try {
    return enclosed().rootKey;
  } catch {
    return '';
  }
}

/** What is not so here as it is online. */
function inOurWords(messages: Messages, offline: OfflineMessages): Messages {
  return {
    ...messages,
    start: { ...messages.start, fingerprintHint: offline.start.fingerprintHint },
    form: { ...messages.form, ...offline.form },
    receipt: { ...messages.receipt, ...offline.receipt },
    problems: { ...messages.problems, ...offline.problems },
  };
}
