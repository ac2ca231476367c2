/**
 * The interface's language, for as long as the page is open. Nothing is stored.
 *
 * @module
 */
import { en, type Messages } from './messages/en.ts';
import { zhHans } from './messages/zh-Hans.ts';

export const LANGUAGES = ['en', 'zh-Hans'] as const;
export type LanguageTag = (typeof LANGUAGES)[number];

export const MESSAGES: Readonly<Record<LanguageTag, Messages>> = { en, 'zh-Hans': zhHans };

export class Language {
  tag = $state<LanguageTag>('en');
  readonly messages = $derived<Messages>(MESSAGES[this.tag]);

  constructor(tag: LanguageTag) {
    this.tag = tag;
  }
}

/** The first preferred language that there is; Chinese in any script gets simplified. */
export function chooseLanguage(preferred: readonly string[]): LanguageTag {
  for (const tag of preferred) {
    if (tag.startsWith('zh')) return 'zh-Hans';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}
