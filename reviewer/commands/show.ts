/** `witnessbox show`: one case to read. @module */
import type { Command } from 'commander';
import {
  type CommandContext,
  type HomeOptions,
  command,
  homeOption,
  labelsOption,
  withSession,
} from '../context.ts';
import type { CaseView, EvidenceView, ThreadItem } from '../contract.ts';
import { sentenceFor } from '../errors.ts';
import { shownJson, shownLine, shownName, shownSize, shownText } from '../terminal.ts';
import { FORM_MISSING, answerTexts, fieldLines, ladderLines } from './answer-lines.ts';
import { cleaningLines } from './pairs.ts';

const ABOUT = `Shows a case: what was answered, which files came with it, and the thread. Characters that could act
on your terminal are shown as codes like ⟨U+001B⟩.`;

const EXAMPLES = `  witnessbox show 3f9a1c2e --home ./reviewer
  witnessbox show 3f9a1c2e --home ./reviewer --json`;

export function addShow(program: Command, context: CommandContext): void {
  command(program, { usage: 'show', summary: 'read a case', about: ABOUT, examples: EXAMPLES })
    .argument('<id>', 'the case, or the first digits of its id')
    .addOption(homeOption(context))
    .addOption(labelsOption())
    .option('--json', 'print the case as JSON')
    .action(async (id: string, options: HomeOptions & { labels: string; json?: true }) => {
      await withSession(context, options, async (session) => {
        const view = await session.read(id, options.labels);
        context.print(options.json ? `${shownJson(view)}\n` : caseText(view));
      });
    });
}

const KINDS: Record<ThreadItem['kind'], string> = {
  testimony: 'Testimony',
  'follow-up': 'Follow-up',
  acknowledgement: 'Acknowledgement, automatic',
  reply: 'Reply',
};

/** A case as the terminal shows it. Text of sources is made harmless on the way. */
export function caseText(view: CaseView): string {
  const head = [
    `Case ${view.id}`,
    `Received ${view.day}, language ${view.language === 'und' ? 'not known' : shownLine(view.language)}`,
    ...(view.problem === null ? [] : [`Warning: ${sentenceFor(view.problem)}`]),
    ...(view.deletionAsked === null ? [] : [deletionText(view.deletionAsked)]),
    ...(view.thread.length === 0 ? [] : [consentText(view)]),
    ...(view.consent ? ladderLines(view.consent) : []),
    ...(view.canReply || view.thread.length === 0 ? [] : ['It cannot be answered.']),
  ];
  return `${[head.join('\n'), ...view.thread.map(itemText)].join('\n\n')}\n`;
}

function deletionText(day: string): string {
  return `THE SOURCE ASKS FOR ALL OF IT TO BE DELETED (follow-up of ${day}, proven to be theirs). Nothing is deleted by itself.`;
}

function consentText({ consent, thread }: CaseView): string {
  if (!consent && thread[0]?.foreign)
    return 'Nothing is known of what this person agrees to; read what they sent.';
  if (!consent)
    return 'Whether the source agrees to be asked back is not known: this is not proven to be theirs.';
  return consent.contact
    ? 'The source agrees to be asked back.'
    : 'The source does not want to be asked back.';
}

function itemText(item: ThreadItem): string {
  const state =
    item.state === undefined ? '' : item.state === 'queued' ? ', waiting for the next pull' : ', sent';
  const lines = [`── ${KINDS[item.kind]}, ${item.day}${state}`];
  if (item.language !== undefined) lines.push('', `  Language ${shownLine(item.language)}`);
  if (item.consent)
    lines.push(
      `  Here the source says ${item.consent.contact ? 'yes' : 'no'} to being asked back.`,
      ...ladderLines(item.consent, '  '),
    );
  else if (item.kind === 'follow-up') lines.push('  It leaves the consent as it was.');
  if (item.asks?.includes('deletion')) lines.push('  Here it is asked that everything be deleted.');
  if (item.formMissing) lines.push(`  ${FORM_MISSING}`);
  for (const text of answerTexts(item.answers)) lines.push('', text);
  if (item.text !== '') lines.push('', shownText(item.text, '    '));
  if (item.evidence.length > 0) lines.push('', '  Files', ...evidenceTexts(item.evidence));
  return lines.join('\n');
}

function evidenceTexts(files: readonly EvidenceView[]): string[] {
  const cleaning = cleaningLines(files);
  return files.map((file) => evidenceText(file, cleaning(file)));
}

function evidenceText(evidence: EvidenceView, cleaning: readonly string[]): string {
  const type = evidence.type === '' ? 'unknown type' : evidence.type;
  const sent = `sent as ${shownName(evidence.name)}, ${shownName(type)}`;
  return [
    `    ${shownName(evidence.path)}`,
    `      ${evidence.foreign ? 'named by this program' : sent}, ${shownSize(evidence.size)}`,
    `      SHA-256 ${evidence.sha256}`,
    ...cleaning.map((line) => `      ${line}`),
    ...(evidence.answers ?? []).flatMap((answer) => fieldLines(answer, '      ')),
  ].join('\n');
}
