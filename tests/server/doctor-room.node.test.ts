import { describe, expect, it } from 'vitest';
import { examine } from '../../server/doctor/examine.ts';
import { goodMachine, SETTINGS, type Machine } from './support/machine.ts';

const GIB = 2 ** 30;

/** What the doctor says of the room, with so many bytes in two ciphertexts. */
async function room(used: number, config: object, change: (machine: Machine) => unknown = () => undefined) {
  const machine = goodMachine();
  for (const name of ['b', 'c'])
    machine.things.set(`/var/data/blobs/${name}`, { mode: 0o600, size: used / 2 });
  change(machine);
  const findings = await examine(machine, { ...SETTINGS, config });
  return findings.filter(({ check }) => check === 'room').map(({ state, says }) => ({ state, says }));
}

describe('the doctor, where maxStorage is set,', () => {
  it('says how much of it is left', async () => {
    expect(await room(20 * GIB, { maxStorage: 100 * GIB })).toEqual([
      { state: 'good', says: '512.0 GiB are free where the data folder lies.' },
      { state: 'good', says: '80.0 GiB are left of the 100.0 GiB that maxStorage allows.' },
    ]);
  });

  it.each([
    [97, 100, /^Only 3\.0 GiB are left of the 100\.0 GiB/],
    [961, 1000, /^Only 39\.0 GiB are left/],
    [2, 2, /^Only 0\.0 GiB are left of the 2\.0 GiB/],
    [3, 2, /^Only 0\.0 GiB/],
  ])(
    'wants something done where %i GiB of %i are used, though the disk is nearly empty',
    async (used, most, says) => {
      const [, limit] = await room(used * GIB, { maxStorage: most * GIB });
      expect(limit).toEqual({ state: 'mend', says: expect.stringMatching(says) as string });
    },
  );

  it('finds a small portal good that is empty', async () => {
    expect(await room(0, { maxStorage: GIB / 2 })).toMatchObject([{ state: 'good' }, { state: 'good' }]);
  });

  it('says both where both are short', async () => {
    const few = ({ free }: Machine) => (free.freeBytes = GIB);
    expect(await room(GIB, { maxStorage: GIB }, few)).toMatchObject([{ state: 'mend' }, { state: 'mend' }]);
  });

  it('says nothing of it where there is no such limit', async () => {
    expect(await room(GIB, {})).toHaveLength(1);
    expect(await room(GIB, { maxStorage: null })).toHaveLength(1);
  });
});
