/** `witnessbox keys join-shares`: from enough shares of a split key to the key. @module */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { lock } from '../../../crypto/envelope.ts';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { type Share, joinShares } from '../../../crypto/quorum.ts';
import { type CommandContext, command } from '../../context.ts';
import { explain, ownCode } from '../../errors.ts';
import { readShort } from '../../custodian/papers.ts';
import { exists, writeNew } from '../../files.ts';
import { newPassphrase } from '../../new-passphrase.ts';
import { readSheet } from '../../share-sheet.ts';
import { shownLine } from '../../terminal.ts';

const ABOUT = `Joins shares of a split key, from files or typed in, and writes the key as an age identity file under a
passphrase. Do this on a machine that is never online: for as long as the joined key exists there, whoever has that machine
can open what was sent in its epoch. Nothing else is changed, and nothing is sent.

Where standard input is not a terminal, each line of it is the words of one share (if no file is named), and the last
one the new passphrase.`;

const EXAMPLES = `  witnessbox keys join-shares --out ./epoch-3.age share-1-of-5.txt share-4-of-5.txt share-5-of-5.txt
  witnessbox keys join-shares --out ./epoch-3.age
  age -d -i ./epoch-3.age SUBMISSION.age | tar x`;

export function addJoinShares(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'join-shares [files...]',
    summary: 'join shares of a split key (offline)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .requiredOption('--out <file>', 'a new file for the joined key')
    .action(async (files: string[], { out }: { out: string }) => {
      const place = resolve(out);
      if (await exists(place)) throw new WitnessboxError('save.exists');
      const shares = files.length > 0 ? await readSheets(context, files) : await askForShares(context);
      const { identity, epoch } = await joinShares(shares);
      const passphrase = await newPassphrase(context, 'the joined key');
      const text = `# Witnessbox, joined from shares, epoch ${String(epoch)}\n${identity}\n`;
      await writeNew(place, await lock(passphrase.normalize('NFC'), new TextEncoder().encode(text)));
      context.print(`Joined. The key of epoch ${String(epoch)} is in ${shownLine(place)}, under the passphrase.

To open a submission, in a new, empty folder (age 1.3 or newer asks for the passphrase):
  age -d -i ${shownLine(place)} SUBMISSION.age | tar x
Afterwards delete the file: the shares can be joined again.
`);
    });
}

async function readSheets({ warn }: CommandContext, files: readonly string[]): Promise<Share[]> {
  const shares: Share[] = [];
  for (const [index, file] of files.entries()) {
    const bytes = await readShort(file);
    if (!bytes) throw new WitnessboxError('quorum.unreadable-file', { file: index + 1 });
    try {
      shares.push(readSheet(new TextDecoder().decode(bytes)));
    } catch (error) {
      // Never the name: it may say whose share it is.
      warn(`File number ${String(index + 1)} of those given:\n`);
      throw error;
    }
  }
  return shares;
}

/** Share after share, until there are as many as the first one asks for. A slip costs one share's typing only. */
async function askForShares({ input, warn }: CommandContext): Promise<Share[]> {
  const shares: Share[] = [];
  while (shares.length === 0 || shares.length < (shares[0]?.threshold ?? 0)) {
    const of = shares[0] ? ` of ${String(shares[0].threshold)}` : '';
    // Words of a share are as secret as a passphrase, and a person must see what they type.
    const typed = await input.line(`Words of share ${String(shares.length + 1)}${of}`);
    try {
      const share = readSheet(typed);
      const others = [...shares, share];
      await joinShares(others).catch((error: unknown) => {
        if (ownCode(error) !== 'quorum.too-few') throw error;
      });
      shares.push(share);
    } catch (error) {
      if (!input.interactive || ownCode(error) === null) throw error;
      warn(`${explain(error)}\n`);
    }
  }
  return shares;
}
