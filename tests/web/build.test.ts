import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_WORDS } from '../../crypto/appearance-shapes.ts';
import { FALLBACK, receiptLanguageOf } from '../../crypto/receipt-language.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { intakePage, parseIntake, parseIntakePage, translated } from '../../crypto/intake.ts';
import { previewOf } from '../../server/preview.ts';
import { buildSource } from '../../web/build.ts';
import { readLanguages } from '../../web/languages.ts';
import { allMessages } from '../../web/shared/messages.ts';

const LANGUAGES = await readLanguages();

let folder: string;
let files: string[];
const html: Record<string, string> = {};
const form = parseIntake(
  new Uint8Array(await readFile(new URL('../../crypto/intake.default.json', import.meta.url))),
);
const read = (path: string) => readFile(join(folder, path), 'utf8');

/** Not asked for anything, but opened in the page's place where somebody leaves at once. */
const HARMLESS = LANGUAGES.map(({ first }) => first.leave.address);

/** The minifier writes spaces that are none in its own way. */
const unescaped = (script: string): string =>
  script.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2}))/gi, (_, long: string | undefined, short: string) =>
    String.fromCharCode(Number.parseInt(long ?? short, 16)),
  );

beforeAll(async () => {
  folder = await buildSource(join(await mkdtemp(join(tmpdir(), 'witnessbox-web-')), 'source'));
  files = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  for (const { lang: language } of LANGUAGES) {
    // As the server fills it in, but for the names.
    const preview = previewOf(parseIntakePage(intakePage(form, language)));
    html[language] = (await read(`${language}/index.html`)).replace(
      '__WITNESSBOX_QUESTIONS__',
      () => preview,
    );
  }
}, 60_000);

afterAll(() => rm(join(folder, '..'), { recursive: true }));

