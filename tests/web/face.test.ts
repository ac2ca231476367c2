/** The organisation's own face on the first view: what is shown before the check, after it, and where something does not fit. */
import { createRawSnippet } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { Face } from '../../web/source/errands.ts';
import { styleOf } from '../../web/source/face.ts';
import { buildsPage, ORGANISATION, PageError, setUp } from './built-visit.ts';
import { en } from './said.ts';

buildsPage();

const FACE: Face = {
  language: 'ug',
  about: ['We are seven.', 'We listen & keep <quiet>.'],
  ways: [{ label: 'By telephone', value: '+00 000 0007' }],
  colours: null,
  logo: { picture: new Blob(['x']), width: 24, height: 16 },
};
const words = createRawSnippet(() => ({ render: () => '<div>as they came with the page</div>' }));
const CAME = 'as they came with the page';

const visiting = (open: () => unknown) => setUp({ open }, undefined, { words });
const failing = (code: string) =>
  visiting(() => {
    throw new PageError(code);
  });

describe('the first view', () => {
  test('shows the words that came with the page until they are checked', () => {
    const { shown } = visiting(() => ({ ...ORGANISATION, face: FACE }));
    expect(shown()).toContain(CAME);
    expect(shown()).not.toContain('data-testid="own-words"');
  });

  test('shows the signed words in their place, and the logo beside the name', async () => {
    const { arrival, shown } = visiting(() => ({ ...ORGANISATION, face: FACE }));
    await arrival.wake();
    const page = shown();
    expect(page).not.toContain(CAME);
    for (const text of [en.own.about, en.own.ways, en.own.waysHint, en.own.signed, 'We are seven.'])
      expect(page).toContain(text);
    expect(page).toContain('We listen &amp; keep &lt;quiet>.');
    expect(page).toContain('<p lang="ug" dir="auto">');
    expect(page).toMatch(/<bdi dir="auto" translate="no">\+00 000 0007<\/bdi>/);
    expect(page).toMatch(/<img class="logo" alt="" width="24" height="16"/);
    // Nobody is taken to another site by a slip of the finger.
    expect(page).not.toMatch(/href="(?!\/)/);
  });

  test('shows none that were not signed, once it knows what was', async () => {
    const { arrival, shown } = visiting(() => ({ ...ORGANISATION, face: null }));
    await arrival.wake();
    expect(shown()).not.toContain(CAME);
    expect(shown()).not.toContain('data-testid="logo"');
  });

  test.each(['keyring.wrong-appearance', 'keyring.bad-signature', 'keyring.wrong-intake'])(
    'takes them away where something does not fit, for good: %s',
    async (code) => {
      const { arrival, shown } = failing(code);
      await arrival.wake();
      expect(shown()).not.toContain(CAME);
      arrival.trouble = null;
      expect(shown()).not.toContain(CAME);
    },
  );

  test.each(['keyring.expired', 'keyring.not-yet-valid', 'page.unreachable', 'page.unsupported'])(
    'leaves them where nothing can be sent for another reason: %s',
    async (code) => {
      const { arrival, shown } = failing(code);
      await arrival.wake();
      expect(shown()).toContain(CAME);
    },
  );

  test('leaves no heading without anything under it', async () => {
    const { arrival, shown } = visiting(() => ({ ...ORGANISATION, face: { ...FACE, about: [] } }));
    await arrival.wake();
    expect(shown()).not.toContain(en.own.about);
    expect(shown()).toContain(en.own.ways);
    const none = visiting(() => ({ ...ORGANISATION, face: { ...FACE, about: [], ways: [], logo: null } }));
    await none.arrival.wake();
    expect(none.shown()).not.toContain('data-testid="own-words"');
    expect(none.shown()).not.toContain('data-testid="logo"');
  });
});

test('colours become one rule for each scheme, of the tokens that were chosen', () => {
  expect(styleOf({ light: { paper: '#fffdf7', accent: '#5a1f47' } })).toBe(
    '@media not (prefers-color-scheme: dark){:root{--paper:#fffdf7;--accent:#5a1f47;}}@media (prefers-color-scheme: dark){:root{}}',
  );
  expect(styleOf({ dark: { ink: '#ffffff', onAccent: '#000000' } })).toContain(
    'dark){:root{--ink:#ffffff;--on-accent:#000000;}}',
  );
});
