/**
 * An invented case that answers the default form in every kind, with what does not fit it, consent that was changed, and a
 * wish for deletion; as the session would show it. Nobody in it exists.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { type Intake, intakeHash, intakePage, parseIntake } from '../../../crypto/intake.ts';
import { answersShown, fileAnswersShown } from '../../../reviewer/answers-shown.ts';
import type { CaseView } from '../../../reviewer/contract.ts';
import { consentShown } from '../../../reviewer/ladder.ts';
import { FakeSession, makeCase } from './fake-session.ts';

const ID = '7'.repeat(32);
const FOLLOW_UP = '8'.repeat(32);

export async function defaultForm(): Promise<Intake> {
  return parseIntake(await readFile(new URL('../../../crypto/intake.default.json', import.meta.url)));
}

export function structured(form: Intake, labels: string): CaseView {
  const page = { version: '1', language: 'zh-Hans', sha256: intakeHash(intakePage(form, 'zh-Hans')) };
  const consent = (uses: ('numbers' | 'anonymous' | 'courts')[], sha256 = page.sha256) =>
    consentShown({ contact: true, uses, notice: { ...page, sha256 } }, [form], labels);
  const shown = (answers: Parameters<typeof answersShown>[0], kind: 'testimony' | 'follow-up') =>
    answersShown(answers, form, { kind, language: labels });
  const view = makeCase({
    id: ID,
    day: '2026-11-20',
    language: 'zh-Hans',
    deletionAsked: '2026-11-22',
    answers: shown(
      {
        what: '那天半夜，他们来敲门。\n带走了我哥哥。',
        when: '2019-03~/..',
        'when-words': '开春以后，每个星期都来。',
        officials: [
          { name: '老陈', post: '副所长', 'known-how': ['saw', 'said-so'], did: '签了字，不给我们看。' },
          { badge: '警号看不清', rank: 'unknown<b>' },
        ],
        relation: ['witness', 'documents'],
        steps: [{ step: 'petition', date: '2019-06', answer: '没有答复。' }],
        risk: 'گۇۋاھچىلار خەتەر ئاستىدا.',
        want: ['x', 'y'],
        'no-such-question': '<img src=x onerror="globalThis.owned=1">\u202etxt.exe',
      },
      'testimony',
    ),
    evidence: [
      {
        path: 'evidence/001-gate.jpg',
        name: 'gate.jpg',
        type: 'image/jpeg',
        size: 2_483_112,
        sha256: '9f'.repeat(32),
        removed: ['place'],
        from: ID,
        answers: fileAnswersShown(
          { 'made-by': '我自己', 'made-when': '2019-03-07', copy: 'original' },
          form,
          labels,
        ),
      },
    ],
    followUps: [
      {
        kind: 'follow-up',
        id: FOLLOW_UP,
        day: '2026-11-22',
        asks: ['deletion'],
        language: 'zh-Hans',
        answers: shown({ message: '请把全部内容删掉。' }, 'follow-up'),
        text: '',
        evidence: [],
      },
    ],
  });
  const [testimony, ...more] = view.thread;
  return {
    ...view,
    consent: consent(['numbers', 'courts']),
    thread: [
      ...(testimony ? [{ ...testimony, consent: consent(['numbers'], 'ab'.repeat(32)) }] : []),
      ...more,
    ],
  };
}

/** Notes in which languages labels were asked for. */
export class FormSession extends FakeSession {
  readonly asked: string[] = [];
  readonly #form: Intake;

  constructor(form: Intake) {
    super([structured(form, 'en')]);
    this.#form = form;
  }

  override read(_id: string, labels = 'none'): Promise<CaseView> {
    this.asked.push(labels);
    return Promise.resolve(structured(this.#form, labels));
  }
}
