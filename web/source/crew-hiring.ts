/**
 * The backstage worker's side of hiring: chunk workers that the page starts, used as if they were here.
 *
 * @module
 */
import type { ChunkWorker } from './crew.ts';
import { memoryOfTasks, type CrewNews, type CrewOrder } from './crew-work.ts';

type Hear = Parameters<ChunkWorker['listen']>[0];

export class Hiring {
  readonly #tell: (order: CrewOrder, transfer: Transferable[]) => void;
  readonly #listening = new Map<number, Hear>();
  #next = 0;

  /** `tell`: posts to the page. */
  constructor(tell: (order: CrewOrder, transfer: Transferable[]) => void) {
    this.#tell = tell;
  }

  /** One more worker; whether it starts is heard later. */
  hire(): ChunkWorker {
    const crew = this.#next++;
    this.#tell({ crew, order: 'hire' }, []);
    return {
      give: (tasks) => {
        this.#tell({ crew, order: 'work', tasks }, memoryOfTasks(tasks));
      },
      listen: (hear) => {
        this.#listening.set(crew, hear);
      },
      end: () => {
        this.#listening.delete(crew);
        this.#tell({ crew, order: 'dismiss' }, []);
      },
    };
  }

  /** What the page passes on. */
  hear({ crew, news }: CrewNews): void {
    this.#listening.get(crew)?.(news);
  }
}
