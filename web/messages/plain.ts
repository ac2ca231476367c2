/**
 * What a language has to say to browsers without JavaScript: the type that every language satisfies. English is the
 * model.
 *
 * @module
 */
import type { Widened } from './messages.ts';
import type { plainEn } from './plain.en.ts';

export type PlainMessages = Widened<typeof plainEn>;
