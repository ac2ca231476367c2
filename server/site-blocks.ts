/**
 * Blocks in a page that was built: shown in one state only, or once for each item. They stand in its text as
 * `__WITNESSBOX_IF_NAME__ … __WITNESSBOX_END_NAME__` and `__WITNESSBOX_EACH_NAME__ … __WITNESSBOX_END_NAME__`. Works on
 * what the build made, before anything that an organisation wrote is put in.
 *
 * @module
 */

type Items = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/**
 * `shown`: which blocks of the first kind stay. `items`: what those of the second are repeated for; marks of an item are
 * numbered, and `values` says what is to be put in for each.
 */
export function blocksIn(
  html: string,
  shown: ReadonlySet<string>,
  items: Items,
): { html: string; values: Record<string, string> } {
  const values: Record<string, string> = {};
  const each = (name: string, content: string): string =>
    (items[name] ?? [])
      .map((item, index) => {
        const number = String(index);
        return Object.entries(item).reduce((text, [key, value]) => {
          values[`__WITNESSBOX_${key}_${number}__`] = value;
          return text.replaceAll(`__WITNESSBOX_${key}__`, `__WITNESSBOX_${key}_${number}__`);
        }, content);
      })
      .join('');
  const chosen = (text: string): string =>
    text.replace(BLOCK, (_, kind: string, name: string, content: string) => {
      if (kind === 'EACH') return each(name, chosen(content));
      return shown.has(name) ? chosen(content) : '';
    });
  return { html: chosen(html), values };
}

const BLOCK = /__WITNESSBOX_(IF|EACH)_([A-Z]+)__([\s\S]*?)__WITNESSBOX_END_\2__/g;
