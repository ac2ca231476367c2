/** The form as a source fills it in: what is asked, what of it is sent, and what the page shows. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { LONGEST_ANSWERS, answersLength } from '../../crypto/answers.ts';
import { USES } from '../../crypto/consent.ts';
import { fileMisfits, misfits } from '../../crypto/fitting.ts';
import {
  intakePage,
  parseIntakePage,
  questionsOf,
  type Field,
  type Intake,
  type IntakePage,
  type Question,
} from '../../crypto/intake.ts';
import { encodeTestimony, readTestimony } from '../../crypto/testimony.ts';
import { en, zhHans } from './said.ts';
import type { Letter, Organisation } from '../../web/source/errands.ts';
import type { Sheet } from '../../web/source/sheet.svelte.ts';
import { SPANS } from '../../web/source/filled-date.ts';
import defaultForm from '../../crypto/intake.default.json' with { type: 'json' };
import { FORM, ORGANISATION, buildsPage, setUp } from './built-visit.ts';

buildsPage();

const HASH = 'cd'.repeat(32);
const page = (form: Intake, language = 'en') => parseIntakePage(intakePage(form, language));
const DEFAULT = page(defaultForm as Intake);
const field = (id: string, more: Partial<Question<string>> = {}) =>
  ({ id, kind: 'line', required: false, label: `The ${id}?`, ...more }) as Field<string>;

async function asking(form: IntakePage, messages: typeof en = en) {
  const organisation: Organisation = { ...ORGANISATION, form, formHash: HASH };
  const opened = setUp({ open: () => organisation }, undefined, { messages });
  await opened.arrival.wake();
  opened.visit.go('form');
  return { ...opened, draft: opened.visit.testimony };
}

type Asking = Awaited<ReturnType<typeof asking>>;
const letterOf = ({ draft }: Pick<Asking, 'draft'>): Letter => draft.letter('en', '2026-11-20');

describe('the default form', () => {
  let open: Asking;
  beforeEach(async () => {
    open = await asking(DEFAULT);
  });

  test('needs the free text alone, and sends nothing that was not answered', () => {
    expect(open.draft.faults).toEqual([{ id: 'question-what', section: null }]);
    open.draft.sheet.texts['what'] = 'They came.';
    open.draft.sheet.texts['where'] = ' \n ';
    expect(open.draft.faults).toEqual([]);
    expect(letterOf(open).answers).toEqual({ what: 'They came.' });
  });

  test('shows the first question and the headings of all topics, all of them closed', () => {
    const shown = open.shown();
    expect(shown).toContain('data-testid="question-what"');
    expect(shown.match(/aria-expanded="false"/g)).toHaveLength(DEFAULT.sections.length);
    expect(shown).not.toContain('question-township');
    expect(shown).toContain(en.topics.skip);
    expect(shown.match(new RegExp(en.topics.empty, 'g'))).toHaveLength(DEFAULT.sections.length);
  });

  test('says of each topic whether something was written, open or closed', () => {
    open.draft.sheet.texts['township'] = 'Saltmarsh';
    expect(open.shown().match(new RegExp(en.topics.begun, 'g'))).toHaveLength(1);
    open.draft.opened['where'] = true;
    expect(open.shown()).toContain('data-testid="question-township"');
    expect(open.shown().match(/aria-expanded="true"/g)).toHaveLength(1);
    open.draft.opened['when'] = true;
    expect(open.shown().match(/aria-expanded="true"/g)).toHaveLength(2);
  });

  test('asks for each use by itself, none chosen beforehand, least exposed first', () => {
    const shown = open.shown();
    const at = USES.map((use) => shown.indexOf(`data-testid="use-${use}"`));
    expect(at.every((place) => place > shown.indexOf('data-testid="notice"'))).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(shown).not.toMatch(/<input[^>]* checked/);
  });

  test.each([[[]], [['numbers']], [['named', 'anonymous']]] as const)(
    'gives consent to what was chosen and to nothing else: %j',
    (uses) => {
      open.draft.uses = [...uses];
      open.draft.contact = uses.length > 1;
      expect(letterOf(open).consent).toEqual({
        contact: uses.length > 1,
        uses: USES.filter((use) => (uses as readonly string[]).includes(use)),
        notice: { version: DEFAULT.notice?.version, language: 'en', sha256: HASH },
      });
    },
  );

  test('counts everything that was answered against the room that there is', () => {
    const { draft } = open;
    draft.sheet.texts['what'] = 'x'.repeat(40_000);
    expect([draft.excess, draft.fits]).toEqual([0, true]);
    const [row] = draft.sheet.rows['officials'] ?? [];
    if (row) row.texts['did'] = '恶'.repeat(5000);
    expect(draft.length).toBe(answersLength(letterOf(open).answers));
    expect(draft.excess).toBe(0);
    draft.add([new File(['a'], 'a.txt')]);
    const [file] = draft.files;
    if (file) file.sheet.texts['made-by'] = 'y'.repeat(3000);
    expect(draft.length).toBeGreaterThan(LONGEST_ANSWERS);
    expect(draft.excess).toBeGreaterThan(0);
    expect(draft.fits).toBe(false);
  });

  test('keeps a wrong date as it was typed, sends nothing of it, and says where it stands', () => {
    const when = open.draft.sheet.dates['when'];
    open.draft.sheet.texts['what'] = 'They came.';
    if (when) when.from.year = '1398';
    expect(open.draft.faults).toEqual([{ id: 'question-when', section: 'when' }]);
    open.visit.go('receipt');
    open.visit.go('form');
    expect(when?.from.year).toBe('1398');
    expect(letterOf(open).answers).toEqual({ what: 'They came.' });
  });

  test('says what was said about a file with that file', () => {
    open.draft.add([new File(['a'], 'a.txt'), new File(['b'], 'b.txt')]);
    const [, second] = open.draft.files;
    if (second) second.sheet.texts['copy'] = 'original';
    const [first, other] = letterOf(open).files;
    expect(first).not.toHaveProperty('answers');
    expect(other?.answers).toEqual({ copy: 'original' });
  });

  test('is empty again once everything was let go', () => {
    open.draft.sheet.texts['what'] = 'They came.';
    open.draft.uses = ['named'];
    open.draft.opened['when'] = true;
    open.visit.wipe();
    expect(open.draft.isEmpty).toBe(true);
    expect(letterOf(open)).toMatchObject({ answers: {}, consent: { contact: false, uses: [] } });
    expect(open.draft.opened).toEqual({});
    expect(open.draft.sheet.dates['when']?.from.year).toBe('');
  });
});

describe('a question with a condition', () => {
  const options = ['me', 'other'].map((id) => ({ id, label: id }));
  const form: IntakePage = {
    ...FORM,
    first: [
      field('person', { kind: 'choice', options }),
      field('name', { kind: 'choice', options, when: { question: 'person', is: ['other'] } }),
      field('why', { required: true, when: { question: 'name', is: ['me'] } }),
    ],
  };

  test('is asked, needed and sent only where the condition holds', async () => {
    const open = await asking(form);
    const { texts } = open.draft.sheet;
    expect(open.shown()).not.toContain('The name?');
    texts['person'] = 'other';
    texts['name'] = 'me';
    expect(open.shown()).toContain('The why?');
    expect(open.draft.faults).toEqual([{ id: 'question-why', section: null }]);
    texts['why'] = 'because';
    expect(letterOf(open).answers).toEqual({ person: 'other', name: 'me', why: 'because' });
    // Neither what is not asked any more, nor what hangs on that.
    texts['person'] = 'me';
    expect(letterOf(open).answers).toEqual({ person: 'me' });
    expect(open.draft.faults).toEqual([]);
    expect(open.shown()).not.toContain('The why?');
    // It is not forgotten either.
    texts['person'] = 'other';
    expect(letterOf(open).answers).toEqual({ person: 'other', name: 'me', why: 'because' });
  });
});

describe('a form with needed questions in its topics', () => {
  const form: IntakePage = {
    ...FORM,
    sections: [
      {
        id: 'who',
        label: 'Who?',
        questions: [
          {
            ...field('people'),
            kind: 'group',
            required: true,
            most: 2,
            fields: [field('name', { required: true }), field('post'), field('since', { kind: 'date' })],
          },
        ],
      },
    ],
  };

  test('does not say that everything can be skipped', async () => {
    const open = await asking(form);
    expect(open.shown()).toContain(en.topics.skipSome);
    expect(open.shown()).not.toContain(en.topics.skip);
  });

  test('wants them in each row that was begun', async () => {
    const { draft } = await asking(form);
    draft.sheet.texts['what'] = 'They came.';
    const faults = () => draft.faults.map(({ id }) => id);
    expect(faults()).toEqual(['question-people']);
    const [row] = draft.sheet.rows['people'] ?? [];
    if (!row) throw new Error('no row');
    row.texts['post'] = 'guard';
    expect(faults()).toEqual(['question-people.0.name']);
    row.texts['name'] = 'Rovan Thale';
    expect(faults()).toEqual([]);
    if (row.dates['since']) row.dates['since'].from.day = '3';
    expect(faults()).toEqual(['question-people.0.since']);
  });
});

describe('a form without a notice', () => {
  test('asks only whether the source may be asked back', async () => {
    const open = await asking(FORM);
    expect(open.shown()).not.toContain('data-testid="uses"');
    expect(letterOf(open).consent).toEqual({ contact: false });
    open.visit.followUp.ask(FORM, HASH);
    expect(open.visit.followUp.letter('en', '2026-11-20')).toMatchObject({ consent: null });
    open.visit.go('follow-up');
    expect(open.shown()).toContain('data-testid="revision-leave"');
    expect(open.shown()).not.toContain('data-testid="revision-withdraw"');
    expect(open.shown()).not.toContain('data-testid="consent"');
    open.visit.followUp.revision = 'change';
    expect(open.shown()).toContain('data-testid="consent"');
    expect(open.visit.followUp.letter('en', '2026-11-20')).toMatchObject({ consent: { contact: false } });
    expect(open.shown()).toContain('data-testid="deletion"');
  });
});

describe('a follow-up', () => {
  test('leaves consent as it was unless the source says otherwise, and asks for nothing by itself', async () => {
    const { visit } = await asking(DEFAULT);
    const { followUp } = visit;
    followUp.uses = ['named'];
    followUp.sheet.texts['message'] = 'There was a third one.';
    const letter = followUp.letter('en', '2026-11-20');
    expect(letter).toMatchObject({ answers: { message: 'There was a third one.' }, consent: null });
    expect(letter).not.toHaveProperty('asks');
    followUp.revision = 'change';
    expect(followUp.letter('en', '2026-11-20').consent).toMatchObject({ contact: false, uses: ['named'] });
    followUp.revision = 'withdraw';
    followUp.asksDeletion = true;
    expect(followUp.letter('en', '2026-11-20')).toMatchObject({
      consent: { contact: false, uses: [] },
      asks: ['deletion'],
    });
  });

  test('would be lost by leaving also where only consent is changed or deletion asked', async () => {
    const { visit } = await asking(DEFAULT);
    expect(visit.holds).toBe(false);
    visit.followUp.asksDeletion = true;
    expect(visit.holds).toBe(true);
    visit.followUp.asksDeletion = false;
    visit.followUp.revision = 'withdraw';
    expect(visit.holds).toBe(true);
  });

  test.each([en, zhHans])(
    'says that the page cannot know what was chosen before ($lang)',
    async (messages) => {
      const { visit, shown } = await asking(DEFAULT, messages);
      visit.go('follow-up');
      for (const text of Object.values(messages.consent.revisions)) expect(shown()).toContain(text);
      expect(shown()).toContain(messages.consent.revisionHints.change);
      expect(shown()).toContain(messages.consent.deletionHint);
      expect(shown()).not.toContain('data-testid="uses"');
      visit.followUp.revision = 'change';
      expect(shown()).toContain('data-testid="uses"');
      visit.followUp.revision = 'withdraw';
      expect(shown()).not.toContain('data-testid="uses"');
      expect(shown()).toContain('data-testid="consent"');
    },
  );
});

describe('questions that changed overnight', () => {
  test('stop the sending, keep what was written, and ask for consent anew', async () => {
    let day = '2026-11-20';
    const other: IntakePage = {
      ...DEFAULT,
      sections: DEFAULT.sections.filter(({ id }) => id !== 'where'),
      notice: DEFAULT.notice && { ...DEFAULT.notice, version: '2' },
    };
    const open = () =>
      day === '2026-11-20'
        ? { ...ORGANISATION, form: DEFAULT, formHash: HASH }
        : { ...ORGANISATION, form: other, formHash: 'ef'.repeat(32) };
    const { arrival, visit, asked, shown } = setUp({ open }, () => day);
    await arrival.wake();
    const draft = visit.testimony;
    draft.sheet.texts['what'] = 'They came.';
    draft.sheet.texts['where'] = 'at the ford';
    draft.uses = ['named'];
    visit.receipt.confirmed = true;
    visit.go('form');
    day = '2026-11-21';
    await visit.send('testimony');
    expect(asked).toEqual(['open', 'open']);
    expect(shown()).toContain(en.problems.questionsChanged);
    expect(letterOf({ draft })).toMatchObject({
      answers: { what: 'They came.' },
      consent: { uses: [], notice: { version: '2', sha256: 'ef'.repeat(32) } },
    });
    // A second try from there would send what nobody has read.
    expect(shown()).not.toContain('data-testid="send-again"');
    await visit.send('testimony');
    expect(asked).toEqual(['open', 'open']);
    visit.go('form');
    await visit.send('testimony');
    expect(asked).toEqual(['open', 'open', 'send']);
  });
});

describe('whatever form, and whatever is filled in', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('', ' ', 'a\nb', '2019'),
  );
  const id = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/).filter((name) => name !== 'constructor');
  const label = fc.string({ minLength: 1, maxLength: 10 });
  const options = fc
    .uniqueArray(id, { minLength: 1, maxLength: 4 })
    .map((ids) => ids.map((option) => ({ id: option, label: option })));
  const oneField: fc.Arbitrary<Field<string>> = fc.oneof(
    fc.record({
      id,
      label,
      required: fc.boolean(),
      kind: fc.constantFrom('long' as const, 'line' as const, 'date' as const),
    }),
    fc.record({
      id,
      label,
      required: fc.boolean(),
      kind: fc.constantFrom('choice' as const, 'choices' as const),
      options,
    }),
  );
  const fields = fc.uniqueArray(oneField, { minLength: 1, maxLength: 4, selector: (one) => one.id });
  /** Some ask only where an earlier one was answered in a certain way. */
  const conditional = <Asked extends Question<string>>(asked: Asked[], seed: number): Asked[] =>
    asked.map((question, index) => {
      const earlier = asked
        .slice(0, index)
        .find((one): one is Asked & { options: { id: string }[] } => 'options' in one);
      if (earlier === undefined || (seed >> index) % 2 === 0) return question;
      return { ...question, when: { question: earlier.id, is: [earlier.options[0]?.id ?? ''] } };
    });
  const group: fc.Arbitrary<Question<string>> = fc.record({
    id,
    label,
    required: fc.boolean(),
    kind: fc.constant('group' as const),
    fields: fc.tuple(fields, fc.nat()).map(([asked, seed]) => conditional(asked, seed)),
    most: fc.integer({ min: 1, max: 3 }),
  });
  const form: fc.Arbitrary<IntakePage> = fc
    .tuple(
      fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: oneField }, group), {
        minLength: 1,
        maxLength: 6,
        selector: (one) => one.id,
      }),
      fields,
      fc.nat(),
      fc.nat(5),
    )
    .map(([asked, files, seed, split]) => {
      const all = conditional(asked, seed);
      const first = all.slice(0, Math.max(1, split));
      const questions = all.slice(Math.max(1, split));
      // Conditions look only at what stands beside them.
      return {
        ...FORM,
        first,
        sections: [{ id: 'more', label: 'More', questions, files: true }],
        files: conditional(files, seed),
        notice: DEFAULT.notice,
      };
    });

  /** As somebody might, by what comes next out of a list of texts. */
  function fill(sheet: Sheet, questions: readonly Question<string>[], next: () => string, depth = 0): void {
    for (const question of questions) {
      if (question.kind === 'choices') {
        sheet.picks[question.id] = question.options.map((option) => option.id).filter(() => next() > 'm');
        if (next() > 't') sheet.picks[question.id]?.push('no-option');
      } else if (question.kind === 'choice') {
        sheet.texts[question.id] = next() > 'm' ? (question.options.at(-1)?.id ?? '') : next();
      } else if (question.kind === 'date') {
        const date = sheet.dates[question.id];
        if (date === undefined) continue;
        date.span = SPANS[next().length % SPANS.length] ?? 'exact';
        date.from.year = next();
        date.to.year = next();
        date.from.day = next().slice(0, 2);
      } else if (question.kind === 'group' && depth === 0) {
        for (const row of sheet.rows[question.id] ?? []) fill(row, question.fields, next, 1);
      } else sheet.texts[question.id] = next();
    }
  }

  test('only what fits the form is let through, and it can be read again', async () => {
    const open = await asking(DEFAULT);
    let number = 0;
    fc.assert(
      fc.property(form, fc.array(text, { minLength: 1, maxLength: 40 }), (asked, texts) => {
        number += 1;
        // A form that nobody could sign is none.
        const given = parseIntakePage(new TextEncoder().encode(JSON.stringify(asked)));
        const { draft } = open;
        draft.ask(given, number.toString(16).padStart(64, '0'));
        draft.wipe();
        let at = 0;
        const next = () => texts[at++ % texts.length] ?? '';
        fill(draft.sheet, questionsOf(given), next);
        draft.add([new File(['a'], 'a.txt')]);
        const [file] = draft.files;
        if (file) fill(file.sheet, given.files, next);
        const letter = letterOf({ draft });
        expect(misfits(given, letter.answers)).toEqual([]);
        const row = letter.files[0]?.answers;
        if (row) expect(fileMisfits(given, row)).toEqual([]);
        if (draft.excess > 0) return;
        const testimony = {
          format: 'witnessbox-testimony/1' as const,
          kind: letter.kind,
          language: letter.language,
          written: letter.written,
          intake: { id: given.id, sha256: HASH },
          answers: letter.answers,
          consent: letter.consent,
          evidence: [
            {
              path: 'evidence/001-a.txt',
              name: 'a.txt',
              type: '',
              size: 1,
              removed: [],
              ...(row && { answers: row }),
            },
          ],
        };
        expect(readTestimony(encodeTestimony(testimony))).toEqual(testimony);
      }),
      { numRuns: 300 },
    );
  });
});
