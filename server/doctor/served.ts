/** Whether what visitors get carries the headers that the server gives: a proxy can take away, change and add. @module */
import type { ListenAt } from '../config-kinds.ts';
import { ROUTES } from '../contract.ts';
import { RESPONSE_HEADERS } from '../headers.ts';
import type { Settings } from '../settings.node.ts';
import type { Report } from './finding.ts';
import type { Answer, System } from './system.ts';

const HEALTH = ROUTES.health;
/** A page, an error and an answer for programs. */
const ASKED: readonly [method: string, path: string][] = [
  ['GET', '/'],
  ['GET', '/nothing-is-here'],
  ['OPTIONS', '/uploads'],
  ['GET', HEALTH],
];
/** What tells of a program or of a visitor, or has a browser keep something. */
const UNWANTED = [
  'x-powered-by',
  'via',
  'set-cookie',
  'etag',
  'last-modified',
  'link',
  'refresh',
  'alt-svc',
  'nel',
  'report-to',
  'x-served-by',
  'cf-ray',
];

export async function checkServed(
  system: System,
  { listen, portal }: Pick<Settings, 'listen' | 'portal'>,
  report: Report,
): Promise<void> {
  await checkOne(system, listen, 'The server itself', report);
  if (portal.length === 0) {
    report(
      'unchecked',
      'What visitors get could not be checked, because no address is named.',
      'Write portal = ["https://…"] into witnessbox.toml.',
    );
  }
  for (const origin of portal) {
    if (new URL(origin).hostname.endsWith('.onion')) {
      report(
        'unchecked',
        `${origin} could not be checked, because an onion is reached through Tor only.`,
        'Look at its headers with Tor Browser, under Web Developer Tools, Network.',
      );
    } else await checkOne(system, origin, origin, report);
  }
}

async function checkOne(
  system: System,
  where: ListenAt | string,
  name: string,
  report: Report,
): Promise<void> {
  const faults = new Set<string>();
  const isSecure = typeof where === 'string' && where.startsWith('https:');
  for (const [method, path] of ASKED) {
    const answer = await system.ask(where, method, path);
    if (!answer) {
      report(
        'unchecked',
        `${name} could not be checked, because it does not answer.`,
        'Is it running? Is the address right?',
      );
      return;
    }
    if (path === HEALTH && answer.status === 503) {
      report(
        'mend',
        `${name} says that a part of it is not well.`,
        `Ask it which (${HEALTH}); docs/operating.md, "Is it well?", says what to do for each.`,
      );
    } else if (answer.status >= 500) faults.add(`answers ${method} ${path} with an error`);
    for (const fault of faultsOf(answer, isSecure)) faults.add(fault);
  }
  if (faults.size === 0) {
    report(
      'good',
      `${name} gives pages, errors and answers to programs with all headers, and none that tells more.`,
    );
  } else {
    report(
      'mend',
      `${name} ${[...faults].join('; ')}.`,
      'Let the proxy pass the headers of the server on as they are; see deploy/.',
    );
  }
}

function faultsOf({ headers }: Answer, isSecure: boolean): string[] {
  const faults: string[] = [];
  for (const [name, wanted] of Object.entries(RESPONSE_HEADERS)) {
    const given = headers.get(name.toLowerCase());
    if (given === undefined) faults.push(`leaves out ${name}`);
    else if (given !== wanted) faults.push(`gives another ${name}`);
  }
  for (const name of UNWANTED) if (headers.has(name)) faults.push(`adds ${name}`);
  if (/\d/.test(headers.get('server') ?? '')) faults.push('tells the version of a program in Server');
  if (isSecure && !/max-age=[1-9]\d{6,}/.test(headers.get('strict-transport-security') ?? '')) {
    faults.push('gives no Strict-Transport-Security of half a year or more');
  }
  return faults;
}
