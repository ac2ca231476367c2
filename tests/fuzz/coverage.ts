/**
 * Which parts of the code an input reaches, by V8's own precise block coverage (Chrome DevTools Protocol, domain
 * "Profiler"), which Node offers to itself through node:inspector.
 *
 * @module
 */
import { Session, type Profiler } from 'node:inspector';

/**
 * For each script, one byte for each of its characters: a set of bits for how often the character ran, 0 for never.
 * V8 leaves a block out that ran as often as the one around it, so blocks cannot be told by their names.
 */
export type Reached = ReadonlyMap<string, Uint8Array>;

/** How often, coarsely: once, a few times, often, very often. Loops that go round more often count as new. */
const bitOf = (count: number): number => (count < 2 ? 1 : count < 5 ? 2 : count < 33 ? 4 : 8);

export class Coverage {
  readonly #session = new Session();
  /** Parts of the addresses of the scripts that count. */
  covers: readonly string[] = [];

  /** Only code that is compiled after this is counted by blocks, so it comes before the modules are loaded. */
  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What was reached since the last call. */
  take(): Reached {
    const reached = new Map<string, Uint8Array>();
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      for (const script of result) {
        if (this.covers.some((part) => script.url.includes(part)))
          reached.set(script.url, charactersOf(script));
      }
    });
    return reached;
  }

  stop(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }
}

/** Ranges come outer before inner, so that the last word on a character is that of the innermost. */
function charactersOf({ functions }: Profiler.ScriptCoverage): Uint8Array {
  const ranges = functions.flatMap((one) => one.ranges);
  const characters = new Uint8Array(ranges.reduce((end, { endOffset }) => Math.max(end, endOffset), 0));
  for (const { startOffset, endOffset, count } of ranges) {
    characters.fill(count === 0 ? 0 : bitOf(count), startOffset, endOffset);
  }
  return characters;
}

/** Everything that several inputs reached together. */
export class Seen {
  readonly #scripts = new Map<string, Uint8Array>();

  /** Whether it holds something that is not here yet. */
  lacks(reached: Reached): boolean {
    return Array.from(reached).some(([url, characters]) => {
      const known = this.#scripts.get(url);
      return characters.some((bits, index) => (bits & ~(known?.[index] ?? 0)) !== 0);
    });
  }

  /** Whether it holds a character that never ran before, however often it ran now. */
  lacksAny(reached: Reached): boolean {
    return Array.from(reached).some(([url, characters]) => {
      const known = this.#scripts.get(url);
      return characters.some((bits, index) => bits !== 0 && (known?.[index] ?? 0) === 0);
    });
  }

  add(reached: Reached): void {
    for (const [url, characters] of reached) {
      const known = this.#scripts.get(url) ?? new Uint8Array(0);
      const all = new Uint8Array(Math.max(known.length, characters.length));
      all.set(known);
      characters.forEach((bits, index) => {
        all[index] = (all[index] ?? 0) | bits;
      });
      this.#scripts.set(url, all);
    }
  }

  /** What of it is not here yet, as something to look for again. */
  missing(reached: Reached): Reached {
    return new Map(
      Array.from(reached, ([url, characters]) => {
        const known = this.#scripts.get(url);
        return [url, characters.map((bits, index) => bits & ~(known?.[index] ?? 0))];
      }),
    );
  }

  /** Characters that were reached, whatever how often. */
  get size(): number {
    let size = 0;
    for (const characters of this.#scripts.values())
      for (const bits of characters) size += bits === 0 ? 0 : 1;
    return size;
  }
}

/** Whether all of `wanted` is in `reached`. */
export function holds(reached: Reached, wanted: Reached): boolean {
  return Array.from(wanted).every(([url, characters]) => {
    const there = reached.get(url);
    return characters.every((bits, index) => (bits & ~(there?.[index] ?? 0)) === 0);
  });
}

/** How many characters hold something. */
export function weight(reached: Reached): number {
  let weight = 0;
  for (const characters of reached.values()) for (const bits of characters) weight += bits === 0 ? 0 : 1;
  return weight;
}
