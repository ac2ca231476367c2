/**
 * What a first visit costs, of what went over a tapped line: until the text can be read, until the page works, until
 * the form can be used, and until a text testimony is received.
 *
 * @module
 */
import type { Answer } from './tapped-line.ts';

export type Cost = { bytes: number; requests: number };

export type FirstVisit = {
  readable: Cost;
  /** The page's own script runs. */
  interactive: Cost;
  /** The organisation is verified, and the form opens. */
  usable: Cost;
  /** All that a text testimony needs, its upload's answers included. */
  text: Cost;
  /** With what comes last and a text does not wait for. */
  whole: Cost;
};

/** Nothing waits for these where there are no files and no words in another language. */
const LAST = /\/assets\/(?:words|evidence)\.worker/;

/** `later`: paths of what is fetched once the form can be used, as the page names them. */
export function costsOf(answers: readonly Answer[], later: readonly string[]): FirstVisit {
  const until = (path: (asked: string) => boolean) => {
    const end = answers.findIndex((answer) => path(answer.path));
    if (end < 0) throw new Error('a part of the page was not asked for');
    return sum(answers.slice(0, end));
  };
  return {
    readable: sum(answers.slice(0, 1)),
    interactive: until((path) => path.includes('backstage.worker')),
    usable: until((path) => later.includes(path)),
    text: sum(answers.filter(({ path }) => !LAST.test(path))),
    whole: sum(answers),
  };
}

export function sum(answers: readonly Answer[]): Cost {
  return { bytes: answers.reduce((total, { bytes }) => total + bytes, 0), requests: answers.length };
}
