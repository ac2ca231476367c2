/**
 * What each test of a `describe`, or of a file, has to itself: folders, and the servers that it starts on them. At its end
 * the servers stop, however far it came, and the folders go.
 *
 * @module
 */
import { afterEach, beforeEach } from 'vitest';
import { serve, type ServeOptions, type Serving } from '../../../server/main.node.ts';
import type { Changes } from './organisation.ts';
import { makeFolders, startProgram, type Folders, type Program } from './served.node.ts';

class PerTest {
  #folders: Folders | undefined;
  /** How to end what runs, in the order in which it was started. */
  readonly #ends: (() => Promise<void>)[] = [];

  get folders(): Folders {
    if (!this.#folders) throw new Error('only during a test');
    return this.#folders;
  }

  async makeFolders(changes?: Changes): Promise<void> {
    await this.#folders?.remove();
    this.#folders = await makeFolders(changes);
  }

  /** In this process. */
  async start(options: Partial<ServeOptions> = {}): Promise<Serving> {
    const serving = await serve({ ...this.folders.options, ...options });
    this.#ends.push(() => serving.stop());
    return serving;
  }

  /** As a process of its own, which is killed at the end of the test if it still runs. */
  async startProgram(): Promise<Program> {
    const program = await startProgram(this.folders);
    this.#ends.push(() => program.kill());
    return program;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
    await this.#folders?.remove();
    this.#folders = undefined;
  }
}

/** To be called where the tests are declared. */
export function perTest(): PerTest {
  const own = new PerTest();
  beforeEach(() => own.makeFolders());
  afterEach(() => own.end());
  return own;
}
