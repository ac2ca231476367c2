/**
 * Code to sentence. A code that this page does not know yet is said as such rather than swallowed.
 *
 * @module
 */
import type { Messages } from './messages/en.ts';

export function sentence(messages: Messages, code: string): string {
  return Object.hasOwn(messages.errors, code)
    ? ((messages.errors as Readonly<Record<string, string>>)[code] ?? messages.unknownError(code))
    : messages.unknownError(code);
}
