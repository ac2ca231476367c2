/**
 * One visit of a source: which view is shown and what leads from one to the next. All of it is in this object
 * and in the worker; nothing is in an address, a history entry or a store, so that closing the tab ends it.
 *
 * @module
 */
import type { Component } from 'svelte';
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { FALLBACK, receiptLanguageOf, type ReceiptLanguage } from '../../crypto/receipt-language.ts';
import type { WordList } from '../../crypto/receipt.ts';
import type { FirstMessages, LanguageName, LaterMessages, Messages, Problems } from '../shared/messages.ts';
import { troubleOf, type Trouble } from '../shared/sentence.ts';
import { Draft } from './draft.svelte.ts';
import type { Errander, Letter, Organisation } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';
import { Format } from './format.ts';
import { ReceiptStep } from './receipt.svelte.ts';
import { Replies } from './replies.svelte.ts';
import { Sending } from './sending.svelte.ts';
import type { Tempo } from './tempo.ts';

export type View = 'start' | 'form' | 'receipt' | 'sending' | 'done' | 'replies' | 'follow-up';

/** What the first view does without, as it arrives: fetched.ts. */
export type Later = {
  LaterViews: Component<{ visit: Visit }>;
  /** The words of the page's language, or English ones where it has none. */
  list: WordList;
  messages: LaterMessages;
};

export type VisitTools = {
  /** Those of the first views; the others come with `later`. */
  messages: FirstMessages & { readonly problems: Problems };
  /** All that the page is offered in, its own among them. */
  languages: readonly LanguageName[];
  backstage: Errander;
  examiner: Examining;
  rootKey: string;
  /** The organisation's name as the page came with it, not verified yet. */
  name: string;
  /** UTC day. */
  today: () => string;
  random: Random;
  /** All word lists; loads them once. */
  wordLists: () => Promise<readonly WordList[]>;
  /** What the first view does without; loads it once. */
  later: () => Promise<Later>;
};

export class Visit {
  /** Whole as soon as `later` is there; no view that needs the rest is shown before. */
  messages: Messages;
  readonly languages: readonly LanguageName[];
  readonly format: Format;
  readonly name: string;
  readonly examiner: Examining;
  readonly testimony: Draft;
  readonly followUp: Draft;
  readonly receipt: ReceiptStep;
  /** Whether there are words in the page's language; else they are English. */
  readonly hasOwnWords: boolean;
  readonly replies: Replies;
  /** Whether the page's script runs; before that everything is text and closed fields. */
  awake = $state(false);
  view = $state<View>('start');
  /** Whether the source has moved on from what was first shown; then a new view takes the focus. */
  moved = $state(false);
  organisation = $state.raw<Organisation | null>(null);
  /** Null until it has arrived. */
  later = $state.raw<Later | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  sending = $state.raw<Sending | null>(null);
  /** How slowly to send; null: as fast as the line allows. */
  tempo = $state.raw<Tempo | null>(null);
  /** Whether the source has decided to go, and is not to be asked about it any more. */
  isLeaving = $state(false);
  /** Whether what was received is the text without the files that the source had chosen. */
  leftFilesOut = $state(false);
  readonly #tools: VisitTools;
  #openedOn = '';
  /** Hash of the form that the source had before them when they last wrote. */
  readonly #read: Partial<Record<Letter['kind'], string | undefined>> = {};
  /** All word lists, once they have arrived. */
  #lists: readonly WordList[] | null = null;

