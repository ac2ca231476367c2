/** The desk in a browser, as a reviewer uses it: with the mouse, with the keyboard only, and under attack. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WitnessboxError } from '../../crypto/errors.ts';
import { buildDesk } from '../../web/desk/build.ts';
import { audit, isInstalled, launch, openPage, type Watched } from './support/browser.ts';
import { ALONE, ARABIC, CASES, CHINESE, HOSTILE, UNREADABLE, WITHDRAWN } from './support/cases.ts';
import { openDoor, type Door } from './support/door.ts';
import { ABOUT, dayFromNow, FakeSession } from './support/fake-session.ts';
import { defaultForm, FormSession } from './support/structured.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let browser: Browser;
let door: Door;

describe.skipIf(!isInstalled)('the desk in Chromium (skipped where it is not installed)', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-desk-'));
    [browser] = await Promise.all([launch(), buildDesk(folder)]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await door.stop();
  });

  async function visit(session: FakeSession, options?: BrowserContextOptions): Promise<Watched> {
    door = await openDoor(session, folder);
    const watched = await openPage(browser, door.address, options);
    await watched.page.getByTestId('organisation').waitFor();
    return watched;
  }

  const focused = (page: Page): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);

  it('lists, reads, saves, replies and syncs', async () => {
    const session = new FakeSession(CASES);
    const { page, mishaps } = await visit(session);

    const rows = page.getByTestId('case');
    expect(await rows.count()).toBe(CASES.length);
    // Rows are laid out when they come into view (content-visibility); until then they have no text to show.
    await rows.nth(0).getByText('Simplified Chinese').waitFor();
    expect(await rows.nth(0).innerText()).toMatch(/20 Nov 2026|Nov 20, 2026/u);
    expect(await rows.nth(0).innerText()).toContain('Simplified Chinese');
    expect(await rows.nth(0).innerText()).toContain('3 files');
    expect(await rows.nth(3).innerText()).toContain('damaged or was altered');

    await rows.nth(0).click();
    const testimony = page.getByTestId('testimony');
    for (const answer of CHINESE.answers) {
      const shown = testimony.locator('dd', { hasText: answer.text.slice(0, 8) });
      expect(await shown.evaluate((element) => element.textContent)).toBe(answer.text);
      expect(await shown.getAttribute('lang')).toBe('zh-Hans');
    }
    expect(await page.getByTestId('sha256').first().innerText()).toBe(CHINESE.evidenceList[0]?.sha256);
    expect(await page.getByTestId('file').count()).toBe(3);
    // What the source's page removes is said in words; whatever else stands there stays as it is.
    expect(await page.getByTestId('file').first().innerText()).toContain('place, small preview, gps');
    expect(await page.getByTestId('original').allInnerTexts()).toEqual(['002-original-照片.jpg']);
    const [originalOf, ...more] = await page.getByTestId('original-of').allInnerTexts();
    expect(originalOf).toContain('001-照片.jpg');
    expect(originalOf).toContain('Do not publish it');
    expect(more).toEqual([]);

    expect(await page.getByTestId('folder').inputValue()).toBe('/home/reviewer/case-2026-11-20-aaaaaaaa');
    await page.getByTestId('save').click();
    await page.getByTestId('saved').waitFor();
    await page.getByTestId('save').click();
    expect(await page.getByTestId('save-error').innerText()).toContain('Nothing was overwritten');

    await page.getByTestId('reply-text').fill('谢谢您。我们想请问:');
    await page.getByTestId('parts').getByText('Fits one part').waitFor();
    await page.getByTestId('send').click();
    await page.getByTestId('queued').waitFor();
    expect(session.replies).toEqual([{ id: CHINESE.id, text: '谢谢您。我们想请问:' }]);
    expect(await page.getByTestId('reply').getByTestId('state').innerText()).toBe('Waits for the next sync');
    expect(await page.getByTestId('reply-text').inputValue()).toBe('');

    await page.getByTestId('sync').click();
    await page.getByTestId('reply').getByText('Laid down at the portal').waitFor();
    expect(await page.getByTestId('report').innerText()).toContain(
      'Nothing new, 1 message laid down for sources.',
    );
    // The browser itself notes the refusal to overwrite.
    expect(mishaps.filter((mishap) => !mishap.includes('409'))).toEqual([]);
  });

  it('takes the token out of the address, leaves nothing in the browser, and asks for the address after a reload', async () => {
    const { page } = await visit(new FakeSession(CASES));
    expect(page.url()).toBe(`http://${door.host}/`);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    await page.reload();
    expect(await page.getByTestId('locked').innerText()).toContain(
      'Open the address that the program printed',
    );
    // The same tab, the printed address again: only the fragment changes, so nothing is loaded.
    await page.goto(door.address);
    await page.getByTestId('organisation').waitFor();
    expect(page.url()).toBe(`http://${door.host}/`);
  });

  it('says what to do when the token is of an earlier start', async () => {
    door = await openDoor(new FakeSession(CASES), folder);
    const { page } = await openPage(browser, `http://${door.host}/#${'A'.repeat(43)}`);
    await page.getByTestId('locked').getByText('an earlier start').waitFor();
    await page.goto(door.address);
    await page.getByTestId('organisation').waitFor();
  });

  it('leaves what was being written on the screen when the program stops', async () => {
    const { page } = await visit(new FakeSession(CASES));
    await page.getByTestId('case').first().click();
    await page.getByTestId('reply-text').fill('half a thought');
    await door.stop();
    await page.getByTestId('send').click();
    await page.getByTestId('reply-error').getByText('no longer answers').waitFor();
    await page.getByTestId('sync').click();
    await page.getByTestId('error').getByText('no longer answers').waitFor();
    expect(await page.getByTestId('sync').innerText()).toBe('Sync');
    expect(await page.getByTestId('reply-text').inputValue()).toBe('half a thought');
  });

  it('can be used with the keyboard only', async () => {
    const session = new FakeSession(CASES);
    const { page, mishaps } = await visit(session);
    const current = (): Promise<string | null> =>
      page.locator('[data-testid=case]:focus').getAttribute('aria-current');

    await page.keyboard.press('j');
    expect(await page.locator('[data-testid=case]:focus').innerText()).toContain('Chinese');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    expect(await page.locator('[data-testid=case]:focus').innerText()).toContain('Arabic');
    const outline = await page
      .locator('[data-testid=case]:focus')
      .evaluate((row) => getComputedStyle(row).outlineStyle);
    expect(outline).toBe('solid');
    expect(await current()).toBeNull();
    await page.keyboard.press('Enter');
    await page.getByTestId('reader').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-heading');

    await page.keyboard.press('r');
    expect(await focused(page)).toBe('reply-text');
    await page.keyboard.type('jkr');
    expect(await page.getByTestId('reply-text').inputValue()).toBe('jkr');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('queued').waitFor();
    expect(session.replies).toEqual([{ id: ARABIC.id, text: 'jkr' }]);

    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('case');
    // One stop for the whole list, however long it is.
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toBe('case');
    await page.keyboard.press('Shift+Tab');
    expect(await page.locator('[data-testid=case]:focus').innerText()).toContain('Arabic');
    expect(mishaps).toEqual([]);
  });

  it('lets single keys be switched off', async () => {
    const { page } = await visit(new FakeSession(CASES));
    await page.getByText('Keyboard').click();
    await page.getByLabel('Use single keys').uncheck();
    await page.keyboard.press('j');
    expect(await focused(page)).not.toBe('case');
  });

  it('shows a hostile testimony as text, and its hidden characters', async () => {
    const { page, mishaps } = await visit(new FakeSession([HOSTILE]));
    await page.getByTestId('case').click();
    const testimony = page.getByTestId('testimony');
    await testimony.waitFor();
    expect(await testimony.locator('script, img, svg, a').count()).toBe(0);
    expect(await testimony.innerText()).toContain('<script>globalThis.owned = 1</script>');
    expect(await testimony.innerText()).toContain('U+202E');
    expect(await testimony.innerText()).toContain('U+001B');
    const name = page.getByTestId('file-name').first();
    expect(await name.innerText()).toBe('invoiceU+202Efdp.exe');
    expect(await page.getByTestId('file').first().innerText()).toContain('EXE');
    expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false);
    expect(await page.evaluate(() => /[\u202d\u202e]/u.test(document.body.textContent))).toBe(false);
    expect(mishaps).toEqual([]);
  });

  it('would refuse markup even if some came to be', async () => {
    const { page, mishaps } = await visit(new FakeSession([HOSTILE]));
    const outcome = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x onerror="globalThis.owned=1">';
        return 'taken';
      } catch {
        return 'refused';
      }
    });
    expect(outcome).toBe('refused');
    const leak = page.evaluate(() =>
      fetch('http://127.0.0.1:1/leak').then(
        () => 'sent',
        () => 'refused',
      ),
    );
    expect(await leak).toBe('refused');
    expect(mishaps.join()).toContain('connect-src');
  });

  it('keeps a draft while another case is read', async () => {
    const { page } = await visit(new FakeSession(CASES));
    await page.getByTestId('case').nth(0).click();
    await page.getByTestId('reply-text').fill('half a thought');
    await page.getByTestId('case').nth(1).click();
    await page.getByText('does not wish to be asked back').waitFor();
    expect(await page.getByTestId('reply-box').innerText()).toContain('did not agree to be asked back');
    expect(await page.getByTestId('reply-text').inputValue()).toBe('');
    await page.getByTestId('case').nth(0).click();
    await page.getByText('agrees to be asked back').waitFor();
    expect(await page.getByTestId('reply-text').inputValue()).toBe('half a thought');
  });

  it('says what is wrong with a case that cannot be opened, and offers no reply', async () => {
    const { page } = await visit(new FakeSession([UNREADABLE]));
    await page.getByTestId('case').click();
    await page.getByTestId('no-reply').waitFor();
    expect(await page.getByTestId('reader').innerText()).toContain('damaged or was altered');
    expect(await page.getByTestId('reply-text').count()).toBe(0);
    expect(await page.getByTestId('evidence').count()).toBe(0);
    expect(await page.getByTestId('save-box').count()).toBe(0);
    // Nothing is known of what this source consented to.
    expect(await page.getByTestId('consent').count()).toBe(0);
  });

  it('shows the consent as it stands, and in the thread what was said when and in which language', async () => {
    const { page, mishaps } = await visit(new FakeSession([WITHDRAWN]));
    await page.getByTestId('case').click();
    expect(await page.getByTestId('consent').innerText()).toContain('does not wish to be asked back');
    expect(await page.getByTestId('reply-box').innerText()).toContain('did not agree to be asked back');
    const first = page.getByTestId('testimony');
    const later = page.getByTestId('follow-up');
    expect(await first.getByTestId('item-consent').innerText()).toContain('says yes');
    expect(await later.getByTestId('item-consent').innerText()).toContain('says no');
    expect(await first.locator('dd').first().getAttribute('lang')).toBe('ar');
    expect(await later.locator('dd').first().getAttribute('lang')).toBe('fr');
    expect(await later.innerText()).toContain('French');
    expect(mishaps).toEqual([]);
  });

  it('shows answers by their form, what does not fit it, uses one by one, and the wish for deletion, in the language of the desk', async () => {
    const session = new FormSession(await defaultForm());
    const { page, mishaps } = await visit(session);
    expect(await page.getByTestId('case').innerText()).toContain('Deletion asked for');
    await page.getByTestId('case').click();
    const testimony = page.getByTestId('testimony');
    expect(await testimony.locator('h4').allInnerTexts()).toEqual(
      expect.arrayContaining(['Who did it?', 'Not in the form']),
    );
    expect(await testimony.getByTestId('date').first().innerText()).toBe(
      'since about March 2019, still going on 2019-03~/..',
    );
    const officials = testimony.getByTestId('group').first();
    expect(await officials.locator('ol > li').count()).toBe(2);
    expect(await officials.getByTestId('chosen').innerText()).toContain('They said who they were');
    expect(await officials.getByText('签了字，不给我们看。').getAttribute('lang')).toBe('zh-Hans');
    // A field, a question that wants a text, and a question that there is not.
    expect(await testimony.getByTestId('misfit').count()).toBe(3);
    expect(await testimony.getByText('<img src=x onerror').innerText()).toContain('U+202E');
    expect(await page.getByTestId('file-answers').innerText()).toContain('The original, as it was made');

    expect(await page.getByTestId('deletion').innerText()).toContain('Nothing is deleted by itself');
    expect(await page.getByTestId('follow-up').getByTestId('item-consent').innerText()).toContain(
      'leaves the consent',
    );
    const now = page.getByTestId('ladder').first();
    expect(await now.getByTestId('use-numbers').innerText()).toMatch(/^Yes\s+Count it/u);
    expect(await now.getByTestId('use-courts').innerText()).toMatch(/^Yes/u);
    expect(await now.getByTestId('use-named').innerText()).toMatch(/^No\s+Publish it with your name/u);
    expect(await now.getByTestId('notice-unknown').count()).toBe(0);
    expect(await testimony.getByTestId('notice-unknown').count()).toBe(1);
    expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false);
    expect(await audit(page)).toEqual([]);

    await page.getByTestId('languages').getByText('中文').click();
    await page.getByText('是谁做的？').first().waitFor();
    expect(await testimony.getByTestId('date').first().innerText()).toContain('自2019年3月前后起，仍在持续');
    expect(session.asked).toEqual(['en', 'zh-Hans']);
    expect(await audit(page)).toEqual([]);
    expect(mishaps).toEqual([]);
  });

  it('claims nothing of the consent of a source whose follow-up stands alone', async () => {
    const { page } = await visit(new FakeSession([ALONE]));
    await page.getByTestId('case').click();
    await page.getByTestId('follow-up').waitFor();
    expect(await page.getByTestId('consent').count()).toBe(0);
    expect(await page.getByTestId('item-consent').innerText()).toContain('says yes');
  });

  it('starts empty, says what to do, and fills when the sync brings something', async () => {
    const session = new FakeSession([]);
    session.arriving = [CHINESE];
    const { page } = await visit(session);
    expect(await page.getByTestId('no-cases').innerText()).toContain('Press Sync');
    let open = (): void => undefined;
    session.gate = new Promise((resolve) => (open = resolve));
    await page.getByTestId('sync').click();
    await page.getByTestId('sync').getByText('Syncing, 0 of 1').waitFor();
    open();
    await page.getByTestId('case').waitFor();
    expect(await page.getByTestId('report').innerText()).toBe('1 submission fetched.');
  });

  it('tells why a sync failed, and what it warns of', async () => {
    const session = new FakeSession(CASES);
    session.failure = new WitnessboxError('keyring.rollback');
    const { page } = await visit(session);
    await page.getByTestId('sync').click();
    await page.getByTestId('report').getByText('older keyring').waitFor();
    session.failure = null;
    session.report = { ...session.report, warnings: ['followup.forged', 'later.code'] };
    await page.getByTestId('sync').click();
    await page.getByTestId('report').getByText('its signature is wrong').waitFor();
    expect(await page.getByTestId('report').innerText()).toContain('later.code');
  });

  it('shows the demonstration for what it is, and the end of the keys when it nears', async () => {
    const about = { ...ABOUT, demonstration: true, validUntil: dayFromNow(12), portal: null };
    const { page } = await visit(new FakeSession([], about));
    expect(await page.getByTestId('demonstration').innerText()).toContain('Demonstration');
    expect(await page.getByTestId('keys-ending').innerText()).toContain('end in 12 days');
    expect(await page.getByTestId('sync').getAttribute('aria-disabled')).toBe('true');
    await page.getByTestId('keys').click();
    expect(await page.getByTestId('fingerprint').innerText()).toBe(ABOUT.fingerprint);
    await door.stop();
    const ended = await visit(new FakeSession([], { ...ABOUT, validUntil: dayFromNow(-1) }));
    expect(await ended.page.getByTestId('keys-ended').innerText()).toContain('have ended');
  });

  it('says what the reviewer has to do for the next epoch, and that a grant is missing', async () => {
    const ending = { ...ABOUT, validUntil: dayFromNow(29) };
    for (const [nextGrant, words] of [
      ['missing', 'keys request'],
      ['asked', 'keys accept'],
    ] as const) {
      const { page } = await visit(new FakeSession([], { ...ending, nextGrant }));
      expect(await page.getByTestId('keys-ending').innerText()).toContain(words);
      await door.stop();
    }
    const ready = await visit(new FakeSession([], ending));
    expect(await ready.page.getByTestId('keys-ending').innerText()).not.toContain('npx');
    await door.stop();
    const early = await visit(new FakeSession([], { ...ABOUT, nextGrant: 'missing' }));
    expect(await early.page.getByTestId('keys-ending').count()).toBe(0);
    expect(await early.page.getByTestId('grant-missing').count()).toBe(0);
    await door.stop();
    const rotated = await visit(new FakeSession([], { ...ABOUT, grant: 'missing' }));
    expect(await rotated.page.getByTestId('grant-missing').innerText()).toContain('keys request');
  });

  it('speaks Chinese where the browser does, and switches', async () => {
    const { page } = await visit(new FakeSession(CASES), { locale: 'zh-CN' });
    expect(await page.getByTestId('sync').innerText()).toBe('同步');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.getByTestId('sync').innerText()).toBe('Sync');
  });

  it.each([
    ['wide, light, English', { viewport: { width: 1280, height: 900 } }],
    ['wide, dark, Chinese', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark', locale: 'zh-CN' }],
    ['narrow, light, Chinese', { viewport: { width: 360, height: 740 }, locale: 'zh-CN' }],
    ['narrow, dark, English', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ] satisfies [string, BrowserContextOptions][])(
    'is accessible and never wider than the screen: %s',
    async (_, options) => {
      const about = { ...ABOUT, demonstration: true, validUntil: dayFromNow(5) };
      const { page, mishaps } = await visit(new FakeSession(CASES, about), options);
      const check = async (): Promise<void> => {
        expect(await audit(page)).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
      };
      await check();
      await page.getByTestId('sync').click();
      await page.getByTestId('report').locator('p').waitFor();
      for (const [index, each] of CASES.entries()) {
        if (await page.getByTestId('back').isVisible()) await page.getByTestId('back').click();
        await page.getByTestId('case').nth(index).click();
        await page.getByText(each.id).waitFor();
        await check();
      }
      await page.reload();
      await page.getByTestId('locked').waitFor();
      await check();
      expect(mishaps).toEqual([]);
    },
  );
});
