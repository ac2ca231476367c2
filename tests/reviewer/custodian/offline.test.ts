/** Offline pages: made with the organisation and each epoch, made anew after an update, and checked. */
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { verify } from '../../../crypto/minisign.ts';
import { ENCLOSURE, enclosedIn } from '../../../crypto/offline-page.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { temporaryFolder } from '../support/world.ts';
import { makeCustody, type Custody, type Said } from './support.ts';

let custody: Custody;
let templates: string;
let pages: string;

const template = (version: string) => `<!doctype html><title>${version}</title>${ENCLOSURE}`;
const build = async (version: string, ...languages: string[]) => {
  await rm(templates, { recursive: true, force: true });
  await mkdir(templates);
  for (const language of languages)
    await writeFile(join(templates, `encrypt.${language}.html`), template(version));
};
const inFolder = async () => (await readdir(pages).catch(() => [])).sort();
const page = async (language = 'en') => readFile(join(pages, `encrypt.${language}.html`));
const run = (name: string, ...args: string[]): Promise<Said> =>
  custody.keys([name, ...args], { offlineTemplates: templates });
const check = (): Promise<Said> =>
  custody.verify(custody.publicFolder, { offlineTemplates: templates, lines: [] });

beforeEach(async () => {
  const folder = await temporaryFolder();
  templates = join(folder, 'templates');
  await mkdir(templates);
  await build('one', 'en', 'zh-Hans');
  custody = await makeCustody(folder, { offlineTemplates: templates });
  pages = join(custody.publicFolder, 'offline');
});

describe('an organisation that is made', () => {
  test('has them signed, with its keyring and the questions of each language in them', async () => {
    expect(await inFolder()).toEqual(
      ['en', 'zh-Hans'].flatMap((language) => [
        `encrypt.${language}.html`,
        `encrypt.${language}.html.minisig`,
      ]),
    );
    const root = await readFile(join(custody.publicFolder, 'root.pub'), 'utf8');
    for (const language of ['en', 'zh-Hans']) {
      const bytes = await page(language);
      const signature = await readFile(join(pages, `encrypt.${language}.html.minisig`), 'utf8');
      expect(verify(root, bytes, signature).trustedComment).toBe(
        `witnessbox offline page ${language} epoch 1`,
      );
      const { files, rootKey } = enclosedIn(bytes);
      expect(Object.keys(files)).toEqual([
        '/keyring.json',
        '/keyring.json.minisig',
        `/intake/${language}.json`,
      ]);
      for (const name of ['keyring.json', 'keyring.json.minisig'])
        expect(files[`/${name}`]).toBe(await readFile(join(custody.publicFolder, name), 'utf8'));
      expect(root).toContain(rootKey);
    }
    expect(await check()).toMatchObject({ code: 0, err: '' });
  });

  test('has none where the program was not built, and goes without', async () => {
    const bare = await makeCustody(await temporaryFolder());
    expect(await readdir(bare.publicFolder)).not.toContain('offline');
    expect((await bare.keys(['rotate', '--yes'])).out).toContain('The offline pages were not made');
  });
});

describe('a new epoch', () => {
  test('has new ones, and says their hashes', async () => {
    const before = await page();
    const said = await run('rotate', '--yes');
    expect(said.code).toBe(0);
    const after = await page();
    expect(after.equals(before)).toBe(false);
    expect(enclosedIn(after).files['/keyring.json']).toContain('"epoch": 2');
    expect(said.out).toMatch(/[0-9a-f]{64} {2}encrypt\.en\.html/);
    expect(await check()).toMatchObject({ code: 0 });
  });

  test('takes the old ones away where no new ones can be made', async () => {
    await build('one');
    expect((await run('rotate', '--yes')).code).toBe(0);
    expect(await inFolder()).toEqual([]);
  });

  test('that was interrupted brings them when it is finished', async () => {
    const before = await temporaryFolder();
    await cp(custody.publicFolder, before, { recursive: true });
    await run('rotate', '--yes');
    const made = await page();
    await rm(custody.publicFolder, { recursive: true });
    await cp(before, custody.publicFolder, { recursive: true });
    expect((await run('rotate', '--finish', '--yes')).code).toBe(0);
    expect((await page()).equals(made)).toBe(true);
  });
});

