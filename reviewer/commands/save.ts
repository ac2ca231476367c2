/** `witnessbox save`: a case in the clear, into a folder. @module */
import type { Command } from 'commander';
import { type CommandContext, type HomeOptions, command, homeOption, withSession } from '../context.ts';
import { shownLine } from '../terminal.ts';

const ABOUT = `Writes a case in the clear into a new or empty folder: testimony.json, evidence, follow-ups, and
SHA256SUMS. Nothing is overwritten. From then on the folder is yours to protect; open files of strangers
only on a machine that you can afford to lose.`;

const EXAMPLES = `  witnessbox save 3f9a1c2e ./case-3f9a1c2e --home ./reviewer
  cd case-3f9a1c2e && sha256sum -c SHA256SUMS`;

export function addSave(program: Command, context: CommandContext): void {
  command(program, {
    usage: 'save',
    summary: 'write a case in the clear into a folder',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .argument('<id>', 'the case, or the first digits of its id')
    .argument('<folder>', 'a folder that does not exist yet, or is empty')
    .addOption(homeOption(context))
    .action(async (id: string, folder: string, options: HomeOptions) => {
      await withSession(context, options, async (session) => {
        const saved = await session.save(id, folder);
        context.print(`${String(saved.files)} files in ${shownLine(saved.folder)}\n`);
      });
    });
}
