/** `witnessbox list`: all cases, one line each. @module */
import type { Command } from 'commander';
import { type CommandContext, type HomeOptions, command, homeOption, withSession } from '../context.ts';
import type { CaseSummary } from '../contract.ts';
import { shownJson, shownLine, shownSize } from '../terminal.ts';

const ABOUT =
  'Lists the cases in your key folder, newest day first. A mark ! tells of a problem; "show" explains it.';

const EXAMPLES = `  witnessbox list --home ./reviewer
  witnessbox list --home ./reviewer --json`;

export function addList(program: Command, context: CommandContext): void {
  command(program, { usage: 'list', summary: 'list the cases', about: ABOUT, examples: EXAMPLES })
    .addOption(homeOption(context))
    .option('--json', 'print the list as JSON')
    .action(async (options: HomeOptions & { json?: true }) => {
      await withSession(context, options, async (session) => {
        const cases = await session.list();
        context.print(options.json ? `${shownJson(cases)}\n` : listText(cases));
      });
    });
}

/** As many digits of the id as tell all cases apart, eight at least. */
export function idLength(cases: readonly { id: string }[]): number {
  let length = 8;
  while (length < 32 && new Set(cases.map(({ id }) => id.slice(0, length))).size < cases.length) length += 1;
  return length;
}

function listText(cases: readonly CaseSummary[]): string {
  if (cases.length === 0) return 'No case yet. "witnessbox pull" fetches what is new.\n';
  const digits = idLength(cases);
  return cases.map((summary) => `${caseLine(summary, digits)}\n`).join('');
}

function caseLine(summary: CaseSummary, digits: number): string {
  const files =
    summary.evidence === 0 ? '' : `${plural(summary.evidence, 'file')} ${shownSize(summary.size)}`;
  const more = [
    files,
    summary.followUps === 0 ? '' : plural(summary.followUps, 'follow-up'),
    summary.replies === 0 ? '' : plural(summary.replies, 'reply', 'replies'),
    summary.deletionAsked === null ? '' : '! deletion asked',
    summary.problem === null ? '' : `! ${summary.problem}`,
  ].filter((text) => text !== '');
  const head = `${summary.id.slice(0, digits)}  ${summary.day}  ${shownLine(summary.language)}`;
  const tail = more.length === 0 ? '' : `  [${more.join(', ')}]`;
  return `${head}${tail}  ${shownLine(summary.excerpt)}`.trimEnd();
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
