/**
 * One open home of a reviewer: what the command line and the desk work with. Everything that needs a key goes
 * through here; nothing of it is reachable by a page except over the desk's loopback door.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { dayOf } from '../crypto/days.ts';
import { splitReply } from '../crypto/drop.ts';
import type { Random } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { openGrant } from '../crypto/grant.ts';
import { translated } from '../crypto/intake.ts';
import { fingerprint } from '../crypto/keyring.ts';
import type { About, CaseSummary, CaseView, Queued, Saved, SyncProgress, SyncReport } from './contract.ts';
import { readIfThere } from './files.ts';
import { messageId, queueMessage } from './filing.ts';
import {
  type HomeFile,
  type HomePaths,
  homePaths,
  portalOrigin,
  readGrantFiles,
  readHomeFile,
} from './home.ts';
import { type ReviewerKeys, unlockReviewerKeys } from './identity.ts';
import { takeLock } from './lock.ts';
import { type StateRecord, recordName } from './records.ts';
import { saveCase } from './save.ts';
import { type OpenedGrant, type SyncOptions, synchronise } from './sync.ts';
import { Vault } from './vault.ts';
import { findCase, openedOf, summariesOf, summaryOf, viewOf } from './views.ts';

export interface Session {
  about(): About;
  /** Newest day first. */
  list(): Promise<CaseSummary[]>;
  /** By id or unique prefix of it. @throws case.not-found, case.ambiguous */
  read(id: string): Promise<CaseView>;
  /**
   * Pulls all that is new, queues acknowledgements, places what is queued among dummies. A second call while one
   * is under way joins it. @throws portal.*, keyring.*, grant.missing
   */
  sync(progress?: (progress: SyncProgress) => void): Promise<SyncReport>;
  /** Writes a case in the clear into a new or empty folder. @throws save.exists, save.no-parent */
  save(id: string, folder: string): Promise<Saved>;
  /** Queues a reply in the vault; it goes out with the next sync. @throws reply.no-channel, reply.empty */
  reply(id: string, text: string): Promise<Queued>;
  /** Lets go of the key folder, after a sync under way has ended. */
  close(): Promise<void>;
}

export type OpenSession = {
  home: string;
  passphrase: string;
  fetch: typeof globalThis.fetch;
  now: () => Date;
  random: Random;
  /** Instead of the portal that the key folder knows; remembered once it has proved to be the organisation's. */
  portal?: string;
};

/** @throws vault.missing, vault.locked, vault.wrong-passphrase, vault.damaged, portal.bad-address */
export async function openSession(options: OpenSession): Promise<Session> {
  const paths = homePaths(options.home);
  const home = await readHomeFile(paths);
  const portal = options.portal === undefined ? home.portal : portalOrigin(options.portal);
  const lock = takeLock(paths.lock);
  try {
    const identity = await readIfThere(paths.identity);
    if (!identity) throw new WitnessboxError('vault.damaged');
    const keys = await unlockReviewerKeys(options.passphrase, identity);
    // reviewer.json is not secret and not signed; what it pins must be what the passphrase protects.
    if (keys.organisationId !== home.organisationId || keys.rootKey !== home.rootKey) {
      throw new WitnessboxError('vault.damaged');
    }
    const vault = await Vault.open(paths.vault, keys.vaultKey, options.random);
    const state = await vault.get<StateRecord>(recordName.state);
    if (!state) throw new WitnessboxError('vault.damaged');
    const grants = await openGrants(paths, keys);
    return new OpenedSession({ options, paths, home: { ...home, portal }, keys, vault, state, grants, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openGrants(paths: HomePaths, keys: ReviewerKeys): Promise<OpenedGrant[]> {
  const grants: OpenedGrant[] = [];
  for (const { epoch, file } of await readGrantFiles(paths)) {
    const own = keys.epochs.find((candidate) => candidate.epoch === epoch);
    if (!own) continue;
    const grant = await openGrant(own.identity, file).catch((error: unknown) => {
      throw new WitnessboxError('grant.malformed', {}, { cause: error });
    });
    if (grant.organisationId !== keys.organisationId || grant.epoch !== epoch) {
      throw new WitnessboxError('grant.malformed');
    }
    const identities = grant.desks.map((desk) => desk.identity);
    grants.push({ epoch, identities, teamRequestSeed: base64.decode(grant.teamRequestSeed) });
  }
  return grants;
}

type Parts = {
  options: OpenSession;
  paths: HomePaths;
  home: HomeFile;
  keys: ReviewerKeys;
  vault: Vault;
  state: StateRecord;
  grants: readonly OpenedGrant[];
  lock: { release(): void };
};

class OpenedSession implements Session {
  readonly #parts: Parts;
  #syncing: Promise<SyncReport> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  about(): About {
    const { keys, home, state } = this.#parts;
    const { organisation, epoch, validUntil, demonstration } = state.keyring;
    return {
      organisation: translated(organisation.names, 'en'),
      organisationId: keys.organisationId,
      fingerprint: fingerprint(keys.rootKey, keys.organisationId),
      epoch,
      validUntil,
      portal: home.portal,
      demonstration,
    };
  }

  async list(): Promise<CaseSummary[]> {
    const summaries = await summariesOf(this.#parts.vault);
    return summaries.sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1));
  }

  async read(id: string): Promise<CaseView> {
    return viewOf(this.#parts.vault, await findCase(this.#parts.vault, id));
  }

  async save(id: string, folder: string): Promise<Saved> {
    const { vault, grants } = this.#parts;
    const records = await findCase(this.#parts.vault, id);
    if (records.first.state !== 'opened') throw new WitnessboxError(records.first.problem);
    return saveCase({ vault, epochs: grants, submissions: openedOf(records), folder });
  }

  async reply(id: string, text: string): Promise<Queued> {
    const { vault, options } = this.#parts;
    const records = await findCase(this.#parts.vault, id);
    if (!summaryOf(records).canReply) throw new WitnessboxError('reply.no-channel');
    const trimmed = text.trim();
    if (trimmed === '') throw new WitnessboxError('reply.empty');
    const parts = splitReply(trimmed);
    const day = this.#today();
    await vault.change((transaction) =>
      queueMessage(
        transaction,
        records.first.id,
        (message) => ({
          id: message,
          kind: 'reply',
          day,
          parts,
          placed: 0,
          last: null,
          answers: null,
          about: null,
        }),
        messageId(options),
      ),
    );
    return { parts: parts.length };
  }

  sync(progress: (progress: SyncProgress) => void = () => undefined): Promise<SyncReport> {
    const { options, ...own } = this.#parts;
    const learn: SyncOptions['learn'] = (learnt) => Object.assign(this.#parts, learnt);
    this.#syncing ??= synchronise({ ...options, ...own, learn, progress }).finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async close(): Promise<void> {
    await this.#syncing?.catch(() => undefined);
    await this.#parts.vault.settle();
    this.#parts.lock.release();
  }

  #today(): string {
    return dayOf(this.#parts.options.now());
  }
}
