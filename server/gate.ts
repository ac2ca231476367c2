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

/** What is passed through: checking proofs, uploads of a text's size, all others; and what comes by the form, unproven. */
export type Lane = 'proofs' | 'texts' | 'files' | 'plain';

export type Pass = {
  /** Resolves when somebody waits and this one has had its turn. */
  readonly over: Promise<void>;
  /** How long it was in, in milliseconds, and whether others waited at the end. */
  leave(): { lasted: number; othersWait: boolean };
};

/**
 * Whether who has been in for so many milliseconds brings too little to go on after its turn while others wait. Where
 * nobody says, a turn ends whatever it brings: what came is kept, and the rest comes in another turn.
 */
export type IsSlow = (lasted: number) => boolean;

export type Gate = {
  /**
   * Resolves when there is a place; `upload.crowded` if the line is full, the wait was too long, or `until`, which
   * says that nobody wants the place any more, came first.
   */
  enter(lane: Lane, effort: number, until?: Promise<void>, isSlow?: IsSlow): Promise<Pass>;
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
  /** What is otherwise in the lane of the form. */
  plain?: { line: number; turnSeconds: number };
  turnSeconds: number;
  waitSeconds: number;
  /** Milliseconds of a clock that nobody sets. */
  ticks: () => number;
};

type Inside = { since: number; isSlow: IsSlow; end: () => void; isEnded: boolean };
type Waiting = { effort: number; since: number; admit: () => void; refuse: () => void };

export function createGate(options: GateOptions): Gate {
  const { places, line, turnSeconds, plain, waitSeconds, ticks } = options;
  const usual = { line, turnSeconds };
  const lanes = {
    proofs: new OneLane(places.proofs, usual, ticks),
    texts: new OneLane(places.texts, usual, ticks),
    files: new OneLane(places.files, usual, ticks),
    plain: new OneLane(places.plain, plain ?? usual, ticks),
  };
  return {
    enter: (lane, effort, until, isSlow = () => true) => lanes[lane].enter({ effort, until, isSlow }),
    needed: (lane) => lanes[lane].needed(),
    tick() {
      for (const lane of Object.values(lanes)) {
        lane.endWaits(waitSeconds);
        lane.endTurns();
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

type Entering = { effort: number; until: Promise<void> | undefined; isSlow: IsSlow };
type LaneOptions = { line: number; turnSeconds: number };

class OneLane {
  readonly #places: number;
  readonly #line: number;
  /** Seconds. */
  readonly #turn: number;
  readonly #ticks: () => number;
  readonly #inside = new Set<Inside>();
  /** Most effort first; of equals, who came first. */
  readonly #waiting: Waiting[] = [];

  constructor(places: number, { line, turnSeconds }: LaneOptions, ticks: () => number) {
    this.#places = places;
    this.#line = line;
    this.#turn = turnSeconds;
    this.#ticks = ticks;
  }

  enter(entering: Entering): Promise<Pass> {
    const entered = this.#enter(entering);
    this.endTurns();
    return entered;
  }

  async #enter({ effort, until, isSlow }: Entering): Promise<Pass> {
    if (this.#inside.size < this.#places) return this.#admit(isSlow);
    const turn = Promise.withResolvers<Pass>();
    const waiting: Waiting = {
      effort,
      since: this.#ticks(),
      admit: () => {
        turn.resolve(this.#admit(isSlow));
      },
      refuse: () => {
        turn.reject(new ServerError('upload.crowded'));
      },
    };
    const place = this.#waiting.findIndex((other) => other.effort < effort);
    this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, waiting);
    if (this.#waiting.length > this.#line) this.#waiting.pop()?.refuse();
    void until?.then(() => {
      this.#refuse(waiting);
    });
    return turn.promise;
  }

  endWaits(seconds: number): void {
    for (const waiting of this.#waiting.filter(({ since }) => this.#isOver(since, seconds)))
      this.#refuse(waiting);
  }

  /** No more than wait. */
  endTurns(): void {
    const overdue = [...this.#inside].filter(
      ({ since, isSlow }) => this.#isOver(since, this.#turn) && isSlow(this.#ticks() - since),
    );
    for (const inside of overdue.slice(0, this.#waiting.length)) inside.end();
  }

  needed(): number {
    if (this.#waiting.length < this.#line / 2) return 0;
    const last = this.#waiting[Math.ceil(this.#waiting.length / 2) - 1];
    return Math.ceil(last?.effort ?? 0);
  }

  #isOver(since: number, seconds: number): boolean {
    return this.#ticks() - since >= seconds * 1000;
  }

  #admit(isSlow: IsSlow): Pass {
    const over = Promise.withResolvers<undefined>();
    const inside: Inside = {
      since: this.#ticks(),
      isSlow,
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