describe.each(LANGUAGES)('the page in $lang', (file) => {
  const { lang: language, plain, frame, review } = file;
  const messages = allMessages(file);
  const page = () => html[language] ?? '';
  /** What the page names to be loaded at once, and what its script fetches later. */
  const firstScripts = () =>
    [...page().matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const laterScripts = () =>
    (/name="witnessbox-later" content="([^"]*)"/.exec(page())?.[1] ?? '')
      .split(' ')
      .map((path) => path.slice(1));
  const noscript = () => /<noscript>[\s\S]*?<\/noscript>/.exec(page())?.[0] ?? '';
  /** What there is where scripts run. */
  const scripted = () => page().replace(noscript(), '');

  test('can be read before any script: what it is for, its limits and every question', () => {
    expect(page()).toContain(`<html lang="${language}" dir="${messages.dir}"`);
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    for (const text of [...messages.start.steps, ...messages.start.limitsList]) {
      expect(page()).toContain(escaped(text));
    }
    const asked = [...form.first, ...form.sections.flatMap(({ questions }) => questions), ...form.files];
    const fields = asked.flatMap((question) => ('fields' in question ? question.fields : []));
    const options = [...asked, ...fields].flatMap((question) =>
      'options' in question ? question.options : [],
    );
    const uses = form.notice?.uses ?? [];
    expect([asked.length, fields.length, options.length, uses.length].every((count) => count > 3)).toBe(true);
    const labels = [...asked, ...fields, ...options, ...uses, ...form.sections].map(({ label }) => label);
    const hints = [...asked, ...form.sections].flatMap(({ hint }) => (hint ? [hint] : []));
    for (const text of [...labels, ...hints, ...uses.map(({ consequence }) => consequence)]) {
      expect(page()).toContain(escaped(translated(text, language)));
    }
  });

  test('has no field, and every button closed, until its script runs', () => {
    const controls = scripted().match(/<(?:button|input|textarea|select)\b[^>]*>/g) ?? [];
    expect(controls.length).toBeGreaterThanOrEqual(2);
    for (const control of controls) expect(control).toMatch(/^<button\b.* disabled(=""|>| )/);
  });

  test('cannot send anything natively and remembers nothing', () => {
    expect(scripted()).not.toMatch(/<form\b|\saction=|formaction|method=/i);
  });

  test('has no inline script, style or handler, and names nothing outside', () => {
    const scripts = page().match(/<script\b[^>]*>[\s\S]*?<\/script>/g) ?? [];
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).toMatch(/^<script type="module" src="\/assets\/[\w.-]+\.js"><\/script>$/);
    expect(page()).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:|https?:|<img\b|<iframe\b/i);
  });

  test('carries the placeholders that the server fills in', () => {
    expect(page()).toContain('data-demonstration="__WITNESSBOX_DEMONSTRATION__"');
    expect(page()).toContain('<meta name="witnessbox-root" content="__WITNESSBOX_ROOT_KEY__">');
    expect(page()).toContain('<meta name="witnessbox-organisation" content="__WITNESSBOX_ORGANISATION__">');
    expect(page().match(/__WITNESSBOX_ORGANISATION__/g)?.length).toBeGreaterThan(2);
    expect(page()).toContain(messages.page.demonstration);
  });

  test('stays small, compressed: what is read, what makes it work, and all that a text testimony needs', async () => {
    const sizeOf = async (paths: readonly string[]) => {
      const sizes = await Promise.all(
        paths.map(async (path) => gzipSync(await read(path), { level: 9 }).length),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    };
    const recipient = randomBytes(980).toString('hex').slice(0, 1959);
    const served = page().replaceAll('__WITNESSBOX_RECIPIENT__', recipient);
    const readable = gzipSync(served, { level: 9 }).length;
    const style = files.filter((name) => name.endsWith('.css'));
    const worker = files.filter((name) => /assets\/backstage\.worker.*\.js$/.test(name));
    const interactive = readable + (await sizeOf([...style, ...firstScripts()]));
    const text = interactive + (await sizeOf([...worker, ...laterScripts()]));
    expect(readable).toBeLessThan(14_000);
    expect(interactive).toBeLessThan(41_300);
    expect(text).toBeLessThan(155_000);
  });

  test('stays small to read with as many words as an organisation may sign', () => {
    // Prose in this language that stands nowhere on the page.
    const paragraphs = Object.values(messages.problems).filter((text) => typeof text === 'string');
    let words = '';
    for (const text of paragraphs) if (Buffer.byteLength(words + text) <= MOST_WORDS) words += text;
    expect(Buffer.byteLength(words)).toBeGreaterThan(0.6 * MOST_WORDS);
    const recipient = randomBytes(980).toString('hex').slice(0, 1959);
    const served = page()
      .replaceAll('__WITNESSBOX_RECIPIENT__', recipient)
      .replaceAll('__WITNESSBOX_PARAGRAPH_TEXT__', () => words);
    expect(gzipSync(served, { level: 9 }).length).toBeLessThan(14_000);
  });

  test('fetches nothing later that would need more than itself: a second try would not bring it', async () => {
    const first = firstScripts().map((path) => path.replace('assets/', './'));
    expect(laterScripts()).toHaveLength(2);
    for (const path of laterScripts()) {
      const imported = [...(await read(path)).matchAll(/(?:from|import) ?[`"'](\.[^`"']+)[`"']/g)].map(
        ([, name]) => name,
      );
      expect(first).toEqual(expect.arrayContaining(imported));
      expect(await read(path)).not.toMatch(/\bimport\(/);
    }
  });

  test('says in noscript what is possible without scripts, and has there one form, for one file, to its own address', () => {
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    for (const text of [
      plain.lead,
      ...plain.differs,
      ...plain.how,
      plain.check,
      ...plain.proof,
      plain.closed,
      plain.off,
    ])
      expect(noscript()).toContain(escaped(text));
    expect(page().match(/<noscript/g)).toHaveLength(1);
    expect(noscript().match(/<form\b[^>]*>/g)).toEqual([
      '<form method="post" enctype="multipart/form-data" class="plain">',
    ]);
    const controls = noscript().match(/<(?:button|input|textarea|select)\b[^>]*>/g) ?? [];
    expect(controls).toHaveLength(2);
    expect(controls[0]).toMatch(/^<input type="file" id="plain-file" name="age" accept="\.age" required/);
    expect(controls[1]).toBe('<button class="button primary">');
  });

  test('has marks of blocks in noscript and around the organisation’s own words only, each with its end', () => {
    const own = /__WITNESSBOX_IF_OWN__[\s\S]*__WITNESSBOX_END_OWN__/.exec(scripted())?.[0] ?? '';
    const marks = (noscript() + own).match(/__WITNESSBOX_(?:IF|EACH|END)_[A-Z]+__/g) ?? [];
    const open: string[] = [];
    for (const mark of marks) {
      const [, kind, name = ''] = /__WITNESSBOX_(IF|EACH|END)_([A-Z]+)__/.exec(mark) ?? [];
      if (kind === 'END') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
    expect(new Set(marks.map((mark) => mark.split('_')[4]))).toEqual(
      new Set([
        'OPEN',
        'CLOSED',
        'OFF',
        'ONE',
        'MANY',
        'DESK',
        'OWN',
        'ABOUT',
        'PARAGRAPH',
        'WAYS',
        'WAY',
        'FILE',
      ]),
    );
    expect(scripted().replace(own, '')).not.toMatch(/__WITNESSBOX_(?:IF|EACH|END)_/);
    for (const text of [messages.own.about, messages.own.ways, messages.own.waysHint, frame.unchecked])
      expect(own).toContain(text);
  });

  test('says at its foot if nobody has looked its words through, with a link to English', () => {
    const foot = /<footer[\s\S]*<\/footer>/.exec(page())?.[0] ?? '';
    expect(foot).toContain(frame.footer);
    expect(foot.includes(frame.unreviewed)).toBe(review === 'unreviewed');
    expect(foot.includes(`<a href="/en/" hreflang="en">${frame.inEnglish}</a>`)).toBe(
      review === 'unreviewed',
    );
  });

  test('has none of the sentences for browsers without scripts in its scripts', async () => {
    for (const path of files.filter((name) => name.endsWith('.js')))
      expect(await read(path), path).not.toContain(plain.differs[0]);
  });

  test.each(Object.entries(plain.answers))(
    'says in a page of its own that a form was answered with %s',
    async (name, answer) => {
      const said = await read(`${language}/plain-${name}.html`);
      expect(said).toContain(
        `<html lang="${language}" dir="${messages.dir}" data-demonstration="__WITNESSBOX_DEMONSTRATION__">`,
      );
      expect(said).toContain(`<title>${answer.heading}</title>`);
      for (const text of [answer.text, ...answer.ways]) expect(said).toContain(text);
      expect(said).toContain('__WITNESSBOX_ORGANISATION__');
      expect(said).not.toMatch(/<script|<style|\sstyle=|<form|https?:|\son[a-z]+=/);
      expect(said.includes(plain.back)).toBe(name !== 'received');
    },
  );

  test('loads only its own language, and first only what the first views say', async () => {
    const scripts = unescaped((await Promise.all([...firstScripts(), ...laterScripts()].map(read))).join(''));
    const first = (await Promise.all(firstScripts().map(read))).join('');
    expect(first).toContain(messages.leave.languageSure);
    expect(first).not.toContain(messages.form.lead);
    expect(scripts).toContain(messages.sending.padding);
    for (const other of LANGUAGES.filter(({ lang }) => lang !== language))
      expect(scripts).not.toContain(other.later.sending.padding);
  });
});

describe('the built files', () => {
  const documents = (language: string) => [
    `${language}/index.html`,
    ...Object.keys(LANGUAGES[0]?.plain.answers ?? {})
      .map((name) => `${language}/plain-${name}.html`)
      .sort(),
  ];
  test('are pages, an empty icon, and assets whose names carry a hash', () => {
    expect(files.filter((path) => /\.\w+$/.test(path) && !path.startsWith('assets/')).sort()).toEqual(
      [...LANGUAGES.flatMap(({ lang }) => documents(lang)), 'favicon.ico'].sort(),
    );
    for (const path of files.filter((name) => name.startsWith('assets/'))) {
      expect(path).toMatch(/^assets\/[\w.-]+-[\w-]{8}\.(js|css)(\.br|\.gz)?$/);
    }
  });

  test('lie there compressed too, for servers that only hand them on', async () => {
    const plain = files.filter((path) => /^assets\/.*\.(?:js|css)$/.test(path));
    for (const path of plain) {
      const bytes = await readFile(join(folder, path));
      expect(gunzipSync(await readFile(join(folder, `${path}.gz`))).equals(bytes)).toBe(true);
      expect(brotliDecompressSync(await readFile(join(folder, `${path}.br`))).equals(bytes)).toBe(true);
    }
    expect(files.filter((path) => path.endsWith('.gz'))).toHaveLength(plain.length);
  });

  test('keep nothing on the device and ask nobody else', async () => {
    for (const path of files.filter((name) => name.endsWith('.js'))) {
      const script = await read(path);
      const forbidden =
        /localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker|sendBeacon|WebSocket|EventSource|XMLHttpRequest|pushState|replaceState|\beval\(|new Function/;
      expect(script.match(forbidden)?.[0], path).toBeUndefined();
      // What looks into files knows the names of XML's languages, which are written as addresses.
      if (path.startsWith('assets/evidence')) {
        expect(
          script.match(/\bfetch\b|\bimport\(|importScripts|new Request|new Worker/)?.[0],
        ).toBeUndefined();
        continue;
      }
      const addresses = (script.match(/https?:\/\/[\w./-]+/g) ?? []).filter(
        (address) => !/^https?:\/\/(svelte\.dev|www\.w3\.org)\//.test(address) && !HARMLESS.includes(address),
      );
      expect(addresses, path).toEqual([]);
    }
  });

  test('use logical properties only, so that right-to-left works', async () => {
    const styles = files.filter((name) => name.endsWith('.css'));
    expect(styles).toHaveLength(1);
    const later = await read(files.find((name) => /^assets\/later-.*\.js$/.test(name)) ?? '');
    // What the later views look like comes in their script.
    const inLater = /([`"'])(\.files\{(?:(?!\1)[^\\]|\\.)*)\1/.exec(later)?.[2] ?? '';
    expect(inLater).toContain('.ladder');
    for (const css of [await read(styles[0] ?? ''), inLater]) {
      expect(css).not.toMatch(
        /[;{](?:margin|padding|border)-(?:left|right)|[;{](?:left|right):|text-align:(?:left|right)|float:/,
      );
      expect(css).not.toMatch(/url\(|@import|@font-face/);
    }
  });

  test('have what looks into files in one file apart', async () => {
    const evidence = files.filter((name) => /^assets\/evidence.*\.js$/.test(name));
    expect(evidence).toHaveLength(1);
    expect(gzipSync(await read(evidence[0] ?? ''), { level: 9 }).length).toBeLessThan(45_000);
  });

  test('have the words of all receipts in one file apart, and those of a page’s language with what that page fetches later', async () => {
    const scripts = files.filter((name) => name.endsWith('.js')).sort();
    const holding = async (word: string) => {
      const found = await Promise.all(scripts.map(async (name) => (await read(name)).includes(word)));
      return scripts.filter((_, index) => found[index]);
    };
    const [words = ''] = scripts.filter((name) => name.startsWith('assets/words'));
    for (const { language, words: list } of WORD_LISTS) {
      // Long enough for the two Chinese lists, which have many characters in the same places.
      const some = list.slice(1000, 1100).join('\n');
      const users = LANGUAGES.filter(({ lang }) => (receiptLanguageOf(lang) ?? FALLBACK) === language);
      const own = scripts.filter((name) =>
        users.some(({ lang }) => name.startsWith(`assets/${lang}.later-`)),
      );
      expect([language, await holding(some)]).toEqual([language, [...own, words].sort()]);
    }
    expect(gzipSync(await read(words), { level: 9 }).length).toBeLessThan(75_000);
  });
});
