/**
 * What is said of an organisation's appearance, for who writes one: each finding with a way to mend it. Facts fill `{braces}`;
 * the place comes before.
 *
 * @module
 */
import { INTAKE_SENTENCES } from './sentences.intake.ts';

export const APPEARANCE_SENTENCES = {
  ...INTAKE_SENTENCES,
  'not-an-appearance':
    'This is no appearance: "format" must be "witnessbox-appearance/1". "witnessbox appearance new FILE" writes one to start from.',
  unknown: 'Nothing of this name is known here. Is it misspelt? Correct it, or take it out.',
  'bad-colour':
    'A colour is written as # and six digits or small letters a to f, for red, green and blue: #14495a.',
  contrast:
    'The contrast of {front} ({frontColour}) on {back} ({backColour}) is {ratio}:1, and {needs}:1 is needed. Make one of the two darker or lighter.',
  'hidden-sign':
    'There is a sign in this text that nobody sees, such as a line end, or one that turns the direction of writing; or nothing but spaces. Type the text anew. Each paragraph is a text of its own.',
  'too-many-words':
    'The words in this language are {size} bytes of UTF-8 together, and {most} is the most: they stand in the first page, which has to come over slow lines.',
  'two-logos': 'Write either "logoFile", the name of a picture, or "logo", not both.',
  'bad-logo-name':
    'This must be the name of a picture that lies beside this file, without a folder: letters, digits, full stops, hyphens; it ends in .png, .jpg, .jpeg or .webp.',
  'no-logo-file': 'There is no such picture beside this file, or it cannot be read.',
  'logo-too-large': 'The logo has more than 24 KiB. Make it smaller, or save it with fewer colours.',
  'logo-too-wide':
    'The logo is wider or higher than 512 pixels. It is shown about 44 pixels high; make it smaller.',
  'logo-no-picture': 'This is no whole PNG, JPEG or WebP. Save it as one of these.',
  'logo-more-than-a-picture':
    'The picture holds more than the picture: a text, a date, a place, a colour profile, an animation, or something behind its end. Each visitor would get that too. Export it again without metadata.',

  'heavy-logo':
    'The logo has {size} bytes. Everybody fetches it, over the slowest line too; up to 8,000 would be better.',
  'one-scheme':
    'There are colours for {scheme} only. Where the other one is set, the usual colours are shown.',
  'no-about': 'There is not a word on who you are.',
  'no-ways':
    'No other way to reach you is named. Where this portal is blocked, or its keys have ended, people know none then.',
} as const;

export type AppearanceFinding = keyof typeof APPEARANCE_SENTENCES;
