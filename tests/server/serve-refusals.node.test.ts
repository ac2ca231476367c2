import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ServeOptions } from '../../server/main.node.ts';
import { makeOrganisation } from './support/organisation.ts';
import { perTest } from './support/per-test.node.ts';
import { ALWAYS, writeOrganisation } from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  const own = perTest();

  const refuses = (code: string, options: Partial<ServeOptions> = {}) =>
    expect(own.start(options)).rejects.toMatchObject({ code });

  describe('does not start', () => {
    const inOrganisation = (name: string) => join(own.folders.options.organisationFolder, name);

    it('without an organisation', async () => {
      await rm(own.folders.options.organisationFolder, { recursive: true });
      await expect(own.start()).rejects.toThrow('The organisation folder does not exist.');
      await refuses('organisation.missing');
    });

    it.each(['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json'])(
      'without %s, and names it',
      async (name) => {
        await rm(inOrganisation(name));
        await expect(own.start()).rejects.toThrow(`The organisation folder lacks the file ${name}.`);
      },
    );

    it('with a keyring that was tampered with', async () => {
      const text = await readFile(inOrganisation('keyring.json'), 'utf8');
      await writeFile(inOrganisation('keyring.json'), text.replace('"Test"', '"Fake"'));
      await refuses('organisation.invalid');
    });

    it.each([
      ['root.key', 'anything'],
      ['notes/epoch-1.age', 'anything'],
      ['backup.txt', 'untrusted comment: minisign encrypted secret key\nRWRT'],
      ['keys', '# created\nAGE-SECRET-KEY-PQ-1QQQ'],
      ['notes/x', 'age-encryption.org/v1\n-> scrypt'],
      ['id', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ])('with a secret key beside the public ones: %s', async (name, text) => {
      await mkdir(inOrganisation('notes'));
      await writeFile(inOrganisation(name), text);
      await refuses('organisation.holds-secrets');
    });

    it('without a website', async () => {
      await refuses('server.web-missing', { webFolder: join(own.folders.root, 'nothing') });
      await mkdir(join(own.folders.root, 'empty'));
      await refuses('server.web-missing', { webFolder: join(own.folders.root, 'empty') });
    });

    it('on a port that is taken, and lets go of everything', async () => {
      const other = createServer();
      const port = 8611;
      await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
      await expect(own.start({ port })).rejects.toThrow('Port 8611 is in use. Choose another with --port.');
      await new Promise((resolve) => other.close(resolve));
      expect((await own.start({ port })).address).toBe('http://127.0.0.1:8611');
    });

    it('on an address that is not its own', async () => {
      await refuses('server.address-refused', { host: '192.0.2.7' });
    });

    it('on a data folder that is in use', async () => {
      await own.start();
      await refuses('server.data-in-use');
    });

    it('on a data folder that is a file, or holds something else', async () => {
      await writeFile(own.folders.options.dataFolder, 'x');
      await refuses('server.data-unusable');
      await rm(own.folders.options.dataFolder);
      await mkdir(own.folders.options.dataFolder);
      await writeFile(
        join(own.folders.options.dataFolder, 'witnessbox.sqlite'),
        'this is no database at all '.repeat(99),
      );
      await refuses('server.data-unusable');
      await rm(join(own.folders.options.dataFolder, 'witnessbox.sqlite'));
      await writeFile(join(own.folders.options.dataFolder, 'organisation.json'), '{"id":3}');
      await refuses('server.data-unusable');
    });

    it('for a real organisation where a demonstration was, nor the other way round', async () => {
      const demonstration = join(own.folders.root, 'demonstration');
      await writeOrganisation(demonstration, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      await (await own.start()).stop();
      await refuses('organisation.demonstration-refused', { organisationFolder: demonstration });

      const dataFolder = join(own.folders.root, 'other-data');
      await (await own.start({ organisationFolder: demonstration, dataFolder })).stop();
      await refuses('organisation.real-refused', { dataFolder });
    });

    it('for a demonstration where a database or blobs lie of which nothing says whose they are', async () => {
      const organisationFolder = join(own.folders.root, 'demonstration');
      await writeOrganisation(organisationFolder, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      await (await own.start()).stop();
      await rm(join(own.folders.options.dataFolder, 'organisation.json'));
      await refuses('organisation.demonstration-refused', { organisationFolder });
    });

    it('for another organisation on the same data', async () => {
      await (await own.start()).stop();
      const other = join(own.folders.root, 'other');
      await writeOrganisation(other, await makeOrganisation(ALWAYS));
      await refuses('organisation.other', { organisationFolder: other });
    });

    it('with an older keyring than before', async () => {
      const { id } = own.folders.organisation.keyring.organisation;
      const newer = join(own.folders.root, 'newer');
      await writeOrganisation(newer, await makeOrganisation({ ...ALWAYS, epoch: 2, organisation: { id } }));
      await (await own.start({ organisationFolder: newer })).stop();
      await refuses('organisation.rollback');
    });

    it('for a demonstration that others could reach', async () => {
      const organisationFolder = join(own.folders.root, 'demonstration');
      await writeOrganisation(organisationFolder, await makeOrganisation({ ...ALWAYS, demonstration: true }));
      for (const host of ['0.0.0.0', '::', '127.0.0.1.example.org']) {
        await refuses('organisation.demonstration-exposed', { organisationFolder, host });
      }
      for (const host of ['127.0.0.1', 'localhost'])
        await (await own.start({ organisationFolder, host })).stop();
    });
  });

  it('as a program says in one sentence why it does not start, without a path', async () => {
    await chmod(own.folders.root, 0o755);
    await rm(join(own.folders.options.organisationFolder, 'root.pub'));
    await expect(own.startProgram()).rejects.toThrow(
      /^The organisation folder lacks the file root\.pub\.\n$/,
    );
  });
});
