/** The doctor before a machine on which one thing is changed, and the changes. @module */
import { examine } from '../../../server/doctor/examine.ts';
import type { Settings } from '../../../server/settings.node.ts';
import { goodHeaders, goodMachine, type Machine, SETTINGS } from './machine.ts';

export async function diagnosis(change: (machine: Machine) => unknown, settings: Partial<Settings> = {}) {
  const machine = goodMachine();
  change(machine);
  return examine(machine, { ...SETTINGS, ...settings });
}

export const put = (path: string, thing: Parameters<Machine['things']['set']>[1]) => (machine: Machine) =>
  machine.things.set(path, thing);
export const drop = (path: string) => (machine: Machine) => machine.things.delete(path);
export const portal =
  (headers: Map<string, string>, status = 200) =>
  (machine: Machine) =>
    machine.answers.set('https://portal.example', { status, headers });
export const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' };
export const without = (name: string) => {
  const headers = goodHeaders(HSTS);
  headers.delete(name);
  return headers;
};
export const swap =
  (rows: string, more: (machine: Machine) => unknown = () => undefined) =>
  (machine: Machine) => {
    machine.things.set('/proc/swaps', { text: `Filename Type Size Used Priority\n${rows}\n` });
    more(machine);
  };
export const service = (output: string) => (machine: Machine) =>
  machine.programs.set('systemctl show witnessbox.service --property=LoadState --property=LimitCORE', {
    code: 0,
    output,
  });
export const pattern = (text: string) => put('/proc/sys/kernel/core_pattern', { text });
export const clock = (time: string) => (machine: Machine) => (machine.time = new Date(time));
export const nginx = (text: string) => put('/etc/nginx/nginx.conf', { text });
export const caddy = (text: string) => put('/etc/caddy/Caddyfile', { text });
