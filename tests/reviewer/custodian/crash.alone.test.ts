/**
 * The machine stops in the middle of a command, at each of its steps on the disk. Typed again, or finished as it is told
 * to, every command comes to the same end as if nothing had happened.
 */
import { cp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64 } from '@scure/base';
import { beforeEach, expect, test, vi } from 'vitest';
import { checkGrant } from '../../../crypto/grant.ts';
import { openKeyring } from '../../../crypto/keyring.ts';
import type * as files from '../../../reviewer/files.ts';
import { unlockEpochKeys } from '../../../reviewer/identity.ts';
import { temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, Reviewer, type Said, makeCustody, witnessbox } from './support.ts';

const power = vi.hoisted(() => ({ stepsLeft: Infinity }));

vi.mock('../../../reviewer/files.ts', async (importOriginal) => {
  const real = await importOriginal<typeof files>();
  /** The step that is not carried out any more leaves the beginning of a file beside its place. */
  const step = async (path: string): Promise<void> => {
    power.stepsLeft -= 1;
    if (power.stepsLeft >= 0) return;
    await writeFile(`${path}.0123456789abcdef.tmp`, 'half').catch(() => undefined);
    throw new Error('power cut');
  };
  return {
    ...real,
    writeNew: async (...[path, ...rest]: Parameters<typeof files.writeNew>) => {
      await step(path);
      await real.writeNew(path, ...rest);
    },
    replaceFile: async (...[path, ...rest]: Parameters<typeof files.replaceFile>) => {
      await step(path);
      await real.replaceFile(path, ...rest);
    },
    destroyFile: async (...[path, ...rest]: Parameters<typeof files.destroyFile>) => {
      await step(path);
      await real.destroyFile(path, ...rest);
      // Or it stops right after: what should follow a destruction must not depend on it.
      await step(path);
    },
    syncFolder: async (...[path, ...rest]: Parameters<typeof files.syncFolder>) => {
      await step(path);
      await real.syncFolder(path, ...rest);
    },
  };
});

beforeEach(() => {
  power.stepsLeft = Infinity;
});

type Place = { custodian: string; publicFolder: string };
type Run = (args: readonly string[], today?: string) => Promise<Said>;

/**
 * Runs `args` on a copy of the same folders with ever more steps before the power goes, and each time again with
 * power, until it needs no second time.
 */
async function atEachStep(
  template: string,
  args: readonly string[],
  settled: (place: Place, run: Run, crashed: boolean) => Promise<void>,
  { today, stride = 1 }: { today?: string; stride?: number } = {},
): Promise<number> {
  for (let steps = 0; ; steps += stride) {
    const folder = await temporaryFolder();
    await cp(template, folder, { recursive: true });
    const place = {
      custodian: join(folder, 'secrets', 'custodian'),
      publicFolder: join(folder, 'public'),
    };
    const run: Run = ([name = '', ...rest], day = today) => {
      const where = ['--custodian', place.custodian];
      if (['rotate', 'revoke'].includes(name)) where.push('--public', place.publicFolder);
      return witnessbox(['keys', name, ...rest, ...where], day === undefined ? {} : { today: day });
    };
    power.stepsLeft = steps;
    const first = await run(args);
    const crashed = power.stepsLeft < 0;
    power.stepsLeft = Infinity;
    expect(first.code, first.err).toBe(crashed ? 1 : 0);
    if (crashed) {
      const second = await run(args);
      if (second.err.includes('--finish')) expect((await run(['rotate', '--finish', '--yes'])).code).toBe(0);
      else expect(second.code, second.err).toBe(0);
    }
    await settled(place, run, crashed);
    const names = await readdir(place.custodian, { recursive: true });
    expect(names.filter((name) => /tmp|unfinished/u.test(name))).toEqual([]);
    if (!crashed) return steps;
  }
}

