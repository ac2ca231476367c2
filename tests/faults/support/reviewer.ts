/** A reviewer that places batches of replies and keeps a ledger of them. @module */
import { expect } from 'vitest';
import { makeBatch, wereAllPlaced, type Drop, type Shown, type Team } from './team.ts';
import { sameBytes } from '../../server/support/files.ts';

type Batch = { drops: Drop[]; isConfirmed: boolean; isVerified: boolean };

/** Milliseconds between two batches. */
const PAUSE = 60;

export class Reviewer {
  readonly batches: Batch[] = [];
  async work(team: Team, isOver: () => boolean): Promise<void> {
    try {
      while (!isOver()) {
        const batch: Batch = { drops: await makeBatch(), isConfirmed: false, isVerified: false };
        this.batches.push(batch);
        batch.isConfirmed = await wereAllPlaced(await team.place(batch.drops));
        if (!batch.isConfirmed) throw new Error('a batch of replies was not placed');
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Confirmed batches are there, each other one is there as a whole or not at all. */
  async verify(team: Team): Promise<void> {
    for (const batch of this.batches.filter(({ isVerified }) => !isVerified)) {
      // Of confirmed ones a first look at one does; the next snapshot shows all of them.
      const asked = batch.isConfirmed ? batch.drops.slice(0, 1) : batch.drops;
      const there = await Promise.all(asked.map((drop) => team.isPlaced(drop)));
      expect(new Set(there).size, 'a batch of replies is there in part').toBe(1);
      if (batch.isConfirmed) expect(there[0], 'a batch that was confirmed is gone').toBe(true);
      batch.isConfirmed = there[0] === true;
      batch.isVerified = true;
    }
    // What a crash left out will never come; what is there is from now on as good as confirmed.
    this.batches.splice(0, this.batches.length, ...this.batches.filter(({ isConfirmed }) => isConfirmed));
  }
}

/** What sources see of the replies, from one look to the next. */
export class Watch {
  /** Where each reply was seen first. */
  readonly #places = new Map<string, string>();

  /** `isFresh`: a snapshot was taken after the last batch. */
  verify({ places }: Shown, batches: readonly Batch[], isFresh: boolean): void {
    const known = new Map(batches.flatMap(({ drops }) => drops).map((drop) => [drop.slot, drop.bytes]));
    for (const [slot, { place, bytes }] of places) {
      const placed = known.get(slot);
      expect(placed && sameBytes(placed, bytes), 'a snapshot shows something else than was placed').toBe(
        true,
      );
      expect(this.#places.get(slot) ?? place, 'a reply has moved').toBe(place);
      this.#places.set(slot, place);
    }
    for (const slot of this.#places.keys()) expect(places.has(slot), 'a reply is shown no more').toBe(true);
    if (isFresh) expect([...known.keys()].filter((slot) => !places.has(slot))).toEqual([]);
  }
}
