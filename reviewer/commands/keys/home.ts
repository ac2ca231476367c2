/** What `witnessbox keys status --home` and `witnessbox keys retire --home` do. @module */
import { fingerprint } from '../../../crypto/keyring.ts';
import { translated } from '../../../crypto/intake.ts';
import { EXIT } from '../../codes.ts';
import type { CommandContext } from '../../context.ts';
import { type HomeEpoch, type HomeStatus, statusOfHome } from '../../home-status.ts';
import { type Retired, type RetireWishes, checkRetirable, retireEpoch } from '../../retire-home.ts';
import { shownJson, shownLine } from '../../terminal.ts';
import { checkConfirmable, confirm, listed, plural, todayOf } from './common.ts';
import { keyWords } from './hand-over.ts';
import { withHome } from './with-home.ts';

export async function homeStatus(
  context: CommandContext,
  { home, json }: { home: string; json?: true },
): Promise<void> {
  await withHome(context, home, async (opened) => {
    const status = statusOfHome(opened, todayOf(context));
    const { keyring } = opened.state;
    const print = fingerprint(opened.keys.rootKey, opened.keys.organisationId);
    const name = `${shownLine(translated(keyring.organisation.names, 'en'))}${keyring.demonstration ? ' (demonstration)' : ''}`;
    if (json) context.print(`${shownJson({ ...status, fingerprint: print })}\n`);
    else context.print(statusText(name, print, status, await keyWords(opened.keys, 'en')));
    if (status.ended) context.endWith(EXIT.trust);
  });
}

function statusText(name: string, print: string, status: HomeStatus, words: string): string {
  const sync = status.synced
    ? `The last complete pull was on ${status.synced.day}${status.synced.unfetched > 0 ? `, and could not fetch ${plural(status.synced.unfetched, 'submission')}` : ''}.`
    : 'Nothing has been pulled yet.';
  const parts = [
    `${name}\n  fingerprint ${print}`,
    `Epochs, as of ${status.today}\n${status.epochs.map(epochLine).join('\n')}`,
    sync,
    `Your signing key, as the custodian's list knows it\n${words}`,
    status.next.length > 0
      ? `What to do next\n${status.next.map((line) => `  - ${line}`).join('\n')}`
      : 'Nothing needs to be done.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function epochLine({ epoch, validUntil, state, grant, desks, retirableFrom }: HomeEpoch): string {
  const line = `${String(epoch).padStart(4)}  ${validUntil === null ? 'dates not known yet' : `until ${validUntil}`}`;
  if (state === 'retired') return `${line}  retired: keys destroyed here`;
  const held = {
    held: desks.length > 0 ? `grant for ${listed(desks.map(shownLine))}` : 'grant for no desk',
    asked: 'no grant, request made',
    missing: 'no grant, no request',
  }[grant];
  const past = state === 'past' && retirableFrom !== null ? `, can be retired from ${retirableFrom}` : '';
  return `${line}  ${state === 'current' ? 'present, ' : ''}${held}${past}`;
}

export type RetireHomeOptions = {
  home: string;
  epoch: number;
  grace: number;
  retention: number;
  acceptLoss?: true;
  yes?: true;
};

const BEYOND = `This does not reach backups of this folder, what you exported or saved, or copies on other machines: delete those too.
An SSD, and some file systems, can keep older blocks whatever a program does; only an encrypted disk helps. The cases in
your vault stay readable with your passphrase; whoever gets folder and passphrase reads them as before.
`;

export async function retireHome(context: CommandContext, options: RetireHomeOptions): Promise<void> {
  checkConfirmable(context, options.yes);
  await withHome(context, options.home, async (opened, passphrase) => {
    const { epoch, grace, retention, acceptLoss = false } = options;
    const wishes: RetireWishes = { epoch, grace, retention, acceptLoss };
    const today = todayOf(context);
    checkRetirable(opened, wishes, today);
    context.print(planText(wishes));
    await confirm(context, `Destroy your keys of epoch ${String(epoch)}?`, options.yes);
    const progress = (done: number, total: number): void => {
      if (context.lively)
        context.warn(`\r${String(done)} of ${String(total)} sealed anew${done === total ? '\n' : ''}`);
    };
    const retired = await retireEpoch(opened, wishes, { passphrase, today, progress });
    context.print(retiredText(epoch, retired));
  });
}

function planText({ epoch, acceptLoss }: RetireWishes): string {
  const loss = acceptLoss
    ? 'What the portal listed and did not deliver, or what is damaged in your vault, is given up.\n'
    : '';
  return `The cases of epoch ${String(epoch)} in your vault are sealed anew to a key of the vault itself, so that you can go on reading and
saving them. Then your identity and your grant of epoch ${String(epoch)} are destroyed. What was sent in it and is not in your
vault can then not be opened with anything in this folder. This cannot be undone.
${loss}`;
}

function retiredText(epoch: number, { kept, damaged, statement }: Retired): string {
  const lost = damaged > 0 ? ` ${plural(damaged, 'submission')} could not be kept.` : '';
  return `
Epoch ${String(epoch)} is retired: your keys of it are destroyed here. ${plural(kept, 'submission')} sealed anew.${lost}

Bring this statement to the custodian, who waits for everybody's
  ${shownLine(statement)}
  ${shownLine(statement)}.minisig

${BEYOND}`;
}
