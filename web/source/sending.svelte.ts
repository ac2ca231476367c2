/**
 * One sending as the page shows it: what the server has confirmed, what is being waited for, how it ended.
 *
 * @module
 */
import type { Trouble } from '../shared/sentence.ts';
import type { Expected } from './prover.ts';
import type { PauseReason, UploadProgress } from './uploader.ts';

export type Phase =
  'preparing' | 'proving' | 'sending' | 'resumed' | 'resting' | 'waiting' | 'paused' | 'cancelled' | 'failed';

/** `hand-in`: what was encrypted elsewhere. */
type Kind = 'testimony' | 'follow-up' | 'hand-in';

export class Sending {
  readonly kind: Kind;
  phase = $state<Phase>('preparing');
  confirmed = $state(0);
  total = $state(0);
  /** Seconds until the next try, or the next piece. */
  seconds = $state(0);
  /** Of the proof of work, once it is known and worth telling. */
  expected = $state.raw<Expected | null>(null);
  where = $state<'connection' | 'server'>('connection');
  pausedBy = $state<PauseReason>('person');
  trouble = $state.raw<Trouble | null>(null);
  /** After cancelling: whether it may have arrived all the same; null while the server is being asked. */
  mayHaveArrived = $state<boolean | null>(null);
  /** Another is about to take its place: what is still heard of it counts no more. */
  isGivingWay = false;
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  get isOver(): boolean {
    return this.phase === 'cancelled' || this.phase === 'failed';
  }

  hear(progress: UploadProgress): void {
    if (this.isOver || this.isGivingWay) return;
    clearInterval(this.#countdown);
    this.phase = progress.state;
    this.confirmed = progress.confirmed;
    this.total = progress.total;
    if (progress.state === 'paused') this.pausedBy = progress.because;
    if (progress.state === 'proving') {
      const { minutes, isSlow = false } = progress;
      this.expected = minutes === undefined ? null : { minutes, isSlow };
    }
    if (progress.state === 'waiting') this.where = progress.where;
    else if (progress.state !== 'resting') return;
    this.seconds = Math.ceil(progress.milliseconds / 1000);
    this.#countdown = setInterval(() => {
      this.seconds = Math.max(0, this.seconds - 1);
    }, 1000);
  }

  end(phase: 'cancelled' | 'failed', trouble: Trouble | null): void {
    clearInterval(this.#countdown);
    this.phase = phase;
    this.trouble = trouble;
  }

  giveWay(): void {
    clearInterval(this.#countdown);
    this.isGivingWay = true;
    this.phase = 'preparing';
  }

  finish(): void {
    clearInterval(this.#countdown);
  }
}
