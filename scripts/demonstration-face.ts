/**
 * How the demonstration organisation looks and what it says of itself, so that who tries Witnessbox out sees what an organisation
 * can do (docs/appearance.md). Everything in it is invented.
 *
 * @module
 */
import type { Appearance } from '../crypto/appearance.ts';

/** A lighthouse: PNG, 96 by 96 pixels. */
const LOGO = [
  'iVBORw0KGgoAAAANSUhEUgAAAGAAAABgBAMAAAAQtmoLAAAAGFBMVEX////n3+XQv8q4n7Chf5aJX3xyP2FaH0dE8u',
  'W2AAABGElEQVR42u3VzwuCMBQHcF2aV6F/wEPQtSDoKkXt6iHw2iHoGqW9fz9N1zZ/vgcKIns32T48tn03LcuUKVOD',
  'lxMSAU+IDQBoLThAQmxAa8FzkBAbUFrwAuBbeAV4ds1JT34XsPdxBWTj16ANsHP2VQcA950AYb7yEqwuv8EmAJAeq2',
  'Adl0PNINuaQAWM/wcG6UBcg7pLKmjeJfI5kE+6NhtvJggUgly1tRHghQQHAd60G4q/oyJukCLBQ4APEkDbHWgpJkEw',
  'DnAkwL19rgQRCiwluJlfcW/2sOlTr+gogKkAE6aFCra07OHS56ogomXPpK//GcM+ZQC0MNk68GnZw6TP0UE4PHB10J',
  '8+TwfP+eYHUDVtYGr+9QXcnVCt0/LMNwAAAABJRU5ErkJggg==',
].join('');

export const DEMONSTRATION_FACE: Appearance = {
  format: 'witnessbox-appearance/1',
  colours: {
    light: { paper: '#fdf9fb', accent: '#5a1f47', onAccent: '#ffffff' },
    dark: { accent: '#f0b8dc', onAccent: '#2c0a21' },
  },
  logo: LOGO,
  words: {
    en: {
      about: [
        'This organisation is invented. It shows how an organisation can present itself here, in its own words.',
        'A real one would say who it is, since when, and what it does with what people tell it.',
      ],
      ways: [
        { label: 'By letter, without a sender', value: 'Box 7, Lantern Harbour (invented)' },
        { label: 'By telephone, from one that is not yours', value: '+00 000 0007' },
      ],
    },
    'zh-Hans': {
      about: [
        '这个机构是虚构的，只用来演示一个组织可以怎样用自己的话介绍自己。',
        '真实的组织会在这里说明：自己是谁，从什么时候开始工作，会怎样对待人们讲述的事。',
      ],
      ways: [
        { label: '写信，不必写寄信人', value: '灯塔港七号信箱（虚构）' },
        { label: '打电话，请用别人的电话', value: '+00 000 0007' },
      ],
    },
  },
};
