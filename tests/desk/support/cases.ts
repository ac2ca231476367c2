/**
 * Invented cases for the desk's tests and pictures. Nobody in them exists.
 *
 * @module
 */
import type { CaseView } from '../../../reviewer/contract.ts';
import { makeCase } from './fake-session.ts';

const id = (digit: string): string => digit.repeat(32);

export const CHINESE: CaseView = makeCase({
  id: id('a'),
  day: '2026-11-20',
  language: 'zh-Hans',
  answers: [
    {
      id: 'what',
      label: '发生了什么?',
      text: '去年三月,我在县信访局门口被四个人带走,关在一间没有窗户的房间里十一天。他们没有出示任何证件,也没有通知我的家人。\n\n第三天,一个自称姓陈的人要我在一张白纸上签名。我没有签,他们就不让我睡觉。',
    },
    { id: 'when', label: '什么时候?', text: '2025 年 3 月 4 日至 15 日' },
    { id: 'where', label: '在哪里?', text: '县城东路招待所二楼' },
    { id: 'who', label: '是谁做的?', text: '信访局的人,还有两个穿便衣的人。' },
  ],
  evidence: [
    {
      path: 'evidence/001-照片.jpg',
      name: '照片 2025-03-16.jpg',
      type: 'image/jpeg',
      size: 2_483_112,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      removed: ['place', 'thumbnail', 'gps'],
      original: 'evidence/002-original-照片.jpg',
      from: id('a'),
    },
    {
      path: 'evidence/002-original-照片.jpg',
      name: '照片 2025-03-16.jpg',
      type: 'image/jpeg',
      size: 2_501_920,
      sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      removed: [],
      from: id('a'),
    },
  ],
  followUps: [
    {
      kind: 'acknowledgement',
      id: 'ack-1',
      day: '2026-11-20',
      answers: [],
      text: '您的证言已收到并可以阅读。',
      state: 'placed',
      evidence: [],
    },
    {
      kind: 'follow-up',
      id: id('1'),
      day: '2026-11-21',
      consent: { contact: true },
      language: 'zh-Hans',
      answers: [{ id: 'what', label: '发生了什么?', text: '补充:那天晚上还有一位证人,她愿意作证。' }],
      text: '',
      evidence: [
        {
          path: 'evidence/001-voice.m4a',
          name: 'voice.m4a',
          type: 'audio/mp4',
          size: 902_144,
          sha256: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
          removed: [],
          from: id('1'),
        },
      ],
    },
  ],
});

export const ARABIC: CaseView = makeCase({
  id: id('b'),
  day: '2026-11-19',
  language: 'ar',
  contact: false,
  answers: [
    {
      id: 'what',
      label: 'ماذا حدث؟',
      text: 'أوقفوني عند الحاجز (رقم 17) وأخذوا هاتفي ووثائقي. طلبوا مني مبلغ 300 دولار لكي أخرج، ثم احتجزوني يومين في مركز الشرطة.\n\nلم يُسمح لي بالاتصال بمحامٍ.',
    },
    { id: 'when', label: 'متى؟', text: '12 أكتوبر 2026' },
  ],
  evidence: [
    {
      path: 'evidence/001-file.pdf',
      name: 'محضر الشرطة.pdf',
      type: 'application/pdf',
      size: 1_204_224,
      sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
      removed: [],
      from: id('b'),
    },
  ],
});

/** What an attacker would write, who wants the reviewer's browser rather than to be heard. */
export const HOSTILE: CaseView = makeCase({
  id: id('c'),
  day: '2026-11-18',
  language: 'en"><script>globalThis.owned=1</script>',
  answers: [
    {
      id: 'what<b>',
      label: '<img src=x onerror="globalThis.owned=1">',
      text: '<script>globalThis.owned = 1</script>\n<img src=x onerror="globalThis.owned=1">\n{{constructor.constructor("globalThis.owned=1")()}} ${7*7} \u0000\u0007\u001b[31m\u202egnihtemos\u202c javascript:alert(1)\ud800 https://tracker.example/pixel.gif',
    },
  ],
  evidence: [
    {
      path: 'evidence/001-invoice.exe',
      name: 'invoice\u202efdp.exe',
      type: 'text/html"><script>globalThis.owned=1</script>',
      size: 512,
      sha256: '0'.repeat(64),
      removed: ['<svg onload=globalThis.owned=1>'],
      from: id('c'),
    },
    {
      path: 'evidence/002-x.jpg',
      name: 'a\u200b\n\u0085\u2028<img src=x onerror=globalThis.owned=1>                                        .jpg',
      type: '',
      size: 0,
      sha256: 'f'.repeat(64),
      removed: [],
      from: id('c'),
    },
  ],
});

/** A source who changes their mind, in another language than at first. */
export const WITHDRAWN: CaseView = makeCase({
  id: id('e'),
  day: '2026-11-16',
  language: 'ar',
  answers: [{ id: 'what', label: 'ماذا حدث؟', text: 'أخذوا أخي من البيت ليلاً.' }],
  now: false,
  followUps: [
    {
      kind: 'follow-up',
      id: id('2'),
      day: '2026-11-18',
      consent: { contact: false },
      language: 'fr',
      answers: [
        { id: 'what', label: 'What happened?', text: 'Ne m’écrivez plus, mon téléphone a été saisi.' },
      ],
      text: '',
      evidence: [],
    },
  ],
});

/** A follow-up whose testimony is not here. */
export const ALONE: CaseView = {
  ...makeCase({ id: id('f'), day: '2026-11-15', language: 'ug', answers: [], canReply: false }),
  problem: 'followup.unknown-source',
  consent: null,
  thread: [
    {
      kind: 'follow-up',
      id: id('f'),
      day: '2026-11-15',
      consent: { contact: true },
      language: 'ug',
      answers: [{ id: 'what', label: 'What happened?', text: 'يەنە بىر ئىش بار.' }],
      text: '',
      evidence: [],
    },
  ],
};

export const UNREADABLE: CaseView = makeCase({
  id: id('d'),
  day: '2026-11-17',
  language: 'und',
  answers: [],
  canReply: false,
  problem: 'envelope.damaged',
});

export const CASES: readonly CaseView[] = [CHINESE, ARABIC, HOSTILE, UNREADABLE, WITHDRAWN, ALONE];
