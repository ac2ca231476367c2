/**
 * Grows a corpus: mutates its inputs, keeps those that reach what none reached before, makes them smaller, and in the
 * end keeps the fewest that together reach all.
 *
 * @module
 */
import { Seen, holds, weight, type Coverage, type Reached } from './coverage.ts';
import { mutate, type Draw } from './mutate.ts';
import { judge, type Target } from './target.ts';

/** Inputs between two looks at the coverage, which costs more than most inputs. */
const BATCH = 64;
/** Tries at making one input smaller. */
const SHRINKING = 40;

type Kept = { input: Uint8Array; reached: Reached };

/** An input for which the invariant does not hold, and what was thrown. */
export type Finding = { input: Uint8Array; error: unknown };

export class Engine {
  readonly #target: Target;
  readonly #coverage: Coverage;
  readonly #draw: Draw;
  readonly #seen = new Seen();
  readonly #kept: Kept[] = [];
  readonly findings: Finding[] = [];
  runs = 0;
  #batches = 0;

  constructor(target: Target, coverage: Coverage, draw: Draw) {
    this.#target = target;
    this.#coverage = coverage;
    this.#draw = draw;
    // Whatever ran until now, loading above all, was reached by no input.
    coverage.take();
  }

  /** Characters of code that were reached. */
  get size(): number {
    return this.#seen.size;
  }

  /** Runs an input by itself and keeps it if it reaches something new. */
  async consider(input: Uint8Array): Promise<void> {
    const reached = await this.#reached(input);
    if (!this.#seen.lacks(reached)) return;
    const small = await this.#smaller({ input, reached }, this.#seen.missing(reached));
    this.#kept.push(small);
    this.#seen.add(reached);
  }

  /** One batch of mutants. */
  async step(): Promise<void> {
    const inputs = this.#kept.map(({ input }) => input);
    const mutants = Array.from({ length: BATCH }, () => mutate(inputs, this.#target, this.#draw));
    for (const mutant of mutants) await this.#run(mutant);
    const isNew = this.#seen.lacksAny(this.#coverage.take());
    this.#batches += 1;
    // How often a loop went round adds up in a batch and tells nothing; now and then each run is looked at by itself.
    if (isNew || this.#batches % 16 === 0) for (const mutant of mutants) await this.consider(mutant);
  }

  /** The fewest inputs that reach all that was reached: the one with most of the rest first, the shorter of two. */
  corpus(): Uint8Array[] {
    const done = new Seen();
    const left = [...this.#kept];
    const chosen: Uint8Array[] = [];
    while (left.length > 0) {
      const worth = left.map(({ input, reached }) => weight(done.missing(reached)) * 1e6 - input.length);
      const best = worth.indexOf(Math.max(...worth));
      const [kept] = left.splice(best, 1);
      if (!kept || (worth[best] ?? 0) <= 0) break;
      chosen.push(kept.input);
      done.add(kept.reached);
    }
    return chosen;
  }

  async #run(input: Uint8Array): Promise<void> {
    this.runs += 1;
    try {
      await judge(this.#target, input);
    } catch (error) {
      this.findings.push({ input, error });
    }
  }

  /** What one input reaches; nothing of the target has run since the last look. */
  async #reached(input: Uint8Array): Promise<Reached> {
    await this.#run(input);
    return this.#coverage.take();
  }

  /** Leaves out ever smaller pieces as long as what was fresh is still reached. */
  async #smaller(kept: Kept, fresh: Reached): Promise<Kept> {
    let best = kept;
    let tries = SHRINKING;
    for (let size = kept.input.length >> 1; size >= 1 && tries > 0; size >>= 1) {
      for (let from = 0; from < best.input.length && tries > 0;) {
        tries -= 1;
        const { input } = best;
        const shorter = new Uint8Array([...input.subarray(0, from), ...input.subarray(from + size)]);
        const reached = await this.#reached(shorter);
        if (holds(reached, fresh)) best = { input: shorter, reached };
        else from += size;
      }
    }
    return best;
  }
}
