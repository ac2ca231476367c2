/**
 * What a source is told without anybody's doing: that the message arrived and could be opened. It says no more
 * than that, because nobody may have read it yet.
 *
 * @module
 */
import type { MessageRecord } from './records.ts';

type Sentences = { testimony: (day: string) => string; followUp: (day: string) => string };

const ENGLISH: Sentences = {
  testimony: (day) =>
    `Your testimony was received and is readable, on ${day}. This is an automatic message: it does not say yet ` +
    'that a person has read it. If there is an answer or a question for you, it will appear here.',
  followUp: (day) =>
    `Your further message was received and is readable, on ${day}. This is an automatic message: it does not say ` +
    'yet that a person has read it.',
};

const SIMPLIFIED_CHINESE: Sentences = {
  testimony: (day) =>
    `您的证词已于 ${day} 收到,可以正常打开阅读。这是自动发出的确认,并不表示已有工作人员读过。` +
    '如果有答复或需要向您询问,内容会显示在这里。',
  followUp: (day) =>
    `您补充的信息已于 ${day} 收到,可以正常打开阅读。这是自动发出的确认,并不表示已有工作人员读过。`,
};

/** Chinese of any kind gets the simplified sentence: better read than not understood. */
function sentences(language: string): Sentences {
  return /^zh(?:-|$)/iu.test(language) ? SIMPLIFIED_CHINESE : ENGLISH;
}

export function acknowledgementOf(input: {
  id: string;
  kind: 'testimony' | 'follow-up';
  /** BCP 47, as the source wrote. */
  language: string;
  /** UTC day of opening. */
  day: string;
  /** The submission. */
  about: string;
  /** The follow-up's number, hexadecimal. */
  answers: string | null;
}): MessageRecord {
  const say = sentences(input.language);
  return {
    id: input.id,
    kind: 'acknowledgement',
    day: input.day,
    parts: [input.kind === 'testimony' ? say.testimony(input.day) : say.followUp(input.day)],
    placed: 0,
    last: null,
    answers: input.answers,
    about: input.about,
  };
}
