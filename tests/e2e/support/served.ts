/**
 * A demonstration portal in the test's own process, with the pages that `npm start` serves: nobody is killed here, and a
 * browser only needs the page.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrganisation } from '../../../reviewer/setup.ts';
import { buildWeb } from '../../../scripts/build.ts';
import { serve } from '../../../server/main.node.ts';

const PASSPHRASE = 'harbour lantern violin meadow';

export type Served = { address: string; stop(): Promise<void> };

export async function servePage(): Promise<Served> {
  await buildWeb();
  const folder = await mkdtemp(join(tmpdir(), 'witnessbox-served-'));
  await createOrganisation({
    names: { en: 'Example Watch', 'zh-Hans': '示例观察' },
    publicFolder: join(folder, 'public'),
    secretsFolder: join(folder, 'secrets'),
    custodianPassphrase: PASSPHRASE,
    reviewerPassphrase: PASSPHRASE,
    demonstration: true,
    today: new Date().toISOString().slice(0, 10),
    scryptCost: 'interactive',
  });
  const portal = await serve({
    dataFolder: join(folder, 'data'),
    organisationFolder: join(folder, 'public'),
    host: '127.0.0.1',
    port: 0,
    webFolder: 'dist/source',
  });
  return {
    address: portal.address,
    async stop() {
      await portal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
