/** A new keyring in the organisation's folder, while the server runs. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringHash } from '../../crypto/keyring.ts';
import { signRequest } from '../../crypto/requests.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { FACE } from '../crypto/faces.ts';
import { ascii } from './support/files.ts';
import { makeOrganisation, type Changes, type TestOrganisation } from './support/organisation.ts';
import { ALWAYS, eventually, makeFolders, writeOrganisation, type Folders } from './support/served.node.ts';
import { newNonce } from './support/world.ts';

describe('a server that runs', () => {
  let folders: Folders;
  let serving: Serving;
  let said: string[];

  beforeEach(async () => {
    folders = await makeFolders({ ...ALWAYS, epoch: 4 });
    said = [];
    const report = (sentence: string) => said.push(sentence);
    serving = await serve({ ...folders.options, lookEveryMs: 20, report });
  });
  afterEach(async () => {
    await serving.stop();
    await folders.remove();
  });

  /** The organisation as it goes on: same root key, same id. */
  function next(changes: Changes): Promise<TestOrganisation> {
    const { id } = folders.organisation.keyring.organisation;
    return makeOrganisation(
      { ...ALWAYS, ...changes, organisation: { id, ...changes.organisation } },
      folders.organisation.root,
    );
  }

  const put = (organisation: TestOrganisation): Promise<void> =>
    writeOrganisation(folders.options.organisationFolder, organisation);
  const get = (path: string): Promise<Response> => fetch(`${serving.address}${path}`);
  const shownEpoch = async (): Promise<number> =>
    ((await (await get('/keyring.json')).json()) as { epoch: number }).epoch;

  async function listAs({ teamSeed }: TestOrganisation): Promise<number> {
    const url = `${serving.address}/review/submissions`;
    const created = Math.floor(Date.now() / 1000);
    const headers = signRequest({ method: 'GET', url, seed: teamSeed, created, nonce: newNonce() });
    return (await fetch(url, { headers })).status;
  }

  it('takes it up as a whole: the files, the names on the page, and whose requests are answered', async () => {
    const fifth = await next({ epoch: 5, organisation: { names: { en: 'Renamed' } } });
    expect(await listAs(folders.organisation)).toBe(200);
    await put(fifth);
    await eventually(async () => (await shownEpoch()) === 5);
    for (const [path, file] of [
      ['/keyring.json', 'keyring.json'],
      ['/keyring.json.minisig', 'keyring.json.minisig'],
      ['/intake.json', 'intake.json'],
    ] as const) {
      expect(new Uint8Array(await (await get(path)).arrayBuffer())).toEqual(fifth.files[file]);
    }
    expect(await (await get('/en/')).text()).toContain('<title>Renamed</title>');
    expect(await listAs(fifth)).toBe(200);
    expect(await listAs(folders.organisation)).toBe(401);
    expect(serving.organisation.keyring.epoch).toBe(5);
    expect(said).toEqual([]);
  });

  it('takes up an appearance with it, and waits while that is not there yet', async () => {
    const { id } = folders.organisation.keyring.organisation;
    const fifth = await makeOrganisation(
      { ...ALWAYS, epoch: 5, organisation: { id } },
      folders.organisation.root,
      undefined,
      FACE,
    );
    const { 'appearance.json': face, ...others } = fifth.files;
    expect((await get('/appearance/en.json')).status).toBe(404);
    await put({ ...fifth, files: others });
    await eventually(() => Promise.resolve(said.length > 0));
    expect(said.join()).toContain('appearance.json');
    expect(await shownEpoch()).toBe(4);
    await put({ ...fifth, files: { ...others, ...(face && { 'appearance.json': face }) } });
    await eventually(async () => (await shownEpoch()) === 5);
    expect(await (await get('/appearance/zh-Hans.json')).json()).toMatchObject({ ...FACE.words['zh-Hans'] });
  });

  it('remembers it: after a restart the older one is refused', async () => {
    const before = folders.organisation;
    const fifth = await next({ epoch: 5 });
    await put(fifth);
    await eventually(async () => (await shownEpoch()) === 5);
    expect(JSON.parse(await readFile(join(folders.options.dataFolder, 'organisation.json'), 'utf8'))).toEqual(
      {
        id: before.keyring.organisation.id,
        kind: 'real',
        epoch: 5,
        keyring: keyringHash(fifth.files['keyring.json']),
      },
    );
    await serving.stop();
    await put(before);
    await expect(serve(folders.options)).rejects.toMatchObject({ code: 'organisation.rollback' });
    await put(await next({ epoch: 5 }));
    await expect(serve(folders.options)).rejects.toMatchObject({ code: 'organisation.forked' });
  });

  it('takes one up that only becomes valid while it runs', async () => {
    await serving.stop();
    let today = new Date('2026-11-22T12:00:00Z');
    const report = (sentence: string) => said.push(sentence);
    serving = await serve({ ...folders.options, lookEveryMs: 20, report, now: () => today });
    await put(await next({ epoch: 5, validFrom: '2026-11-23' }));
    await eventually(() => Promise.resolve(said.length > 0));
    expect(said[0]).toContain('not valid before 2026-11-23');
    expect(await shownEpoch()).toBe(4);
    today = new Date('2026-11-23T00:00:01Z');
    await eventually(async () => (await shownEpoch()) === 5);
    expect(said).toHaveLength(1);
  });

  it.each<[string, string, () => Promise<void>]>([
    ['is older', 'older than one', async () => put(await next({ epoch: 3 }))],
    ['is a second one of the same epoch', 'another one than', async () => put(await next({ epoch: 4 }))],
    [
      'is of another organisation under the same root key',
      'another organisation',
      async () => put(await next({ epoch: 5, organisation: { id: 'ab'.repeat(32) } })),
    ],
    [
      'is signed with another root key',
      'another root key',
      async () => {
        const { id } = folders.organisation.keyring.organisation;
        await put(await makeOrganisation({ ...ALWAYS, epoch: 5, organisation: { id } }));
      },
    ],
    [
      'was altered',
      'not in order',
      async () => {
        const fifth = await next({ epoch: 5 });
        const altered = new TextDecoder().decode(fifth.files['keyring.json']).replace('"Main"', '"Mine"');
        await put({ ...fifth, files: { ...fifth.files, 'keyring.json': ascii(altered) } });
      },
    ],
    [
      'came without its form',
      'lacks the file',
      async () => {
        await rm(join(folders.options.organisationFolder, 'intake.json'));
        const { files } = await next({ epoch: 5 });
        for (const name of ['keyring.json', 'keyring.json.minisig', 'root.pub'] as const)
          await writeFile(join(folders.options.organisationFolder, name), files[name]);
      },
    ],
    [
      'lies beside a secret key',
      'holds a secret key',
      async () => {
        await writeFile(join(folders.options.organisationFolder, 'root.key'), 'x');
        await put(await next({ epoch: 5 }));
      },
    ],
    [
      'is a demonstration’s',
      'served a real organisation',
      async () => put(await next({ epoch: 5, demonstration: true })),
    ],
  ])('keeps the old one when the new one %s, and says so once', async (_, words, change) => {
    await change();
    await eventually(() => Promise.resolve(said.some((sentence) => sentence.includes(words))));
    const count = said.length;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(said).toHaveLength(count);
    expect(said.at(-1)).not.toContain(folders.root);
    expect(await shownEpoch()).toBe(4);
    expect(await listAs(folders.organisation)).toBe(200);

    await rm(join(folders.options.organisationFolder, 'root.key'), { force: true });
    await put(await next({ epoch: 6 }));
    await eventually(async () => (await shownEpoch()) === 6);
  });
});
