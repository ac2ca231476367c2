/** The files of a draft: looked into, chosen how to send, named, and what of it the page shows. */
import { beforeEach, describe, expect, test } from 'vitest';
import { MOST_EVIDENCE } from '../../crypto/names.ts';
import { KINDS, type Finding, type Format, type Obstacle } from '../../web/evidence/examined.ts';
import { en, zhHans } from './said.ts';
import type { Messages } from '../../web/shared/messages.ts';
import type { Seen } from '../../web/source/seen.ts';
import { FORM, type FakeExaminer, PageError, buildsPage, setUp } from './built-visit.ts';

buildsPage();

const PLACE: Finding = { kind: 'place', text: '', latitude: -41.306, longitude: 169.2401 };
const AUTHOR: Finding = { kind: 'author', text: 'Mira <b>Tal</b>' };
const turn = () => new Promise((resolve) => setTimeout(resolve));

type Shown = ReturnType<typeof setUp>;
let page: Shown;
let examiner: FakeExaminer;

async function choose(...files: [name: string, size: number][]) {
  page.visit.testimony.add(files.map(([name, size]) => new File([new Uint8Array(size)], name)));
  await turn();
}

async function answer(seen: Partial<Seen>, index = 0) {
  examiner.asked[index]?.answer(seen);
  await turn();
}

function open(messages: Messages = en) {
  page = setUp({}, undefined, { messages });
  ({ examiner } = page);
  page.visit.testimony.ask(FORM, 'ab'.repeat(32));
  page.visit.go('form');
}

const letter = () => page.visit.testimony.letter('en', '2026-11-20').files;
const only = () => {
  const [file] = page.visit.testimony.files;
  if (file === undefined) throw new Error('no file');
  return file;
};
const canGoOn = () => !/data-testid="continue"[^>]* disabled/.test(page.shown());

beforeEach(() => open());

describe('a chosen file', () => {
  test('is looked into at once, and nothing can be sent meanwhile', async () => {
    expect(canGoOn()).toBe(true);
    await choose(['a.jpg', 10]);
    expect(examiner.asked.map(({ file }) => (file as File).name)).toEqual(['a.jpg']);
    expect(canGoOn()).toBe(false);
    expect(page.shown()).toContain(en.evidence.looking);
    expect(page.shown()).toContain(en.files.lookingAt('1'));
    expect(page.shown()).toContain(en.files.wait);
    await answer({});
    expect(canGoOn()).toBe(true);
    expect(page.shown()).not.toContain(en.files.wait);
  });

  test('goes without what was found, unless the source chooses otherwise', async () => {
    await choose(['a.jpg', 100]);
    const cleaned = new Blob([new Uint8Array(60)]);
    await answer({ findings: [AUTHOR, PLACE, AUTHOR], cleaned });
    const whole = only().file;
    expect(letter()).toEqual([
      { name: 'a.jpg', type: '', content: cleaned, removed: ['place', 'author'], original: null },
    ]);
    expect(page.visit.testimony.filesLength).toBe(60);
    only().choice = 'keep';
    expect(letter()).toEqual([{ name: 'a.jpg', type: '', content: whole, removed: [], original: null }]);
    expect(page.visit.testimony.filesLength).toBe(100);
    only().choice = 'both';
    expect(letter()).toEqual([
      { name: 'a.jpg', type: '', content: cleaned, removed: ['place', 'author'], original: whole },
    ]);
    expect(page.visit.testimony.filesLength).toBe(160);
  });

  test('that gives nothing away goes as it is, and nothing more is claimed of it', async () => {
    await choose(['a.png', 10]);
    await answer({ format: 'png' });
    expect(letter()).toMatchObject([{ content: only().file, removed: [], original: null }]);
    expect(page.shown()).toContain(en.evidence.nothingFound);
    expect(page.shown()).not.toContain('data-testid="choose-');
  });

  test('that cannot be cleaned goes as it is, whatever was chosen', async () => {
    await choose(['a.pdf', 10]);
    await answer({ format: 'pdf', findings: [AUTHOR], obstacle: 'format' });
    only().choice = 'both';
    expect(letter()).toMatchObject([{ content: only().file, removed: [], original: null }]);
  });

  test('that can no longer be read has to be taken out first', async () => {
    await choose(['a.jpg', 10]);
    examiner.asked[0]?.fail(new PageError('bundle.file-changed'));
    await turn();
    expect(page.shown()).toContain(en.evidence.gone);
    expect(canGoOn()).toBe(false);
    page.visit.testimony.remove(only());
    expect(canGoOn()).toBe(true);
  });

  test('on which the examiner breaks goes as it is, and that is said', async () => {
    await choose(['a.jpg', 10]);
    examiner.asked[0]?.fail(new PageError('page.fault'));
    await turn();
    expect(page.shown()).toContain(en.evidence.unread);
    expect(page.shown()).toContain(en.evidence.goesAsItIs);
    expect(page.shown()).not.toContain(en.evidence.nothingFound);
    expect(canGoOn()).toBe(true);
    expect(letter()).toMatchObject([{ content: only().file, removed: [] }]);
  });

  test('need not wait where nobody is there to look into it; what comes late still counts', async () => {
    examiner.isMissing = true;
    await choose(['a.jpg', 10]);
    expect(canGoOn()).toBe(true);
    expect(page.shown()).toContain(en.evidence.missing);
    expect(page.shown()).toContain(en.evidence.goesAsItIs);
    examiner.isMissing = false;
    await answer({ findings: [PLACE], cleaned: new Blob(['x']) });
    expect(page.shown()).not.toContain(en.evidence.missing);
    expect(letter()).toMatchObject([{ removed: ['place'] }]);
  });

  test('counts twice where copy and original are sent', async () => {
    const many = Array.from({ length: MOST_EVIDENCE }, (): [string, number] => ['a', 0]);
    await choose(...many);
    for (const { answer: see } of examiner.asked) see({ findings: [PLACE], cleaned: new Blob([]) });
    await turn();
    expect(page.visit.testimony.tooManyFiles).toBe(false);
    only().choice = 'both';
    expect(page.visit.testimony.tooManyFiles).toBe(true);
  });
});

