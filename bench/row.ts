/**
 * One measured figure, and what suites share to make it: peers in turn, medians, a target that is checked.
 *
 * @module
 */

/** One line of the table. `--json` prints exactly these fields. */
export type Row = {
  name: string;
  ours: number;
  /** The peer's figure in the same unit, or null where there is nobody to compare with. */
  peer: number | null;
  unit: string;
  /** `ours / peer`. */
  ratio: number | null;
  /** For people, as `ratio >= 0.5`; empty where the figure is only for information. */
  target: string;
  /** Whether the target is met; null where there is none. */
  met: boolean | null;
};

export type Suite = {
  /** What is typed behind `npm run bench --`. */
  name: string;
  /** For docs/performance.md: what is measured against what, and how the figures are to be read. Markdown. */
  about: string;
  /**
   * Measures. `say` prints a line above the table, for what could not be measured and why.
   *
   * @throws MissingProgram where nothing can be measured
   */
  run(say: (line: string) => void): Promise<Row[]>;
};

/** A program that a suite compares with is not on this machine. Never a reason for a made-up figure. */
export class MissingProgram extends Error {
  override readonly name = 'MissingProgram';

  constructor(program: string) {
    super(`${program} is not on this machine`);
  }
}

/** What a figure is held to: the ratio to the peer, or the figure itself. */
export type Target = { of: 'ratio' | 'ours'; is: '>=' | '<=' | '<'; limit: number };

/** A row with ratio, target and verdict worked out. Figures are kept to four significant digits. */
export function row(figures: {
  name: string;
  ours: number;
  peer?: number | null;
  unit: string;
  target?: Target;
}): Row {
  const { name, unit, target } = figures;
  const peer = figures.peer ?? null;
  const ratio = peer === null ? null : figures.ours / peer;
  return {
    name,
    ours: rounded(figures.ours),
    peer: peer === null ? null : rounded(peer),
    unit,
    ratio: ratio === null ? null : rounded(ratio),
    target: target ? sentenceOf(target, unit) : '',
    met: target ? isMet(target, target.of === 'ratio' ? ratio : figures.ours) : null,
  };
}

function isMet({ is, limit }: Target, value: number | null): boolean {
  if (value === null) throw new TypeError('a target for the ratio needs a peer');
  if (is === '>=') return value >= limit;
  return is === '<' ? value < limit : value <= limit;
}

function sentenceOf({ of, is, limit }: Target, unit: string): string {
  return of === 'ratio' ? `ratio ${is} ${limit}` : `${is} ${limit} ${unit}`;
}

function rounded(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError('a figure must be a finite number');
  return Number(value.toPrecision(4));
}

/** The middle value; the mean of the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new TypeError('no values');
  return (low + high) / 2;
}

/**
 * Runs both in turn, so that whatever else the machine does falls on both alike, and gives what each returned
 * round by round. Who goes first changes from round to round.
 */
export async function alternate<Ours, Peer>(
  rounds: number,
  ours: () => Promise<Ours> | Ours,
  peer: () => Promise<Peer> | Peer,
): Promise<{ ours: Ours[]; peer: Peer[] }> {
  const results: { ours: Ours[]; peer: Peer[] } = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) results.ours.push(await ours());
    results.peer.push(await peer());
    if (round % 2 === 1) results.ours.push(await ours());
  }
  return results;
}

/** Of what `alternate` gives, as a row takes them. */
export function medians({ ours, peer }: { ours: readonly number[]; peer: readonly number[] }) {
  return { ours: median(ours), peer: median(peer) };
}

/** Milliseconds that `action` takes. */
export async function timed(action: () => unknown): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}
