import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generateIdentity, lock, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { generateKeyPair } from '../../crypto/minisign.ts';
import { encryptSecretKey, INTERACTIVE } from '../../crypto/minisign-key.ts';
import { main } from '../../server/cli.node.ts';
import { examine } from '../../server/doctor/examine.ts';
import type { Finding } from '../../server/doctor/finding.ts';
import { serve } from '../../server/main.node.ts';
import type { Settings } from '../../server/settings.node.ts';
import { goodHeaders, goodMachine, SETTINGS, type Machine } from './support/machine.ts';
import { random } from './support/runtime.ts';
import { makeFolders } from './support/served.node.ts';

const MINISIGN = `untrusted comment: minisign encrypted secret key\nRWRTY0Iy${'A'.repeat(204)}\n`;
const IDENTITY = `AGE-SECRET-KEY-PQ-1${'Q'.repeat(58)}`;

async function diagnosis(change: (machine: Machine) => unknown, settings: Partial<Settings> = {}) {
  const machine = goodMachine();
  change(machine);
  return examine(machine, { ...SETTINGS, ...settings });
}

const put = (path: string, thing: Parameters<Machine['things']['set']>[1]) => (machine: Machine) =>
  machine.things.set(path, thing);
const drop = (path: string) => (machine: Machine) => machine.things.delete(path);
const portal =
  (headers: Map<string, string>, status = 200) =>
  (machine: Machine) =>
    machine.answers.set('https://portal.example', { status, headers });
const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' };
const without = (name: string) => {
  const headers = goodHeaders(HSTS);
  headers.delete(name);
  return headers;
};
const swap =
  (rows: string, more: (machine: Machine) => unknown = () => undefined) =>
  (machine: Machine) => {
    machine.things.set('/proc/swaps', { text: `Filename Type Size Used Priority\n${rows}\n` });
    more(machine);
  };
const service = (output: string) => (machine: Machine) =>
  machine.programs.set('systemctl show witnessbox.service --property=LoadState --property=LimitCORE', {
    code: 0,
    output,
  });
