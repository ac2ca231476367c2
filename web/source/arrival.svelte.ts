/**
 * What the page is before anybody writes: which view is shown, who the organisation is, what went wrong, what is still on
 * its way. All that writing and reading need is in visit.svelte.ts, which comes later. Nothing is in an address, a history
 * entry or a store, so that closing the tab ends it.
 *
 * @module
 */
import type { Component } from 'svelte';
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { WordList } from '../../crypto/receipt.ts';
import type {
  FirstMessages,
  HandInMessages,
  LanguageName,
  LaterMessages,
  Messages,
  Problems,
} from '../shared/messages.ts';
import { PROBLEM_OF, type Problem } from '../shared/problems.ts';
import { troubleOf, type Trouble } from '../shared/sentence.ts';
import type { Sleep } from './deadline.ts';
import type { Errander, Face, Organisation } from './errands.ts';
import { Format } from './format.ts';
import type { TrustUrl } from './trusted.ts';

export type View = 'start' | 'form' | 'receipt' | 'sending' | 'done' | 'replies' | 'follow-up' | 'hand-in';

/** What a source writes and reads, as far as the page must know of it. */
export interface Visiting {
  /** Whether leaving would lose something. */
  readonly holds: boolean;
  /** The source has come to this view. */
  enter(view: View): void;
  /** The organisation has been verified, perhaps anew. */
  take(organisation: Organisation): void;
  fingerprintWords(): Promise<readonly string[]>;
  /** Lets go of everything that was written, read or derived. */
  wipe(): void;
}

/** The views and what they show, and the organisation's own face, which is verified before it is shown. */
export type Begun = {
  visit: Visiting;
  Views: Component;
  /** Both not in the offline page, which holds no appearance. */
  FaceOf?: Component<{ face: Face }>;
  OwnWords?: Component<{ m: LaterMessages['own']; face: Face }>;
  /** At the foot of the first view; not in the offline page. */
  AfterStart?: Component;
};

/** What the first view does without, as it arrives: fetched.ts. */
export type Later = {
  begin: (arrival: Arrival, later: Later, tools: ArrivalTools) => Begun;
  /** The words of the page's language, or English ones where it has none. */
  list: WordList;
  messages: LaterMessages;
  /** Not in the offline page. */
  handIn?: HandInMessages;
};

export type ArrivalTools = {
  /** Those of the first views; the others come with `later`. */
  messages: FirstMessages & { readonly problems: Problems };
  /** All that the page is offered in, its own among them. */
  languages: readonly LanguageName[];
  backstage: Errander;
  rootKey: string;
  /** The organisation's name as the page came with it, not verified yet. */
  name: string;
  /** UTC day. */
  today: () => string;
  random: Random;
  sleep: Sleep;
  /** Lets the workers' addresses pass, see trusted.ts. */
  trust: TrustUrl;
  /** What the first view does without; loads it once. */
  later: () => Promise<Later>;
  /** SHA-256 of the offline page that the portal offers, as the page came with it; empty where there is none. */
  offlineHash?: string;
};

const FORGED: ReadonlySet<Problem> = new Set(['notGenuine', 'wrongQuestions']);

export class Arrival {
  /** Whole as soon as `begun` is there; no view that needs the rest is shown before. */
  messages: Messages;
  readonly languages: readonly LanguageName[];
  readonly format: Format;
  readonly name: string;
  /** Whether the page's script runs; before that everything is text and closed fields. */
  awake = $state(false);
  view = $state<View>('start');
  /** Whether the source has moved on from what was first shown; then a new view takes the focus. */
  moved = $state(false);
  organisation = $state.raw<Organisation | null>(null);
  /** The later views and what they show; null until they have arrived. */
  begun = $state.raw<Begun | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** Whether something was not what the organisation has signed: nothing that came unchecked is shown after that. */
  isForged = $state(false);
  /** Whether the source has decided to go, and is not to be asked about it any more. */
  isLeaving = $state(false);
  readonly #tools: ArrivalTools;
  #openedOn = '';
  #isWiped = false;

  constructor(tools: ArrivalTools) {
    this.#tools = tools;
    this.messages = $state.raw(tools.messages as Messages);
    this.languages = tools.languages;
    this.name = tools.name;
    this.format = new Format(tools.messages.lang);
  }

  /** Whether leaving would lose something. Without the later views there is nothing to lose. */
  get holds(): boolean {
    return this.begun?.visit.holds === true;
  }

  /** Starts the worker and has it verify the organisation; until that has worked nothing else is possible. */
  async wake(): Promise<void> {
    this.awake = true;
    this.trouble = null;
    try {
      await this.#tools.backstage.start();
      await this.open();
    } catch (error) {
      this.trouble = troubleOf(error);
      this.isForged ||= FORGED.has(PROBLEM_OF[this.trouble.code]);
    }
    // Whatever came of it, and whatever is done next; not before, because over a slow line this would be in its way.
    this.#begin().catch(() => undefined);
  }

  /** For whoever is in a view that has not arrived yet. */
  async bringLater(): Promise<void> {
    this.trouble = null;
    try {
      await this.#begin();
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  go(view: View): void {
    this.trouble = null;
    this.moved = true;
    this.view = view;
    if (this.begun !== null) this.begun.visit.enter(view);
    else if (view !== 'start') void this.bringLater();
  }

  /** Whether the organisation was verified today: a page may be left open over night. */
  get isOpenToday(): boolean {
    return this.#openedOn === this.#tools.today();
  }

  /** Has the worker verify the organisation. */
  async open(): Promise<void> {
    const today = this.#tools.today();
    const give = { rootKey: this.#tools.rootKey, today, language: this.messages.lang };
    this.organisation = await this.#tools.backstage.run('open', give);
    this.#openedOn = today;
    this.begun?.visit.take(this.organisation);
  }

  /** The fingerprint in English words, as it is printed. */
  async fingerprintWords(): Promise<readonly string[]> {
    return (await this.#begin()).visit.fingerprintWords();
  }

  wipe(): void {
    this.#isWiped = true;
    this.#tools.backstage.end();
    this.begun?.visit.wipe();
  }

  leave(): void {
    this.isLeaving = true;
    this.wipe();
  }

  async #begin(): Promise<Begun> {
    const later = await this.#tools.later();
    // Nobody is there any more; what is only made now would be wiped by nobody.
    if (this.#isWiped) throw new WitnessboxError('page.cancelled');
    if (this.begun !== null) return this.begun;
    this.messages = { ...this.messages, ...later.messages };
    const begun = later.begin(this, later, this.#tools);
    if (this.organisation !== null) begun.visit.take(this.organisation);
    begun.visit.enter(this.view);
    this.begun = begun;
    return begun;
  }
}
