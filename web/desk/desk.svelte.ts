/**
 * What the desk knows and does, apart from how it looks. One instance per page, made by main.ts.
 *
 * @module
 */
import type { About, CaseSummary, DeskCase, Queued, Saved, SyncState } from '../../reviewer/contract.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Client } from './api.ts';

const POLL_MS = 400;

export type DeskOptions = {
  connect: (token: string) => Client;
  pause?: (ms: number) => Promise<void>;
};

export class Desk {
  /**
   * Code of why nothing can be shown yet: no address, or one that does not open. Once inside, the page stays
   * as it is even if the program stops: what the reviewer was writing must not go away with it.
   */
  locked = $state<string | null>('desk.no-token');
  about = $state<About | null>(null);
  /** Newest day first; null until the first answer. */
  cases = $state.raw<CaseSummary[] | null>(null);
  /** The case in the reading pane. */
  current = $state.raw<DeskCase | null>(null);
  syncing = $state.raw<SyncState>({ state: 'idle' });
  /** Code of what went wrong with the list or the reading pane. */
  error = $state<string | null>(null);
  /** Replies not yet queued, by case, so that looking at another case loses nothing. */
  readonly drafts = $state<Record<string, string>>({});
  readonly #connect: (token: string) => Client;
  readonly #pause: (ms: number) => Promise<void>;
  #client: Client | null = null;
  /** The case asked for last: a slower answer for an earlier one is dropped. */
  #wanted: string | null = null;

  constructor({ connect, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }: DeskOptions) {
    this.#connect = connect;
    this.#pause = pause;
  }

  get hasDraft(): boolean {
    return Object.values(this.drafts).some((draft) => draft.trim() !== '');
  }

  async enter(token: string): Promise<void> {
    const client = this.#connect(token);
    await this.#showing(async () => {
      this.about = await client.about();
      this.#client = client;
      this.locked = null;
      this.cases = await client.cases();
      this.syncing = await client.syncState();
      if (this.syncing.state === 'running') await this.#follow(client);
    });
  }

  async read(id: string): Promise<void> {
    this.#wanted = id;
    await this.#showing(async () => {
      const view = await this.#inside().case(id);
      if (this.#wanted === id) this.current = view;
    });
  }

  /** The open case again, whose labels come in the language of the interface. */
  async relabel(): Promise<void> {
    const id = this.current?.id;
    if (id !== undefined) await this.read(id);
  }

  leave(): void {
    this.#wanted = null;
    this.current = null;
    this.error = null;
  }

  /** Starts a sync, or watches the one that runs, to its end. */
  async sync(): Promise<void> {
    await this.#showing(async () => {
      const client = this.#inside();
      try {
        this.syncing = await client.startSync();
      } catch (error) {
        if (codeOf(error) !== 'desk.sync-running') throw error;
      }
      await this.#follow(client);
    });
  }

  async save(id: string, folder: string): Promise<Saved> {
    return this.#inside().save(id, folder);
  }

  /** How many parts the text would take; its box shows no error for this. */
  async parts(text: string): Promise<number> {
    return (await this.#inside().parts(text)).parts;
  }

  async reply(id: string, text: string): Promise<Queued> {
    const queued = await this.#inside().reply(id, text);
    this.drafts[id] = '';
    await this.#refresh();
    return queued;
  }

  async #follow(client: Client): Promise<void> {
    try {
      do {
        await this.#pause(POLL_MS);
        this.syncing = await client.syncState();
      } while (this.syncing.state === 'running');
    } catch (error) {
      this.syncing = { state: 'idle' };
      throw error;
    }
    // A sync may have brought the keys of a new epoch.
    this.about = await client.about();
    await this.#refresh();
  }

  /** The list again, and the open case, which may have grown. */
  async #refresh(): Promise<void> {
    await this.#showing(async () => {
      const client = this.#inside();
      this.cases = await client.cases();
      const id = this.current?.id;
      if (id === undefined) return;
      const view = await client.case(id);
      if (this.current?.id === id) this.current = view;
    });
  }

  #inside(): Client {
    if (!this.#client) throw new WitnessboxError('desk.no-token');
    return this.#client;
  }

  /** For what the main view shows: a failure becomes `error`. What a box of its own shows is thrown to it. */
  async #showing(task: () => Promise<void>): Promise<void> {
    try {
      this.error = null;
      await task();
    } catch (error) {
      if (this.locked) this.locked = codeOf(error);
      this.error = codeOf(error);
    }
  }
}

export function codeOf(error: unknown): string {
  const code: unknown = error instanceof WitnessboxError ? error.code : null;
  return typeof code === 'string' ? code : 'desk.fault';
}
