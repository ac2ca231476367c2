/**
 * Leads whoever writes to a field: opens what it is folded into, and gives it the focus.
 *
 * @module
 */

/** `id`: of a field, or of what holds the fields of one question. */
export function reveal(id: string): void {
  const found = document.getElementById(id);
  for (let fold = found?.closest('details'); fold; fold = fold.parentElement?.closest('details')) {
    fold.open = true;
  }
  const fields = 'input, select, textarea';
  const field = found?.matches(fields) ? found : found?.querySelector<HTMLElement>(fields);
  field?.focus();
}
