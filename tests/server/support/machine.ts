/** A machine for the doctor, in memory: all is well on it until a test changes something. @module */
import { RESPONSE_HEADERS } from '../../../server/headers.ts';
import type { ListenAt } from '../../../server/config-kinds.ts';
import type { Entry, System } from '../../../server/doctor/system.ts';
import type { Settings } from '../../../server/settings.node.ts';

const ACCOUNT = 990;

type Thing = Partial<Entry> & { text?: string; leadsTo?: string; denied?: true };

export type Machine = System & {
  /** By path; the folders above a thing are there by themselves. */
  things: Map<string, Thing>;
  /** By program and arguments. */
  programs: Map<string, { code: number; output: string }>;
  /** Headers by where is asked, in lower case. */
  answers: Map<string, { status: number; headers: Map<string, string> }>;
  free: { bytes: number; freeBytes: number; files: number; freeFiles: number };
  time: Date;
};

export const SETTINGS: Settings = {
  organisationFolder: '/srv/public',
  dataFolder: '/var/data',
  webFolder: '/opt/dist',
  listen: { socket: '/run/portal.sock' },
  socketMode: 0o660,
  snapshotHours: [0],
  portal: ['https://portal.example'],
  config: {},
};

export function goodHeaders(more: Record<string, string> = {}): Map<string, string> {
  const all = { ...RESPONSE_HEADERS, ...more };
  return new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
}

const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' };

export function goodMachine(): Machine {
  const machine: Machine = {
    things: new Map<string, Thing>([
      ['/opt/package.json', { text: '{}' }],
      ['/srv/public/keyring.json', { text: '{"validFrom":"2026-09-01","validUntil":"2026-12-01"}' }],
      ['/var/data', { kind: 'folder', mode: 0o700 }],
      ['/var/data/witnessbox.sqlite', { text: 'SQLite', mode: 0o600 }],
      ['/var/data/organisation.json', { text: '{}', mode: 0o600 }],
      ['/var/data/blobs', { kind: 'folder', mode: 0o700 }],
      ['/var/data/blobs/a', { text: 'age-encryption.org/v1\n-> mlkem768x25519 ', mode: 0o600 }],
      ['/etc/passwd', { text: 'root:x:0:0:root:/root:/bin/sh\nportal:x:990:990::/home/portal:/bin/false\n' }],
      ['/home/portal/notes.txt', { text: 'buy milk' }],
      ['/proc/swaps', { text: 'Filename Type Size Used Priority\n' }],
      ['/proc/sys/kernel/core_pattern', { text: 'core\n' }],
      ['/proc/self/limits', { text: 'Limit  Soft  Hard\nMax core file size        0   unlimited  bytes\n' }],
      ['/run/systemd/system', { kind: 'folder' }],
      ['/etc/systemd/journald.conf', { text: '[Journal]\n#Storage=auto\nStorage=volatile\n' }],
      ['/var/log/journal', { kind: 'folder' }],
      ['/etc/nginx/nginx.conf', { text: 'error_log /dev/null emerg;\nhttp { access_log off; }\n' }],
      ['/etc/caddy/Caddyfile', { text: '{\n\tlog {\n\t\toutput discard\n\t}\n}\nportal.example {\n}\n' }],
    ]),
    programs: new Map([
      ['timedatectl show --property=NTPSynchronized', { code: 0, output: 'NTPSynchronized=yes\n' }],
      [
        'systemctl show witnessbox.service --property=LoadState --property=LimitCORE',
        { code: 0, output: 'LoadState=loaded\nLimitCORE=0\n' },
      ],
    ]),
    answers: new Map([
      ['unix:/run/portal.sock', { status: 200, headers: goodHeaders() }],
      [
        'https://portal.example',
        { status: 200, headers: goodHeaders({ ...HSTS, Server: 'Caddy', Date: 'x' }) },
      ],
    ]),
    free: { bytes: 2 ** 40, freeBytes: 2 ** 39, files: 1000, freeFiles: 900 },
    time: new Date('2026-11-22T10:00:00Z'),
    now: () => machine.time,
    node: '24.21.0',
    uid: 0,
    manifest: '/opt/package.json',
    look: (path) => attempt(() => entryOf(machine, path)),
    list: (folder) => attempt(() => namesIn(machine, folder)),
    read: (path, bytes = 2 ** 20) => attempt(() => thingAt(machine, path)?.text?.slice(0, bytes) ?? null),
    resolve: (path) => attempt(() => machine.things.get(path)?.leadsTo ?? path),
    run: (program, args) => Promise.resolve(machine.programs.get([program, ...args].join(' ')) ?? null),
    room: () => Promise.resolve(machine.free),
    ask: (where) => Promise.resolve(machine.answers.get(nameOf(where)) ?? null),
  };
  return machine;
}

function nameOf(where: ListenAt | string): string {
  if (typeof where === 'string') return where;
  return 'socket' in where ? `unix:${where.socket}` : `${where.host}:${String(where.port)}`;
}

async function attempt<T>(action: () => T): Promise<T> {
  return Promise.resolve().then(action);
}

function thingAt({ things }: Machine, path: string): Thing | null {
  const thing = things.get(path);
  if (thing?.denied) throw Object.assign(new Error('denied'), { code: 'EACCES' });
  return thing ?? null;
}

function namesIn(machine: Machine, folder: string): string[] | null {
  thingAt(machine, folder);
  const below = [...machine.things.keys()].filter((path) => path.startsWith(`${folder}/`));
  const names = new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
  return names.size > 0 || machine.things.get(folder)?.kind === 'folder' ? [...names] : null;
}

function entryOf(machine: Machine, path: string): Entry | null {
  const thing = thingAt(machine, path);
  const isAbove = !thing && (namesIn(machine, path)?.length ?? 0) > 0;
  if (!thing && !isAbove) return null;
  const { text, kind = isAbove ? 'folder' : 'file', uid = ACCOUNT, mode = 0o755 } = thing ?? {};
  return {
    kind,
    uid,
    mode,
    modified: thing?.modified ?? new Date('2026-11-22T00:00:00Z'),
    size: thing?.size ?? text?.length ?? 0,
  };
}
