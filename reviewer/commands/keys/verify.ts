/** `witnessbox keys verify`: is what lies in a folder what it should be? @module */
import type { Command } from 'commander';
import { EXIT } from '../../codes.ts';
import { type CommandContext, command } from '../../context.ts';
import type { Check } from '../../custodian/check.ts';
import { readTemplates } from '../../custodian/offline.ts';
import { parseRoot } from '../../custodian/root-given.ts';
import { verifyFolder } from '../../custodian/verify.ts';
import { shownJson, shownLine } from '../../terminal.ts';
import { todayOf } from './common.ts';

const ABOUT = `Checks what lies in a folder, without a network and without a passphrase: a public folder, what a custodian
handed to a reviewer, or what a reviewer handed in. Says what is right and what is not, and ends with exit code 5 if
anything is not.

With --root, the root key must be the one that you name: a root.pub, or the fingerprint as digits or as twelve words, from
another channel than the folder itself. Without it, the folder is only checked against the key that lies in it.`;

const EXAMPLES = `  witnessbox keys verify ./public --root "017C 15A0 E48B 4DC2 9E71 F44C 9172 C24D"
  witnessbox keys verify ./delivery/Amina --root ./root.pub
  witnessbox keys verify ./from-amina`;

export function addVerify(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'verify <folder>',
    summary: 'check what lies in a folder',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .option('--root <fingerprint>', 'the fingerprint, or a root.pub, that you know from elsewhere')
    .option('--json', 'print as JSON')
    .action(async (folder: string, options: { root?: string; json?: true }) => {
      const root = options.root === undefined ? null : await parseRoot(options.root);
      const checks = await verifyFolder(
        folder,
        root,
        todayOf(context),
        await readTemplates(context.offlineTemplates),
      );
      context.print(options.json ? `${shownJson(checks)}\n` : checksText(checks, root !== null));
      if (checks.some(({ ok }) => !ok)) context.endWith(EXIT.trust);
    });
}

function checksText(checks: readonly Check[], isPinned: boolean): string {
  const lines = checks.map(({ ok, says }) => `${ok ? 'right' : 'WRONG'}  ${shownLine(says)}`);
  // Whoever exchanges the whole folder exchanges its key too.
  const right = isPinned
    ? 'All of it is right.'
    : 'All of it fits together. That it is this organisation’s only --root can show, with the fingerprint from elsewhere.';
  const end = checks.every(({ ok }) => ok) ? right : 'Not all of it is right: do not use it.';
  return `${lines.join('\n')}\n${end}\n`;
}
