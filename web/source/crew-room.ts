/**
 * The page's side of hiring: starts chunk workers and ends them as the backstage worker orders, and passes on what
 * these say to each other.
 *
 * @module
 */
import CHUNKS_URL from './chunks.worker.ts?worker&url';
import {
  memoryOfAnswers,
  memoryOfTasks,
  type CrewOrder,
  type FromChunks,
  type Room,
  type Tell,
  type ToChunks,
} from './crew-work.ts';
import type { TrustUrl } from './trusted.ts';

export { CHUNKS_URL };

export class CrewRoom implements Room {
  readonly #start: () => Worker;
  readonly #workers = new Map<number, Worker>();

  /** `trust`: lets the workers' address pass, see trusted.ts. */
  constructor(trust: TrustUrl, url: string = CHUNKS_URL) {
    this.#start = () => new Worker(trust(url), { type: 'module' });
  }

  hear(order: CrewOrder, tell: Tell): void {
    const { crew } = order;
    if (order.order === 'hire') this.#hire(crew, tell);
    else if (order.order === 'work') this.#pass(crew, order.tasks, tell);
    else {
      this.#workers.get(crew)?.terminate();
      this.#workers.delete(crew);
    }
  }

  end(): void {
    for (const worker of this.#workers.values()) worker.terminate();
    this.#workers.clear();
  }

  #pass(crew: number, tasks: ToChunks['tasks'], tell: Tell): void {
    try {
      this.#workers.get(crew)?.postMessage({ tasks } satisfies ToChunks, memoryOfTasks(tasks));
    } catch {
      tell({ crew, news: { lost: true } }, []);
    } finally {
      // The worker has its own copy, and this page keeps none.
      for (const { key } of tasks) key.fill(0);
    }
  }

  #hire(crew: number, tell: Tell): void {
    const lost = () => {
      tell({ crew, news: { lost: true } }, []);
    };
    try {
      const worker = this.#start();
      this.#workers.set(crew, worker);
      worker.addEventListener('message', ({ data }: MessageEvent<FromChunks>) => {
        tell({ crew, news: data }, memoryOfAnswers(data));
      });
      worker.addEventListener('messageerror', lost);
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        lost();
      });
    } catch {
      lost();
    }
  }
}
