/** What a data folder remembers of the organisation that it has served. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringHash } from '../../crypto/keyring.ts';
import { serve } from '../../server/main.node.ts';
import { makeOrganisation, type TestOrganisation } from './support/organisation.ts';
import { ALWAYS, makeFolders, writeOrganisation, type Folders } from './support/served.node.ts';

describe('the marker of a data folder', () => {
  let folders: Folders;
  let path: string;
  beforeEach(async () => {
    folders = await makeFolders();
    path = join(folders.options.dataFolder, 'organisation.json');
    await mkdir(folders.options.dataFolder, { recursive: true });
  });
  afterEach(() => folders.remove());

  const startAndStop = async (): Promise<void> => (await serve(folders.options)).stop();
  const marker = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const put = (organisation: TestOrganisation): Promise<void> =>
    writeOrganisation(folders.options.organisationFolder, organisation);

  /** Other keys of the same organisation, which the same root key signed. */
  function others(epoch: number): Promise<TestOrganisation> {
    const { keyring, root } = folders.organisation;
    return makeOrganisation({ ...ALWAYS, epoch, organisation: { id: keyring.organisation.id } }, root);
  }

  /** As it should be for what the folders hold, and as an earlier version wrote it. */
  function expected({ keyring, files } = folders.organisation) {
    const older = { id: keyring.organisation.id, kind: 'real', epoch: keyring.epoch };
    return { older, whole: { ...older, keyring: keyringHash(files['keyring.json']) } };
  }

  it('says which organisation it belongs to, and the epoch and keyring that were served last', async () => {
    await startAndStop();
    expect(await marker()).toEqual(expected().whole);
  });

  it('keeps a second keyring of the same epoch from being served, and lets the next epoch be', async () => {
    await startAndStop();
    await put(await others(1));
    await expect(startAndStop()).rejects.toMatchObject({ code: 'organisation.forked' });
    expect(await marker()).toEqual(expected().whole);
    await put(folders.organisation);
    await startAndStop();
    const next = await others(2);
    await put(next);
    await startAndStop();
    expect(await marker()).toEqual(expected(next).whole);
  });

  it('of an earlier version is completed at the next start, and knows another keyring from then on', async () => {
    await writeFile(path, JSON.stringify(expected().older));
    await startAndStop();
    expect(await marker()).toEqual(expected().whole);
    await put(await others(1));
    await expect(startAndStop()).rejects.toMatchObject({ code: 'organisation.forked' });
  });

  it('of an earlier version does for a start at which it cannot be completed', async () => {
    await writeFile(path, JSON.stringify(expected().older));
    // Where the new one would be written, nothing can be.
    await mkdir(`${path}.tmp`);
    await startAndStop();
    expect(await marker()).toEqual(expected().older);
  });
});
