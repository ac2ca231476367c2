/** The fingerprint for print and other channels, and checking a folder from outside. */
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import decodeQR from 'qr/decode.js';
import encodeQR from 'qr';
import { describe, expect, test } from 'vitest';
import { fingerprintWords } from '../../../crypto/keyring.ts';
import { signFreshness } from '../../../crypto/freshness.ts';
import { unlockEpochKeys } from '../../../reviewer/identity.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { cardPage, qrContent } from '../../../reviewer/custodian/fingerprint-card.ts';
import { WORD_LANGUAGES } from '../../../reviewer/custodian/word-lists.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { CHINESE, ENGLISH } from '../../crypto/helpers.ts';
import { makeOrganisation, temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, type Said, makeCustody, witnessbox } from './support.ts';

const ONION = `${'a2'.repeat(28)}.onion`;

async function published(): Promise<{
  publicFolder: string;
  print: string;
  words: string[];
  folder: string;
}> {
  const folder = await temporaryFolder();
  const {
    publicFolder,
    organisationId,
    fingerprint: print,
  } = await makeOrganisation(folder, { onion: ONION });
  const rootKey = await readFile(join(publicFolder, 'root.pub'), 'utf8');
  return { folder, publicFolder, print, words: fingerprintWords(rootKey, organisationId, ENGLISH) };
}

/** What a camera reads in a QR code of these modules. */
function read(modules: readonly (readonly boolean[])[]): string {
  const scale = 6;
  const size = modules.length * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const dark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      if (dark) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return decodeQR({ width: size, height: size, data });
}

/** The modules of a picture that `keys fingerprint` drew: a path of squares, each begun where it lies. */
function modulesOf(svg: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) /u.exec(svg)?.[1]);
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  let [x, y] = [0, 0];
  for (const [, command = '', first = '', second = ''] of (/ d="([^"]+)"/u.exec(svg)?.[1] ?? '').matchAll(
    /([Mm])(-?[\d.]+)[ ,]?(-?[\d.]+)/gu,
  )) {
    [x, y] = command === 'M' ? [Number(first), Number(second)] : [x + Number(first), y + Number(second)];
    const row = modules[y];
    if (row) row[x] = true;
  }
  return modules;
}

describe('keys fingerprint', () => {
  test('says the same three times: digits, words, code', async () => {
    const { publicFolder, print, words } = await published();
    const said = await witnessbox(['keys', 'fingerprint', '--public', publicFolder], { lines: [] });
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(`  ${print}\n`);
    for (const [index, word] of words.entries()) expect(said.out).toContain(`${String(index + 1)} ${word}`);
    expect(said.out).toContain(`  http://${ONION}\n`);
    const content = qrContent(print, ONION);
    expect(said.out).toContain(encodeQR(content, 'ascii', { ecc: 'medium' }));
    expect(content).toBe(`WITNESSBOX-FINGERPRINT:${print.replaceAll(' ', '')}/${ONION.toUpperCase()}`);
    const json = await witnessbox(['keys', 'fingerprint', '--public', publicFolder, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ hex: print, words, onion: ONION, code: content });
  });

  test('draws a code that a camera reads', async () => {
    const { publicFolder, print, folder } = await published();
    const file = join(folder, 'code.svg');
    expect((await witnessbox(['keys', 'fingerprint', '--public', publicFolder, '--svg', file])).code).toBe(0);
    const svg = await readFile(file, 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*>/u);
    expect(read(modulesOf(svg))).toBe(qrContent(print, ONION));
  });

  test('writes a page that stands alone, with words of the language asked for', async () => {
    const { publicFolder, print, folder } = await published();
    const file = join(folder, 'page.html');
    const said = await witnessbox([
      ...['keys', 'fingerprint', '--public', publicFolder],
      ...['--language', 'zh-hans', '--html', file],
    ]);
    expect(said.code).toBe(0);
    const page = await readFile(file, 'utf8');
    expect(page).toContain('<html lang="zh-Hans">');
    expect(page).toContain('<h1>示例观察</h1>');
    expect(page).toContain('<p class="also" lang="en">Example Watch</p>');
    expect(page).toContain(print);
    expect(page).toContain(`http://${ONION}`);
    const rootKey = await readFile(join(publicFolder, 'root.pub'), 'utf8');
    const { organisation } = JSON.parse(await readFile(join(publicFolder, 'keyring.json'), 'utf8')) as {
      organisation: { id: string };
    };
    const words = fingerprintWords(rootKey, organisation.id, CHINESE);
    expect(page).toContain(words.map((word) => `<li>${word}</li>`).join('\n'));
    // Nothing is fetched, nothing runs.
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|href=/u);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('has a page in each language of words, and no name can become markup in it', () => {
    for (const language of WORD_LANGUAGES) {
      const page = cardPage({
        names: { [language]: '<b>"A" & B</b>', en: '<script>alert(1)</script>' },
        demonstration: true,
        onion: null,
        hex: '017C',
        words: ['<i>'],
        language,
        code: qrContent('017C', null),
      });
      expect(page).not.toMatch(/<script|<b>|<i>/u);
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).not.toContain('undefined');
    }
  });

  test('overwrites nothing, and knows its languages', async () => {
    const { publicFolder, folder } = await published();
    const file = join(folder, 'there.html');
    await writeFile(file, 'mine');
    const exists = await witnessbox(['keys', 'fingerprint', '--public', publicFolder, '--html', file]);
    expect(exists).toMatchObject({ code: EXIT.disk, err: `${sentenceFor('keys.file-exists')}\n` });
    expect(await readFile(file, 'utf8')).toBe('mine');
    const latin = await witnessbox(['keys', 'fingerprint', '--public', publicFolder, '--language', 'la']);
    expect(latin.code).toBe(EXIT.usage);
    expect(latin.err).toContain('en, zh-Hans, zh-Hant');
    const none = await witnessbox(['keys', 'fingerprint', '--public', folder]);
    expect(none).toMatchObject({ code: EXIT.disk, err: `${sentenceFor('keys.no-public')}\n` });
  });
});

