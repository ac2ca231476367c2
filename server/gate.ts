/**
 * How many write at once, for everybody together and nobody by address: behind an onion service all are one. Texts
 * and files have places of their own, so that no text waits behind files; who must wait stands in a line by the
 * work that was proven, then by arrival. A line that is full turns away whoever has proven least, with an answer
 * after which the page tries again. While somebody waits, a writer that has had its turn makes room: what it
 * brought is kept, and it may queue up again.
 *
 * @module
 */
import { ServerError } from './errors.ts';

/** What is passed through: checking proofs, uploads of a text's size, all others. */
export type Lane = 'proofs' | 'texts' | 'files';

export type Pass = {
  /** Resolves when somebody waits and this one has had its turn. */
  readonly over: Promise<void>;
  leave(): void;
};

export type Gate = {
  /**
   * Resolves when there is a place; `upload.crowded` if the line is full, the wait was too long, or `until`, which
   * says that nobody wants the place any more, came first.
   */
  enter(lane: Lane, effort: number, until?: Promise<void>): Promise<Pass>;
  /** Ends waits and turns that have lasted long enough; to be called every second or so. */
  tick(): void;
};

export type GateOptions = {
  /** Places in each lane. */
  places: Record<Lane, number>;
  /** The most that wait in one lane. */
  line: number;
  turnSeconds: number;
  waitSeconds: number;
  now: () => Date;
};

type Inside = { since: number; end: () => void };
type Waiting = { effort: number; since: number; admit: () => void; refuse: () => void };

export function createGate({ places, line, turnSeconds, waitSeconds, now }: GateOptions): Gate {
  const lanes = {
    proofs: new OneLane(places.proofs, now),
    texts: new OneLane(places.texts, now),
    files: new OneLane(places.files, now),
  };
  const isOver = (since: number, seconds: number): boolean => now().getTime() - since >= seconds * 1000;
  const endTurns = (lane: OneLane): void => {
    lane.endTurns(({ since }) => isOver(since, turnSeconds));
  };
  return {
    enter(name, effort, until) {
      const lane = lanes[name];
      const entered = lane.enter({ effort, line, until });
      endTurns(lane);
      return entered;
    },
    tick() {
      for (const lane of Object.values(lanes)) {
        lane.endWaits(({ since }) => isOver(since, waitSeconds));
        endTurns(lane);
      }
    },
  };
}

/** For where requests run in many processes and must not wait for one another. */
export function openGate(): Gate {
  const pass = (): Pass => ({ over: new Promise(() => undefined), leave: () => undefined });
  return { enter: () => Promise.resolve(pass()), tick: () => undefined };
}

type Entering = { effort: number; line: number; until: Promise<void> | undefined };

class OneLane {
  readonly #places: number;
  readonly #now: () => Date;
  readonly #inside = new Set<Inside>();
  /** Most effort first; of equals, who came first. */
  readonly #waiting: Waiting[] = [];

  constructor(places: number, now: () => Date) {
    this.#places = places;
    this.#now = now;
  }

  async enter({ effort, line, until }: Entering): Promise<Pass> {
    if (this.#inside.size < this.#places) return this.#admit();
    const turn = Promise.withResolvers<Pass>();
    const waiting: Waiting = {
      effort,
      since: this.#now().getTime(),
      admit: () => {
        turn.resolve(this.#admit());
      },
      refuse: () => {
        turn.reject(new ServerError('upload.crowded'));
      },
    };
    const place = this.#waiting.findIndex((other) => other.effort < effort);
    this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, waiting);
    if (this.#waiting.length > line) this.#waiting.pop()?.refuse();
    void until?.then(() => {
      this.#refuse(waiting);
    });
    return turn.promise;
  }

  endWaits(isOver: (waiting: Waiting) => boolean): void {
    for (const waiting of this.#waiting.filter(isOver)) this.#refuse(waiting);
  }

  /** No more than wait. */
  endTurns(isOver: (inside: Inside) => boolean): void {
    const overdue = [...this.#inside].filter(isOver);
    for (const inside of overdue.slice(0, this.#waiting.length)) inside.end();
  }

  #admit(): Pass {
    const over = Promise.withResolvers<undefined>();
    const inside: Inside = {
      since: this.#now().getTime(),
      end: () => {
        over.resolve(undefined);
      },
    };
    this.#inside.add(inside);
    return {
      over: over.promise,
      leave: () => {
        if (this.#inside.delete(inside)) this.#waiting.shift()?.admit();
      },
    };
  }

  #refuse(waiting: Waiting): void {
    const place = this.#waiting.indexOf(waiting);
    if (place === -1) return;
    this.#waiting.splice(place, 1);
    waiting.refuse();
  }
}
