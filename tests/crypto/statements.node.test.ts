/** What the team and its reviewers sign, checked by the real minisign. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { base64 } from '@scure/base';
import { expect, test } from 'vitest';
import { signFreshness, teamKeyLine } from '../../crypto/freshness.ts';
import { keyPairOfSeed } from '../../crypto/minisign.ts';
import { openRetirement, signRetirement } from '../../crypto/retirement.ts';
import { MINISIGN, refuses, run, temporaryFolder } from './programs.ts';

const SEED = new Uint8Array(32).fill(4);
const ORGANISATION = '5a'.repeat(32);
const ABSENT = '(skipped only where minisign is absent)';

function written(name: string, { bytes, signature }: { bytes: Uint8Array; signature: string }): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.minisig`, signature);
  return path;
}

test.skipIf(!MINISIGN)(`a freshness note is checked with the key of the keyring ${ABSENT}`, () => {
  const path = written(
    'freshness.json',
    signFreshness(SEED, {
      format: 'witnessbox-freshness/1',
      organisationId: ORGANISATION,
      epoch: 2,
      day: '2026-11-22',
    }),
  );
  const line = teamKeyLine(base64.encode(keyPairOfSeed(SEED).publicKey));
  expect(run(MINISIGN, ['-Vm', path, '-P', line]).toString()).toContain('freshness epoch 2 2026-11-22');
  const other = teamKeyLine(base64.encode(keyPairOfSeed(new Uint8Array(32).fill(5)).publicKey));
  expect(refuses(MINISIGN, ['-Vm', path, '-P', other])).toBe(true);
});

test.skipIf(!MINISIGN)(`a retirement statement is checked with the key that it names ${ABSENT}`, () => {
  const signed = signRetirement(SEED, { organisationId: ORGANISATION, epoch: 2, day: '2026-11-22' });
  const { signingKey } = openRetirement({ ...signed, organisationId: ORGANISATION });
  const path = written('retirement-2.json', signed);
  expect(run(MINISIGN, ['-Vm', path, '-P', signingKey]).toString()).toContain(
    'witnessbox retirement epoch 2',
  );
});