describe('a recording that still runs', () => {
  test('is asked about before it is lost, keeps anything from being sent, and ends with the visit', () => {
    const { testimony } = page.visit;
    let discarded = 0;
    expect(page.visit.holds).toBe(false);
    testimony.recording = {
      discard() {
        discarded += 1;
        testimony.recording = null;
      },
    };
    expect([page.visit.holds, testimony.fits]).toEqual([true, false]);
    page.arrival.leave();
    expect([discarded, testimony.isRecording]).toEqual([1, false]);
  });
});

describe('what looks into files', () => {
  test.each(['form', 'replies'] as const)('is fetched with %s, whether or not there are files', (view) => {
    open();
    const { visit, examiner: fresh } = setUp();
    expect(fresh.woken).toBe(0);
    visit.go(view);
    expect([fresh.woken, fresh.asked.length]).toEqual([1, 0]);
  });

  test('is ended with everything else', () => {
    page.visit.wipe();
    expect(examiner.hasEnded).toBe(true);
  });
});

describe('names', () => {
  test('can be changed, all but the extension', async () => {
    await choose(['IMG_20240305.JPG', 1]);
    only().stem = 'gate';
    expect(letter()[0]?.name).toBe('gate.JPG');
    only().stem = '  ';
    expect(letter()[0]?.name).toBe('file.JPG');
  });

  test.each([
    ['archive.tar.gz', 'archive.tar', '.gz'],
    ['.hidden', '.hidden', ''],
    ['README', 'README', ''],
    ['what. A sentence', 'what. A sentence', ''],
    ['照片.jpeg', '照片', '.jpeg'],
    ['letter from mr.Quarry', 'letter from mr.Quarry', ''],
  ])('%s are kept as they are until then', async (name, stem, extension) => {
    await choose([name, 1]);
    expect([only().stem, only().extension, letter()[0]?.name]).toEqual([stem, extension, name]);
  });

  test('can be replaced by numbers at once', async () => {
    await choose(['Mira at the gate.jpg', 1], ['b.pdf', 1], ['c', 1]);
    page.visit.testimony.numberNames();
    expect(letter().map(({ name }) => name)).toEqual(['1.jpg', '2.pdf', '3']);
  });
});