describe('keys verify', () => {
  const verify = (folder: string, options: string[] = [], today?: string): Promise<Said> =>
    witnessbox(['keys', 'verify', folder, ...options], { lines: [], ...(today !== undefined && { today }) });

  test('finds a public folder right, under the fingerprint in every form in which it is published', async () => {
    const { publicFolder, print, words } = await published();
    const forms = [
      print,
      print.toLowerCase().replaceAll(' ', ''),
      words.join(' '),
      words.join(' ').toUpperCase(),
      qrContent(print, ONION),
      join(publicFolder, 'root.pub'),
      (await readFile(join(publicFolder, 'root.pub'), 'utf8')).split('\n')[1] ?? '',
    ];
    for (const form of forms) {
      const said = await verify(publicFolder, ['--root', form]);
      expect(said, form).toMatchObject({ code: 0, err: '' });
      expect(said.out).toContain('right  The root key is the one that you named.\n');
    }
    const without = await verify(publicFolder);
    expect(without.code).toBe(0);
    expect(without.out).toContain(`has the fingerprint ${print}. Compare it`);
    expect(without.out).toContain('right  The keyring of epoch 1 is what the root key signed.');
    expect(without.out).toContain('right  Desk main can be written to.');
    expect(without.out).toContain('All of it fits together. That it is this');
  });

  test('finds another root key, and refuses what is no fingerprint', async () => {
    const { publicFolder } = await published();
    const other = await published();
    for (const root of [other.print, other.words.join(' '), join(other.publicFolder, 'root.pub')]) {
      const said = await verify(publicFolder, ['--root', root]);
      expect(said.code).toBe(EXIT.trust);
      expect(said.out).toContain('WRONG  The root key here has the fingerprint');
    }
    for (const root of ['', '0123', other.words.slice(1).join(' '), 'nowhere.pub']) {
      const said = await verify(publicFolder, ['--root', root]);
      expect(said).toMatchObject({ code: EXIT.usage, err: `${sentenceFor('keys.bad-fingerprint')}\n` });
    }
  });

  test('finds what was changed, and by its day what is over', async () => {
    const { publicFolder } = await published();
    expect((await verify(publicFolder, [], '2027-02-20')).out).toContain(
      'WRONG  The keys ended on 2027-02-19',
    );
    expect((await verify(publicFolder, [], '2026-11-21')).out).toContain('good from 2026-11-22 only');
    await appendFile(join(publicFolder, 'intake.json'), ' ');
    const form = await verify(publicFolder);
    expect(form.code).toBe(EXIT.trust);
    expect(form.out).toContain('WRONG  The intake form is not the one that the keyring names.');
    await appendFile(join(publicFolder, 'keyring.json'), ' ');
    const keyring = await verify(publicFolder);
    expect(keyring.code).toBe(EXIT.trust);
    expect(keyring.out).toContain('WRONG  The keyring is not what the root key signed.');
    expect(keyring.out).toContain('Not all of it is right: do not use it.');
  });

  test('finds secrets in a folder that goes to a server', async () => {
    const { publicFolder, folder } = await published();
    await cp(join(folder, 'secrets', 'custodian', 'root.key'), join(publicFolder, 'root.key'));
    const said = await verify(publicFolder);
    expect(said.code).toBe(EXIT.trust);
    expect(said.out).toContain('WRONG  root.key lies here, which is secret');
  });

  test('checks a delivery, and the papers that come back', async () => {
    const { keys, first, folder, publicFolder, delivery } = await makeCustody();
    const request = await first.request(join(folder, 'r'), 2);
    await keys(['rotate', '--request', request, '--yes']);
    const root = ['--root', join(publicFolder, 'root.pub')];
    const delivered = await verify(delivery(2, 'reviewer'), root);
    expect(delivered).toMatchObject({ code: 0, err: '' });
    expect(delivered.out).toContain('right  epoch-2.age is a grant sealed to one reviewer');
    const rootless = await verify(delivery(2, 'reviewer'));
    expect(rootless.code).toBe(EXIT.trust);
    expect(rootless.out).toContain('There is no root.pub here');

    const paper = await verify(request);
    expect(paper.code).toBe(0);
    expect(paper.out).toContain('grant-request.json is for epoch 2, of 2026-11-22, and signed by the key');
    const statement = await first.statement(join(folder, 's'), 1);
    expect((await verify(statement)).out).toContain('retirement-1.json is for epoch 1');
    const file = join(statement, 'retirement-1.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"epoch": 1', '"epoch": 2'));
    const forged = await verify(statement);
    expect(forged.code).toBe(EXIT.trust);
    expect(forged.out).toContain(`WRONG  retirement-1.json: ${sentenceFor('retirement.bad-signature')}`);

    await writeFile(join(delivery(2, 'reviewer'), 'epoch-2.age'), 'age-encryption.org/v1\n');
    expect((await verify(delivery(2, 'reviewer'), root)).out).toContain('WRONG  epoch-2.age is no grant');
  });

  test('checks the freshness note, and says when nobody has been there for long', async () => {
    const { custodian, publicFolder, organisationId } = await makeCustody();
    const { teamRequestSeed } = await unlockEpochKeys(
      CUSTODIAN,
      await readFile(join(custodian, 'epoch-1.age')),
    );
    const note = { format: 'witnessbox-freshness/1' as const, organisationId, epoch: 1, day: '2026-11-23' };
    const write = async (seed: Uint8Array): Promise<void> => {
      const { bytes, signature } = signFreshness(seed, note);
      await writeFile(join(publicFolder, 'freshness.json'), bytes);
      await writeFile(join(publicFolder, 'freshness.json.minisig'), signature);
    };
    await write(teamRequestSeed);
    expect((await verify(publicFolder, [], '2026-12-07')).out).toContain(
      'right  The freshness note is of 2026-11-23, and signed by the team.',
    );
    const stale = await verify(publicFolder, [], '2026-12-08');
    expect(stale.out).toContain(
      'WRONG  The freshness note is of 2026-11-23: nobody of the team has been there for 15',
    );
    await write(new Uint8Array(32));
    expect((await verify(publicFolder)).out).toContain(`WRONG  ${sentenceFor('freshness.bad-signature')}`);
  });

  test('of nothing is refused', async () => {
    const folder = await temporaryFolder();
    for (const at of [folder, join(folder, 'nowhere')]) {
      const said = await verify(at);
      expect(said).toMatchObject({ code: EXIT.usage, err: `${sentenceFor('keys.nothing-to-verify')}\n` });
    }
  });
});
