/**
 * Builds the source's page into dist/source: per language one HTML file with its text prerendered and one script
 * that holds only that language; the style sheet; the worker. `node web/build.ts`
 *
 * @module
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig, type Manifest, type ManifestChunk } from 'vite';
import { leanAge, PURE_FUNCTIONS } from './lean-age.ts';
import { type Language, entriesOf, languageEntries, namesOf, readLanguages } from './languages.ts';
import { answerOf, documentOf } from './source/html.ts';

const HERE = fileURLToPath(new URL('./source/', import.meta.url));
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const SOURCE_FOLDER = join(DIST, 'source');

/** The oldest browsers that are served: what Tor Browser's current line can do. */
export const TARGET = ['firefox128', 'chrome111', 'safari16.4'];

type Prerendered = typeof import('./source/prerender.ts');

/** @returns `outDir`, which is replaced in one step, so that a server never sees half a build. */
export async function buildSource(outDir: string = SOURCE_FOLDER): Promise<string> {
  const environment = process.env['NODE_ENV'];
  // Whoever builds, a test too: otherwise Svelte adds what it tells developers, and the pages are other ones.
  process.env['NODE_ENV'] = 'production';
  const languages = await readLanguages();
  const work = join(DIST, `.source-${String(process.pid)}`);
  const client = join(work, 'client');
  try {
    await build(clientConfig(client, languages));
    const manifest = JSON.parse(await readFile(join(client, '.vite/manifest.json'), 'utf8')) as Manifest;
    await rm(join(client, '.vite'), { recursive: true });
    await build(prerenderConfig(join(work, 'prerender')));
    const prerendered = (await import(
      pathToFileURL(join(work, 'prerender/prerender.js')).href
    )) as Prerendered;
    // Browsers ask for this whatever a page says, and keep icons beside addresses. An empty one leaves nothing.
    await writeFile(join(client, 'favicon.ico'), '');
    for (const language of languages) {
      const folder = join(client, language.lang);
      await mkdir(folder, { recursive: true });
      const page = prerendered.prerender(language, namesOf(languages));
      await writeFile(join(folder, 'index.html'), htmlOf(language, manifest, page));
      for (const { name, title, page } of prerendered.prerenderAnswers(language))
        await writeFile(
          join(folder, `plain-${name}.html`),
          answerOf({ ...frameOf(language, manifest), title, page }),
        );
    }
    await compressAssets(join(client, 'assets'));
    await rm(outDir, { recursive: true, force: true });
    await mkdir(join(outDir, '..'), { recursive: true });
    await rename(client, outDir);
    return outDir;
  } finally {
    await rm(work, { recursive: true, force: true });
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
}

function clientConfig(outDir: string, languages: readonly Language[]): InlineConfig {
  return {
    root: HERE,
    base: '/',
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false }), languageEntries(languages)],
    worker: {
      format: 'es',
      plugins: () => [leanAge()],
      rolldownOptions: {
        treeshake: { manualPureFunctions: PURE_FUNCTIONS },
        output: { entryFileNames: 'assets/[name]-[hash].js' },
      },
    },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      target: TARGET,
      cssCodeSplit: false,
      // An inlined image or a preload helper would need holes in the policy.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        // Svelte says of no module that loading it does nothing, so what nobody uses of it would stay: its custom elements,
        // its old stores. Only its flags do something.
        treeshake: {
          moduleSideEffects: [
            { test: /\/node_modules\/svelte\/src\/(?!internal\/flags\/)/, sideEffects: false },
          ],
        },
        // The later views are the same for all.
        input: { later: join(HERE, 'later.ts'), ...entriesOf(languages) },
        // What is imported by its address keeps its exports, see fetched.ts.
        preserveEntrySignatures: 'allow-extension',
        output: {
          // One script of all that several have in common, so that those fetched later wait for nothing new.
          // With what these import it would have parts of Svelte that only the later views use.
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [{ name: 'page', minShareCount: 2 }],
          },
          entryFileNames: 'assets/[name]-[hash].js',
          chunkFileNames: 'assets/[name]-[hash].js',
          assetFileNames: 'assets/[name]-[hash][extname]',
        },
      },
    },
  };
}

function prerenderConfig(outDir: string): InlineConfig {
  return {
    root: HERE,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    ssr: { noExternal: true },
    build: {
      ssr: join(HERE, 'prerender.ts'),
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'prerender.js' } },
    },
  };
}

function entryOf(name: string, manifest: Manifest): ManifestChunk {
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry && chunk.name === name);
  if (entry === undefined) throw new Error(`no entry for ${name}`);
  return entry;
}

function htmlOf(language: Language, manifest: Manifest, page: string): string {
  const { lang, frame } = language;
  const entry = entryOf(lang, manifest);
  return documentOf({
    ...frameOf(language, manifest),
    title: frame.title,
    script: `/${entry.file}`,
    later: ['later', `${lang}.later`].map((name) => `/${entryOf(name, manifest).file}`),
    preloads: [...importsOf(entry.imports ?? [], manifest)].map((file) => `/${file}`),
    preview: [frame.preview, frame.previewNote],
    page,
  });
}

/** What all documents of a language have in common. */
function frameOf({ lang, first, frame, review }: Language, manifest: Manifest) {
  const styles = Object.values(manifest).filter(({ file }) => file.endsWith('.css'));
  return {
    language: lang,
    direction: first.dir,
    styles: styles.map(({ file }) => `/${file}`),
    footer: frame.footer,
    unreviewed: review === 'unreviewed' ? { sentence: frame.unreviewed, inEnglish: frame.inEnglish } : null,
  };
}

/** What an entry imports statically, itself excluded, each file once. */
function importsOf(keys: readonly string[], manifest: Manifest, seen = new Set<string>()): Set<string> {
  for (const key of keys) {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    importsOf(chunk.imports ?? [], manifest, seen);
  }
  return seen;
}

/** Beside each file, for server/compression.ts. Not the pages: the server fills them in first. */
async function compressAssets(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name));
    // Both at their best, which for brotli is the default.
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes));
  }
}

if (import.meta.main) await buildSource();
