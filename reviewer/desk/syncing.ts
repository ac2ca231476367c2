/**
 * One sync at a time, whoever asks. A sync outlasts the request that began it: the page asks how far it is.
 *
 * @module
 */
import type { SyncState } from '../contract.ts';
import type { Session } from '../session.ts';
import { codeOf, refuse } from './errors.ts';

export class Syncing {
  readonly #session: Session;
  #state: SyncState = { state: 'idle' };
  #running: Promise<void> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  get state(): SyncState {
    return this.#state;
  }

  /** @throws desk.sync-running */
  start(): SyncState {
    if (this.#state.state === 'running') refuse('desk.sync-running');
    this.#state = { state: 'running', done: 0, total: 0 };
    this.#running = this.#run();
    return this.#state;
  }

  /** Resolves when nothing runs any more, so that stopping the desk never cuts a sync in half. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      const report = await this.#session.sync(({ done, total }) => {
        this.#state = { state: 'running', done, total };
      });
      this.#state = { state: 'done', report };
    } catch (error) {
      this.#state = { state: 'failed', error: codeOf(error) };
    }
  }
}
