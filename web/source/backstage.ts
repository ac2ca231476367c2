/**
 * The page's side of its worker: starts it, hands it errands, ends it. Fails closed: a browser that cannot run a
 * module worker gets `page.unsupported` and there is no other way to encrypt.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import WORKER_URL from './backstage.worker.ts?worker&url';
import type { CrewOrder, Room } from './crew-work.ts';
import { Deadline, type Sleep } from './deadline.ts';
import type { Errand, Errander, Errands, FromWorker, ToWorker } from './errands.ts';
import { SCRIPT_PATIENCE } from './pace.ts';
import type { TrustUrl } from './trusted.ts';
import type { UploadProgress } from './uploader.ts';

export { WORKER_URL };

type Waiting = { resolve: (get: never) => void; reject: (error: WitnessboxError) => void };

export class Backstage implements Errander {
  onprogress: (progress: UploadProgress) => void = () => undefined;
  room: Room | null = null;
  readonly #trust: TrustUrl;
  readonly #sleep: Sleep;
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 0;

  /** `trust`: lets the workers' addresses pass, see trusted.ts. */
  constructor(trust: TrustUrl, sleep: Sleep) {
    this.#trust = trust;
    this.#sleep = sleep;
  }

  /** Resolves once the worker has loaded. `page.unsupported`, `page.unreachable`, `page.fault`; `page.cancelled` by `end`. */
  async start(): Promise<void> {
    this.end();
    const worker = startWorker(this.#trust);
    this.#worker = worker;
    const id = this.#next++;
    // What one that was ended had still to say is nothing to the one after it.
    const isCurrent = () => this.#worker === worker;
    const broken = (code: 'page.fault' | 'page.unreachable') => {
      if (isCurrent()) this.#end(new WitnessboxError(code));
    };
    const late = new Deadline(this.#sleep, SCRIPT_PATIENCE, () => {
      broken('page.unreachable');
    });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (!isCurrent()) return;
      if ('ready' in data) this.#hear({ id, get: null });
      else if ('crew' in data) {
        this.room?.hear(data, (news, transfer) => {
          worker.postMessage(news satisfies ToWorker, transfer);
        });
      } else this.#hear(data);
    });
    // Without a message: the script did not arrive. With one: it arrived and broke.
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      broken(event.message ? 'page.fault' : 'page.unreachable');
    });
    late.begin();
    try {
      await new Promise<null>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
      });
    } finally {
      late.end();
    }
  }

  run<E extends Errand>(errand: E, give: Errands[E]['give']): Promise<Errands[E]['get']> {
    const worker = this.#worker;
    if (worker === null) return Promise.reject(new WitnessboxError('page.fault'));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, errand, give });
    });
  }

  /** Ends the worker at once, and with it every key, file and byte that it held. */
  end(): void {
    this.#end(new WitnessboxError('page.cancelled'));
  }

  /** A worker that broke answers nothing more; better a refusal than waiting for ever. */
  #end(error: WitnessboxError): void {
    this.#worker?.terminate();
    this.room?.end();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #hear(message: Exclude<FromWorker, { ready: true } | CrewOrder>): void {
    if ('progress' in message) {
      this.onprogress(message.progress);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('code' in message) waiting?.reject(new WitnessboxError(message.code, message.facts));
    else waiting?.resolve(message.get as never);
  }
}

/** Whether this browser has everything that encrypting and sending needs; module workers show when one starts. */
function isCapable(): boolean {
  const here = globalThis as Partial<typeof globalThis>;
  return (
    typeof here.crypto?.getRandomValues === 'function' &&
    typeof here.ReadableStream === 'function' &&
    typeof here.AbortController === 'function' &&
    typeof here.Worker === 'function' &&
    typeof (here.Blob?.prototype as Partial<Blob> | undefined)?.stream === 'function'
  );
}

function startWorker(trust: TrustUrl): Worker {
  if (!isCapable()) throw new WitnessboxError('page.unsupported');
  const asked = { type: false };
  let worker: Worker;
  try {
    // A browser that knows module workers reads the option; an older one would run the module as a plain script.
    worker = new Worker(trust(WORKER_URL), {
      get type(): 'module' {
        asked.type = true;
        return 'module';
      },
    });
  } catch (error) {
    throw new WitnessboxError('page.unsupported', {}, { cause: error });
  }
  if (asked.type) return worker;
  worker.terminate();
  throw new WitnessboxError('page.unsupported');
}
