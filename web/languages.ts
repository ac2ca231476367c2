/**
 * The languages of the source's page, as the files in web/messages have them: one file, one language. Read while
 * building, checking and testing; a page is told the names of the others, and has no sentence of theirs.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { FALLBACK, receiptLanguageOf, type ReceiptLanguage } from '../crypto/receipt-language.ts';
import type { IntakeMessages, LanguageFile, LanguageName } from './shared/messages.ts';

export type Language = LanguageFile & { lang: string };

const FOLDER = new URL('./messages/', import.meta.url);

/** English first, which is what a browser is given that asks for none of them; the others by their tags (BCP 47). */
export async function readLanguages(): Promise<Language[]> {
  const tags = (await readdir(FOLDER)).map((name) => name.replace(/\.ts$/, ''));
  tags.sort((a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1));
  return Promise.all(
    tags.map(async (lang) => {
      const file = (await import(new URL(`${lang}.ts`, FOLDER).href)) as LanguageFile;
      if (file.first.lang !== lang) throw new Error(`web/messages/${lang}.ts names another language`);
      return { ...file, lang };
    }),
  );
}

export function namesOf(languages: readonly Language[]): LanguageName[] {
  return languages.map(({ first: { lang, name } }) => ({ lang, name }));
}

/** What each says of the intake form to start from, by its tag. */
export function intakeMessagesOf(languages: readonly Language[]): Record<string, IntakeMessages> {
  return Object.fromEntries(languages.map(({ lang, intake }) => [lang, intake]));
}

/** What @scure/bip39 calls its lists. */
const LIST_FILES: Readonly<Record<ReceiptLanguage, string>> = {
  cs: 'czech',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  pt: 'portuguese',
  'zh-Hans': 'simplified-chinese',
  'zh-Hant': 'traditional-chinese',
};

const ENTRY = 'language:';
const LATER = '.later';

/** By language its first script, and what comes later: address of the module for `languageEntries` by name of the entry. */
export function entriesOf(languages: readonly Language[]): Record<string, string> {
  const names = languages.flatMap(({ lang }) => [lang, `${lang}${LATER}`]);
  return Object.fromEntries(names.map((name) => [name, `${ENTRY}${name}`]));
}

/** Makes those modules. */
export function languageEntries(languages: readonly Language[]): Plugin {
  const names = JSON.stringify(namesOf(languages));
  return {
    name: 'witnessbox-languages',
    resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${ENTRY}`)) return null;
      const name = id.slice(ENTRY.length + 1);
      return name.endsWith(LATER) ? laterEntry(name.slice(0, -LATER.length)) : firstEntry(name, names);
    },
  };
}

function firstEntry(lang: string, names: string): string {
  return `import { first, problems } from ${messagesAt(lang)};
import { start } from ${at('./source/start.ts')};
start({ ...first, problems }, ${names});`;
}

/**
 * A language a second time, as a module of its own, so that its later sentences are not in the first script; so is its
 * list of words, or those that several languages use would be in the script that all have in common.
 */
function laterEntry(lang: string): string {
  const language = receiptLanguageOf(lang) ?? FALLBACK;
  const list = fileURLToPath(import.meta.resolve(`@scure/bip39/wordlists/${LIST_FILES[language]}.js`));
  return `import { wordlist } from ${JSON.stringify(`${list}?${lang}`)};
export { later as messages, handIn } from ${messagesAt(lang, '?later')};
export const list = { language: '${language}', words: wordlist };`;
}

function messagesAt(lang: string, query = ''): string {
  return at(`./messages/${lang}.ts`, query);
}

function at(path: string, query = ''): string {
  return JSON.stringify(fileURLToPath(new URL(path, import.meta.url)) + query);
}
