/** `witnessbox pull`: fetch what is new, send what is queued. @module */
import type { Command } from 'commander';
import {
  type CommandContext,
  type HomeOptions,
  command,
  homeOption,
  portalOption,
  torOption,
  withSession,
} from '../context.ts';
import type { SyncReport } from '../contract.ts';
import { exitCodeFor, sentenceFor } from '../errors.ts';
import type { Session } from '../session.ts';
import { shownJson } from '../terminal.ts';

const ABOUT = `Fetches everything new from the portal and opens it, acknowledges it to the sources, and sends queued
replies among dummies.`;

const EXAMPLES = `  witnessbox pull --home ./reviewer --portal https://portal.example.org
  witnessbox pull --home ./reviewer
  witnessbox pull --home ./reviewer --json < passphrase.txt`;

/** Warnings that make a pull end with their exit code although all else went well. */
const SERIOUS: ReadonlySet<string> = new Set([
  'keyring.expired',
  'keyring.wrong-intake',
  'portal.unreachable',
  'portal.wrong-size',
  'portal.malformed',
  'submission.expires-soon',
  'drops.contested',
  'disk.full',
  'program.fault',
]);

export function addPull(program: Command, context: CommandContext): void {
  command(program, {
    usage: 'pull',
    summary: 'fetch what is new, send what is queued',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(homeOption(context))
    .addOption(portalOption())
    .addOption(torOption())
    .option('--json', 'print the report as JSON')
    .action(async (options: HomeOptions & { json?: true }) => {
      await withSession(context, options, async (session) => {
        const report = await syncAloud(context, session);
        context.print(options.json ? `${shownJson(report)}\n` : `${reportText(report)}\n`);
      });
    });
}

/** Syncs, shows how far it is, and says what to worry about. */
export async function syncAloud(context: CommandContext, session: Session): Promise<SyncReport> {
  const report = await session.sync(({ done, total }) => {
    if (context.lively && total > 0) context.warn(`\r${String(done)} of ${String(total)} fetched`);
    if (context.lively && total > 0 && done === total) context.warn('\n');
  });
  warnAloud(context, session, report.warnings);
  return report;
}

export function warnAloud(context: CommandContext, session: Session, warnings: readonly string[]): void {
  const { epoch, validUntil } = session.about();
  for (const warning of warnings) {
    context.warn(`${sentenceFor(warning, { epoch, day: validUntil })}\n`);
    if (SERIOUS.has(warning)) context.endWith(exitCodeFor(warning));
  }
}

export function reportText(report: SyncReport): string {
  if (report.fetched === 0 && report.placed === 0) return 'Nothing new.';
  const parts = [
    [report.fetched, 'fetched'],
    [report.opened, 'opened'],
    [report.unreadable, 'not readable'],
    [report.followUps, 'added to a case'],
    [report.placed, 'sent to sources'],
  ] as const;
  const told = parts.filter(([count], index) => count > 0 || index === 0);
  return `${told.map(([count, what]) => `${String(count)} ${what}`).join(', ')}.`;
}
