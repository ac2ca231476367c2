/** `witnessbox keys`: the life of an organisation's keys, for custodians and reviewers. @module */
import type { Command } from 'commander';
import { type CommandContext, unwrapped } from '../../context.ts';
import { addAccept } from './accept.ts';
import { addFingerprint } from './fingerprint.ts';
import { addGrant } from './grant.ts';
import { addJoin } from './join.ts';
import { addJoinShares } from './join-shares.ts';
import { addOffline } from './offline.ts';
import { addRequest } from './request.ts';
import { addRetire } from './retire.ts';
import { addRevoke } from './revoke.ts';
import { addRotate } from './rotate.ts';
import { addSplit } from './split.ts';
import { addStatus } from './status.ts';
import { addVerify } from './verify.ts';

const ABOUT = `The life of an organisation's keys. Nothing here needs a network: what the server and other people need travels as files.

The custodian, with --custodian FOLDER: status, rotate, grant, revoke, retire, offline, split. A reviewer, with --home FOLDER:
join, request, accept, status, retire. Anybody: fingerprint, verify, join-shares.`;

export function addKeys(program: Command, context: CommandContext): void {
  const keys = program
    .command('keys')
    .summary("look after the organisation's keys")
    .description(unwrapped(ABOUT));
  for (const add of [
    addStatus,
    addRotate,
    addGrant,
    addRevoke,
    addJoin,
    addRequest,
    addAccept,
    addRetire,
    addFingerprint,
    addVerify,
    addOffline,
    addSplit,
    addJoinShares,
  ]) {
    add(keys, context);
  }
}
