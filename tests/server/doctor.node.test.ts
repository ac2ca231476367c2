import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateIdentity, lock, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { generateKeyPair } from '../../crypto/minisign.ts';
import { encryptSecretKey, INTERACTIVE } from '../../crypto/minisign-key.ts';
import type { Settings } from '../../server/settings.node.ts';
import { type Machine } from './support/machine.ts';
import { random } from './support/runtime.ts';
import { diagnosis, put, drop, swap, service, pattern, nginx } from './support/diagnosis.ts';

const MINISIGN = `untrusted comment: minisign encrypted secret key\nRWRTY0Iy${'A'.repeat(204)}\n`;

describe('the doctor', () => {
  it('finds nothing amiss where all is well, and says what it has looked at', async () => {
    const findings = await diagnosis(() => undefined);
    expect(findings.filter(({ state }) => state !== 'good')).toEqual([]);
    expect(new Set(findings.map(({ check }) => check))).toEqual(
      new Set([
        'node',
        'folders',
        'keys',
        'time',
        'room',
        'headers',
        'swap',
        'core dumps',
        'journal',
        'proxies',
      ]),
    );
  });

  describe('says what it could not check, and never that it is good:', () => {
    it.each<[string, string, (machine: Machine) => unknown, Partial<Settings>, RegExp]>([
      [
        'a data folder that is not there',
        'folders',
        () => undefined,
        { dataFolder: '/nowhere' },
        /because it does not exist/,
      ],
      ['no organisation folder', 'folders', () => undefined, { organisationFolder: null }, /none is named/],
      [
        'a folder that it may not see',
        'folders',
        put('/var/data/blobs', { kind: 'folder', mode: 0o700, denied: true }),
        {},
        /may not look/,
      ],
      [
        'a keyring that is none',
        'time',
        put('/srv/public/keyring.json', { text: 'x' }),
        {},
        /against the keyring/,
      ],
      [
        'a machine without timedatectl',
        'time',
        ({ programs }) => programs.clear(),
        {},
        /timedatectl does not tell/,
      ],
      [
        'a server that does not run',
        'headers',
        ({ answers }) => answers.delete('unix:/run/portal.sock'),
        {},
        /server itself could not be checked/,
      ],
      ['no address of the portal', 'headers', () => undefined, { portal: [] }, /no address is named/],
      ['an onion', 'headers', () => undefined, { portal: ['http://abc.onion'] }, /through Tor only/],
      ['a machine that does not tell of swap', 'swap', drop('/proc/swaps'), {}, /does not tell/],
      ['nor of core dumps', 'core dumps', drop('/proc/sys/kernel/core_pattern'), {}, /does not tell/],
      ['a machine without systemd', 'journal', drop('/run/systemd/system'), {}, /systemd does not run/],
      [
        'a home with too much in it',
        'keys',
        ({ things }) => {
          for (let index = 0; index < 20_001; index += 1) things.set(`/root/${String(index)}`, {});
        },
        {},
        /so many files/,
      ],
    ])('%s', async (_, check, change, settings, says) => {
      const findings = (await diagnosis(change, settings)).filter(({ check: name }) => name === check);
      const unchecked = findings.filter(({ state }) => state === 'unchecked');
      expect(unchecked.map((finding) => finding.says).join('\n')).toMatch(says);
    });
  });

  it.each<[string, (machine: Machine) => unknown]>([
    [
      'swap on an encrypted volume',
      swap('/dev/mapper/swap partition 1 0 -2', ({ things }) =>
        things
          .set('/dev/mapper/swap', { leadsTo: '/dev/dm-0' })
          .set('/sys/class/block/dm-0/dm/uuid', { text: 'CRYPT-PLAIN-swap\n' }),
      ),
    ],
    [
      'swap on a volume of an encrypted disk',
      swap('/dev/dm-1 partition 1 0 -2', ({ things }) =>
        things
          .set('/sys/class/block/dm-1/dm/uuid', { text: 'LVM-x\n' })
          .set('/sys/class/block/dm-1/slaves/dm-0', {})
          .set('/sys/class/block/dm-0/dm/uuid', { text: 'CRYPT-LUKS2-y\n' }),
      ),
    ],
    [
      'swap in compressed memory',
      swap('/dev/zram0 partition 1 0 -2', put('/sys/class/block/zram0/backing_dev', { text: 'none\n' })),
    ],
    [
      "the server's own socket in the data folder, whichever way leads there",
      ({ things }) =>
        things
          .set('/run/portal.sock', { leadsTo: '/var/data/portal.sock' })
          .set('/var/data/portal.sock', { kind: 'other', mode: 0o660 }),
    ],
    ['systemd-coredump with a limit', pattern('|/usr/lib/systemd/systemd-coredump %P\n')],
    [
      'systemd-coredump that stores nothing',
      (machine) => {
        pattern('|/usr/lib/systemd/systemd-coredump %P\n')(machine);
        service('LoadState=loaded\nLimitCORE=infinity\n')(machine);
        put('/etc/systemd/coredump.conf.d/a.conf', { text: '[Coredump]\nStorage=none\n' })(machine);
      },
    ],
    [
      'no proxy',
      (machine) => {
        drop('/etc/nginx/nginx.conf')(machine);
        drop('/etc/caddy/Caddyfile')(machine);
      },
    ],
    [
      'comments in a configuration',
      nginx('# access_log /x;\nerror_log /dev/null; # error_log /y;\nhttp { access_log off; }'),
    ],
    ['a site that is not enabled', put('/etc/nginx/sites-available/portal', { text: 'access_log /x;' })],
    [
      'keys of others, and what only speaks of keys',
      ({ things }) => {
        things.set('/root/.ssh/id', { text: '-----BEGIN OPENSSH PRIVATE KEY-----' });
        things.set('/root/tls.pem', { text: '-----BEGIN PRIVATE KEY-----' });
        things.set('/root/manual.txt', {
          text: 'a file with AGE-SECRET-KEY-… or a minisign encrypted secret key',
        });
      },
    ],
    [
      'the keys of a demonstration',
      ({ things }) => {
        for (const folder of ['demo', 'demo/secrets'])
          things.set(`/var/data/${folder}`, { kind: 'folder', mode: 0o700 });
        things.set('/var/data/demo/secrets/root.key', { text: MINISIGN, mode: 0o600 });
      },
    ],
  ])('has nothing against %s', async (_, change) => {
    expect((await diagnosis(change)).filter(({ state }) => state !== 'good')).toEqual([]);
  });

  it('knows keys as the program writes them, and a ciphertext from a key', async () => {
    const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
    const identity = await generateIdentity();
    const sealed = await lock('correct horse', new TextEncoder().encode(identity), 2);
    const scrypt = (
      password: Uint8Array,
      salt: Uint8Array,
      { N, r, p, length }: Record<'N' | 'r' | 'p' | 'length', number>,
    ) => Promise.resolve(new Uint8Array(scryptSync(password, salt, length, { N, r, p })));
    const rootKey = await encryptSecretKey(generateKeyPair(random), 'correct horse', {
      scrypt,
      random,
      ...INTERACTIVE,
    });
    const ciphertext = await sealBytes(await recipientOf(identity), new Uint8Array(16));
    const findings = await diagnosis(({ things }) => {
      things.set('/root/bare', { text: identity }).set('/root/sealed', { text: latin(sealed) });
      things
        .set('/root/minisign', { text: rootKey })
        .set('/root/ciphertext.age', { text: latin(ciphertext) });
    });
    const [{ says } = { says: '' }] = findings.filter(({ state }) => state !== 'good');
    expect(says).toContain('/root/bare');
    expect(says).toContain('/root/sealed');
    expect(says).toContain('/root/minisign');
    expect(says).not.toContain('/root/ciphertext.age');
  });
});
