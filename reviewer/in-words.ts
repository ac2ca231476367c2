/**
 * What the desk and the command line say of answers besides the organisation's own labels: dates in words, the text of a
 * follow-up, uses whose notice is not here. In the languages of the desk.
 *
 * @module
 */
import type { Use } from '../crypto/consent.ts';
import { type EdtfAnswer, type EdtfDate, readEdtf } from '../crypto/edtf.ts';
import { nearest } from '../crypto/shapes.ts';

type Words = {
  /** The label of what was written in a follow-up. */
  message: string;
  /** The label of a text that answers no form (foreign.ts). */
  opened: string;
  about: (date: string) => string;
  between: (from: string, to: string) => string;
  since: (from: string) => string;
  uses: Readonly<Record<Use, string>>;
};

const ENGLISH: Words = {
  message: 'Message',
  opened: 'What the file says',
  about: (date) => `about ${date}`,
  between: (from, to) => `from ${from} to ${to}`,
  since: (from) => `since ${from}, still going on`,
  uses: {
    numbers: 'Counted in figures that show nobody',
    anonymous: 'Published without what identifies',
    partners: 'Handed to partners and UN bodies',
    courts: 'Given to courts, the identity sealed',
    named: 'Published with the name',
  },
};

const CHINESE: Words = {
  message: '留言',
  opened: '文件中的文字',
  about: (date) => `${date}前后`,
  between: (from, to) => `${from}至${to}`,
  since: (from) => `自${from}起，仍在持续`,
  uses: {
    numbers: '计入看不出任何人的统计数字',
    anonymous: '去掉能识别身份的内容后公开发表',
    partners: '转交合作组织和联合国机构',
    courts: '提交法院，身份封存',
    named: '署名公开发表',
  },
};

const WORDS: Readonly<Record<string, Words>> = { en: ENGLISH, 'zh-Hans': CHINESE };

export function wordsIn(language: string): Words {
  return WORDS[nearest(Object.keys(WORDS), language)] ?? ENGLISH;
}

/** An EDTF date in words; null where it is none that answers may hold. */
export function dateInWords(text: string, language: string): string | null {
  const date = readEdtf(text);
  return date && answerInWords(date, language);
}

function answerInWords({ from, to }: EdtfAnswer, language: string): string {
  const words = wordsIn(language);
  const one = (date: EdtfDate): string => (date.isAbout ? words.about(bare(date)) : bare(date));
  const bare = (date: EdtfDate): string => dateAlone(date, words === ENGLISH ? 'en-GB' : language);
  if (to === null) return one(from);
  return to === 'open' ? words.since(one(from)) : words.between(one(from), one(to));
}

function dateAlone({ year, month, day }: EdtfDate, language: string): string {
  const instant = new Date(0);
  // Not by way of Date.UTC(), which takes the years below 100 for those of the twentieth century.
  instant.setUTCFullYear(year, (month ?? 1) - 1, day ?? 1);
  return new Intl.DateTimeFormat(language, {
    calendar: 'gregory',
    timeZone: 'UTC',
    year: 'numeric',
    ...(month !== null && { month: 'long' }),
    ...(day !== null && { day: 'numeric' }),
  }).format(instant);
}