describe('keys offline', () => {
  test('makes them anew after an update, takes away languages that have gone, and leaves the rest alone', async () => {
    const keyring = await readFile(join(custody.publicFolder, 'keyring.json'));
    await build('two', 'en', 'sw');
    const said = await run('offline');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/[0-9a-f]{64} {2}encrypt\.sw\.html/);
    expect((await page()).toString()).toContain('<title>two</title>');
    expect((await inFolder()).some((name) => name.includes('zh-Hans'))).toBe(false);
    // Of a language that the form has not, the questions are English.
    expect(Object.keys(enclosedIn(await page('sw')).files)).toContain('/intake/en.json');
    expect((await readFile(join(custody.publicFolder, 'keyring.json'))).equals(keyring)).toBe(true);
    expect(await check()).toMatchObject({ code: 0 });
  });

  test('says what to do where the program was not built', async () => {
    const before = await page();
    await build('two');
    const said = await run('offline');
    expect(said.code).toBe(EXIT.failed);
    expect(said.err).toContain('npm run build');
    expect((await page()).equals(before)).toBe(true);
  });

  test('is refused for a public folder that does not show the present epoch', async () => {
    const before = await temporaryFolder();
    await cp(custody.publicFolder, before, { recursive: true });
    await run('rotate', '--yes');
    await rm(custody.publicFolder, { recursive: true });
    await cp(before, custody.publicFolder, { recursive: true });
    const said = await run('offline');
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('--finish');
  });
});

describe('keys verify', () => {
  const wrong = async (): Promise<string> => {
    const said = await check();
    expect(said.code).toBe(EXIT.trust);
    return said.out;
  };

  test('says that they are right, each with its hash', async () => {
    const said = await check();
    expect(said.out).toMatch(
      /right {2}offline\/encrypt\.en\.html is what the root key signed\. SHA-256 [0-9a-f]{64}/,
    );
    expect(said.out).toContain(
      'right  offline/encrypt.zh-Hans.html is byte for byte what this program makes',
    );
  });

  test('sees one that was altered', async () => {
    await writeFile(join(pages, 'encrypt.en.html'), `${(await page()).toString()} `);
    const out = await wrong();
    expect(out).toContain('WRONG  offline/encrypt.en.html is not what the root key signed.');
    expect(out).toContain('WRONG  offline/encrypt.en.html is not what this program makes');
    expect(out).toContain('right  offline/encrypt.zh-Hans.html is what the root key signed.');
  });

  test('sees one without a signature', async () => {
    await rm(join(pages, 'encrypt.en.html.minisig'));
    expect(await wrong()).toContain('WRONG  offline/encrypt.en.html has no signature beside it.');
  });

  test('sees one of an older epoch, signed by the same root key', async () => {
    const before = await temporaryFolder();
    await cp(pages, before, { recursive: true });
    await run('rotate', '--yes');
    await cp(before, pages, { recursive: true });
    expect(await wrong()).toContain('WRONG  offline/encrypt.en.html holds another keyring than the one here');
  });

  test('sees one that another version of the program has made', async () => {
    await build('two', 'en', 'zh-Hans');
    expect(await wrong()).toContain('WRONG  offline/encrypt.en.html is not what this program makes');
  });

  test('says where it cannot tell, because it was not built', async () => {
    await build('one');
    const said = await check();
    expect(said.code).toBe(0);
    expect(said.out).toContain('it has not been built');
  });

  test('reads none that is far too large', async () => {
    await writeFile(join(pages, 'encrypt.en.html'), new Uint8Array(4 * 1024 * 1024 + 1));
    expect(await wrong()).toContain('WRONG  encrypt.en.html is larger than 4 MiB');
  });
});
