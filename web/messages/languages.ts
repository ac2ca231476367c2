/**
 * The languages of the source's page, without their sentences, so that a page can name the others and load only
 * its own.
 *
 * @module
 */
export const LANGUAGES = [
  { lang: 'en', name: 'English' },
  { lang: 'zh-Hans', name: '简体中文' },
] as const;

export type Language = (typeof LANGUAGES)[number]['lang'];
