import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signGrantRequest, signingKeyOf } from '../../crypto/grant-request.ts';
import { MINISIGN, run, temporaryFolder } from './programs.ts';

const SEED = new Uint8Array(32).fill(4);

test.skipIf(!MINISIGN)(
  'a grant request is checked by the real minisign (skipped only where it is absent)',
  () => {
    const folder = temporaryFolder();
    const { bytes, signature } = signGrantRequest(SEED, {
      format: 'witnessbox-grant-request/1',
      organisationId: '5a'.repeat(32),
      epoch: 2,
      recipient: `age1pq1${'q'.repeat(1952)}`,
      signingKey: signingKeyOf(SEED),
      day: '2026-11-22',
    });
    writeFileSync(join(folder, 'grant-request.json'), bytes);
    writeFileSync(join(folder, 'grant-request.json.minisig'), signature);
    const said = run(MINISIGN, ['-Vm', join(folder, 'grant-request.json'), '-P', signingKeyOf(SEED)]);
    expect(said.toString()).toContain('witnessbox grant request epoch 2');
  },
);
