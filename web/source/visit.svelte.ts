/**
 * What a source writes and reads in one visit, and what leads from one view to the next. All of it is in this object
 * and in the worker, and comes after the first view (arrival.svelte.ts, later.ts).
 *
 * @module
 */
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { FALLBACK, receiptLanguageOf, type ReceiptLanguage } from '../../crypto/receipt-language.ts';
import type { WordList } from '../../crypto/receipt.ts';
import type { Messages } from '../shared/messages.ts';
import { troubleOf, type Trouble } from '../shared/sentence.ts';
import type { Arrival, Later, View, Visiting } from './arrival.svelte.ts';
import { Draft } from './draft.svelte.ts';
import type { Errander, Letter, Organisation } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';
import type { Format } from './format.ts';
import { ReceiptStep } from './receipt.svelte.ts';
import { Replies } from './replies.svelte.ts';
import { Sending } from './sending.svelte.ts';
import type { Tempo } from './tempo.ts';

export type VisitTools = {
  arrival: Arrival;
  later: Later;
  backstage: Errander;
  examiner: Examining;
  rootKey: string;
  /** UTC day. */
  today: () => string;
  random: Random;
  /** All word lists; loads them once. */
  wordLists: () => Promise<readonly WordList[]>;
  /** Whether what is written becomes a file, and nothing can be sent. */
  isOffline?: boolean;
  /** SHA-256 of the offline page that the portal offers; empty where there is none. */
  offlineHash?: string;
};

export class Visit implements Visiting {
  readonly later: Later;
  readonly examiner: Examining;
  readonly isOffline: boolean;
  readonly offlineHash: string;
  readonly testimony: Draft;
  readonly followUp: Draft;
  readonly receipt: ReceiptStep;
  /** Whether there are words in the page's language; else they are English. */
  readonly hasOwnWords: boolean;
  readonly replies: Replies;
  sending = $state.raw<Sending | null>(null);
  /** How slowly to send; null: as fast as the line allows. */
  tempo = $state.raw<Tempo | null>(null);
  /** Whether what was received is the text without the files that the source had chosen. */
  leftFilesOut = $state(false);
  /** A file that was encrypted elsewhere, once it has been looked at; and whether it was that which was received. */
  handed = $state.raw<Blob | null>(null);
  wasHandedIn = $state(false);
  #weighing: Blob | null = null;
  readonly #tools: VisitTools;
  readonly #arrival: Arrival;
  /** Hash of the form that the source had before them when they last wrote. */
  readonly #read: Partial<Record<Letter['kind'], string | undefined>> = {};
  /** All word lists, once they have arrived. */
  #lists: readonly WordList[] | null = null;

