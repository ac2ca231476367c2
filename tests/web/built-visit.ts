/**
 * The page's state and views built as for a server, so that a test can walk through one visit and see what is shown;
 * the worker is a list of answers.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Component, Snippet } from 'svelte';
import type { render as Render } from 'svelte/server';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import type { WitnessboxError } from '../../crypto/errors.ts';
import type { IntakePage } from '../../crypto/intake.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { handIn as enHandIn, later as enLater } from '../../web/messages/en.ts';
import type { Messages } from '../../web/shared/messages.ts';
import type { Errand, Errander, Looked, Organisation } from '../../web/source/errands.ts';
import { handIn as zhHandIn, later as zhLater } from '../../web/messages/zh-Hans.ts';
import type { Examiner as ExaminerClass, Examining } from '../../web/source/examiner.svelte.ts';
import type { Seen } from '../../web/source/seen.ts';
import type { Arrival as ArrivalClass, ArrivalTools, Later } from '../../web/source/arrival.svelte.ts';
import type * as LaterScript from '../../web/source/later.ts';
import type { Visit as VisitClass } from '../../web/source/visit.svelte.ts';
import { en } from './said.ts';

/** As short as a form can be. */
export const FORM: IntakePage = {
  format: 'witnessbox-intake-page/1',
  language: 'en',
  id: 'default',
  first: [{ id: 'what', kind: 'long', required: true, label: 'What happened?' }],
  sections: [],
  files: [],
  notice: null,
};
export const ORGANISATION: Organisation = {
  name: 'Harbour',
  fingerprint: '',
  validUntil: '2027-01-30',
  silentSince: null,
  demonstration: false,
  desks: [{ id: 'main', name: 'Main' }],
  form: FORM,
  formHash: 'ab'.repeat(32),
  face: null,
};
export const NOTHING: Looked = {
  day: '2026-11-20',
  stale: false,
  replies: [],
  missing: 0,
  damaged: 0,
  forged: 0,
  swapped: 0,
  replayed: 0,
  more: false,
};

type Answers = { [E in Errand]?: (give: unknown) => unknown };

let folder: string;
let Arrival: typeof ArrivalClass;
let Visit: typeof VisitClass;
let Page: Component<{ arrival: ArrivalClass; words?: Snippet }>;
let render: typeof Render;
let script: typeof LaterScript;
/** The class as the built page knows it. */
export let PageError: typeof WitnessboxError;
export let Examiner: typeof ExaminerClass;

/** Builds before the tests of a file and removes it after them. */
export function buildsPage(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-visit-'));
    await build({
      root: fileURLToPath(new URL('../../web/source/', import.meta.url)),
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      plugins: [svelte({ configFile: false })],
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: folder,
        emptyOutDir: true,
        minify: false,
        rolldownOptions: {
          input: {
            arrival: 'arrival.svelte.ts',
            visit: 'visit.svelte.ts',
            app: 'App.svelte',
            later: 'later.ts',
            server: 'svelte/server',
            errors: '../../crypto/errors.ts',
            examiner: 'examiner.svelte.ts',
          },
          output: { entryFileNames: '[name].js' },
        },
      },
    });
    const load = (name: string): Promise<unknown> => import(pathToFileURL(join(folder, `${name}.js`)).href);
    ({ Arrival } = (await load('arrival')) as { Arrival: typeof ArrivalClass });
    ({ Visit } = (await load('visit')) as { Visit: typeof VisitClass });
    ({ default: Page } = (await load('app')) as { default: typeof Page });
    ({ WitnessboxError: PageError } = (await load('errors')) as { WitnessboxError: typeof WitnessboxError });
    ({ Examiner } = (await load('examiner')) as { Examiner: typeof ExaminerClass });
    script = (await load('later')) as typeof LaterScript;
    ({ render } = (await load('server')) as { render: typeof Render });
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true }));
}

/** Sees in each file what the test says; until then it is still looking. */
export class FakeExaminer implements Examining {
  isMissing = false;
  woken = 0;
  hasEnded = false;
  readonly asked: { file: Blob; answer: (seen: Partial<Seen>) => void; fail: (error: unknown) => void }[] =
    [];
  wake(): void {
    this.woken += 1;
  }
  examine(file: Blob): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const answer = (seen: Partial<Seen>) =>
        resolve({ format: 'jpeg', findings: [], cleaned: null, obstacle: null, ...seen });
      this.asked.push({ file, answer, fail: reject });
    });
  }
  end(): void {
    this.hasEnded = true;
  }
}

export const wordLists = () => Promise.resolve(WORD_LISTS);

/** What comes later but for the views, as the page in this language has it. */
export function laterIn(language: string): Omit<Later, 'begin'> {
  const list = WORD_LISTS.find((one) => one.language === language) ?? WORD_LISTS[1];
  if (list === undefined) throw new Error('no words');
  return language.startsWith('zh')
    ? { list, messages: zhLater, handIn: zhHandIn }
    : { list, messages: enLater, handIn: enHandIn };
}

export function setUp(
  answers: Answers = {},
  today = () => '2026-11-20',
  {
    messages = en,
    lists = wordLists,
    later,
    words,
  }: {
    messages?: Messages;
    lists?: typeof wordLists;
    later?: () => Promise<Omit<Later, 'begin'>>;
    words?: Snippet;
  } = {},
) {
  const asked: Errand[] = [];
  const all: Answers = { open: () => ORGANISATION, look: () => NOTHING, ...answers };
  const backstage: Errander = {
    onprogress: () => undefined,
    room: null,
    start: () => Promise.resolve(),
    run: async (errand, give) => {
      asked.push(errand);
      return (await Promise.resolve(all[errand]?.(give) ?? null)) as never;
    },
    end: () => undefined,
  };
  const examiner = new FakeExaminer();
  const tools: ArrivalTools = {
    messages,
    languages: [messages],
    backstage,
    rootKey: '',
    name: '',
    today,
    random: (length) => new Uint8Array(length),
    sleep: () => new Promise(() => undefined),
    trust: (url) => url,
    later: async () => ({ begin: () => begun, ...(await (later?.() ?? laterIn(messages.lang))) }),
  };
  const arrival = new Arrival(tools);
  const whole = { begin: () => begun, ...laterIn(messages.lang) };
  const visit = new Visit({ ...tools, arrival, later: whole, examiner, wordLists: lists });
  const { FaceOf, OwnWords } = script;
  const begun = { visit, Views: script.viewsOf(visit), FaceOf, OwnWords };
  // There already, unless the test says how it comes.
  if (later === undefined) arrival.begun = begun;
  const shown = () => render(Page, { props: { arrival, ...(words && { words }) } }).body;
  return { arrival, visit, asked, examiner, shown };
}
