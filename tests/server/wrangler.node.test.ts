/** The shipped wrangler.toml, the built Worker and the reviewer's program, each as people run it. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import type { CaseSummary, SyncReport } from '../../reviewer/contract.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { workerConfig } from '../../server/config-worker.ts';
import type { SnapshotIndex } from '../../server/contract.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { readLanguages } from '../../web/languages.ts';
import { witnessbox } from '../reviewer/support/program.ts';
import { Source } from '../reviewer/support/source.ts';
import { PASSPHRASE, temporaryFolder } from '../reviewer/support/world.ts';
import { create, eventually, offsetAt, openPatch } from './support/served.node.ts';
import { fillIn, startWorker, wrangler } from './support/wrangler.node.ts';
import { TUS } from './support/world.ts';

test('the shipped wrangler.toml keeps no log, has no other address, names every page, and its options are in order', async () => {
  const shipped = parse(await readFile('wrangler.toml', 'utf8'));
  expect(shipped).toMatchObject({
    workers_dev: false,
    preview_urls: false,
    logpush: false,
    tail_consumers: [],
    observability: {
      enabled: false,
      logs: { enabled: false, invocation_logs: false },
      traces: { enabled: false },
    },
    placement: { mode: 'off' },
    assets: { run_worker_first: true, html_handling: 'none', not_found_handling: 'none' },
    triggers: { crons: ['0 * * * *'] },
  });
  const { WITNESSBOX_LANGUAGES, WITNESSBOX } = shipped['vars'] as {
    WITNESSBOX_LANGUAGES: string;
    WITNESSBOX: Record<string, unknown>;
  };
  expect(WITNESSBOX_LANGUAGES.split(' ')).toEqual((await readLanguages()).map(({ lang }) => lang));
  expect(workerConfig(WITNESSBOX)).toEqual({
    config: { ...DEFAULT_CONFIG, maxStorage: 100 * 2 ** 30 },
    snapshotHours: [0],
  });
});

const GIVEN = `${PASSPHRASE}\n`;

test('a testimony goes through the Worker to the reviewer, and the reply into the snapshot that its cron takes', async () => {
  const folder = await temporaryFolder();
  const at = join(folder, 'watch');
  const lines = ['Example Watch', '示例观察', at, '', '', '', 'custodian of these tests', PASSPHRASE];
  const made = await witnessbox(['init'], `${lines.join('\n')}\n`);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const config = await fillIn(folder, join(at, 'public'));
  const place = ['--local', '--persist-to', join(folder, 'state'), '--config', config];
  expect(await wrangler(folder, ['d1', 'migrations', 'apply', 'witnessbox', ...place])).toContain('✅');
  const address = await startWorker(folder, config);

  const page = await fetch(`${address}/`, { headers: { 'Accept-Language': 'zh' } });
  expect(await page.text()).toContain('<title>示例观察</title>');
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) expect(page.headers.get(name)).toBe(value);
  // Compressed once and not twice: the platform would do it too. What fetch unpacks is the page.
  expect(page.headers.get('content-encoding')).toBe('gzip');
  const health = await fetch(`${address}/healthz`);
  expect(await health.json()).toEqual({ status: 'ok' });

  // A line that breaks in the midst of a piece, and curl for the rest.
  const keyring = JSON.parse(await readFile(join(at, 'public', 'keyring.json'), 'utf8')) as {
    organisation: { id: string };
  };
  const organisation = { organisationId: keyring.organisation.id, publicFolder: join(at, 'public') };
  const source = await Source.over(organisation, address);
  const file = await source.seal({ answers: { what: 'They came at night.' } });
  const url = await create(address, file.length);
  const broken = openPatch(url, 0, file.length);
  await broken.write(file.subarray(0, 30_000));
  await new Promise((resolve) => setTimeout(resolve, 300));
  broken.breakOff();
  await eventually(async () => (await offsetAt(url)) === 30_000);
  await writeFile(join(folder, 'rest'), file.subarray(30_000));
  const headers = { ...TUS, 'Upload-Offset': '30000', 'Content-Type': 'application/offset+octet-stream' };
  execFileSync('curl', [
    ...[
      '--silent',
      '--show-error',
      '--fail',
      '--request',
      'PATCH',
      '--data-binary',
      `@${join(folder, 'rest')}`,
    ],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    url,
  ]);
  expect(await offsetAt(url)).toBe(file.length);

  const home = join(at, 'secrets', 'reviewer');
  const pulled = await witnessbox(['pull', '--home', home, '--portal', address, '--json'], GIVEN);
  expect(pulled).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(pulled.stdout) as SyncReport).toMatchObject({ fetched: 1, opened: 1, placed: 1 });
  const listed = await witnessbox(['list', '--home', home, '--json'], GIVEN);
  const [first] = JSON.parse(listed.stdout) as CaseSummary[];
  const replied = await witnessbox(
    ['reply', first?.id.slice(0, 8) ?? '', '--home', home],
    `${GIVEN}Who was with you?`,
  );
  expect(replied.stdout).toBe('Queued.\n0 fetched, 1 sent to sources.\n');

  const index = async () => (await (await fetch(`${address}/snapshot/index.json`)).json()) as SnapshotIndex;
  const before = await index();
  expect(
    (await fetch(`${address}/cdn-cgi/handler/scheduled?time=${String(Date.UTC(2026, 10, 22))}`)).status,
  ).toBe(200);
  const after = await index();
  expect(after.number).toBe(before.number + 1);
  expect(after.buckets[0]?.slots).not.toBe(before.buckets[0]?.slots);
  expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
}, 120_000);
