/**
 * Builds the desk's page into dist/desk: one HTML file, one script, one style sheet, nothing inline, so that the
 * strict policy of reviewer/desk/headers.ts holds. `node web/desk/build.ts`
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const DESK_FOLDER = fileURLToPath(new URL('../../dist/desk', import.meta.url));

/** @param outDir emptied first. @returns outDir */
export async function buildDesk(outDir: string = DESK_FOLDER): Promise<string> {
  await build({
    root: HERE,
    configFile: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // An inlined image or a preload helper would need holes in the policy.
      assetsInlineLimit: 0,
      modulePreload: false,
    },
  });
  return outDir;
}

if (import.meta.main) await buildDesk();
