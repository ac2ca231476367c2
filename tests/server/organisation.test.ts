import { describe, expect, it } from 'vitest';
import { isOpen, openOrganisation } from '../../server/organisation.ts';
import { ascii } from './support/files.ts';
import { makeOrganisation } from './support/organisation.ts';

const TODAY = '2026-11-22';

describe("the organisation's public files", () => {
  it('are opened when all is in order', async () => {
    const { files, keyring } = await makeOrganisation();
    const organisation = openOrganisation(files, TODAY);
    expect(organisation.keyring).toEqual(keyring);
    expect(organisation.rootKey).toMatch(/^RW[A-Za-z0-9+/]+=*$/);
    expect(organisation.fingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
  });

  it('are refused when the keyring was altered by a byte', async () => {
    const { files } = await makeOrganisation();
    const keyring = files['keyring.json'].slice();
    keyring[40] = (keyring[40] ?? 0) ^ 1;
    expect(() => openOrganisation({ ...files, 'keyring.json': keyring }, TODAY)).toThrow(
      expect.objectContaining({ code: 'organisation.invalid' }),
    );
  });

  it('are refused under the root key of somebody else', async () => {
    const { files } = await makeOrganisation();
    const other = await makeOrganisation();
    const mixed = { ...files, 'root.pub': other.files['root.pub'] };
    expect(() => openOrganisation(mixed, TODAY)).toThrow(
      expect.objectContaining({ code: 'organisation.invalid' }),
    );
  });

  it('are refused when the intake form is not the one that was signed', async () => {
    const { files } = await makeOrganisation();
    const changed = { ...files, 'intake.json': ascii('{}') };
    expect(() => openOrganisation(changed, TODAY)).toThrow(
      expect.objectContaining({ code: 'organisation.invalid' }),
    );
  });

  it('are refused before their first day, with the day in the sentence', async () => {
    const { files } = await makeOrganisation({ validFrom: '2026-11-23' });
    expect(() => openOrganisation(files, TODAY)).toThrow('The keyring is not valid before 2026-11-23.');
  });

  it('are opened after their last day, but then nothing new is taken in', async () => {
    const { files } = await makeOrganisation({ validUntil: '2026-11-21' });
    const organisation = openOrganisation(files, TODAY);
    expect(isOpen(organisation, TODAY)).toBe(false);
    expect(isOpen(organisation, '2026-11-21')).toBe(true);
  });
});
