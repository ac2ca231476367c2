/**
 * What a language has to say for the source's page: the type that every language satisfies. English is the
 * model; a language that lacks a sentence does not compile.
 *
 * @module
 */
import type { Problem, Sentence } from '../shared/problems.ts';
import type { en, enIntake, first, later } from './en.ts';

/** Literal strings widened to string, parameters of functions kept. */
export type Widened<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => infer Said
    ? (...parameters: P) => Widened<Said>
    : T extends readonly (infer Item)[]
      ? readonly Widened<Item>[]
      : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Messages = Omit<Widened<typeof en>, 'dir' | 'problems'> & {
  readonly dir: 'ltr' | 'rtl';
  readonly problems: Readonly<Record<Problem, Sentence>>;
};

export type IntakeMessages = Widened<typeof enIntake>;

/** The two parts in which a page gets them. */
export type FirstMessages = Pick<Messages, keyof typeof first>;
export type LaterMessages = Pick<Messages, keyof typeof later>;
