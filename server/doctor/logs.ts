/** What logs could keep of visitors: the journal, nginx and Caddy. The server itself writes none. @module */
import type { Report } from './finding.ts';
import { settingOf } from './memory.ts';
import type { System } from './system.ts';
import { walk } from './walk.ts';

export async function checkJournal(system: System, report: Report): Promise<void> {
  if (!(await system.look('/run/systemd/system'))) {
    report('unchecked', 'The journal could not be checked, because systemd does not run here.');
    return;
  }
  const storage = (await settingOf(system, '/etc/systemd/journald.conf', 'Storage')) ?? 'auto';
  const isKept =
    storage === 'persistent' || (storage === 'auto' && (await system.look('/var/log/journal')) !== null);
  if (isKept) {
    report(
      'mend',
      'The journal is kept on the disk: when the server was started, and whatever a proxy prints into it.',
      'Storage=volatile in /etc/systemd/journald.conf, then journalctl --rotate --vacuum-time=1s',
    );
  } else report('good', 'The journal is kept in memory only, or not at all.');
}

export async function checkProxies(system: System, report: Report): Promise<void> {
  const nginx = await textsIn(system, '/etc/nginx');
  const caddy = await textsIn(system, '/etc/caddy');
  if (nginx !== '') await checkNginx(system, nginx, report);
  if (caddy !== '') checkCaddy(caddy, report);
  if (nginx + caddy === '')
    report(
      'good',
      'There is no configuration of nginx or Caddy below /etc. Other proxies are not looked for.',
    );
}

/** All files below, without comments. What they include from elsewhere is not in it. */
async function textsIn(system: System, folder: string): Promise<string> {
  const texts: string[] = [];
  // What nginx does not read by itself: a site that is enabled has to include it.
  const except = new Set([
    'sites-available',
    'modules-available',
    'modules-enabled',
    'snippets',
    'proxy_params',
  ]);
  await walk(
    system,
    folder,
    async (path, { kind }) => {
      // In sites-enabled lie links.
      if (kind === 'folder' || /\.(pem|crt|key|types)$/.test(path)) return;
      texts.push((await system.read(path)) ?? '');
    },
    { except },
  );
  return texts.join('\n').replace(/(^|\s)#.*$/gm, '');
}

const SEEN = 'in the files below /etc/nginx';

async function checkNginx(system: System, text: string, report: Report): Promise<void> {
  const values = (directive: string): string[] =>
    [...text.matchAll(new RegExp(`(?:^|[;{}\\s])${directive}\\s+([^;]+);`, 'g'))].map(([, value]) =>
      (value ?? '').trim(),
    );
  const access = values('access_log');
  const errors = values('error_log');
  const remedy = 'See deploy/nginx.conf. Then delete what is there: rm /var/log/nginx/*';
  if (access.length === 0 || access.some((value) => value !== 'off')) {
    report(
      'mend',
      `nginx keeps a log of requests: not every access_log ${SEEN} is off.`,
      `access_log off; everywhere. ${remedy}`,
    );
  }
  if (errors.length === 0 || errors.some((value) => !value.startsWith('/dev/null'))) {
    report(
      'mend',
      `nginx writes addresses into its error log: not every error_log ${SEEN} is /dev/null.`,
      `error_log /dev/null emerg; everywhere. ${remedy}`,
    );
  }
  if (values('proxy_set_header').some((value) => /X-Forwarded-For|X-Real-IP|Forwarded\s/i.test(value))) {
    report(
      'mend',
      `nginx passes the addresses of visitors on, ${SEEN}. The server does not look at them.`,
      'Take these lines of proxy_set_header out.',
    );
  }
  const left = ((await system.list('/var/log/nginx')) ?? []).map((name) => `/var/log/nginx/${name}`);
  const sizes = await Promise.all(left.map(async (path) => (await system.look(path))?.size ?? 0));
  if (sizes.some((size) => size > 0))
    report('mend', 'There are logs of nginx in /var/log/nginx.', 'rm /var/log/nginx/*');
  else if (
    access.length > 0 &&
    access.every((value) => value === 'off') &&
    errors.length > 0 &&
    errors.every((value) => value.startsWith('/dev/null'))
  ) {
    report('good', `nginx keeps no log, as far as it is told ${SEEN}.`);
  }
}

/** By itself Caddy prints the request of every failure, address included. */
function checkCaddy(text: string, report: Report): void {
  const blocks = [...text.matchAll(/(?:^|[\s{}])log(?:[ \t]+\w+)?[ \t]*(?:\{([^}]*)\}|$)/gm)].map(
    ([, inside]) => inside ?? '',
  );
  const isSilent = blocks.length > 0 && blocks.every((inside) => /output\s+discard/.test(inside));
  if (isSilent) report('good', 'Caddy keeps no log, as far as it is told in the files below /etc/caddy.');
  else {
    report(
      'mend',
      'Caddy keeps logs with addresses: not every log in the files below /etc/caddy is discarded.',
      'At the top of the Caddyfile: { log { output discard } }. See deploy/Caddyfile.',
    );
  }
}
