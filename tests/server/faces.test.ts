/** The organisation's appearance, as a server hands it out: one page for each language, and the words before any script. */
import { describe, expect, it } from 'vitest';
import {
  appearanceHash,
  appearancePage,
  parseAppearancePage,
  type Appearance,
} from '../../crypto/appearance.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { openOrganisation } from '../../server/organisation.ts';
import { FACE } from '../crypto/faces.ts';
import { ascii } from './support/files.ts';
import { makeOrganisation, type Changes } from './support/organisation.ts';
import { codeIn, makeWorld, smallSite } from './support/world.ts';

const TODAY = '2026-11-22';
const withFace = (face: Appearance = FACE, changes: Changes = {}) =>
  makeOrganisation(changes, undefined, undefined, face);

describe('the pages of an appearance', () => {
  it.each(['en', 'zh-Hans'])('are the bytes that the keyring names: %s', async (language) => {
    const world = await makeWorld({ organisation: await withFace() });
    const answer = await world.send('GET', `/appearance/${language}.json`);
    expect(answer.status).toBe(200);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(appearanceHash(bytes)).toBe(world.organisation.keyring.appearance?.pages[language]);
    expect(parseAppearancePage(bytes)).toMatchObject({ language, ...FACE.words[language] });
  });

  it.each(['/appearance', '/appearance.json', '/appearance/fr.json', '/appearance/__proto__.json'])(
    'are none at %s',
    async (path) => {
      const world = await makeWorld({ organisation: await withFace() });
      expect((await world.send('GET', path)).status).toBe(404);
    },
  );

  it('are none where the keyring names none, whatever lies in the folder', async () => {
    const organisation = await makeOrganisation();
    const files = { ...organisation.files, 'appearance.json': writeJson(FACE) };
    const world = await makeWorld({ organisation: { ...organisation, files } });
    const answer = await world.send('GET', '/appearance/en.json');
    expect([answer.status, await codeIn(answer)]).toEqual([404, 'request.not-found']);
  });
});

describe('an appearance that is not what was signed', () => {
  const refusal = async (changes: Changes, served?: Uint8Array | null) => {
    const { files } = await withFace(FACE, changes);
    const { 'appearance.json': signed, ...others } = files;
    const lies = served === undefined ? signed : served;
    try {
      openOrganisation({ ...others, ...(lies && { 'appearance.json': lies }) }, TODAY);
      return 'opened';
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };
  const en = appearanceHash(appearancePage(FACE, 'en'));

  it('keeps the server from starting: another one, none, another page, a page too few', async () => {
    expect(await refusal({})).toBe('opened');
    expect(await refusal({}, null)).toBe('organisation.incomplete');
    expect(await refusal({}, writeJson({ ...FACE, words: { en: FACE.words['en'] } }))).toBe(
      'organisation.invalid',
    );
    const sha256 = appearanceHash(writeJson(FACE));
    expect(await refusal({ appearance: { sha256, pages: { en } } })).toBe('organisation.invalid');
    const pages = { en, 'zh-Hans': 'ab'.repeat(32) };
    expect(await refusal({ appearance: { sha256, pages } })).toBe('organisation.invalid');
    const broken = ascii('{"format":"witnessbox-appearance/1"}');
    expect(await refusal({ appearance: { sha256: appearanceHash(broken), pages } }, broken)).toBe(
      'organisation.invalid',
    );
  });
});

describe('the organisation’s words before any script', () => {
  const BLOCKS =
    '<p>__WITNESSBOX_WORDS_LANGUAGE__</p>__WITNESSBOX_IF_ABOUT__<h2>A</h2>__WITNESSBOX_EACH_PARAGRAPH__<p>__WITNESSBOX_PARAGRAPH_TEXT__</p>__WITNESSBOX_END_PARAGRAPH____WITNESSBOX_END_ABOUT__' +
    '__WITNESSBOX_IF_WAYS__<h2>W</h2>__WITNESSBOX_EACH_WAY__<i>__WITNESSBOX_WAY_LABEL__</i><b>__WITNESSBOX_WAY_VALUE__</b>__WITNESSBOX_END_WAY____WITNESSBOX_END_WAYS__';
  const shown = async (face: Appearance | undefined, language = 'en') => {
    const site = smallSite();
    site.set(`${language}/index.html`, ascii(BLOCKS));
    const organisation = await makeOrganisation({}, undefined, undefined, face);
    const world = await makeWorld({ site, organisation });
    return (await world.send('GET', `/${language}/`)).text();
  };

  it('stand in the page, in its language', async () => {
    expect(await shown(FACE, 'zh-Hans')).toBe(
      '<p>zh-Hans</p><h2>A</h2><p>我们是灯塔守望，一共七个人。</p><h2>W</h2><i>写信</i><b>灯塔港七号信箱</b>',
    );
  });

  it('are text, whatever stands in them, and fill in no other mark', async () => {
    const hostile = `"><img src=x onerror='a'>&amp;__WITNESSBOX_ROOT_KEY____WITNESSBOX_END_WAY__`;
    const html = await shown({
      format: 'witnessbox-appearance/1',
      words: { en: { about: [hostile], ways: [{ label: hostile, value: hostile }] } },
    });
    expect(html).not.toContain('<img');
    expect(html.match(/__WITNESSBOX_ROOT_KEY__/g)).toHaveLength(3);
    expect(html.match(/<(?!\/?(?:p|h2|i|b)>)/g)).toBeNull();
  });

  it('leave no empty heading where there are none', async () => {
    expect(await shown(undefined)).toBe('<p>en</p>');
    const words = { en: { about: [], ways: [{ label: 'Letter', value: 'Box 7' }] } };
    expect(await shown({ format: 'witnessbox-appearance/1', words })).toBe(
      '<p>en</p><h2>W</h2><i>Letter</i><b>Box 7</b>',
    );
  });
});
