/**
 * What is said of an intake form, for who edits one: each finding with a way to mend it. Facts fill `{braces}`; the place comes
 * before.
 *
 * @module
 */
export const INTAKE_SENTENCES = {
  'not-utf8':
    'This is no text in UTF-8. Save it again with the encoding UTF-8, without a byte order mark (BOM).',
  'not-json':
    'The JSON breaks off or goes wrong here. Look at this line and the one before it: often a comma, a quotation mark or a bracket is missing, or a comma stands before a closing bracket.',
  ambiguous:
    'Here a name stands for the second time between the same braces, or is one that must not be used (constructor, prototype, __proto__). Take one of the two out.',
  'not-a-form':
    'This is no intake form: "format" must be "witnessbox-intake/2". "witnessbox intake new FILE" writes one to start from.',
  missing: '{name} is missing.',
  'wrong-type': 'This must be {expected}.',
  'not-one-of': 'This must be one of {expected}.',
  'bad-id':
    'An id has 1 to 64 small letters a to z, digits and hyphens, and begins with a letter or digit; "constructor" and "prototype" are none.',
  'bad-language': 'This is no language tag. Write one such as en, zh-Hans or pt-BR.',
  empty: 'This is empty. Fill it, or take it out where it is optional.',
  'too-long': 'This is too long: at most {most}.',
  'no-text': 'There is no text in any language. Write at least one.',
  'bad-number': 'This must be a whole number from 1 to 50.',
  other: 'This is not what it must be; docs/intake.md describes it.',

  'id-twice': 'This id stands twice. Give one of the two another one.',
  'too-many-questions':
    'There are more than a hundred questions. Take some out, or put some together in groups.',
  'files-twice': 'Files can be added in one section only. Take "files" out of this one.',
  'condition-on-none':
    'The condition names a question that does not stand before this one, on the same level. Name an earlier one, or move this one behind it.',
  'condition-on-text':
    'The condition names a question without options. Only questions of the kinds choice and choices can be named.',
  'condition-on-no-option': 'The condition names an option that the question does not have. Compare the ids.',

  'first-version':
    'This form is of the first version and goes on working. Sections, dates, choices and consent need the second: "witnessbox intake new FILE" writes one to start from.',
  ignored: 'Nothing of this name is known here, so it is ignored. Is it misspelt?',
  'no-translation': 'There is no text in {language}. Sources who read {language} see another language here.',
  'no-page':
    'There are texts in {language}, but the first question has none, so nobody is shown the form in {language}.',
  required:
    'This must be answered before anything can be sent. Whoever cannot or dare not answer it then sends nothing. Only the free text should be required.',
  'not-free-text':
    'The form begins with something else than a free text (kind long). What is asked first leads what people tell.',
  'more-in-front':
    'This stands before all sections, so everybody has to go past it. Consider a section for it.',
  'nothing-asked': 'Nothing is asked in this section. Take it out, or add a question.',
  message: 'The id "message" is that under which the text of a follow-up comes. Take another one.',
  'no-notice':
    'There is no consent notice, so sources agree to nothing but being read. Nothing of theirs may be counted, published or handed on.',
  'no-uses': 'The notice asks for no use, so sources agree to nothing but being read.',
  'uses-order': 'The uses do not go from the least to the most exposed: {expected}.',
} as const;

export type IntakeFinding = keyof typeof INTAKE_SENTENCES;
