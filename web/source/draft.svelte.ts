/**
 * What a source is writing: answers, files, consent, who should read it. Lives in memory only, until it is sent
 * or wiped.
 *
 * @module
 */
import { answersLength, LONGEST_ANSWERS, MOST_EVIDENCE } from '../../crypto/testimony.ts';
import type { Letter } from './errands.ts';

/** Under this id a follow-up's text stands among the answers; no question of an intake asks for it. */
export const MESSAGE = 'message';

export class Draft {
  answers = $state<Record<string, string>>({});
  files = $state.raw<readonly File[]>([]);
  contact = $state(false);
  desk = $state('');

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
  readonly tooManyFiles = $derived(this.files.length > MOST_EVIDENCE);
  readonly fits = $derived(this.excess === 0 && !this.tooManyFiles);
  readonly isEmpty = $derived(Object.keys(this.given).length === 0 && this.files.length === 0);

  /** Bytes of all files. */
  readonly filesLength = $derived(this.files.reduce((sum, { size }) => sum + size, 0));

  isAnswered(question: string): boolean {
    return question in this.given;
  }

  add(files: Iterable<File>): void {
    this.files = [...this.files, ...files];
  }

  remove(file: File): void {
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
      files: [...this.files],
    };
  }

  wipe(): void {
    this.answers = {};
    this.files = [];
    this.contact = false;
  }
}
