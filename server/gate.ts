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
  /** How long it was in, in milliseconds, and whether others waited at the end. */
  leave(): { lasted: number; othersWait: boolean };
};

export type Gate = {
  /**
   * Resolves when there is a place; `upload.crowded` if the line is full, the wait was too long, or `until`, which
   * says that nobody wants the place any more, came first.
   */
  enter(lane: Lane, effort: number, until?: Promise<void>): Promise<Pass>;
  /** The effort with which one would come into the upper half of a line that is half full or more; else 0. */
  needed(lane: Lane): number;
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
  /** Milliseconds of a clock that nobody sets. */
  ticks: () => number;
};

type Inside = { since: number; end: () => void; isEnded: boolean };
type Waiting = { effort: number; since: number; admit: () => void; refuse: () => void };

export function createGate({ places, line, turnSeconds, waitSeconds, ticks }: GateOptions): Gate {
  const lanes = {
    proofs: new OneLane(places.proofs, ticks),
    texts: new OneLane(places.texts, ticks),
    files: new OneLane(places.files, ticks),
  };
  const isOver = (since: number, seconds: number): boolean => ticks() - since >= seconds * 1000;
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
    needed: (name) => lanes[name].needed(line),
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
  const pass = (): Pass => ({ over: new Promise(() => undefined), leave: () => NO_STAY });
  return { enter: () => Promise.resolve(pass()), needed: () => 0, tick: () => undefined };
}

const NO_STAY = { lasted: 0, othersWait: false };

type Entering = { effort: number; line: number; until: Promise<void> | undefined };

class OneLane {
  readonly #places: number;
  readonly #ticks: () => number;
  readonly #inside = new Set<Inside>();
  /** Most effort first; of equals, who came first. */
  readonly #waiting: Waiting[] = [];

  constructor(places: number, ticks: () => number) {
    this.#places = places;
    this.#ticks = ticks;
  }

  async enter({ effort, line, until }: Entering): Promise<Pass> {
    if (this.#inside.size < this.#places) return this.#admit();
    const turn = Promise.withResolvers<Pass>();
    const waiting: Waiting = {
      effort,
      since: this.#ticks(),
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

  needed(line: number): number {
    if (this.#waiting.length < line / 2) return 0;
    const last = this.#waiting[Math.ceil(this.#waiting.length / 2) - 1];
    return Math.ceil(last?.effort ?? 0);
  }

  #admit(): Pass {
    const over = Promise.withResolvers<undefined>();
    const inside: Inside = {
      since: this.#ticks(),
      end: () => {
        inside.isEnded = true;
        over.resolve(undefined);
      },
      isEnded: false,
    };
    this.#inside.add(inside);
    return {
      over: over.promise,
      leave: () => {
        if (!this.#inside.delete(inside)) return NO_STAY;
        const stay = {
          lasted: this.#ticks() - inside.since,
          othersWait: inside.isEnded || this.#waiting.length > 0,
        };
        this.#waiting.shift()?.admit();
        return stay;
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
