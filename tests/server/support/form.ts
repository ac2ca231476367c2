/** A small intake form that has everything a form can have once. @module */
import type { Intake } from '../../../crypto/intake.ts';
import { writeJson } from '../../../crypto/shapes.ts';

export const FORM: Intake = {
  format: 'witnessbox-intake/2',
  id: 'harbour',
  first: [
    {
      id: 'what',
      kind: 'long',
      required: true,
      label: { en: 'What happened?', 'zh-Hans': '发生了什么事？' },
    },
  ],
  sections: [
    {
      id: 'who',
      label: { en: 'Who did it?', 'zh-Hans': '是谁做的？' },
      hint: { en: 'Skip this if you wish.', 'zh-Hans': '可以跳过。' },
      questions: [
        {
          id: 'officials',
          kind: 'group',
          required: false,
          label: { en: 'An official', 'zh-Hans': '一名官员' },
          add: { en: 'Another official', 'zh-Hans': '再加一名' },
          most: 3,
          fields: [
            { id: 'name', kind: 'line', required: false, label: { en: 'Name', 'zh-Hans': '姓名' } },
            {
              id: 'known',
              kind: 'choice',
              required: false,
              label: { en: 'How do you know?', 'zh-Hans': '您怎么知道？' },
              options: [
                { id: 'saw', label: { en: 'I saw it', 'zh-Hans': '亲眼看到' } },
                { id: 'told', label: { en: 'I was told', 'zh-Hans': '别人告诉我' } },
              ],
            },
            {
              id: 'by-whom',
              kind: 'line',
              required: false,
              label: { en: 'Who told you?', 'zh-Hans': '谁告诉您的？' },
              when: { question: 'known', is: ['told'] },
            },
          ],
        },
        { id: 'day', kind: 'date', required: false, label: { en: 'When?', 'zh-Hans': '什么时候？' } },
      ],
    },
    { id: 'evidence', label: { en: 'Files?', 'zh-Hans': '有文件吗？' }, questions: [], files: true },
  ],
  files: [
    { id: 'made-by', kind: 'line', required: false, label: { en: 'Who made it?', 'zh-Hans': '谁做的？' } },
  ],
  notice: {
    version: '3',
    text: { en: 'Reviewers read it.\nWhat is out stays out.', 'zh-Hans': '审阅人会读。\n发表了就收不回。' },
    uses: [
      {
        id: 'numbers',
        label: { en: 'Count it', 'zh-Hans': '计入统计' },
        consequence: { en: 'Nobody is shown.', 'zh-Hans': '看不出任何人。' },
      },
      {
        id: 'named',
        label: { en: 'Publish my name', 'zh-Hans': '署名发表' },
        consequence: { en: 'Everybody reads it.', 'zh-Hans': '所有人都看得到。' },
      },
    ],
  },
};

export const defaultForm = (): Uint8Array => writeJson(FORM);
