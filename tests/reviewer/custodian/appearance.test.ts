/** The appearance that an organisation writes: what is found in it, how it is shown, and that only a sound one is signed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appearanceHash,
  appearancePage,
  parseAppearance,
  type Appearance,
} from '../../../crypto/appearance.ts';
import { contrastFaults } from '../../../crypto/contrast.ts';
import { utf8 } from '../../../crypto/encoding.ts';
import type { Keyring } from '../../../crypto/keyring.ts';
import { writeJson } from '../../../crypto/shapes.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { checkAppearance } from '../../../reviewer/custodian/appearance-check.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { APPEARANCE_SENTENCES } from '../../../reviewer/sentences.appearance.ts';
import { FACE, faces } from '../../crypto/faces.ts';
import logos from '../../vectors/logos.json' with { type: 'json' };
import { makeOrganisation, temporaryFolder } from '../support/world.ts';
import { makeCustody, witnessbox } from './support.ts';

const STILL = base64.decode(logos.whole['still.png']);
const WITHOUT = { format: FACE.format, colours: FACE.colours, words: FACE.words };

/** What is found, as `code: place`. `pictures`: what lies beside the file. */
async function found(value: unknown, pictures: Record<string, Uint8Array> = {}): Promise<string[]> {
  const file = value instanceof Uint8Array ? value : utf8(JSON.stringify(value));
  const { findings } = await checkAppearance(file, (name) => Promise.resolve(pictures[name] ?? null));
  return findings.map(({ code, place }) => `${code}: ${place}`);
}
const inEnglish = (change: object) =>
  found({ ...FACE, words: { ...FACE.words, en: { ...FACE.words['en'], ...change } } });

