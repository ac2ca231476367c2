/**
 * Builds the offline page's templates into dist/offline, one for each language. Page and words are built apart, because the page is
 * the same in all languages; an organisation puts its keys and questions in (`witnessbox keys offline`). The same sources
 * give the same bytes. `node web/offline/build.ts`
 *
 * @module
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { TARGET } from '../build.ts';
import { leanAge, PURE_FUNCTIONS } from '../lean-age.ts';
import { offlineName } from '../../crypto/offline-page.ts';
import { readLanguages } from '../languages.ts';
import { templateOf } from './html.ts';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const MESSAGES = fileURLToPath(new URL('../messages/', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** By which the words find the page: two classic scripts share nothing else. */
const GLOBAL = 'witnessboxOffline';
const ENTRY = 'virtual:offline-words';

/** @returns `outDir`, which is replaced in one step. */
export async function buildOffline(outDir: string = join(DIST, 'offline')): Promise<string> {
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  const work = join(DIST, `.offline-${String(process.pid)}`);
  try {
    await mkdir(work, { recursive: true });
    const page = await built(pageConfig());
    for (const { lang, review, first, frame, offline } of await readLanguages()) {
      const { script } = await built(wordsConfig(lang));
      const template = templateOf({
        language: lang,
        direction: first.dir,
        title: frame.title,
        footer: offline.footer,
        unreviewed: review === 'unreviewed' ? frame.unreviewed : null,
        noScript: offline.noScript,
        style: page.style,
        scripts: [page.script, script],
      });
      await writeFile(join(work, offlineName(lang)), template);
    }
    await rm(outDir, { recursive: true, force: true });
    await rename(work, outDir);
    return outDir;
  } finally {
    await rm(work, { recursive: true, force: true });
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
}

async function built(config: InlineConfig): Promise<{ script: string; style: string }> {
  const results = await build(config);
  const { output } = (Array.isArray(results) ? results[0] : results) as Rolldown.RolldownOutput;
  const [script] = output.flatMap((part) => (part.type === 'chunk' ? [part.code.trim()] : []));
  const [style = ''] = output.flatMap((part) =>
    part.type === 'asset' && part.fileName.endsWith('.css') ? [String(part.source).trim()] : [],
  );
  if (script === undefined) throw new Error('nothing was built');
  return { script, style };
}

function pageConfig(): InlineConfig {
  return {
    ...common(),
    plugins: [svelte({ configFile: false }), leanAge()],
    build: {
      ...common().build,
      lib: { entry: join(HERE, 'start.ts'), formats: ['iife'], name: GLOBAL, fileName: 'page' },
      rolldownOptions: {
        checks: { bundlerTimings: false },
        treeshake: { manualPureFunctions: PURE_FUNCTIONS },
      },
    },
  };
}

/** What the page says in one language, and its start. */
function wordsConfig(lang: string): InlineConfig {
  const file = join(MESSAGES, `${lang}.ts`);
  return {
    ...common(),
    plugins: [
      {
        name: 'offline-words',
        // Vite takes the entry of a library for a path.
        resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null),
        load: (id) =>
          id === ENTRY
            ? `import { first, later, offline, problems } from ${JSON.stringify(file)};
${GLOBAL}.start({ ...first, ...later, problems }, offline);`
            : null,
      },
    ],
    build: {
      ...common().build,
      lib: { entry: ENTRY, formats: ['iife'], name: `${GLOBAL}Words`, fileName: 'words' },
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  };
}

function common(): InlineConfig {
  return {
    root: HERE,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, target: TARGET, cssCodeSplit: false, assetsInlineLimit: 0 },
  };
}

if (import.meta.main) await buildOffline();
