import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const UNIT = fileURLToPath(new URL('../../deploy/witnessbox.service', import.meta.url));
const missing = spawnSync('systemd-analyze', ['--version']).error
  ? ' (SKIPPED: there is no systemd-analyze)'
  : '';

describe.skipIf(missing !== '')(`deploy's unit${missing}`, () => {
  it('is as closed as docs/operating.md says', async () => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', UNIT], {
      encoding: 'utf8',
    });
    const exposure = /Overall exposure level for witnessbox\.service: (\d+\.\d)/.exec(stdout)?.[1] ?? '10';
    const page = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
    const said = /exposure of (\d+\.\d)/.exec(page)?.[1];
    // Later versions of systemd weigh a little differently.
    expect(Math.abs(Number(exposure) - Number(said))).toBeLessThan(0.25);
  });

  it('is verified, but for a program that is not installed where it says', () => {
    const { stderr } = spawnSync('systemd-analyze', ['verify', UNIT], { encoding: 'utf8' });
    const faults = stderr.split('\n').filter((line) => line !== '' && !line.includes('is not executable'));
    expect(faults).toEqual([]);
  });
});
