/**
 * Where memory could get onto a disk. The server has no key and no testimony in memory, but who is connected and
 * what is being received.
 *
 * @module
 */
import type { Report } from './finding.ts';
import type { System } from './system.ts';

export async function checkSwap(system: System, report: Report): Promise<void> {
  const table = await system.read('/proc/swaps');
  if (table === null) {
    report('unchecked', 'Swap could not be checked, because this system does not tell.');
    return;
  }
  const rows = table
    .split('\n')
    .slice(1)
    .filter((row) => row.trim() !== '');
  const open: string[] = [];
  for (const row of rows) {
    const [name = '', type] = row.split(/\s+/);
    const device = type === 'file' ? await deviceOfFile(system, name) : name;
    if (device === null || !(await isSafe(system, device))) open.push(name);
  }
  if (rows.length === 0) report('good', 'There is no swap.');
  else if (open.length === 0) report('good', 'Swap is encrypted, or in memory.');
  else {
    report(
      'mend',
      `Swap is not seen to be encrypted: ${open.join(', ')}.`,
      'swapoff -a, and take it out of /etc/fstab; or encrypt it (crypttab, option swap).',
    );
  }
}

async function deviceOfFile(system: System, file: string): Promise<string | null> {
  const found = await system.run('findmnt', ['--noheadings', '--output', 'SOURCE', '--target', file]);
  const device = found?.code === 0 ? found.output.trim() : '';
  return device.startsWith('/dev/') ? device : null;
}

/** dm-crypt gives its devices a UUID that begins so; volumes upon it are found by what they stand on. */
async function isSafe(system: System, device: string): Promise<boolean> {
  const real = (await system.resolve(device)) ?? device;
  const name = real.slice('/dev/'.length);
  if (!/^[\w-]+$/.test(name)) return false;
  const folder = `/sys/class/block/${name}`;
  if (name.startsWith('zram')) {
    const backing = (await system.read(`${folder}/backing_dev`))?.trim() ?? 'none';
    return backing === 'none' || isSafe(system, backing);
  }
  const uuid = (await system.read(`${folder}/dm/uuid`)) ?? '';
  if (uuid.startsWith('CRYPT-')) return true;
  const below = (await system.list(`${folder}/slaves`)) ?? [];
  for (const each of below) if (!(await isSafe(system, `/dev/${each}`))) return false;
  return below.length > 0;
}

const NO_CORES =
  'LimitCORE=0 in the unit (deploy/witnessbox.service has it), and Storage=none in /etc/systemd/coredump.conf.';

export async function checkCores(system: System, report: Report): Promise<void> {
  const pattern = (await system.read('/proc/sys/kernel/core_pattern'))?.trim();
  const limit = await coreLimit(system);
  if (pattern === undefined || limit === null) {
    report('unchecked', 'Core dumps could not be checked, because this system does not tell.');
    return;
  }
  const handler = /^\|\s*(\S+)/.exec(pattern)?.[1];
  const whose = limit.ofService ? 'The service' : 'A server that is started from here';
  if (handler !== undefined && !handler.endsWith('/systemd-coredump')) {
    report(
      'mend',
      `Core dumps are handed to ${handler}, which no limit binds.`,
      'sysctl -w kernel.core_pattern=core, and in /etc/sysctl.d.',
    );
  } else if (limit.value === '0') report('good', `${whose} leaves no core dump.`);
  else if (handler !== undefined && (await storesNothing(system))) {
    report('good', 'systemd-coredump is set to store nothing.');
  } else report('mend', `${whose} can leave a core dump, with its memory, on the disk.`, NO_CORES);
}

async function coreLimit(system: System): Promise<{ value: string; ofService: boolean } | null> {
  const args = ['show', 'witnessbox.service', '--property=LoadState', '--property=LimitCORE'];
  const shown = await system.run('systemctl', args);
  if (shown?.code === 0 && shown.output.includes('LoadState=loaded')) {
    const value = /^LimitCORE=(\S+)/m.exec(shown.output)?.[1];
    if (value !== undefined) return { value, ofService: true };
  }
  const limits = await system.read('/proc/self/limits');
  const value = /^Max core file size\s+(\S+)/m.exec(limits ?? '')?.[1];
  return value === undefined ? null : { value, ofService: false };
}

async function storesNothing(system: System): Promise<boolean> {
  return (await settingOf(system, '/etc/systemd/coredump.conf', 'Storage')) === 'none';
}

/** The last value of a key in a systemd file and its drop-ins. */
export async function settingOf(system: System, file: string, key: string): Promise<string | null> {
  const dropIns = ((await system.list(`${file}.d`)) ?? []).filter((name) => name.endsWith('.conf')).sort();
  const texts = [file, ...dropIns.map((name) => `${file}.d/${name}`)];
  let value: string | null = null;
  for (const each of texts) {
    const lines = ((await system.read(each)) ?? '').split('\n');
    const line = lines.findLast((text) => text.startsWith(`${key}=`));
    if (line !== undefined) value = line.slice(key.length + 1).trim();
  }
  return value;
}
