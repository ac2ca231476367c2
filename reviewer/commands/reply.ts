/** `witnessbox reply`: an answer to a source, sent at once or with the next pull. @module */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { WitnessboxError } from '../../crypto/errors.ts';
import {
  type CommandContext,
  type HomeOptions,
  command,
  homeOption,
  portalOption,
  torOption,
  withSession,
} from '../context.ts';
import { reportText, syncAloud } from './pull.ts';

const ABOUT = `Answers the source of a case. The text comes from a file, or is typed until Ctrl-D. It is queued, then a
pull sends it at once; sources see it after the portal's next snapshot.`;

const EXAMPLES = `  witnessbox reply 3f9a1c2e --home ./reviewer
  witnessbox reply 3f9a1c2e --file answer.txt --home ./reviewer
  witnessbox reply 3f9a1c2e --file answer.txt --later --home ./reviewer`;

type Options = HomeOptions & { file?: string; later?: true };

export function addReply(program: Command, context: CommandContext): void {
  command(program, { usage: 'reply', summary: 'answer a source', about: ABOUT, examples: EXAMPLES })
    .argument('<id>', 'the case, or the first digits of its id')
    .option('--file <file>', 'a text file in UTF-8 with the answer')
    .option('--later', 'only queue it; the next pull sends it')
    .addOption(homeOption(context))
    .addOption(portalOption())
    .addOption(torOption())
    .action(async (id: string, options: Options) => {
      await withSession(context, options, async (session) => {
        // Says at once if there is no such case, before anybody writes a page.
        const { id: caseId, canReply } = await session.read(id);
        if (!canReply) throw new WitnessboxError('reply.no-channel');
        const { parts } = await session.reply(caseId, await replyText(context, options.file));
        context.print(`Queued${parts === 1 ? '' : ` in ${String(parts)} parts`}.\n`);
        if (options.later) return;
        context.print(`${reportText(await syncAloud(context, session))}\n`);
      });
    });
}

async function replyText(context: CommandContext, file: string | undefined): Promise<string> {
  if (file === undefined && context.input.interactive)
    context.warn('Write your answer, then press Ctrl-D:\n');
  try {
    const bytes = file === undefined ? await context.input.rest() : await readFile(file);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new WitnessboxError('file.unreadable', {}, { cause: error });
  }
}