  constructor(tools: VisitTools) {
    this.#tools = tools;
    this.messages = $state.raw(tools.messages as Messages);
    this.languages = tools.languages;
    this.name = tools.name;
    this.examiner = tools.examiner;
    this.testimony = new Draft('testimony', tools.examiner);
    this.followUp = new Draft('follow-up', tools.examiner);
    this.format = new Format(tools.messages.lang);
    this.receipt = new ReceiptStep(tools.random);
    const own = receiptLanguageOf(tools.messages.lang);
    this.hasOwnWords = own !== null;
    this.receipt.language = own ?? FALLBACK;
    this.replies = new Replies({ ...tools, wordLists: () => this.#wordLists() });
    tools.backstage.onprogress = (progress) => this.sending?.hear(progress);
  }

  /** Whether the organisation itself, by its signature, calls this a demonstration. */
  get isDemonstration(): boolean {
    return this.organisation?.demonstration === true;
  }

  /** Whether leaving would lose something. */
  get holds(): boolean {
    if (this.view === 'done' || this.isLeaving) return false;
    return (
      this.view === 'sending' || this.receipt.isMade || !this.testimony.isEmpty || !this.followUp.isEmpty
    );
  }

  /** Starts the worker and has it verify the organisation; until that has worked nothing else is possible. */
  async wake(): Promise<void> {
    this.awake = true;
    this.trouble = null;
    try {
      await this.#tools.backstage.start();
      await this.#open();
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    // Whatever came of it, and whatever is done next; not before, because over a slow line this would be in its way.
    this.#fetchLater().catch(() => undefined);
  }

  /** For whoever is in a view that has not arrived yet. */
  async bringLater(): Promise<void> {
    this.trouble = null;
    try {
      await this.#fetchLater();
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  go(view: View): void {
    this.trouble = null;
    this.moved = true;
    this.view = view;
    if (view === 'form') this.#read.testimony = this.organisation?.formHash;
    if (view === 'follow-up') this.#read['follow-up'] = this.organisation?.formHash;
    if (view !== 'start' && this.later === null) void this.bringLater();
    // While the source writes or types, not when they look, which is always the same two requests. Should it fail
    // now, it is tried again, and said, when the words are needed. So is what looks into files, whether or not there are any.
    if (view !== 'form' && view !== 'replies') return;
    // One after the other: this is the longest and may come last.
    this.examiner.wake(this.#wordLists().catch(() => undefined));
  }

  /** On from the form: to the words, or straight to sending where they are confirmed already. */
  async continue(): Promise<void> {
    if (this.receipt.confirmed) {
      await this.send('testimony');
      return;
    }
    try {
      if (!this.receipt.isMade) await this.#makeReceipt();
      this.go('receipt');
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  /** Words in another language are another receipt: those shown before are gone, and must be confirmed anew. */
  async chooseWords(language: ReceiptLanguage): Promise<void> {
    if (this.receipt.confirmed) return;
    this.receipt.wipe();
    this.receipt.language = language;
    try {
      await this.#makeReceipt();
    } catch (error) {
      this.go('form');
      this.trouble = troubleOf(error);
    }
  }

  /** The fingerprint in English words, as it is printed. */
  async fingerprintWords(): Promise<readonly string[]> {
    const list = (await this.#tools.wordLists()).find(({ language }) => language === 'en');
    if (list === undefined) throw new WitnessboxError('page.fault');
    const { rootKey } = this.#tools;
    return (await this.#tools.backstage.run('fingerprintWords', { rootKey, list })).words;
  }

  /**
   * Encrypts and sends. A first testimony only once its receipt is confirmed to be on paper. `parts`: the files may
   * be left out where the server has no room for them.
   */
  async send(kind: Letter['kind'], parts: 'all' | 'text' = 'all'): Promise<void> {
    const sending = new Sending(kind);
    this.sending = sending;
    this.go('sending');
    try {
      if (kind === 'testimony' && !this.receipt.confirmed) throw new WitnessboxError('page.fault');
      // A page may be left open over night: the keys must be valid on the day they are used.
      if (this.#openedOn !== this.#tools.today()) await this.#open();
      // What is consented to must have been read, and what is answered asked; also at a second try.
      const read = this.#read[kind];
      if (read !== undefined && read !== this.organisation?.formHash)
        throw new WitnessboxError('page.questions-changed');
      // Cancelled in the meantime: the worker has had nothing yet that it could have stopped.
      if (sending.isOver) return;
      const draft = kind === 'testimony' ? this.testimony : this.followUp;
      const letter = draft.letter(this.messages.lang, this.#tools.today());
      await this.#tools.backstage.run('send', parts === 'all' ? letter : { ...letter, files: [] });
      sending.finish();
      this.leftFilesOut = parts === 'text' && letter.files.length > 0;
      this.wipe();
      this.go('done');
    } catch (error) {
      if (!sending.isOver && !sending.isGivingWay) sending.end('failed', troubleOf(error));
    }
  }

  /** Also while something is being sent: from its next piece on. A worker that is gone is told of by what was being sent. */
  keepTo(tempo: Tempo | null): void {
    this.tempo = tempo;
    this.#tools.backstage.run('keepTo', tempo).catch(() => undefined);
  }

  pause(): void {
    void this.#tools.backstage.run('pause', null);
  }

  resume(): void {
    void this.#tools.backstage.run('resume', null);
  }

  /** In place of what is held up: the text alone, unless the person decides otherwise meanwhile. */
  async sendText(): Promise<void> {
    const { sending } = this;
    if (sending === null || sending.isOver || sending.isGivingWay) return;
    sending.giveWay();
    // What the server cannot throw away now expires by itself.
    await this.#tools.backstage.run('cancel', null).catch(() => undefined);
    if (this.#isStill(sending)) await this.send(sending.kind, 'text');
  }

  #isStill(sending: Sending): boolean {
    return this.sending === sending && !sending.isOver;
  }

  async cancel(): Promise<void> {
    const { sending } = this;
    if (sending === null) return;
    sending.end('cancelled', null);
    try {
      sending.mayHaveArrived = (await this.#tools.backstage.run('cancel', null)).mayHaveArrived;
    } catch {
      // The worker broke, so nobody knows how far it had come.
      sending.mayHaveArrived = true;
    }
  }

  /** Lets go of everything that was written, read or derived. */
  wipe(): void {
    this.#tools.backstage.end();
    this.examiner.end();
    this.testimony.wipe();
    this.followUp.wipe();
    this.receipt.wipe();
    this.replies.wipe();
    this.tempo = null;
    this.sending = null;
  }

  leave(): void {
    this.isLeaving = true;
    this.wipe();
  }

  async #makeReceipt(): Promise<void> {
    const { list } = await this.#fetchLater();
    const isOwn = this.receipt.language === list.language;
    // All where they are there; a text need not wait for the others (docs/format.md, "One meaning").
    const lists = this.#lists ?? (isOwn ? [list] : await this.#wordLists());
    // Only now: while the others were on their way, another one may have been chosen.
    const { language } = this.receipt;
    const give = { language, lists, files: this.testimony.filesLength };
    this.receipt.show((await this.#tools.backstage.run('newReceipt', give)).words);
  }

  /** That of the page's language first: what is not clear is most likely meant in it. */
  async #wordLists(): Promise<readonly WordList[]> {
    const own = receiptLanguageOf(this.messages.lang);
    const isOwn = ({ language }: WordList): boolean => language === own;
    const lists = await this.#tools.wordLists();
    this.#lists = [...lists.filter(isOwn), ...lists.filter((list) => !isOwn(list))];
    return this.#lists;
  }

  async #fetchLater(): Promise<Later> {
    const later = await this.#tools.later();
    this.messages = { ...this.messages, ...later.messages };
    this.later = later;
    return later;
  }

  async #open(): Promise<void> {
    const today = this.#tools.today();
    const give = { rootKey: this.#tools.rootKey, today, language: this.messages.lang };
    this.organisation = await this.#tools.backstage.run('open', give);
    this.#openedOn = today;
    const { desks, form, formHash } = this.organisation;
    for (const draft of [this.testimony, this.followUp]) {
      draft.ask(form, formHash);
      // Of several none is chosen beforehand: the source may have a reason to keep one of them out.
      const isKnown = desks.some(({ id }) => id === draft.desk);
      if (!isKnown) draft.desk = desks.length === 1 ? (desks[0]?.id ?? '') : '';
    }
  }
}