  constructor(tools: VisitTools) {
    this.#tools = tools;
    this.#arrival = tools.arrival;
    this.later = tools.later;
    this.examiner = tools.examiner;
    this.isOffline = tools.isOffline === true;
    this.offlineHash = tools.offlineHash ?? '';
    this.testimony = new Draft('testimony', tools.examiner);
    this.followUp = new Draft('follow-up', tools.examiner);
    this.receipt = new ReceiptStep(tools.random);
    const own = receiptLanguageOf(this.messages.lang);
    this.hasOwnWords = own !== null;
    this.receipt.language = own ?? FALLBACK;
    this.replies = new Replies({ ...tools, wordLists: () => this.#wordLists() });
    tools.backstage.onprogress = (progress) => this.sending?.hear(progress);
  }

  get messages(): Messages {
    return this.#arrival.messages;
  }

  get format(): Format {
    return this.#arrival.format;
  }

  get view(): View {
    return this.#arrival.view;
  }

  get moved(): boolean {
    return this.#arrival.moved;
  }

  get organisation(): Organisation | null {
    return this.#arrival.organisation;
  }

  get trouble(): Trouble | null {
    return this.#arrival.trouble;
  }

  /** Whether the organisation itself, by its signature, calls this a demonstration. */
  get isDemonstration(): boolean {
    return this.organisation?.demonstration === true;
  }

  get holds(): boolean {
    if (this.view === 'done' || this.#arrival.isLeaving) return false;
    return (
      this.view === 'sending' || this.receipt.isMade || !this.testimony.isEmpty || !this.followUp.isEmpty
    );
  }

  go(view: View): void {
    this.#arrival.go(view);
  }

  enter(view: View): void {
    if (view === 'form') this.#read.testimony = this.organisation?.formHash;
    if (view === 'follow-up') this.#read['follow-up'] = this.organisation?.formHash;
    // While the source writes or types, not when they look, which is always the same two requests. Should it fail
    // now, it is tried again, and said, when the words are needed. So is what looks into files, whether or not there are any.
    if (view !== 'form' && view !== 'replies' && view !== 'hand-in') return;
    // One after the other: this is the longest and may come last.
    this.examiner.wake(this.#wordLists().catch(() => undefined));
  }

  take({ desks, form, formHash }: Organisation): void {
    for (const draft of [this.testimony, this.followUp]) {
      draft.ask(form, formHash);
      // Of several none is chosen beforehand: the source may have a reason to keep one of them out.
      const isKnown = desks.some(({ id }) => id === draft.desk);
      if (!isKnown) draft.desk = desks.length === 1 ? (desks[0]?.id ?? '') : '';
    }
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
      this.#arrival.trouble = troubleOf(error);
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
      this.#arrival.trouble = troubleOf(error);
    }
  }

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
    await this.#run(sending, async () => {
      if (kind === 'testimony' && !this.receipt.confirmed) throw new WitnessboxError('page.fault');
      // A page may be left open over night: the keys must be valid on the day they are used.
      if (!this.#arrival.isOpenToday) await this.#arrival.open();
      // What is consented to must have been read, and what is answered asked; also at a second try.
      const read = this.#read[kind];
      if (read !== undefined && read !== this.organisation?.formHash)
        throw new WitnessboxError('page.questions-changed');
      // Cancelled in the meantime: the worker has had nothing yet that it could have stopped.
      if (sending.isOver) return false;
      const draft = kind === 'testimony' ? this.testimony : this.followUp;
      const letter = draft.letter(this.messages.lang, this.#tools.today());
      await this.#tools.backstage.run('send', parts === 'all' ? letter : { ...letter, files: [] });
      this.leftFilesOut = parts === 'text' && letter.files.length > 0;
      return true;
    });
  }

  /** Looks at a file that was encrypted elsewhere. Throws what `checkSealed` throws, and then there is none to send. */
  async weigh(file: Blob): Promise<void> {
    this.handed = null;
    this.#weighing = file;
    await this.#tools.backstage.run('weigh', { file });
    // Another one may have been chosen while a slow stick was being read.
    if (this.#weighing === file) this.handed = file;
  }

  /** Sends it as it is. The words that belong to it were shown where it was made. */
  async handIn(): Promise<void> {
    const file = this.handed;
    if (file === null) return;
    const sending = new Sending('hand-in');
    await this.#run(sending, async () => {
      if (!this.#arrival.isOpenToday) await this.#arrival.open();
      if (sending.isOver) return false;
      await this.#tools.backstage.run('handIn', { file });
      this.wasHandedIn = true;
      return true;
    });
  }

  async sendAgain(kind: Sending['kind']): Promise<void> {
    await (kind === 'hand-in' ? this.handIn() : this.send(kind));
  }

  /** `work`: whether all of it is confirmed. */
  async #run(sending: Sending, work: () => Promise<boolean>): Promise<void> {
    this.sending = sending;
    this.go('sending');
    try {
      if (!(await work())) return;
      sending.finish();
      this.#arrival.wipe();
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
    if (sending === null || sending.kind === 'hand-in' || sending.isOver || sending.isGivingWay) return;
    const { kind } = sending;
    sending.giveWay();
    // What the server cannot throw away now expires by itself.
    await this.#tools.backstage.run('cancel', null).catch(() => undefined);
    if (this.#isStill(sending)) await this.send(kind, 'text');
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

  wipe(): void {
    this.examiner.end();
    this.testimony.wipe();
    this.followUp.wipe();
    this.receipt.wipe();
    this.replies.wipe();
    this.tempo = null;
    this.handed = null;
    this.sending = null;
  }

  async #makeReceipt(): Promise<void> {
    const { list } = this.later;
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
}
