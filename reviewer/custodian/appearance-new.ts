/**
 * The appearance that an organisation starts from. It shows everything that can be said, and nothing of it is true of anybody.
 *
 * @module
 */
import type { Appearance } from '../../crypto/appearance.ts';

export const NEW_APPEARANCE: Appearance = {
  format: 'witnessbox-appearance/1',
  colours: {
    light: { accent: '#14495a', onAccent: '#ffffff' },
    dark: { accent: '#9bd3e4', onAccent: '#06222c' },
  },
  words: {
    en: {
      about: [
        'Write here in two or three sentences who you are, since when, and for whom you work.',
        'Write here what you do with what people tell you, and who pays for your work.',
      ],
      ways: [
        { label: 'By letter', value: 'Your address' },
        { label: 'By telephone, from a telephone that is not yours', value: '+00 000 0000' },
      ],
    },
    'zh-Hans': {
      about: ['请用两三句话写明：你们是谁，从什么时候开始工作，为哪些人工作。'],
      ways: [{ label: '写信', value: '贵组织的地址' }],
    },
  },
};
