/** `witnessbox keys revoke`: a reviewer goes, and the keys with them. @module */
import type { Command } from 'commander';
import { type CommandContext, command } from '../../context.ts';
import { checkConfirmable, nameOf } from './common.ts';
import { type RotateOptions, rotateAloud, rotationOptions } from './rotate.ts';

const ABOUT = `Takes a reviewer off the list and rotates at once, so that they cannot read what is sent from then on.
Everybody else needs a grant of the new epoch, as after any rotation.

It does not undo what was: whoever goes can still read what was sent before to the desks that they read, as far as they
have fetched it or get hold of it, and keeps what is in their vault and what they exported. Until the new public
folder is on the server they can also still fetch. If their machine was lost or stolen, do it today.

Without a name you are asked for it, so that it does not stay in your shell's history.`;

const EXAMPLES = `  witnessbox keys revoke Bashir --custodian ./custodian --public ./public
  witnessbox keys revoke Bashir --custodian ./custodian --public ./public --request amina/ --yes`;

export function addRevoke(keys: Command, context: CommandContext): void {
  const revoking = command(keys, {
    usage: 'revoke [name]',
    summary: 'take a reviewer off the list, and rotate (custodian)',
    about: ABOUT,
    examples: EXAMPLES,
  });
  rotationOptions(revoking).action(async (given: string | undefined, options: RotateOptions) => {
    checkConfirmable(context, options.yes);
    await rotateAloud(context, options, await nameOf(context, given));
  });
}
