/**
 * The two key files of an organisation's people, each a passphrase-encrypted age file. Inside is an ordinary
 * age identity file with our own values in comment lines, so that `age -d FILE > key.txt` gives a key file
 * that `age -d -i key.txt` takes: whoever loses this program still opens what is theirs.
 *
 *     # witnessbox-reviewer/1                # witnessbox-epoch/1
 *     # organisation: 64 hex                 # organisation: 64 hex
 *     # root-key: base64 line of root.pub    # epoch: 1
 *     # vault-key: base64, 32 bytes          # team-request-seed: base64, 32 bytes
 *     # signing-seed: base64, 32 bytes       # desk: main
 *     # epoch: 1                             AGE-SECRET-KEY-PQ-1…
 *     AGE-SECRET-KEY-PQ-1…
 *     # vault-identity: permanent
 *     AGE-SECRET-KEY-PQ-1…
 *
 * @module
 */
import { base64 } from '@scure/base';
import { lock, unlock } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';

export type ReviewerKeys = {
  /** 64 hexadecimal digits. */
  organisationId: string;
  /** Base64 line of root.pub: the pin that nobody without the passphrase can change. */
  rootKey: string;
  /** 32 bytes: opens the vault. */
  vaultKey: Uint8Array;
  /** 32 bytes, Ed25519: signs casework, never shown to a server. */
  signingSeed: Uint8Array;
  /** The reviewer's own age identity of each epoch, newest last. */
  epochs: { epoch: number; identity: string }[];
  /**
   * The age identity of the vault itself, made when the first epoch is retired and kept for good: ciphertexts of a
   * retired epoch are sealed to it anew.
   */
  vaultIdentity?: string;
};

export type EpochKeys = {
  organisationId: string;
  epoch: number;
  /** 32 bytes, Ed25519. */
  teamRequestSeed: Uint8Array;
  desks: { id: string; identity: string }[];
};

type Line = { name: string; value: string };

const VAULT_IDENTITY = 'vault-identity';

function encodeLines(format: string, lines: readonly Line[]): Uint8Array {
  const text = lines.map(({ name, value }) => (name === '' ? value : `# ${name}: ${value}`));
  return new TextEncoder().encode([`# ${format}`, ...text, ''].join('\n'));
}

/** @throws vault.damaged where the file opened but is not of this format */
function decodeLines(format: string, bytes: Uint8Array): Line[] {
  const [first, ...rest] = new TextDecoder().decode(bytes).split('\n');
  if (first !== `# ${format}`) throw new WitnessboxError('vault.damaged');
  return rest
    .filter((line) => line !== '')
    .map((line) => {
      const field = /^# ([a-z-]+): (.*)$/u.exec(line);
      return field ? { name: field[1] ?? '', value: field[2] ?? '' } : { name: '', value: line };
    });
}

function only(lines: readonly Line[], name: string): string {
  const found = lines.filter((line) => line.name === name);
  const value = found[0]?.value;
  if (value === undefined || found.length > 1) throw new WitnessboxError('vault.damaged');
  return value;
}

function secret(lines: readonly Line[], name: string): Uint8Array {
  const value = base64.decode(only(lines, name));
  if (value.length !== 32) throw new WitnessboxError('vault.damaged');
  return value;
}

/** Each identity with the value of the comment line right above it, which must bear this name. */
function identities(lines: readonly Line[], label: string): { label: string; identity: string }[] {
  return lines.flatMap((line, index) => {
    if (line.name !== '') return [];
    const above = lines[index - 1];
    if (above?.name !== label) throw new WitnessboxError('vault.damaged');
    return [{ label: above.value, identity: line.value }];
  });
}

async function openLines(format: string, passphrase: string, file: Uint8Array): Promise<Line[]> {
  try {
    return decodeLines(format, await unlock(normal(passphrase), file));
  } catch (error) {
    if (!(error instanceof WitnessboxError) || error.code === 'vault.damaged') throw error;
    const code = error.code === 'envelope.wrong-passphrase' ? 'vault.wrong-passphrase' : 'vault.damaged';
    throw new WitnessboxError(code, {}, { cause: error });
  }
}

/** One person's keyboards write the same letter in two ways; the passphrase is the letter. */
function normal(passphrase: string): string {
  return passphrase.normalize('NFC');
}

/** @param workFactor log2 of scrypt's N; 18 as age has it where undefined */
export function lockReviewerKeys(
  keys: ReviewerKeys,
  passphrase: string,
  workFactor?: number,
): Promise<Uint8Array> {
  const lines = encodeLines('witnessbox-reviewer/1', [
    { name: 'organisation', value: keys.organisationId },
    { name: 'root-key', value: keys.rootKey },
    { name: 'vault-key', value: base64.encode(keys.vaultKey) },
    { name: 'signing-seed', value: base64.encode(keys.signingSeed) },
    ...keys.epochs.flatMap(({ epoch, identity }) => [
      { name: 'epoch', value: String(epoch) },
      { name: '', value: identity },
    ]),
    ...(keys.vaultIdentity === undefined
      ? []
      : [
          { name: VAULT_IDENTITY, value: 'permanent' },
          { name: '', value: keys.vaultIdentity },
        ]),
  ]);
  return lock(normal(passphrase), lines, workFactor);
}

/** @throws vault.wrong-passphrase, vault.damaged */
export async function unlockReviewerKeys(passphrase: string, file: Uint8Array): Promise<ReviewerKeys> {
  const all = await openLines('witnessbox-reviewer/1', passphrase, file);
  const { lines, vaultIdentity } = takeVaultIdentity(all);
  return {
    organisationId: only(lines, 'organisation'),
    rootKey: only(lines, 'root-key'),
    vaultKey: secret(lines, 'vault-key'),
    signingSeed: secret(lines, 'signing-seed'),
    epochs: identities(lines, 'epoch').map(({ label, identity }) => ({ epoch: Number(label), identity })),
    ...(vaultIdentity !== undefined && { vaultIdentity }),
  };
}

function takeVaultIdentity(lines: readonly Line[]): { lines: Line[]; vaultIdentity?: string } {
  const at = lines.findIndex(({ name }) => name === VAULT_IDENTITY);
  const identity = lines[at + 1];
  if (at < 0) return { lines: [...lines] };
  if (identity?.name !== '') throw new WitnessboxError('vault.damaged');
  return { lines: lines.toSpliced(at, 2), vaultIdentity: identity.value };
}

export function lockEpochKeys(keys: EpochKeys, passphrase: string, workFactor?: number): Promise<Uint8Array> {
  const lines = encodeLines('witnessbox-epoch/1', [
    { name: 'organisation', value: keys.organisationId },
    { name: 'epoch', value: String(keys.epoch) },
    { name: 'team-request-seed', value: base64.encode(keys.teamRequestSeed) },
    ...keys.desks.flatMap(({ id, identity }) => [
      { name: 'desk', value: id },
      { name: '', value: identity },
    ]),
  ]);
  return lock(normal(passphrase), lines, workFactor);
}

/** @throws vault.wrong-passphrase, vault.damaged */
export async function unlockEpochKeys(passphrase: string, file: Uint8Array): Promise<EpochKeys> {
  const lines = await openLines('witnessbox-epoch/1', passphrase, file);
  return {
    organisationId: only(lines, 'organisation'),
    epoch: Number(only(lines, 'epoch')),
    teamRequestSeed: secret(lines, 'team-request-seed'),
    desks: identities(lines, 'desk').map(({ label, identity }) => ({ id: label, identity })),
  };
}
