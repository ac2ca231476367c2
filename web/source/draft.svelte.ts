/**
 * What a source is writing: answers, files, consent, who should read it. Lives in memory only, until it is sent
 * or wiped.
 *
 * @module
 */
import { answersLength, LONGEST_ANSWERS, textsOf } from '../../crypto/answers.ts';
import { USES, type Consent, type Use } from '../../crypto/consent.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { fileMisfits, misfits } from '../../crypto/fitting.ts';
import { questionsOf, type Field, type IntakePage, type Question } from '../../crypto/intake-form.ts';
import { MOST_EVIDENCE } from '../../crypto/names.ts';
import { Chosen } from './chosen.svelte.ts';
import type { Letter } from './errands.ts';
import type { Examining } from './examiner.svelte.ts';
import { Sheet } from './sheet.svelte.ts';

/** Under this id a follow-up's text stands among the answers; no question of an intake asks for it. */
export const MESSAGE = 'message';
const MESSAGE_QUESTION: Question<string> = { id: MESSAGE, kind: 'long', required: false, label: '' };
const NO_FIELDS: Field<string>[] = [];

/** What a follow-up does to the consent that was given before. */
export const REVISIONS = ['leave', 'change', 'withdraw'] as const;
export type Revision = (typeof REVISIONS)[number];

/** A field at which something is wrong, and the section in which it stands; null in front of and behind all. */
export type Fault = { id: string; section: string | null };

export class Draft {
  readonly kind: Letter['kind'];
  readonly #examiner: Examining;
  form = $state.raw<IntakePage | null>(null);
  #formHash = '';
  sheet = $state.raw(new Sheet([MESSAGE_QUESTION]));
  files = $state.raw<readonly Chosen[]>([]);
  contact = $state(false);
  /** To what the source consents, where the form has a notice. */
  uses = $state<Use[]>([]);
  /** Of a follow-up only. */
  revision = $state<Revision>('leave');
  asksDeletion = $state(false);
  desk = $state('');
  /** One that still runs must be ended, and looked into, before anything goes out. */
  recording = $state.raw<{ discard(): void } | null>(null);
  readonly isRecording = $derived(this.recording !== null);
  /** Ids of sections that stand open. */
  opened = $state<Record<string, boolean>>({});

  readonly questions = $derived.by(() => {
    if (this.kind === 'follow-up') return [MESSAGE_QUESTION];
    return this.form === null ? [] : questionsOf(this.form);
  });
  readonly fileQuestions = $derived(this.form?.files ?? NO_FIELDS);
  /** Without the questions that were left empty or are not asked. */
  readonly given = $derived(this.sheet.answers(this.questions));
  /** What was answered about each file. */
  readonly #fileAnswers = $derived(this.files.map(({ sheet }) => sheet.row(this.fileQuestions)));
  readonly length = $derived(
    this.#fileAnswers
      .filter((row) => Object.keys(row).length > 0)
      .reduce((sum, row) => sum + answersLength(row), answersLength(this.given)),
  );
  readonly share = $derived(this.length / LONGEST_ANSWERS);
  /** About how many characters too many; 0 where it fits. Languages differ in bytes per character. */
  readonly excess = $derived.by(() => {
    if (this.length <= LONGEST_ANSWERS) return 0;
    const texts = [this.given, ...this.#fileAnswers].flatMap(textsOf);
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
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
  readonly isEmpty = $derived(
    Object.keys(this.given).length === 0 &&
      !this.isRecording &&
      this.files.length === 0 &&
      this.revision === 'leave' &&
      !this.asksDeletion,
  );
  /** In the order of the page. */
  readonly faults = $derived.by((): Fault[] => {
    const { first, sections } =
      this.kind === 'testimony' && this.form !== null ? this.form : { first: [], sections: [] };
    const at = this.sheet.faults(this.questions, '');
    const within = (questions: readonly Question<string>[], section: string | null): Fault[] =>
      at
        .filter((id) => questions.some((question) => id === question.id || id.startsWith(`${question.id}.`)))
        .map((id) => ({ id: `question-${id}`, section }));
    const ofFiles = (section: string | null): Fault[] =>
      this.files.flatMap(({ sheet, key }) =>
        sheet.faults(this.fileQuestions, `${key}.`, false).map((id) => ({ id, section })),
      );
    return [
      ...within(first, null),
      ...sections.flatMap(({ id, questions, files }) => [
        ...within(questions, id),
        ...(files ? ofFiles(id) : []),
      ]),
      ...(sections.some(({ files }) => files) ? [] : ofFiles(null)),
    ];
  });

  /** Bytes of all files, as they go along. */
  readonly filesLength = $derived(this.files.reduce((sum, { length }) => sum + length, 0));
  #added = 0;

  /** `examiner`: looks into each file that is added. */
  constructor(kind: Letter['kind'], examiner: Examining) {
    this.kind = kind;
    this.#examiner = examiner;
  }

  /** How many files are still to be looked into; none where nobody is there to do it. */
  get looking(): number {
    if (this.#examiner.isMissing) return 0;
    return this.files.filter(({ state }) => state === 'looking').length;
  }

  /** Takes the form over; `hash`: of its bytes. Consent that was given after another notice counts no longer. */
  ask(form: IntakePage, hash: string): void {
    if (this.#formHash === hash) return;
    this.form = form;
    this.#formHash = hash;
    this.uses = [];
    this.sheet.prepare(this.questions);
    for (const { sheet } of this.files) sheet.prepare(this.fileQuestions);
  }

  isAnswered(question: string): boolean {
    return question in this.given;
  }

  add(files: Iterable<File>): void {
    const added = Array.from(files, (file) => {
      this.#added += 1;
      return new Chosen(file, `file-${String(this.#added)}`, new Sheet(this.fileQuestions));
    });
    this.files = [...this.files, ...added];
    for (const file of added) void this.#look(file);
  }

  remove(file: Chosen): void {
    this.files = this.files.filter((kept) => kept !== file);
  }

  /** Throws `page.fault` where an answer does not fit its question, which only a fault of this page can bring about. */
  letter(language: string, written: string): Letter {
    const { kind, desk, form } = this;
    const answers = this.given;
    const rows = this.#fileAnswers;
    if (kind === 'testimony' && form !== null) {
      const faults = [...misfits(form, answers), ...rows.flatMap((row) => fileMisfits(form, row))];
      if (faults.length > 0) throw new WitnessboxError('page.fault');
    }
    return {
      kind,
      language,
      written,
      desk,
      answers,
      consent: this.#consent(),
      ...(kind === 'follow-up' && this.asksDeletion && { asks: ['deletion'] }),
      files: this.files.map(({ enclosed }, index) => {
        const row = rows[index] ?? {};
        return Object.keys(row).length > 0 ? { ...enclosed, answers: row } : enclosed;
      }),
    };
  }

  #consent(): Consent | null {
    const { kind, form, contact, revision } = this;
    const notice = form?.notice;
    if (kind === 'follow-up' && revision === 'leave') return null;
    if (!notice) return { contact };
    const isWithdrawn = kind === 'follow-up' && revision === 'withdraw';
    const asked = notice.uses.map(({ id }) => id);
    return {
      contact,
      uses: isWithdrawn ? [] : USES.filter((use) => asked.includes(use) && this.uses.includes(use)),
      notice: { version: notice.version, language: form.language, sha256: this.#formHash },
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
    this.recording?.discard();
    this.sheet = new Sheet([MESSAGE_QUESTION, ...this.questions]);
    this.files = [];
    this.contact = false;
    this.uses = [];
    this.revision = 'leave';
    this.asksDeletion = false;
    this.opened = {};
  }
}
