/**
 * Single keys, as data: which one does what. Off while somebody types, and with a modifier, which belongs to the
 * browser. The reviewer can switch them off (WCAG 2.1.4): speech input would set them off by accident.
 *
 * @module
 */

export type Shortcut = 'next' | 'previous' | 'reply' | 'back';

const KEYS: Readonly<Record<string, Shortcut>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  r: 'reply',
  Escape: 'back',
};

/** @returns what the key means here, or null where it should do what it always does. */
export function shortcutOf(event: KeyboardEvent, singleKeys: boolean): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const shortcut = KEYS[event.key] ?? null;
  if (shortcut === null || shortcut === 'back') return shortcut;
  if (event.key.length === 1) return singleKeys && !isTyping(event.target) ? shortcut : null;
  // Arrows scroll, except in the list.
  return event.target instanceof Element && event.target.closest('[data-arrows]') ? shortcut : null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');
}
