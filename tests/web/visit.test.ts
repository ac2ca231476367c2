/** One visit as its views show it, rendered as on a server; the worker is a list of answers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Component } from 'svelte';
import type { render as Render } from 'svelte/server';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import type { Errand, Errander, Looked, Organisation } from '../../web/source/errands.ts';
import type { Visit } from '../../web/source/visit.svelte.ts';

const ORGANISATION: Organisation = {
  name: 'Harbour',
  fingerprint: '',
  validUntil: '2027-01-30',
  demonstration: false,
  desks: [{ id: 'main', name: 'Main' }],
  questions: [],
};
const NOTHING: Looked = { day: '2026-11-20', replies: [], missing: 0, broken: 0, more: false };

type Answers = { [E in Errand]?: () => unknown };

let folder: string;
let VisitClass: typeof Visit;
let Page: Component<{ visit: Visit }>;
let render: typeof Render;

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
        input: { visit: 'visit.svelte.ts', app: 'App.svelte', server: 'svelte/server' },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const load = (name: string): Promise<unknown> => import(pathToFileURL(join(folder, `${name}.js`)).href);
  ({ Visit: VisitClass } = (await load('visit')) as { Visit: typeof Visit });
  ({ default: Page } = (await load('app')) as { default: typeof Page });
  ({ render } = (await load('server')) as { render: typeof Render });
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

function setUp(answers: Answers = {}, today = () => '2026-11-20') {
  const asked: Errand[] = [];
  const all: Answers = { open: () => ORGANISATION, look: () => NOTHING, ...answers };
  const backstage: Errander = {
    onprogress: () => undefined,
    start: () => Promise.resolve(),
    run: async (errand) => {
      asked.push(errand);
      return (await Promise.resolve(all[errand]?.() ?? null)) as never;
    },
    end: () => undefined,
  };
  const visit = new VisitClass({
    messages: en,
    backstage,
    rootKey: '',
    name: '',
    today,
    random: (length) => new Uint8Array(length),
    words: { language: 'en', words: [] },
    allWords: () => Promise.resolve([]),
  });
  return { visit, asked, shown: () => render(Page, { props: { visit } }).body };
}

const forever = () => new Promise(() => undefined);

describe('a cancelled sending', () => {
  test('promises nothing before the server has answered, then what it has said', async () => {
    for (const mayHaveArrived of [false, true]) {
      const answer = Promise.withResolvers<{ mayHaveArrived: boolean }>();
      const { visit, shown } = setUp({ send: forever, cancel: () => answer.promise });
      await visit.wake();
      void visit.send('follow-up');
      const cancelled = visit.cancel();
      expect(shown()).toContain(en.sending.cancelledAsking);
      expect(shown()).not.toContain(en.sending.cancelledText);
      answer.resolve({ mayHaveArrived });
      await cancelled;
      expect(shown()).toContain(mayHaveArrived ? en.sending.cancelledLate : en.sending.cancelledText);
      expect(shown()).not.toContain(mayHaveArrived ? en.sending.cancelledText : en.sending.cancelledLate);
    }
  });

  test('may have arrived where the worker broke and nobody knows', async () => {
    const { visit, shown } = setUp({ send: forever, cancel: () => Promise.reject(new Error('broken')) });
    await visit.wake();
    void visit.send('follow-up');
    await visit.cancel();
    expect(shown()).toContain(en.sending.cancelledLate);
  });

  test('never starts after the organisation has been checked again', async () => {
    let day = '2026-11-20';
    const opened = Promise.withResolvers<Organisation>();
    const open = () => (day === '2026-11-20' ? ORGANISATION : opened.promise);
    const { visit, asked } = setUp({ open, cancel: () => ({ mayHaveArrived: false }) }, () => day);
    await visit.wake();
    day = '2026-11-21';
    const sent = visit.send('follow-up');
    await visit.cancel();
    opened.resolve(ORGANISATION);
    await sent;
    expect(asked).toEqual(['open', 'open', 'cancel']);
    expect(visit.sending?.phase).toBe('cancelled');
  });
});

describe('replies', () => {
  test('a second press while a look is under way asks nothing', async () => {
    const looked = Promise.withResolvers<Looked>();
    const { visit, asked } = setUp({ look: () => looked.promise });
    const first = visit.replies.lookAgain();
    await visit.replies.lookAgain();
    expect(await visit.replies.enter()).toBe(false);
    looked.resolve(NOTHING);
    await first;
    expect(asked).toEqual(['look']);
    expect(visit.replies.busy).toBe(false);
  });

  test.each([
    [false, 'at most once a day'],
    [true, 'about once a minute here'],
  ])('where the signed keyring says demonstration: %s, they appear %s', async (demonstration, pace) => {
    const { visit, shown } = setUp({ open: () => ({ ...ORGANISATION, demonstration }) });
    await visit.wake();
    await visit.replies.lookAgain();
    for (const view of ['replies', 'done'] as const) {
      visit.go(view);
      expect(shown()).toContain(pace);
    }
  });
});