describe('an appearance is checked', () => {
  test('and nothing is said where all is well', async () => {
    expect(await found(FACE)).toEqual([]);
    expect(await found({ ...WITHOUT, logoFile: 'logo.png' }, { 'logo.png': STILL })).toEqual([]);
  });

  test.each<[string, () => Promise<string[]>, string]>([
    ['what is no JSON', () => found(utf8('{"format": ')), 'not-json: line 1'],
    ['another file', () => found({ format: 'witnessbox-intake/2' }), 'not-an-appearance: the file'],
    ['a name that is misspelt', () => found({ ...FACE, colors: {} }), 'unknown: colors'],
    [
      'a colour that is none',
      () => found({ ...FACE, colours: { light: { ink: 'black' } } }),
      'bad-colour: colours, light, ink',
    ],
    [
      'a text with a line end',
      () => inEnglish({ about: ['a\nb'] }),
      'hidden-sign: words, en, paragraph "a\\nb"',
    ],
    [
      'a way that lacks its value',
      () => inEnglish({ ways: [{ label: 'By letter' }] }),
      'missing: words, en, way number 1',
    ],
    [
      'too long a paragraph',
      () => inEnglish({ about: ['x'.repeat(601)] }),
      'too-long: words, en, paragraph number 1',
    ],
    [
      'too many words',
      () => inEnglish({ about: Array.from({ length: 8 }, () => '字'.repeat(200)) }),
      'too-many-words: words, en',
    ],
    ['no words', () => found({ ...WITHOUT, words: undefined }), 'missing: the file'],
    ['a logo that is none', () => found({ ...FACE, logo: 'QUJD' }), 'logo-no-picture: logo'],
  ])('and %s is named with its place', async (_name, checking, expected) => {
    expect(await checking()).toEqual([expected]);
  });

  test.each<[string, object, Record<string, Uint8Array>, string]>([
    ['lies elsewhere', { logoFile: '../logo.png' }, {}, 'bad-logo-name: logoFile'],
    ['is a drawing', { logoFile: 'logo.svg' }, {}, 'bad-logo-name: logoFile'],
    ['is not there', { logoFile: 'logo.png' }, {}, 'no-logo-file: logoFile'],
    ['is given twice', { logo: FACE.logo, logoFile: 'logo.png' }, {}, 'two-logos: logo'],
    [
      'is too large',
      { logoFile: 'logo.png' },
      { 'logo.png': new Uint8Array(30_000) },
      'logo-too-large: logoFile',
    ],
    [
      'tells who made it',
      { logoFile: 'logo.jpg' },
      { 'logo.jpg': base64.decode(logos.more['exif-still.jpg']) },
      'logo-more-than-a-picture: logoFile',
    ],
  ])('and a logo that %s', async (_name, change, pictures, expected) => {
    expect(await found({ ...WITHOUT, ...change }, pictures)).toEqual([expected]);
  });

  test('and colours that some cannot read are refused with the pair, the ratio and what is needed', async () => {
    const { findings } = await checkAppearance(
      writeJson({ ...FACE, colours: { light: { accent: '#767676' } } }),
      () => Promise.resolve(null),
    );
    expect(findings[0]).toMatchObject({ isFault: true, code: 'contrast', place: 'colours, light' });
    const pairs = findings.map(({ facts }) => facts);
    expect(pairs).toContainEqual({
      front: 'onAccent',
      back: 'accent',
      frontColour: '#ffffff',
      backColour: '#767676',
      ratio: '4.54',
      needs: 7,
    });
  });

  test('and the grounds that nobody chooses are called by what they are', async () => {
    const checked = await checkAppearance(
      writeJson({ ...FACE, colours: { light: { accent: '#767676' } } }),
      () => Promise.resolve(null),
    );
    for (const { facts } of checked.findings)
      expect(`${String(facts['front'])} ${String(facts['back'])}`).not.toMatch(/[a-z]Tint|sheet|edge/u);
  });

  test('and what could be better is said: no word on who, no other way, one scheme, a heavy logo', async () => {
    const bare = { format: FACE.format, words: { en: { about: [], ways: [] } } };
    expect(await found({ ...bare, colours: { light: {} } })).toEqual([
      'one-scheme: colours',
      'no-about: words, en',
      'no-ways: words, en',
    ]);
  });

  test('and found faulty exactly where it cannot be read, or its colours cannot', async () => {
    const isGood = (bytes: Uint8Array): boolean => {
      try {
        return contrastFaults(parseAppearance(bytes).colours ?? {}).length === 0;
      } catch {
        return false;
      }
    };
    await fc.assert(
      fc.asyncProperty(faces, fc.constantFrom(null, 'x', 7, [], {}), fc.nat(), async (face, other, at) => {
        const text = JSON.stringify(face);
        const values = [...text.matchAll(/"[^"\\]*"(?!:)|\[\]|\{\}/gu)];
        const { 0: value = '', index = 0 } = values[at % values.length] ?? {};
        const bytes = utf8(text.slice(0, index) + JSON.stringify(other) + text.slice(index + value.length));
        const checked = await checkAppearance(bytes, () => Promise.resolve(null));
        expect(checked.appearance !== null).toBe(isGood(bytes));
        expect(checked.findings.some(({ isFault }) => isFault)).toBe(checked.appearance === null);
      }),
      { numRuns: 300 },
    );
  });

  test('in sentences that end', () => {
    for (const sentence of Object.values(APPEARANCE_SENTENCES)) expect(sentence).toMatch(/[.?]$/u);
  });
});

describe('the commands', () => {
  test('begin with an appearance that can be used, and overwrite nothing', async () => {
    const file = join(await temporaryFolder(), 'appearance.json');
    expect((await witnessbox(['appearance', 'new', file])).code).toBe(0);
    const checked = await witnessbox(['appearance', 'check', file]);
    expect(checked).toMatchObject({
      code: 0,
      out: 'This appearance can be used. It has words in en, zh-Hans.\n',
    });
    expect((await witnessbox(['appearance', 'new', file])).code).not.toBe(0);
  });

  test('say with their exit code whether it can be used, and name what is wrong', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'appearance.json');
    await writeFile(file, writeJson({ ...WITHOUT, colours: { dark: { accent: '#333333' } } }));
    const checked = await witnessbox(['appearance', 'check', file]);
    expect(checked).toMatchObject({ code: 1, err: '' });
    expect(checked.out).toMatch(
      /WRONG {2}colours, dark\n {7}The contrast of accent \(#333333\) on paper \(#14171a\) is 1\.\d+:1/u,
    );
    expect(checked.out).toMatch(/This appearance cannot be used yet\.\n$/u);
    const json = await witnessbox(['appearance', 'check', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      sound: false,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'contrast' })]) as unknown,
    });
    expect((await witnessbox(['appearance', 'preview', file])).err).toContain(
      sentenceFor('appearance.faulty'),
    );
    expect(await witnessbox(['appearance', 'check', join(folder, 'none')])).toMatchObject({
      code: EXIT.usage,
      err: `${sentenceFor('appearance.unreadable-file')}\n`,
    });
  });

  test('show it on a page of its own without scripts, which replaces nothing else', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'look.json');
    await writeFile(file, writeJson({ ...WITHOUT, logoFile: 'logo.png' }));
    await writeFile(join(folder, 'logo.png'), STILL);
    expect((await witnessbox(['appearance', 'preview', file])).code).toBe(0);
    const page = await readFile(join(folder, 'look.html'), 'utf8');
    expect(page).toContain('We listen &#38; keep &#60;quiet&#62;.');
    expect(page).toContain(`src="data:image/png;base64,${logos.whole['still.png']}"`);
    expect(page).toContain('#5a1f47');
    expect(page).not.toMatch(/<script|https?:|<form| href=/u);
    expect((await witnessbox(['appearance', 'preview', file])).code).toBe(0);
    await writeFile(join(folder, 'look.html'), 'mine');
    expect((await witnessbox(['appearance', 'preview', file])).code).toBe(EXIT.disk);
    expect(await readFile(join(folder, 'look.html'), 'utf8')).toBe('mine');
  });

  test('explain themselves with examples', async () => {
    for (const name of ['new', 'check', 'preview']) {
      const { code, out } = await witnessbox(['appearance', name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Examples:\n  witnessbox appearance ${name}`);
    }
  });
});

test('a faulty one is not signed, a sound one is with its pages, stays with the next epoch, and can be taken away', async () => {
  const custody = await makeCustody();
  const file = join(custody.folder, 'appearance.json');
  const rotate = (...more: string[]) => custody.keys(['rotate', ...more, '--yes']);
  const verify = () => witnessbox(['keys', 'verify', custody.publicFolder]);
  const lies = (name: string) => join(custody.publicFolder, name);
  const shown = async () => JSON.parse(await readFile(lies('keyring.json'), 'utf8')) as Keyring;

  await writeFile(file, writeJson({ ...WITHOUT, colours: { light: { ink: '#eeeeee' } } }));
  expect((await rotate('--appearance', file)).code).toBe(EXIT.failed);
  expect((await shown()).epoch).toBe(1);

  await writeFile(join(custody.folder, 'logo.png'), STILL);
  await writeFile(file, writeJson({ ...WITHOUT, logoFile: 'logo.png' }));
  const rotated = await rotate('--appearance', file);
  expect(rotated).toMatchObject({ code: 0, err: '' });
  expect(rotated.out).toContain('appearance: a new one');
  const bytes = new Uint8Array(await readFile(lies('appearance.json')));
  const signed: Appearance = parseAppearance(bytes);
  expect(signed).toEqual(FACE);
  const { appearance } = await shown();
  expect(appearance).toEqual({
    sha256: appearanceHash(bytes),
    pages: {
      en: appearanceHash(appearancePage(signed, 'en')),
      'zh-Hans': appearanceHash(appearancePage(signed, 'zh-Hans')),
    },
  });
  expect((await verify()).out).toContain(
    'right  The appearance is the one that the keyring names, with words in en, zh-Hans.',
  );

  // What somebody else puts there is not taken up, neither by verify nor by the next epoch.
  await writeFile(lies('appearance.json'), writeJson({ ...FACE, words: { en: { about: [], ways: [] } } }));
  expect(await verify()).toMatchObject({ code: EXIT.trust });
  const { epoch } = await shown();
  const kept = join(custody.custodian, `keyrings/epoch-${String(epoch)}.appearance.json`);
  await writeFile(kept, writeJson({ ...FACE, words: { en: { about: [], ways: [] } } }));
  expect((await rotate()).err).toBe(`${sentenceFor('custodian.damaged')}\n`);
  await writeFile(kept, bytes);
  expect((await rotate()).code).toBe(0);
  expect((await shown()).appearance).toEqual(appearance);
  expect(new Uint8Array(await readFile(lies('appearance.json')))).toEqual(bytes);

  const without = await rotate('--appearance', '');
  expect(without.out).toContain('appearance: none from now on');
  expect((await shown()).appearance).toBeUndefined();
  await expect(readFile(lies('appearance.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await verify()).code).toBe(0);
});

test('verify names colours that only another program, or a version of before, would have signed', async () => {
  const folder = await temporaryFolder();
  const pale = { ...FACE, colours: { light: { ink: '#cccccc' } } };
  const { publicFolder } = await makeOrganisation(folder, { appearance: writeJson(pale) });
  const verified = await witnessbox(['keys', 'verify', publicFolder]);
  expect(verified).toMatchObject({ code: EXIT.trust });
  expect(verified.out).toContain('WRONG  Its colours fall short of the contrast');
});
