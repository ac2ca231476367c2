/**
 * The page's side of its worker: starts it, hands it errands, ends it. Fails closed: a browser that cannot run a
 * module worker gets `page.unsupported` and there is no other way to encrypt.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import WORKER_URL from './backstage.worker.ts?worker&url';
import { CHUNKS_URL, CrewRoom } from './crew-room.ts';
import type { Errand, Errander, Errands, FromWorker, ToWorker } from './errands.ts';
import type { CrewOrder } from './crew-work.ts';
import type { TrustUrl } from './trusted.ts';
import type { UploadProgress } from './uploader.ts';

export { CHUNKS_URL, WORKER_URL };

type Waiting = { resolve: (get: never) => void; reject: (error: WitnessboxError) => void };

export class Backstage implements Errander {
  onprogress: (progress: UploadProgress) => void = () => undefined;
  readonly #trust: TrustUrl;
  readonly #crew: CrewRoom;
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 0;

  /** `trust`: lets the workers' addresses pass, see trusted.ts. */
  constructor(trust: TrustUrl) {
    this.#trust = trust;
    this.#crew = new CrewRoom(trust);
  }

  /** Resolves once the worker has loaded. `page.unsupported` or `page.unreachable`. */
  async start(): Promise<void> {
    this.end();
    const worker = startWorker(this.#trust);
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if ('ready' in data) resolve();
        else if ('crew' in data) {
          this.#crew.hear(data, (news, transfer) => {
            worker.postMessage(news satisfies ToWorker, transfer);
          });
        } else this.#hear(data);
      });
      // Without a message: the script did not arrive. With one: it arrived and broke.
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        const error = new WitnessboxError(event.message ? 'page.fault' : 'page.unreachable');
        reject(error);
        this.#fail(error);
        // A worker that broke answers nothing more; better a refusal than waiting for ever.
        worker.terminate();
        this.#crew.end();
        if (this.#worker === worker) this.#worker = null;
      });
    });
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
    this.#worker?.terminate();
    this.#crew.end();
    this.#worker = null;
    this.#fail(new WitnessboxError('page.cancelled'));
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

  #fail(error: WitnessboxError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
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
