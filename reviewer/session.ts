/**
 * One open home of a reviewer: what the command line and the desk work with. Everything that needs a key goes
 * through here; nothing of it is reachable by a page except over the desk's loopback door.
 *
 * @module
 */
import { dayOf } from '../crypto/days.ts';
import { splitReply } from '../crypto/drop.ts';
import type { Random } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { translated } from '../crypto/intake.ts';
import { fingerprint } from '../crypto/keyring.ts';
import type { About, CaseSummary, CaseView, Queued, Saved, SyncProgress, SyncReport } from './contract.ts';
import { messageId, queueMessage } from './filing.ts';
import { portalOrigin } from './home.ts';
import { type OpenedHome, grantState, openHome, vaultIdentities } from './open-home.ts';
import { type Peek, type Unpulled, listUnpulled, peekInto } from './peek.ts';
import { saveCase } from './save.ts';
import { type ReachOptions, synchronise } from './sync.ts';
import { findCase, openedOf, summariesOf, summaryOf, viewOf } from './views.ts';

export interface Session {
  about(): About;
  /** Newest day first. */
  list(): Promise<CaseSummary[]>;
  /** By id or unique prefix of it; labels in `language`, or English. @throws case.not-found, case.ambiguous */
  read(id: string, language?: string): Promise<CaseView>;
  /**
   * Pulls all that is new, queues acknowledgements, places what is queued among dummies. A second call while one
   * is under way joins it. @throws portal.*, keyring.*, grant.missing
   */
  sync(progress?: (progress: SyncProgress) => void): Promise<SyncReport>;
  /** Writes a case in the clear into a new or empty folder. @throws save.exists, save.no-parent */
  save(id: string, folder: string): Promise<Saved>;
  /** What the portal holds and is not here yet. @throws as sync() */
  unpulled(): Promise<Unpulled>;
  /** A submission read in part, from the portal where it is not here yet. @throws peek.*, and as sync() */
  peek(id: string, language?: string): Promise<Peek>;
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
  const asked = options.portal === undefined ? undefined : portalOrigin(options.portal);
  const opened = await openHome(options.home, options.passphrase, options.random);
  const home = asked === undefined ? opened.home : { ...opened.home, portal: asked };
  return new OpenedSession({ ...opened, home, options });
}

type Parts = OpenedHome & { options: OpenSession };

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
      grant: grantState(this.#parts, epoch),
      nextGrant: grantState(this.#parts, epoch + 1),
    };
  }

  async list(): Promise<CaseSummary[]> {
    const summaries = await summariesOf(this.#parts.vault);
    return summaries.sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1));
  }

  async read(id: string, language = 'en'): Promise<CaseView> {
    return viewOf(this.#parts.vault, await findCase(this.#parts.vault, id), language);
  }

  async save(id: string, folder: string): Promise<Saved> {
    const { vault } = this.#parts;
    const records = await findCase(vault, id);
    if (records.first.state !== 'opened') throw new WitnessboxError(records.first.problem);
    return saveCase({ vault, epochs: vaultIdentities(this.#parts), submissions: openedOf(records), folder });
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
    this.#syncing ??= synchronise({ ...this.#reach(), progress }).finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  unpulled(): Promise<Unpulled> {
    return listUnpulled(this.#reach());
  }

  peek(id: string, language = 'en'): Promise<Peek> {
    return peekInto(this.#reach(), id, language);
  }

  async close(): Promise<void> {
    await this.#syncing?.catch(() => undefined);
    await this.#parts.vault.settle();
    this.#parts.lock.release();
  }

  #reach(): ReachOptions {
    const { options, ...own } = this.#parts;
    return { ...options, ...own, learn: (learnt) => Object.assign(this.#parts, learnt) };
  }

  #today(): string {
    return dayOf(this.#parts.options.now());
  }
}
