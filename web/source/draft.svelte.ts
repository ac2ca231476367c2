/**
 * What a source is writing: answers, files, consent, who should read it. Lives in memory only, until it is sent
 * or wiped.
 *
 * @module
 */
import { answersLength, LONGEST_ANSWERS } from '../../crypto/answers.ts';
import { MOST_EVIDENCE } from '../../crypto/testimony.ts';
import { Chosen } from './chosen.svelte.ts';
import type { Letter } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';

/** Under this id a follow-up's text stands among the answers; no question of an intake asks for it. */
export const MESSAGE = 'message';

export class Draft {
  readonly #examiner: Examining;
  answers = $state<Record<string, string>>({});
  files = $state.raw<readonly Chosen[]>([]);
  contact = $state(false);
  desk = $state('');
  /** A recording that still runs must be ended, and looked into, before anything goes out. */
  isRecording = $state(false);

  /** Without the questions that were left empty. */
  readonly given = $derived(
    Object.fromEntries(Object.entries(this.answers).filter(([, text]) => text.trim() !== '')),
  );
  readonly length = $derived(answersLength(this.given));
  readonly share = $derived(this.length / LONGEST_ANSWERS);
  /** About how many characters too many; 0 where it fits. Languages differ in bytes per character. */
  readonly excess = $derived.by(() => {
    if (this.length <= LONGEST_ANSWERS) return 0;
    const characters = Object.values(this.given).reduce((sum, text) => sum + text.length, 0);
    return Math.ceil(((this.length - LONGEST_ANSWERS) / this.length) * characters);
  });
  readonly mostFiles = MOST_EVIDENCE;
  readonly tooManyFiles = $derived(this.files.reduce((sum, { count }) => sum + count, 0) > MOST_EVIDENCE);
  /** In how many files something hidden was found, and how many cannot be cleaned, for whatever reason. */
  readonly outcome = $derived({
    found: this.files.filter(({ kinds }) => kinds.length > 0).length,
    uncleaned: this.files.filter(({ state, seen }) => state !== 'seen' || seen?.obstacle).length,
  });
  readonly hasGone = $derived(this.files.some(({ state }) => state === 'gone'));
  readonly fits = $derived(
    this.excess === 0 && !this.tooManyFiles && this.looking === 0 && !this.hasGone && !this.isRecording,
  );
  readonly isEmpty = $derived(Object.keys(this.given).length === 0 && this.files.length === 0);

  /** Bytes of all files, as they go along. */
  readonly filesLength = $derived(this.files.reduce((sum, { length }) => sum + length, 0));
  /** `examiner`: looks into each file that is added. */
  constructor(examiner: Examining) {
    this.#examiner = examiner;
  }

  /** How many files are still to be looked into; none where nobody is there to do it. */
  get looking(): number {
    if (this.#examiner.isMissing) return 0;
    return this.files.filter(({ state }) => state === 'looking').length;
  }

  isAnswered(question: string): boolean {
    return question in this.given;
  }

  add(files: Iterable<File>): void {
    const added = Array.from(files, (file) => new Chosen(file));
    this.files = [...this.files, ...added];
    for (const file of added) void this.#look(file);
  }

  remove(file: Chosen): void {
    this.files = this.files.filter((kept) => kept !== file);
  }

  letter(kind: Letter['kind'], language: string, written: string): Letter {
    return {
      kind,
      language,
      written,
      desk: this.desk,
      answers: { ...this.given },
      consent: { contact: this.contact },
      files: this.files.map(({ enclosed }) => enclosed),
    };
  }

  /** In place of names that tell something: 1.jpg, 2.pdf, in their order here. */
  numberNames(): void {
    this.files.forEach((file, index) => (file.stem = String(index + 1)));
  }

  async #look(chosen: Chosen): Promise<void> {
    try {
      chosen.take(await this.#examiner.examine(chosen.file));
    } catch (error) {
      chosen.fail(error);
    }
  }

  wipe(): void {
    this.answers = {};
    this.files = [];
    this.contact = false;
  }
}
