/**
 * The intake form to start from, put together from what each language says: a testimony on a violation of human rights,
 * after the events standard formats of HURIDOCS (event, act, involvement, victim, intervention, source) and the questions
 * of the Berkeley Protocol on where a file comes from (its part VI). The free text comes first, so that nothing leads it.
 *
 * @module
 */
import type { Condition, Field, Group, Intake, Option, Section, Translated } from '../../crypto/intake.ts';
import { USES } from '../../crypto/consent.ts';
import type { IntakeMessages } from '../shared/messages.ts';

type Said = { label: string; hint?: string };
type Pick<Picked> = (texts: IntakeMessages) => Picked;

export function defaultIntake(messages: Readonly<Record<string, IntakeMessages>>): Intake {
  const say = (pick: Pick<string>): Translated =>
    Object.fromEntries(Object.entries(messages).map(([language, texts]) => [language, pick(texts)]));

  /** Whether there is a hint is decided by the first language; the others have the same type. */
  const common = (id: string, pick: Pick<Said>, required = false) => {
    const isHinted = Object.values(messages).every((texts) => pick(texts).hint !== undefined);
    return {
      id,
      required,
      label: say((texts) => pick(texts).label),
      ...(isHinted && { hint: say((texts) => pick(texts).hint ?? '') }),
    };
  };

  const written = (
    kind: 'long' | 'line' | 'date',
    id: string,
    pick: Pick<Said>,
    required = false,
  ): Field<Translated> => ({ ...common(id, pick, required), kind });

  const chosen = <Id extends string>(
    kind: 'choice' | 'choices',
    id: string,
    pick: Pick<Said & { options: Readonly<Record<Id, string>> }>,
    options: readonly Id[],
  ): Field<Translated> => ({
    ...common(id, pick),
    kind,
    options: options.map((id): Option<Translated> => ({
      id,
      label: say((texts) => pick(texts).options[id]),
    })),
  });

  const group = (
    id: string,
    pick: Pick<Said & { add: string }>,
    fields: Field<Translated>[],
  ): Group<Translated> => ({
    ...common(id, pick),
    kind: 'group',
    most: 20,
    add: say((texts) => pick(texts).add),
    fields,
  });

  const section = (id: string, pick: Pick<Said>, questions: Section['questions']): Section => {
    const { label, hint } = common(id, pick);
    return { id, label, ...(hint && { hint }), questions };
  };

  return {
    format: 'witnessbox-intake/2',
    id: 'default',
    first: [written('long', 'what', (t) => t.what, true)],
    sections: [
      section('when', (t) => t.when, [
        written('date', 'when', (t) => t.when.fields.when),
        written('line', 'when-words', (t) => t.when.fields['when-words']),
      ]),
      section('where', (t) => t.where, [
        written('line', 'where', (t) => t.where.fields.where),
        written('line', 'facility', (t) => t.where.fields.facility),
        written('line', 'township', (t) => t.where.fields.township),
        written('line', 'county', (t) => t.where.fields.county),
        written('line', 'city', (t) => t.where.fields.city),
        written('line', 'province', (t) => t.where.fields.province),
        written('line', 'country', (t) => t.where.fields.country),
      ]),
      section('who', (t) => t.who, [group('officials', (t) => t.who.fields.officials, officials())]),
      section('harmed', (t) => t.harmed, [group('harmed', (t) => t.harmed.fields.harmed, harmed())]),
      section('relation', (t) => t.relation, [
        chosen('choices', 'relation', (t) => t.relation.fields.relation, [
          'victim',
          'witness',
          'told',
          'documents',
          'took-part',
        ]),
        written('long', 'relation-words', (t) => t.relation.fields['relation-words']),
      ]),
      section('tried', (t) => t.tried, [
        group('steps', (t) => t.tried.fields.steps, steps()),
        written('long', 'others-know', (t) => t.tried.fields['others-know']),
      ]),
      section('risk', (t) => t.risk, [
        written('long', 'risk', (t) => t.risk.fields.risk),
        written('long', 'careful', (t) => t.risk.fields.careful),
      ]),
      { ...section('evidence', (t) => t.evidence, []), files: true },
      section('want', (t) => t.want, [written('long', 'want', (t) => t.want.fields.want)]),
    ],
    files: [
      written('line', 'made-by', (t) => t.files['made-by']),
      written('date', 'made-when', (t) => t.files['made-when']),
      chosen('choice', 'copy', (t) => t.files.copy, ['original', 'copy', 'picture', 'unknown']),
    ],
    notice: {
      version: '1',
      text: say((t) => t.notice.text),
      uses: USES.map((id) => ({
        id,
        label: say((t) => t.notice.uses[id].label),
        consequence: say((t) => t.notice.uses[id].consequence),
      })),
    },
  };

  function officials(): Field<Translated>[] {
    const of = (t: IntakeMessages) => t.who.fields.officials.fields;
    return [
      written('line', 'name', (t) => of(t).name),
      written('line', 'post', (t) => of(t).post),
      written('line', 'agency', (t) => of(t).agency),
      written('line', 'unit', (t) => of(t).unit),
      written('line', 'badge', (t) => of(t).badge),
      written('long', 'did', (t) => of(t).did),
      chosen('choices', 'known-how', (t) => of(t)['known-how'], [
        'saw',
        'said-so',
        'papers',
        'known',
        'told',
        'guess',
      ]),
    ];
  }

  function harmed(): Field<Translated>[] {
    const of = (t: IntakeMessages) => t.harmed.fields.harmed.fields;
    /** Who speaks of themselves is not asked for their name. */
    const notMe: Condition = { question: 'person', is: ['family', 'other', 'many'] };
    return [
      chosen('choice', 'person', (t) => of(t).person, ['me', 'family', 'other', 'many']),
      { ...written('line', 'name', (t) => of(t).name), when: notMe },
      chosen('choices', 'harm', (t) => of(t).harm, [
        'life',
        'detention',
        'health',
        'income',
        'schooling',
        'property',
        'family',
        'faith',
        'other',
      ]),
      written('long', 'harm-words', (t) => of(t)['harm-words']),
    ];
  }

  function steps(): Field<Translated>[] {
    const of = (t: IntakeMessages) => t.tried.fields.steps.fields;
    return [
      chosen('choice', 'step', (t) => of(t).step, [
        'complaint',
        'petition',
        'police',
        'court',
        'lawyer',
        'media',
        'abroad',
        'other',
      ]),
      written('line', 'whom', (t) => of(t).whom),
      written('date', 'date', (t) => of(t).date),
      written('long', 'answer', (t) => of(t).answer),
    ];
  }
}
