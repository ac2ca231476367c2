/**
 * Which of several languages somebody reads who asked for one that is not among them.
 *
 * @module
 */

/**
 * Of `languages` (BCP 47) one in the language of `wanted`, in its script if there is such a one: zh-TW finds zh-Hant
 * before zh-Hans, by the likely subtags of UTS 35. Undefined where none shares the language.
 */
export function kinOf(languages: readonly string[], wanted: string): string | undefined {
  const [language, script] = spoken(wanted);
  const kin = languages.filter((tag) => spoken(tag)[0] === language);
  return kin.find((tag) => spoken(tag)[1] === script) ?? kin[0];
}

/** Language and script; of what is no tag, itself. */
function spoken(tag: string): [language: string, script: string] {
  const locale = maximized(tag);
  return [locale?.language ?? tag, locale?.script ?? ''];
}

/** With the script and region that most who write so mean. */
export function maximized(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    return null;
  }
}
