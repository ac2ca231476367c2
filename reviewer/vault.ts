/**
 * The reviewer's store. All that is at rest is encrypted: records are sealed with XChaCha20-Poly1305 under a
 * key that only identity.age holds; submissions stay the age files that arrived.
 *
 *     vault/index        sealed: which record lies in which file
 *     vault/records/*    sealed: one record each, random names, padded to 4 KiB
 *     vault/blobs/*      submissions as received, of retired epochs sealed anew (reseal.ts)
 *     vault/incoming/*   submissions of which a part has arrived, or that are being sealed anew
 *
 * A record is never overwritten: new files are written and made durable, then the index is replaced in one
 * step, then old files go. A crash at any point leaves the state before or after the whole change. Whoever can
 * write to the disk cannot alter, swap or put back single records (name and file are authenticated), but can
 * put back an old copy of the whole vault; that is not noticed here. Nor is a submission that was exchanged: whoever
 * reads one compares it with its record (filed.ts).
 *
 * @module
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { managedNonce } from '@noble/ciphers/utils.js';
import { WitnessboxError } from '../crypto/errors.ts';
import {
  diskError,
  makePrivateFolder,
  readIfThere,
  replaceFile,
  syncFolder,
  systemCode,
  writeNew,
} from './files.ts';

const FORMAT = 'witnessbox-vault/1';
const PAGE = 4096;

type Index = { format: string; records: Record<string, string> };
type Random = (length: number) => Uint8Array;

/** Reads and changes within one step that happens wholly or not at all. */
export type Transaction = {
  get<T>(name: string): Promise<T | null>;
  put(name: string, value: unknown): void;
  remove(name: string): void;
};

const cipher = managedNonce(xchacha20poly1305);

function derive(vaultKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', vaultKey, '', `witnessbox/1 vault ${purpose}`, 32));
}

/** White space after JSON means nothing to a parser, and hides how long a testimony is. */
function pad(json: string): Uint8Array {
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array(Math.ceil(bytes.length / PAGE) * PAGE).fill(0x20);
  padded.set(bytes);
  return padded;
}

export class Vault {
  readonly #folder: string;
  readonly #recordKey: Uint8Array;
  readonly #blobKey: Uint8Array;
  readonly #random: Random;
  #records: ReadonlyMap<string, string> = new Map();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, vaultKey: Uint8Array, random: Random) {
    this.#folder = folder;
    this.#recordKey = derive(vaultKey, 'records');
    this.#blobKey = derive(vaultKey, 'blobs');
    this.#random = random;
  }

  /** Makes an empty vault in a folder that does not exist yet. @param vaultKey 32 bytes */
  static async create(folder: string, vaultKey: Uint8Array, random: Random): Promise<Vault> {
    const vault = new Vault(folder, vaultKey, random);
    for (const part of ['records', 'blobs', 'incoming']) await makePrivateFolder(join(folder, part));
    await vault.#writeIndex(new Map());
    return vault;
  }

  /** @throws vault.damaged where the index is missing or does not open with this key */
  static async open(folder: string, vaultKey: Uint8Array, random: Random): Promise<Vault> {
    const vault = new Vault(folder, vaultKey, random);
    for (const part of ['records', 'blobs', 'incoming']) await makePrivateFolder(join(folder, part));
    const sealed = await readIfThere(join(folder, 'index'));
    if (!sealed) throw new WitnessboxError('vault.damaged');
    const index = vault.#open('index', sealed) as Index;
    if (index.format !== FORMAT) throw new WitnessboxError('vault.damaged');
    vault.#records = new Map(Object.entries(index.records));
    await vault.#sweep();
    return vault;
  }

  /** Where a submission's ciphertext lies. The name tells nothing without the key, yet is always the same. */
  blobPath(submission: string): string {
    return join(this.#folder, 'blobs', this.#blobName(submission));
  }

  /** Where it gathers while it arrives, also over several runs. */
  incomingPath(submission: string): string {
    return join(this.#folder, 'incoming', this.#blobName(submission));
  }

  /** Where it is sealed anew. */
  resealingPath(submission: string): string {
    return `${this.incomingPath(submission)}.resealing`;
  }

  /** Names that begin with `prefix`, sorted. */
  names(prefix: string): string[] {
    return [...this.#records.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  /** The record as last written, or null. @throws vault.damaged */
  async get<T>(name: string): Promise<T | null> {
    const file = this.#records.get(name);
    if (file === undefined) return null;
    try {
      return this.#open(`record\0${name}\0${file}`, await readFile(this.#recordPath(file))) as T;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw diskError(error);
      // Replaced between the look into the index and the read: the new one is there.
      if (this.#records.get(name) !== file) return this.get<T>(name);
      throw new WitnessboxError('vault.damaged', {}, { cause: error });
    }
  }

  /** Runs one change at a time; what `work` puts and removes takes effect together, after it has ended well. */
  change<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => this.#change(work));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Waits for changes under way. */
  async settle(): Promise<void> {
    await this.#queue;
  }

  async #change<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const pending = new Map<string, string | null>();
    const result = await work({
      get: async <V>(name: string): Promise<V | null> => {
        const value = pending.get(name);
        if (value === undefined) return this.get<V>(name);
        return value === null ? null : (JSON.parse(value) as V);
      },
      put: (name, value) => pending.set(name, JSON.stringify(value)),
      remove: (name) => pending.set(name, null),
    });
    if (pending.size > 0) await this.#commit(pending);
    return result;
  }

  async #commit(pending: ReadonlyMap<string, string | null>): Promise<void> {
    const records = new Map(this.#records);
    const old: string[] = [];
    // What a failure here leaves behind is named by no index, and swept away at the next opening.
    for (const [name, json] of pending) {
      const before = records.get(name);
      if (before !== undefined) old.push(before);
      records.delete(name);
      if (json === null) continue;
      const file = Buffer.from(this.#random(16)).toString('hex');
      await writeNew(this.#recordPath(file), this.#seal(`record\0${name}\0${file}`, json));
      records.set(name, file);
    }
    await syncFolder(join(this.#folder, 'records'));
    await this.#writeIndex(records);
    this.#records = records;
    for (const file of old) await rm(this.#recordPath(file), { force: true });
  }

  async #writeIndex(records: ReadonlyMap<string, string>): Promise<void> {
    const index: Index = { format: FORMAT, records: Object.fromEntries(records) };
    await replaceFile(join(this.#folder, 'index'), this.#seal('index', JSON.stringify(index)));
  }

  /** Removes what a crash left behind: files that no index names. */
  async #sweep(): Promise<void> {
    const live = new Set(this.#records.values());
    const folder = join(this.#folder, 'records');
    for (const file of await readdir(folder))
      if (!live.has(file)) await rm(join(folder, file), { force: true });
    for (const file of await readdir(this.#folder)) {
      if (file.endsWith('.tmp')) await rm(join(this.#folder, file), { force: true });
    }
  }

  #recordPath(file: string): string {
    return join(this.#folder, 'records', file);
  }

  #blobName(submission: string): string {
    return createHmac('sha256', this.#blobKey).update(submission).digest('hex').slice(0, 32);
  }

  #seal(name: string, json: string): Uint8Array {
    return cipher(this.#recordKey, new TextEncoder().encode(name)).encrypt(pad(json));
  }

  #open(name: string, sealed: Uint8Array): unknown {
    try {
      const bytes = cipher(this.#recordKey, new TextEncoder().encode(name)).decrypt(new Uint8Array(sealed));
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (error) {
      throw new WitnessboxError('vault.damaged', {}, { cause: error });
    }
  }
}
