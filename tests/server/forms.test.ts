/** What the server says an organisation asks: one page for each language, and the same to be read without any script. */
import { beforeEach, describe, expect, it } from 'vitest';
import { intakeHash, intakePage, parseIntake, parseIntakePage } from '../../crypto/intake.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { openOrganisation } from '../../server/organisation.ts';
import { previewOf } from '../../server/preview.ts';
import { ascii } from './support/files.ts';
import { FORM } from './support/form.ts';
import { makeOrganisation } from './support/organisation.ts';
import { codeIn, makeWorld, smallSite, type World } from './support/world.ts';

const TODAY = '2026-11-22';
const page = (language: string) => parseIntakePage(intakePage(FORM, language));

describe('the pages of the form', () => {
  let world: World;

  beforeEach(async () => {
    world = await makeWorld();
  });

  it.each(['en', 'zh-Hans'])('are the bytes that the keyring names: %s', async (language) => {
    const answer = await world.send('GET', `/intake/${language}.json`);
    expect(answer.status).toBe(200);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(intakeHash(bytes)).toBe(world.organisation.keyring.intake.pages?.[language]);
    expect(parseIntakePage(bytes)).toMatchObject({ language, id: FORM.id });
    expect((await world.send('HEAD', `/intake/${language}.json`)).headers.get('content-length')).toBe(
      String(bytes.length),
    );
  });

  it.each([
    '/intake',
    '/intake/',
    '/intake/fr.json',
    '/intake/en',
    '/intake/en.json/x',
    '/intake/__proto__.json',
  ])('are none where the keyring names none: %s', async (path) => {
    const answer = await world.send('GET', path);
    expect(answer.status).toBe(404);
    expect(await codeIn(answer)).toBe('request.not-found');
  });

  it('are none of an older keyring, whose form is served as it was', async () => {
    const { id, sha256 } = world.organisation.keyring.intake;
    const older = await makeWorld({ organisation: await makeOrganisation({ intake: { id, sha256 } }) });
    expect((await older.send('GET', '/intake/en.json')).status).toBe(404);
    expect((await older.send('GET', '/intake.json')).status).toBe(200);
  });
});

describe('a form that is not what was signed', () => {
  /** `served`: what lies in the folder in place of the form. */
  const refusal = async (changes: Parameters<typeof makeOrganisation>[0], served?: Uint8Array) => {
    const { files } = await makeOrganisation(changes);
    try {
      openOrganisation({ ...files, ...(served && { 'intake.json': served }) }, TODAY);
      return 'opened';
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };
  const signed = { id: FORM.id, sha256: intakeHash(writeJson(FORM)) };

  it('keeps the server from starting: another page, another id, something that is no form', async () => {
    const pages = { en: intakeHash(intakePage(FORM, 'en')) };
    expect(await refusal({ intake: { ...signed, pages } })).toBe('opened');
    expect(await refusal({ intake: { ...signed, pages: { en: 'ab'.repeat(32) } } })).toBe(
      'organisation.invalid',
    );
    expect(await refusal({ intake: { ...signed, id: 'other' } })).toBe('organisation.invalid');
    expect(await refusal({}, writeJson({ ...FORM, id: 'other' }))).toBe('organisation.invalid');
    const broken = ascii('{"format":"witnessbox-intake/2"}');
    expect(await refusal({ intake: { id: FORM.id, sha256: intakeHash(broken) } }, broken)).toBe(
      'organisation.invalid',
    );
  });

  it('is the first version too, of which there is a page in each language', async () => {
    const label = { en: 'What?', 'zh-Hans': '什么？' };
    const questions = [{ id: 'what', kind: 'long', required: true, label }];
    const bytes = writeJson({ format: 'witnessbox-intake/1', id: 'old', questions });
    const world = await makeWorld({ organisation: await makeOrganisation({}, undefined, bytes) });
    const answer = await world.send('GET', '/intake/zh-Hans.json');
    expect(await answer.json()).toMatchObject({ id: 'old', first: [{ label: '什么？' }], sections: [] });
    expect(parseIntake(bytes).sections).toEqual([]);
  });
});

describe('the questions before any script', () => {
  it('stand in the page, in its language', async () => {
    const site = smallSite();
    for (const language of ['en', 'zh-Hans'])
      site.set(`${language}/index.html`, ascii('<main>__WITNESSBOX_QUESTIONS__</main>'));
    const world = await makeWorld({ site });
    for (const language of ['en', 'zh-Hans']) {
      const html = await (await world.send('GET', `/${language}/`)).text();
      expect(html).toBe(`<main>${previewOf(page(language))}</main>`);
      expect(html).toContain(`<div lang="${language}">`);
    }
  });

  it('are all there, with their hints and options, and a star where an answer is needed', () => {
    const html = previewOf(page('en'));
    const texts = [
      'What happened? *',
      'Who did it?',
      'Skip this if you wish.',
      'An official',
      'How do you know?',
      'I was told',
      'Who told you?',
      'Files?',
      'Who made it?',
      'What is out stays out.',
      'Publish my name',
      'Everybody reads it.',
    ];
    const at = texts.map((text) => html.indexOf(text));
    expect(at.every((place) => place >= 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(html.match(/ \*</g)).toHaveLength(1);
    expect(html).not.toMatch(/<(?:input|textarea|select|button|form|script|style)/);
  });

  it('are text, whatever stands in them, and fill in no other mark', async () => {
    const hostile = `"><img src=x onerror='a'>&amp;__WITNESSBOX_ROOT_KEY__`;
    const { first, sections, files, notice } = FORM;
    const swap = <T>(value: T): T =>
      JSON.parse(
        JSON.stringify(value).replaceAll(/"(en|zh-Hans)":"[^"]*"/g, `"$1":${JSON.stringify(hostile)}`),
      ) as T;
    const form = {
      ...FORM,
      first: swap(first),
      sections: swap(sections),
      files: swap(files),
      notice: swap(notice),
    };
    const site = smallSite();
    site.set('en/index.html', ascii('__WITNESSBOX_QUESTIONS__'));
    const world = await makeWorld({
      site,
      organisation: await makeOrganisation({}, undefined, writeJson(form)),
    });
    const html = await (await world.send('GET', '/en/')).text();
    expect(html.match(/&#34;&#62;&#60;img/g)?.length).toBeGreaterThan(10);
    expect(html).not.toMatch(/<img|onerror='|[^&#\d;]"\s*>\s*<img/);
    expect(html.match(/__WITNESSBOX_ROOT_KEY__/g)?.length).toBeGreaterThan(10);
    expect(html.replaceAll(/<\/?(?:div|ul|li|h3|p)(?: (?:lang|class)="[a-z A-Z-]*")?>/g, '')).not.toMatch(
      /[<>"']/,
    );
  });
});
