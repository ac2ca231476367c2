import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as whole from '../../crypto/envelope.ts';
import { leanAge, PURE_FUNCTIONS } from '../../web/lean-age.ts';

let folder: string;
let script: string;
let lean: typeof whole;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-lean-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [leanAge()],
    build: {
      outDir: folder,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('../../crypto/envelope.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'lean',
      },
      rolldownOptions: { treeshake: { manualPureFunctions: PURE_FUNCTIONS } },
    },
  });
  script = await readFile(join(folder, 'lean.js'), 'utf8');
  lean = (await import(pathToFileURL(join(folder, 'lean.js')).href)) as typeof whole;
});

afterAll(() => rm(folder, { recursive: true }));

describe('what the pages have of age', () => {
  const text = new TextEncoder().encode('They came at night.');

  test('seals what the whole library opens, and opens what that has sealed', async () => {
    const identity = await whole.generateIdentity();
    const recipient = await lean.recipientOf(identity);
    expect(recipient).toBe(await whole.recipientOf(identity));
    expect(await whole.openBytes([identity], await lean.sealBytes(recipient, text))).toEqual(text);
    expect(await lean.openBytes([identity], await whole.sealBytes(recipient, text))).toEqual(text);
  });

  test('refuses another’s file as the whole library does', async () => {
    const [mine, other] = [await lean.generateIdentity(), await lean.generateIdentity()];
    const sealed = await lean.sealBytes(await lean.recipientOf(other), text);
    await expect(lean.openBytes([mine], sealed)).rejects.toMatchObject({ code: 'envelope.wrong-identity' });
  });

  test('can do nothing with a passphrase, and fails rather than encrypt in another way', async () => {
    await expect(lean.lock('lantern orchid gravel summit', text, 1)).rejects.toThrow('not in the pages');
  });

  test('has no scrypt and no second kind of curve', () => {
    expect(script).not.toMatch(/function (?:scrypt|weierstrass|ecdsa)\b|\bp(?:256|384) = /);
    expect(script).toMatch(/\bml_kem768\b/);
  });
});

test('a library in which a part has another name is not built with', () => {
  const { transform } = leanAge();
  const run = transform as unknown as (code: string, id: string) => unknown;
  const code = 'import { HybridIdentity, HybridRecipient } from "./recipients.js";\n';
  expect(() => run(code, '/node_modules/age-encryption/dist/index.js')).toThrow('age-encryption has no');
  expect(run(code, '/node_modules/another/dist/index.js')).toBeNull();
});
