/**
 * What somebody can do who has seized folders and was told every passphrase: gathers every key that is in them, in
 * whatever form, and every key that these open in turn, until nothing new comes.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { base64, bech32, hex } from '@scure/base';
import { identityFromSeed, openBytes, unlock } from '../../../crypto/envelope.ts';
import { HYBRID_HEADER_LENGTH, checkHybridHeader } from '../../../crypto/header.ts';
import { decryptSecretKey } from '../../../crypto/minisign-key.ts';
import { scrypt } from '../../../reviewer/custodian/scrypt.ts';
import { exists } from '../../../reviewer/files.ts';
import { Vault } from '../../../reviewer/vault.ts';
import { random } from './world.ts';

export class Seizure {
  readonly #passphrases: readonly string[];
  /** What a key made of a file, so that trying all on all again and again does not take for ever. */
  readonly #tried = new Map<string, Uint8Array | null>();

  constructor(passphrases: readonly string[]) {
    this.#passphrases = passphrases;
  }

  /**
   * Every age identity; each secret of 32 bytes, whatever it is meant for, is taken for the seed of one too.
   *
   * @param kept sealed files from elsewhere
   * @param given identities that somebody gave away
   */
  async identities(
    folders: readonly string[],
    kept: readonly Uint8Array[],
    given: readonly string[],
  ): Promise<string[]> {
    const found = new Set(given);
    const sealed = new Map<string, Uint8Array>();
    const add = (file: Uint8Array): void => {
      if (isSealed(file)) sealed.set(digest(file), file);
    };
    const learn = (text: string): void => {
      for (const identity of identitiesIn(text)) found.add(identity);
    };
    for (const file of kept) add(file);
    for (const path of (await Promise.all(folders.map(filesUnder))).flat()) {
      const file = new Uint8Array(await readFile(path));
      add(file);
      learn(latin1(file));
      for (const text of await this.#unlocked(file)) learn(text);
    }
    for (const folder of folders) for (const text of await vaultRecords(folder, [...found])) learn(text);
    for (let before = -1; before < found.size;) {
      before = found.size;
      for (const file of sealed.values()) {
        for (const identity of [...found]) {
          const plaintext = await this.open(identity, file);
          if (plaintext) learn(latin1(plaintext));
        }
      }
    }
    return [...found];
  }

  /** How many of the files at least one identity opens. */
  async opened(identities: readonly string[], files: readonly Uint8Array[]): Promise<number> {
    let count = 0;
    for (const file of files) {
      let isOpen = false;
      for (const identity of identities) isOpen ||= (await this.open(identity, file)) !== null;
      if (isOpen) count += 1;
    }
    return count;
  }

  /** The plaintext of an age file, or null. */
  async open(identity: string, file: Uint8Array): Promise<Uint8Array | null> {
    const attempt = `${identity} ${digest(file)}`;
    const known = this.#tried.get(attempt);
    if (known !== undefined) return known;
    const plaintext = await openBytes([identity], file).catch(() => null);
    this.#tried.set(attempt, plaintext);
    return plaintext;
  }

  async #unlocked(file: Uint8Array): Promise<string[]> {
    const text = latin1(file);
    const opened: string[] = [];
    for (const passphrase of this.#passphrases) {
      if (text.startsWith('age-encryption.org/v1\n-> scrypt ')) {
        const plaintext = await unlock(passphrase, file).catch(() => null);
        if (plaintext) opened.push(latin1(plaintext));
      } else if (text.includes('minisign encrypted secret key')) {
        const root = await decryptSecretKey(text, passphrase, { scrypt }).catch(() => null);
        if (root) opened.push(base64.encode(root.seed));
      }
    }
    return opened;
  }
}

function isSealed(file: Uint8Array): boolean {
  try {
    return checkHybridHeader(file.subarray(0, HYBRID_HEADER_LENGTH)) === 'complete';
  } catch {
    return false;
  }
}

function identitiesIn(text: string): string[] {
  const seeds: Uint8Array[] = [];
  for (const [line] of text.matchAll(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=/g))
    seeds.push(base64.decode(line));
  for (const [digits] of text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g))
    seeds.push(hex.decode(digits));
  return [
    ...[...text.matchAll(/AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}/g)].map(([identity]) => identity),
    ...seeds.map(identityFromSeed),
  ];
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What a vault says, if one of the secrets is its key. */
async function vaultRecords(home: string, identities: readonly string[]): Promise<string[]> {
  const records: string[] = [];
  if (!(await exists(join(home, 'vault', 'index')))) return records;
  for (const identity of identities) {
    const seed = bech32.decodeToBytes(identity.toLowerCase()).bytes;
    const vault = await Vault.open(join(home, 'vault'), seed, random).catch(() => null);
    for (const name of vault?.names('') ?? []) records.push(JSON.stringify(await vault?.get(name)));
    if (vault) break;
  }
  return records;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