describe.each([en, zhHans] as Messages[])('the page ($lang)', (messages) => {
  const m = messages.evidence;
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  test('shows what a file gives away, values as text, places in words and on the map', async () => {
    open(messages);
    await choose(['a.jpg', 10]);
    await answer({ findings: [AUTHOR, PLACE, { kind: 'thumbnail', text: '' }], cleaned: new Blob([]) });
    const shown = page.shown();
    expect(shown).toContain(escaped(AUTHOR.text));
    expect(shown).not.toContain(AUTHOR.text);
    expect(shown).toContain(m.position('41.31', false, '169.24', true));
    expect(shown).toMatch(/<circle class="dot" cx="169.2401" cy="41.306"/);
    expect(shown).toContain(m.unshown.thumbnail);
    for (const choice of ['remove', 'keep', 'both'] as const) {
      expect(shown).toContain(m.choices[choice]);
      expect(shown).toContain(m.choiceHints[choice]);
    }
  });

  test('has words for each kind of thing', async () => {
    open(messages);
    await choose(['a.jpg', 10]);
    await answer({ findings: KINDS.map((kind) => ({ kind, text: '' })), cleaned: new Blob([]) });
    for (const kind of KINDS) {
      expect(page.shown()).toContain(`>${m.kinds[kind]}</dt>`);
      expect(page.shown()).toContain(m.unshown[kind]);
    }
  });

  test('does not show endless values of one kind, but how many more there are', async () => {
    open(messages);
    await choose(['a.docx', 10]);
    const findings = Array.from({ length: 30 }, (_, i): Finding => ({ kind: 'author', text: `A${i}` }));
    await answer({ findings, cleaned: new Blob([]) });
    expect(page.shown()).toContain('>A3<');
    expect(page.shown()).not.toContain('>A4<');
    expect(page.shown()).toContain(m.more('26'));
  });

  test.each<[Format, Obstacle, string, readonly string[]]>([
    ['pdf', 'format', m.formats.pdf, m.advice.pdf],
    ['heic', 'format', m.formats.heic, m.advice.heic],
    ['archive', 'format', m.formats.archive, m.advice.archive],
    ['unknown', 'format', m.formats.unknown, m.advice.other],
    ['mp3', 'format', m.formats.other, m.advice.other],
    ['jpeg', 'damaged', m.obstacles.damaged, m.advice.other],
    ['ooxml', 'encrypted', m.obstacles.encrypted, m.advice.encrypted],
    ['mp4', 'unknown-part', m.obstacles['unknown-part'], m.advice.other],
    ['ogg', 'too-complex', m.obstacles['too-complex'], m.advice.other],
  ])('never calls a file clean that is not: %s, %s', async (format, obstacle, why, advice) => {
    open(messages);
    await choose(['a', 10]);
    await answer({ format, findings: [AUTHOR], obstacle });
    for (const said of [m.uncleaned, why, m.foundAllTheSame, escaped(AUTHOR.text), m.goesAsItIs, ...advice]) {
      expect(page.shown()).toContain(said);
    }
    expect(page.shown()).not.toContain(m.nothingFound);
    expect(page.shown()).not.toContain('data-testid="choose-');
  });

  test('folds away what was found where there are many files', async () => {
    open(messages);
    await choose(['a', 1], ['b', 1], ['c', 1]);
    for (const index of [0, 1, 2]) await answer({ findings: [PLACE], cleaned: new Blob([]) }, index);
    expect(page.shown().match(/<details open/g)).toHaveLength(3);
    await choose(['d', 1]);
    expect(page.shown()).not.toContain('<details open');
    expect(page.shown()).toContain(m.summaries.remove(m.kinds.place));
  });
});
