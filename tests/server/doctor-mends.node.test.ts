import { describe, expect, it } from 'vitest';
import { goodHeaders, type Machine } from './support/machine.ts';
import {
  diagnosis,
  put,
  portal,
  HSTS,
  without,
  swap,
  service,
  pattern,
  clock,
  nginx,
  caddy,
} from './support/diagnosis.ts';

const MINISIGN = `untrusted comment: minisign encrypted secret key\nRWRTY0Iy${'A'.repeat(204)}\n`;
const IDENTITY = `AGE-SECRET-KEY-PQ-1${'Q'.repeat(58)}`;

describe('the doctor says what is to be mended:', () => {
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
    ['data of root', 'folders', put('/var/data', { kind: 'folder', mode: 0o700, uid: 0 }), /belongs to root/],
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
    [
      'a socket in the data folder that is not its own',
      'folders',
      put('/var/data/blobs/another.sock', { kind: 'other', mode: 0o660 }),
      /Other accounts can reach 1 of/,
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
    [
      'a server that says that it is not well',
      'headers',
      (machine) => {
        const ask = machine.ask.bind(machine);
        machine.ask = async (where, method, path) => {
          const answer = await ask(where, method, path);
          return answer && path === '/healthz' ? { ...answer, status: 503 } : answer;
        };
      },
      /^The server itself says that a part of it is not well/,
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
      swap('/dev/zram0 partition 1 0 -2', put('/sys/class/block/zram0/backing_dev', { text: '/dev/sda3\n' })),
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