/** The public folder shows this epoch, the custodian holds its keys, and these reviewers' deliveries fit both. */
async function expectEpoch(
  { custodian, publicFolder }: Place,
  epoch: number,
  deliveries: Record<string, Reviewer>,
): Promise<void> {
  const keyring = openKeyring({
    keyring: await readFile(join(publicFolder, 'keyring.json')),
    signature: await readFile(join(publicFolder, 'keyring.json.minisig'), 'utf8'),
    rootKey: await readFile(join(publicFolder, 'root.pub'), 'utf8'),
    today: '2026-11-22',
  });
  expect(keyring.epoch).toBe(epoch);
  const file = await readFile(join(custodian, `epoch-${String(epoch)}.age`));
  const { organisationId, teamRequestSeed, desks } = await unlockEpochKeys(CUSTODIAN, file);
  const seed = base64.encode(teamRequestSeed);
  await checkGrant(
    { format: 'witnessbox-grant/1', organisationId, epoch, desks, teamRequestSeed: seed },
    keyring,
  );
  const into = join(custodian, 'deliveries', `epoch-${String(epoch)}`);
  expect((await readdir(into)).sort()).toEqual(Object.keys(deliveries).sort());
  for (const [name, reviewer] of Object.entries(deliveries)) {
    await checkGrant(await reviewer.open(join(into, name), epoch), keyring);
  }
}

test('a rotation', { timeout: 120_000 }, async () => {
  const { folder, first } = await makeCustody();
  const request = await first.request(join(await temporaryFolder(), 'r'), 2);
  const steps = await atEachStep(folder, ['rotate', '--request', request, '--yes'], (place) =>
    expectEpoch(place, 2, { reviewer: first }),
  );
  expect(steps).toBeGreaterThan(10);
});

test('a revocation', { timeout: 120_000 }, async () => {
  const { folder, first, keys, organisationId } = await makeCustody();
  const papers = await temporaryFolder();
  const amina = new Reviewer(organisationId);
  await keys(['grant', await amina.request(join(papers, 'a'), 1), '--name', 'Amina', '--yes']);
  const request = await first.request(join(papers, 'r'), 2);
  const settled = async (place: Place, run: Run): Promise<void> => {
    await expectEpoch(place, 2, { reviewer: first });
    expect((await run(['revoke', 'Amina', '--yes'])).err).toContain('No present reviewer has that name');
  };
  // Its steps are those of a rotation, so every third will do.
  const args = ['revoke', 'Amina', '--request', request, '--yes'];
  await atEachStep(folder, args, settled, { stride: 3 });
});

test('a grant', { timeout: 120_000 }, async () => {
  const { folder, organisationId } = await makeCustody();
  const amina = new Reviewer(organisationId);
  const request = await amina.request(join(await temporaryFolder(), 'a'), 1);
  const steps = await atEachStep(
    folder,
    ['grant', request, '--name', 'Amina', '--yes'],
    async (place, run) => {
      await expectEpoch(place, 1, { Amina: amina });
      expect((await run(['status'])).out).toContain('main: read by reviewer and Amina');
    },
  );
  expect(steps).toBeGreaterThan(4);
});

test('a retirement', { timeout: 120_000 }, async () => {
  const { folder, first, keys } = await makeCustody();
  const papers = await temporaryFolder();
  const present = await first.request(join(papers, 'p'), 1);
  expect((await keys(['grant', present, '--name', 'reviewer', '--yes'])).code).toBe(0);
  await keys(['rotate', '--request', await first.request(join(papers, 'r'), 2), '--yes']);
  const statement = await first.statement(join(papers, 's'), 1);
  await atEachStep(
    folder,
    ['retire', '1', '--statement', statement, '--yes'],
    async (place, run) => {
      await expect(stat(join(place.custodian, 'epoch-1.age'))).rejects.toThrow();
      await expect(stat(join(place.custodian, 'deliveries', 'epoch-1'))).rejects.toThrow();
      expect((await run(['status'])).out).toContain('retired on 2027-06-01');
    },
    { today: '2027-06-01' },
  );
});
