/** `witnessbox peek`: what is not here yet, one submission read in part. @module */
import { type Command, InvalidArgumentError } from 'commander';
import {
  type CommandContext,
  type HomeOptions,
  command,
  homeOption,
  labelsOption,
  portalOption,
  torOption,
  withSession,
} from '../context.ts';
import type { PeekView, Unpulled } from '../peek.ts';
import type { PeekedFile } from '../peek-file.ts';
import type { Session } from '../session.ts';
import { shownJson, shownLine, shownName, shownSize } from '../terminal.ts';
import { FORM_MISSING, answerTexts, fieldLines, ladderLines } from './answer-lines.ts';
import { idLength } from './list.ts';
import { cleaningLines } from './pairs.ts';
import { warnAloud } from './pull.ts';

const ABOUT = `Looks into a large submission before it has been fetched: shows its testimony from the first pieces, or
writes one of its files without those before it. Without an id, lists what the portal holds and is not here yet.
Works from what is here where it has been pulled.

What it shows is INCOMPLETE: each piece is what was sent, but only a pull reads all of it and finds out whether
anything is missing or false. A file is written with ".incomplete" behind its name, unless the submission has been
pulled and the file is what was verified then. Nothing is acknowledged to the source.

A pull fetches everything, always in the same way, and so tells the portal nothing. This does not: the portal sees
that somebody of the team looked into this very submission, when, and at which parts. Pull instead if you can wait.`;

const EXAMPLES = `  witnessbox peek --home ./reviewer
  witnessbox peek 3f9a1c2e --home ./reviewer
  witnessbox peek 3f9a1c2e --file 2 --out ./video.avi --home ./reviewer`;

type Options = HomeOptions & { file?: number; out?: string; labels: string; json?: true };

export function addPeek(program: Command, context: CommandContext): void {
  const peek = command(program, {
    usage: 'peek',
    summary: 'look into what has not been fetched',
    about: ABOUT,
    examples: EXAMPLES,
  });
  peek
    .argument('[id]', 'the submission, or the first digits of its id')
    .option('--file <number>', 'write this file of it, numbered as shown', parseNumber)
    .option('--out <file>', 'where to write it; nothing may be there')
    .addOption(homeOption(context))
    .addOption(portalOption())
    .addOption(torOption())
    .addOption(labelsOption())
    .option('--json', 'print as JSON')
    .action(async (id: string | undefined, options: Options) => {
      const { file, out } = options;
      if ((file === undefined) !== (out === undefined)) peek.error('--file and --out go together.');
      if (file !== undefined && id === undefined) peek.error('--file wants the id of a submission.');
      await withSession(context, options, async (session) => {
        if (id === undefined) await list(context, session, options);
        else if (file === undefined || out === undefined) await show(context, session, id, options);
        else await save(context, session, id, { ...options, file, out });
      });
    });
}

async function list(context: CommandContext, session: Session, { json }: Options): Promise<void> {
  const { submissions, warnings } = await session.unpulled();
  warnAloud(context, session, warnings);
  const digits = idLength([...submissions, ...(await session.list())]);
  context.print(json ? `${shownJson(submissions)}\n` : listText(submissions, digits));
}

async function show(
  context: CommandContext,
  session: Session,
  id: string,
  { labels, json }: Options,
): Promise<void> {
  const { view, warnings } = await session.peek(id, labels);
  warnAloud(context, session, warnings);
  context.print(json ? `${shownJson({ incomplete: true, ...view })}\n` : peekText(view));
}

async function save(
  context: CommandContext,
  session: Session,
  id: string,
  { file, out, json }: Options & { file: number; out: string },
): Promise<void> {
  const peek = await session.peek(id);
  warnAloud(context, session, peek.warnings);
  const size = shownSize(peek.view.evidence[file - 1]?.size ?? 0);
  const saved = await peek.save(file, out, (written) => {
    if (context.lively) context.warn(`\r${shownSize(written)} of ${size} `);
  });
  if (context.lively) context.warn('\n');
  context.print(json ? `${shownJson({ incomplete: !saved.verified, ...saved })}\n` : savedText(saved));
}

function listText(submissions: Unpulled['submissions'], digits: number): string {
  if (submissions.length === 0) return 'Nothing lies at the portal that is not here.\n';
  return submissions
    .map(({ id, day, size, expires }) => {
      const end = expires === null ? '' : `  deleted after ${expires}`;
      return `${id.slice(0, digits)}  ${day}  ${shownSize(size)}${end}\n`;
    })
    .join('');
}

const UNPULLED = `INCOMPLETE: only the beginning of this submission was read. It is what was sent. That nothing is missing,
that the files listed are there and whole, and whom a follow-up is from is not known before a pull.`;

const PULLED = `INCOMPLETE: only the beginning of this submission was read again. All of it is here and was verified when
it was pulled: "witnessbox show" and "witnessbox save" give it whole.`;

function peekText(view: PeekView): string {
  const notice = view.pulled ? PULLED : UNPULLED;
  const head = [
    `Submission ${view.id}`,
    `Received ${view.day}, language ${shownLine(view.language)}, ${shownSize(view.size)} with its padding`,
    view.kind === 'testimony' ? 'A testimony.' : 'A follow-up, of which nobody has checked whom it is from.',
    consentText(view),
    ...(view.consent ? ladderLines(view.consent) : []),
    ...(view.asks.includes('deletion') ? ['It asks for everything to be deleted.'] : []),
    ...(view.formMissing ? [FORM_MISSING] : []),
  ].join('\n');
  const answers = answerTexts(view.answers);
  const files = view.evidence.length === 0 ? [] : [`  Files, as listed\n${filesText(view.evidence)}`];
  return `${[notice, head, ...answers, ...files, notice].join('\n\n')}\n`;
}

function consentText({ consent, hasChannel }: PeekView): string {
  const channel = hasChannel ? '' : ', but brings no reply channel';
  if (!consent) return `It leaves the consent as it was${channel}.`;
  return `It says ${consent.contact ? 'yes' : 'no'} to being asked back${channel}.`;
}

function filesText(evidence: PeekView['evidence']): string {
  const cleaning = cleaningLines(evidence);
  return evidence
    .map((file, index) => {
      const { path, name, type, size } = file;
      return [
        `    ${String(index + 1)}  ${shownName(path)}`,
        `       sent as ${shownName(name)}, ${shownName(type === '' ? 'unknown type' : type)}, ${shownSize(size)}`,
        ...cleaning(file).map((line) => `       ${line}`),
        ...(file.answers ?? []).flatMap((answer) => fieldLines(answer, '       ')),
      ].join('\n');
    })
    .join('\n');
}

function savedText({ path, bytes, sha256, verified }: PeekedFile): string {
  const notice = verified
    ? 'This is the file that was verified when the submission was pulled.'
    : `INCOMPLETE: the rest of the submission was not read, so do not rely on this file as evidence. After a pull, the
same command writes the verified one.`;
  return `${shownSize(bytes)} in ${shownLine(path)}\nSHA-256 ${sha256}\n${notice}\n`;
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/u.test(text)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(text);
}