const pattern = (text: string) => put('/proc/sys/kernel/core_pattern', { text });
const clock = (time: string) => (machine: Machine) => (machine.time = new Date(time));
const nginx = (text: string) => put('/etc/nginx/nginx.conf', { text });
const caddy = (text: string) => put('/etc/caddy/Caddyfile', { text });

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

  describe('says what is to be mended:', () => {
    it.each<[string, string, (machine: Machine) => unknown, RegExp]>([
      [
        'an old Node',
        'node',
        (machine) => (machine.node = '20.19.0'),
        /Node 20\.19\.0, and Witnessbox needs 24/,
      ],
      ['an open data folder', 'folders', put('/var/data', { kind: 'folder', mode: 0o750 }), /can reach 1 of/],
      ['an open blob', 'folders', put('/var/data/blobs/a', { mode: 0o644 }), /can reach 1 of/],
      [
        'a blob of somebody else',
        'folders',
        put('/var/data/blobs/a', { mode: 0o600, uid: 4 }),
        /1 entries .+ another account/,
      ],
      [
        'data of root',
        'folders',
        put('/var/data', { kind: 'folder', mode: 0o700, uid: 0 }),
        /belongs to root/,
      ],
      [
        'public files that others may write',
        'folders',
        put('/srv/public/root.pub', { mode: 0o664 }),
        /can write to the organisation/,
      ],
      [
        'a sealed identity',
        'keys',
        put('/home/portal/backup/identity', { text: 'age-encryption.org/v1\n-> scrypt AAAA 18\n' }),
        /\/home\/portal\/backup\/identity/,
      ],
      [
        'a bare identity',
        'keys',
        put('/var/data/old.txt', { text: `# x\n${IDENTITY}\n` }),
        /\/var\/data\/old\.txt/,
      ],
      ['a root key', 'keys', put('/srv/public/keep/root', { text: MINISIGN }), /\/srv\/public\/keep\/root/],
      [
        'a key in the home of root, who asks',
        'keys',
        put('/root/root.key', { text: MINISIGN }),
        /\/root\/root\.key/,
      ],
      ['a clock before the keyring', 'time', clock('2026-08-01T00:00:00Z'), /begins on 2026-09-01/],
      ['a clock after the keyring', 'time', clock('2027-08-01T00:00:00Z'), /ended on 2026-12-01/],
      ['a clock before its own files', 'time', clock('2026-11-20T00:00:00Z'), /clock is behind/],
      [
        'no NTP',
        'time',
        ({ programs }) =>
          programs.set('timedatectl show --property=NTPSynchronized', {
            code: 0,
            output: 'NTPSynchronized=no\n',
          }),
        /not kept by NTP/,
      ],
      ['little room', 'room', (machine) => (machine.free.freeBytes = 2 ** 31), /Only 2\.0 GiB/],
      ['a nearly full disk', 'room', (machine) => (machine.free.freeBytes = 2 ** 35), /Only 32\.0 GiB/],
      ['few inodes', 'room', (machine) => (machine.free.freeFiles = 3), /few more files/],
      [
        'a proxy that leaves the policy out',
        'headers',
        portal(without('content-security-policy')),
        /portal\.example leaves out Content-Security-Policy\.$/,
      ],
      [
        'a proxy that changes it',
        'headers',
        portal(goodHeaders({ ...HSTS, 'Content-Security-Policy': '*' })),
        /gives another Content-Security-Policy/,
      ],
      [
        'a proxy that sets cookies',
        'headers',
        portal(goodHeaders({ ...HSTS, 'Set-Cookie': 'a=1' })),
        /adds set-cookie/,
      ],
      [
        'a proxy that tells its version',
        'headers',
        portal(goodHeaders({ ...HSTS, Server: 'nginx/1.22.1' })),
        /tells the version/,
      ],
      ['no HSTS', 'headers', portal(goodHeaders()), /no Strict-Transport-Security/],
      [
        'HSTS of a day',
        'headers',
        portal(goodHeaders({ 'Strict-Transport-Security': 'max-age=86400' })),
        /no Strict-Transport-Security/,
      ],
      [
        'a proxy that reaches nobody',
        'headers',
        portal(goodHeaders(HSTS), 502),
        /answers GET \/ with an error/,
      ],
      ['bare swap', 'swap', swap('/dev/sda2 partition 1 0 -2'), /\/dev\/sda2/],
      [
        'a swap file on a bare disk',
        'swap',
        swap('/swapfile file 1 0 -2', ({ programs }) =>
          programs.set('findmnt --noheadings --output SOURCE --target /swapfile', {
            code: 0,
            output: '/dev/sda1\n',
          }),
        ),
        /\/swapfile/,
      ],
      [
        'swap on a bare volume',
        'swap',
        swap('/dev/dm-1 partition 1 0 -2', ({ things }) =>
          things
            .set('/sys/class/block/dm-1/dm/uuid', { text: 'LVM-x' })
            .set('/sys/class/block/dm-1/slaves/sda2', {}),
        ),
        /\/dev\/dm-1/,
      ],
      [
        'zram that writes to a disk',
        'swap',
        swap(
          '/dev/zram0 partition 1 0 -2',
          put('/sys/class/block/zram0/backing_dev', { text: '/dev/sda3\n' }),
        ),
        /zram0/,
      ],
      [
        'a service with core dumps',
        'core dumps',
        service('LoadState=loaded\nLimitCORE=infinity\n'),
        /The service can leave/,
      ],
      [
        'a shell with core dumps, where there is no service',
        'core dumps',
        (machine) => {
          service('LoadState=not-found\nLimitCORE=0\n')(machine);
          put('/proc/self/limits', { text: 'Max core file size        unlimited   unlimited  bytes\n' })(
            machine,
          );
        },
        /started from here can leave/,
      ],
      [
        'a handler that no limit binds',
        'core dumps',
        pattern('|/usr/share/apport/apport %p\n'),
        /handed to \/usr\/share\/apport\/apport/,
      ],
      [
        'systemd-coredump that stores',
        'core dumps',
        (machine) => {
          pattern('|/usr/lib/systemd/systemd-coredump %P\n')(machine);
          service('LoadState=loaded\nLimitCORE=infinity\n')(machine);
        },
        /can leave a core dump/,
      ],
      [
        'a journal on the disk',
        'journal',
        put('/etc/systemd/journald.conf', { text: '[Journal]\n#Storage=volatile\n' }),
        /kept on the disk/,
      ],
      [
        'one that a drop-in puts there',
        'journal',
        put('/etc/systemd/journald.conf.d/a.conf', { text: '[Journal]\nStorage=persistent\n' }),
        /kept on the disk/,
      ],
      [
        'nginx as it comes',
        'proxies',
        nginx('http { access_log /var/log/nginx/access.log; }\nerror_log /dev/null;'),
        /log of requests/,
      ],
      ['nginx that is told nothing', 'proxies', nginx('http { }\nerror_log /dev/null;'), /log of requests/],
      ['nginx whose error log is kept', 'proxies', nginx('http { access_log off; }'), /error log/],
      [
        'nginx with one site that logs',
        'proxies',
        put('/etc/nginx/sites-enabled/portal', { kind: 'other', text: 'server { access_log /tmp/a; }' }),
        /log of requests/,
      ],
      [
        'nginx that passes addresses on',
        'proxies',
        put('/etc/nginx/conf.d/a.conf', { text: 'proxy_set_header X-Forwarded-For $remote_addr;' }),
        /addresses of visitors on/,
      ],
      [
        'an old log of nginx',
        'proxies',
        put('/var/log/nginx/access.log.1', { text: '192.0.2.1' }),
        /logs of nginx/,
      ],
      ['Caddy as it comes', 'proxies', caddy('portal.example {\n}\n'), /Caddy keeps logs/],
      [
        'Caddy with one site that logs',
        'proxies',
        caddy('{\n\tlog {\n\t\toutput discard\n\t}\n}\na {\n\tlog\n}\n'),
        /Caddy keeps logs/,
      ],
      [
        'Caddy that logs to a file',
        'proxies',
        caddy('{\n\tlog {\n\t\toutput file /tmp/a\n\t}\n}\n'),
        /Caddy keeps logs/,
      ],
    ])('%s', async (_, check, change, says) => {
      const findings = await diagnosis(change);
      const wrong = findings.filter(({ state }) => state !== 'good');
      expect(wrong.map(({ state }) => state)).toEqual(wrong.map(() => 'mend'));
      expect(wrong.map(({ check: name }) => name)).toContain(check);
      const said = wrong.filter(({ check: name }) => name === check);
      expect(said.map((finding) => finding.says).join('\n')).toMatch(says);
      for (const { remedy } of wrong) expect(remedy).toMatch(/\S/);
    });
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

describe('witnessbox server doctor', () => {
  it('looks at a real machine: a served portal, its folders and a proxy that meddles', async () => {
    const folders = await makeFolders();
    const { dataFolder, organisationFolder } = folders.options;
    await mkdir(dataFolder, { mode: 0o700 });
    const socket = join(folders.root, 'portal.sock');
    const serving = await serve({ ...folders.options, socket: { path: socket, mode: 0o600 } });
    const proxy = createServer((_, outgoing) => outgoing.setHeader('Set-Cookie', 'a=1').end());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const bound = proxy.address();
    const port = bound !== null && typeof bound !== 'string' ? bound.port : 0;
    const config = join(folders.root, 'mine.toml');
    const lines = [
      `data = ${JSON.stringify(dataFolder)}`,
      `organisation = ${JSON.stringify(organisationFolder)}`,
      `listen = "unix:${socket}"`,
      `portal = ["http://127.0.0.1:${String(port)}"]`,
    ];
    await writeFile(config, lines.join('\n'));
    await chmod(join(dataFolder, 'blobs'), 0o755);

    let printed = '';
    const context = {
      print: (text: string) => void (printed += text),
      warn: () => undefined,
      folder: folders.root,
    };
    const code = await main(['doctor', '--config', config, '--json'], context);
    const findings = JSON.parse(printed) as Finding[];
    const of = (check: string) => findings.filter((finding) => finding.check === check);
    expect(of('headers')[0]).toMatchObject({
      state: 'good',
      says: expect.stringMatching(/^The server itself/) as string,
    });
    expect(of('headers')[1]?.says).toMatch(/leaves out Content-Security-Policy.+adds set-cookie/);
    expect(of('folders')[0]?.state).toBe('mend');
    expect(of('node')[0]?.state).toBe('good');
    expect(code).toBe(4);

    proxy.close();
    await serving.stop();
    await folders.remove();
  });

  it('is a program: it shows findings as text, help, and wrong use', async () => {
    const bin = fileURLToPath(new URL('../../bin/witnessbox.js', import.meta.url));
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [bin, 'server', ...args]).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: unknown) => error as { code: number; stdout: string; stderr: string },
      );
    expect((await run('--help')).stdout).toContain('doctor');
    expect(await run('doctor', '--nonsense')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('doctor', '--listen', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('HOST:PORT') as string,
    });
    const { code, stdout } = await run('doctor', '--data', '/nowhere');
    expect([3, 4]).toContain(code);
    expect(stdout).toMatch(
      /^\? {5}folders {5}The data folder could not be checked, because it does not exist\.$/m,
    );
    expect(stdout).toMatch(/\d+ good, \d+ to mend, \d+ not checked \(\?\)\n$/);
  });
});
