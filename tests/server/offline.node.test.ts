/** Offline pages in the organisation's folder, while the server runs. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serve, type Serving } from '../../server/main.node.ts';
import { ENCLOSURE } from '../../crypto/offline-page.ts';
import { sign } from '../../crypto/minisign.ts';
import { offlineFilesOf } from './support/organisation.ts';
import { ALWAYS, eventually, makeFolders, type Folders } from './support/served.node.ts';

describe('a server that runs', () => {
  let folders: Folders;
  let serving: Serving | undefined;
  let offline: string;

  beforeEach(async () => {
    folders = await makeFolders(ALWAYS);
    offline = join(folders.options.organisationFolder, 'offline');
  });
  afterEach(async () => {
    await serving?.stop();
    await folders.remove();
  });

  const start = async () => (serving = await serve({ ...folders.options, lookEveryMs: 20 }));
  const status = async (path: string) => (await fetch(`${serving?.address ?? ''}${path}`)).status;
  const put = async (files: ReadonlyMap<string, Uint8Array>) => {
    await mkdir(offline, { recursive: true });
    for (const [name, bytes] of files) await writeFile(join(offline, name), bytes);
  };

  it('shows pages that were made anew for the same keyring, and none that are taken away', async () => {
    await start();
    expect(await status('/en/encrypt.html')).toBe(404);
    await put(offlineFilesOf(folders.organisation, ['en']));
    await eventually(async () => (await status('/en/encrypt.html')) === 200);
    await rm(offline, { recursive: true });
    await eventually(async () => (await status('/en/encrypt.html')) === 404);
  });

  it('takes a page for what it is though it has a program in it that writes age files', async () => {
    const { root } = folders.organisation;
    const [name = '', page] = [...offlineFilesOf(folders.organisation, ['en'])][0] ?? [];
    const program = new TextEncoder().encode(
      `${new TextDecoder().decode(page)}<script>"age-encryption.org/v1 AGE-SECRET-KEY-PQ-"</script>`,
    );
    expect(new TextDecoder().decode(program)).not.toContain(ENCLOSURE);
    await put(
      new Map([
        [name, program],
        [`${name}.minisig`, new TextEncoder().encode(sign(root, program, 'x'))],
      ]),
    );
    await start();
    expect(await status('/en/encrypt.html')).toBe(200);
  });

  it('refuses a folder in which a whole key lies, wherever in it', async () => {
    await put(
      new Map([['encrypt.en.html', new TextEncoder().encode(`AGE-SECRET-KEY-PQ-1${'Q'.repeat(58)}`)]]),
    );
    await expect(start()).rejects.toMatchObject({ code: 'organisation.holds-secrets' });
  });
});
