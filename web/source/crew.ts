/**
 * The crew: workers among which the backstage worker spreads the chunks of one payload. They load while the first
 * chunks are already sealed here, and where none can be started, all are: a crew only ever makes it faster. A worker
 * that breaks, or falls silent, once it has been given a chunk takes that chunk with it, and so ends the payload.
 *
 * @module
 */
import { chunkCipherOf, type Aead, type ChunkCipher } from '../../crypto/chunk-cipher.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { ChunkAnswer, ChunkTask, FromChunks } from './crew-work.ts';
import { Deadline, type Sleep } from './deadline.ts';

/** Bytes of plaintext from which a crew is worth its start: without JIT half a second of work for one. */
export const WORTH_A_CREW = 1024 * 1024;
const LARGEST_CREW = 8;
/** Half a MiB. With less messages cost more; with more a crew of eight holds much, and nothing is gained. */
const CHUNKS_A_MESSAGE = 8;
/** One that is worked on and one that waits, so that a worker never does. */
const MESSAGES_EACH = 2;
/** After so many the line is taken to be slow; who comes later is welcome all the same. */
const PAUSES = 500;
/** Milliseconds in which a worker that has work answers something: slow ones need one second for a message. */
export const ANSWER_TIME = 60_000;

/** What is used of a worker. */
export interface ChunkWorker {
  /** Hands the memory of the chunks over. */
  give(tasks: readonly ChunkTask[]): void;
  /** `lost`: it could not be started, or it broke. Called once, before anything can come. */
  listen(hear: (news: FromChunks | { lost: true }) => void): void;
  end(): void;
}

export type CrewTools = {
  size: number;
  /** Starts one worker; may throw where that is not possible. */
  hire: () => ChunkWorker;
  /** Seals here what there is no worker for. */
  aead: Aead;
  sleep: Sleep;
};

type Task = Omit<ChunkTask, 'id'>;
type Waiting = {
  resolve: (bytes: Promise<Uint8Array | null> | Uint8Array | null) => void;
  reject: (error: WitnessboxError) => void;
};
type Member = {
  worker: ChunkWorker;
  ready: boolean;
  messages: number;
  waiting: Map<number, Waiting>;
  /** Runs while there is work. */
  answering: Deadline;
};

/**
 * How many workers for so many processors. Each fetches its script, which shows the server how many there are: a
 * power of two tells it less of the device than the exact number.
 */
export function crewSize(processors: number): number {
  const most = Math.min(Math.max(Math.floor(processors) || 1, 1), LARGEST_CREW);
  return 2 ** Math.floor(Math.log2(most));
}

export class Crew implements ChunkCipher {
  readonly atOnce: number;
  readonly #tools: CrewTools;
  readonly #here: ChunkCipher;
  #members: Member[] | null = null;
  #queue: (Task & Waiting)[] = [];
  #ended = false;
  #next = 0;
  #pauses = PAUSES;

  /** Nobody is started before there is something to do. */
  constructor(tools: CrewTools) {
    this.#tools = tools;
    this.#here = chunkCipherOf(tools.aead);
    this.atOnce = tools.size * MESSAGES_EACH * CHUNKS_A_MESSAGE;
  }

  async seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
    const bytes = await this.#do({ work: 'seal', key: key.slice(), nonce, chunk: plaintext });
    // Only opening can be refused.
    if (bytes === null) throw new WitnessboxError('page.fault');
    return bytes;
  }

  open(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null> {
    return this.#do({ work: 'open', key: key.slice(), nonce, chunk: ciphertext });
  }

  /** Ends every worker at once, and with it what it holds; what is under way rejects with `page.cancelled`. */
  end(): void {
    this.#ended = true;
    for (const { reject } of this.#queue.splice(0)) reject(new WitnessboxError('page.cancelled'));
    for (const member of this.#members ?? []) this.#dismiss(member, 'page.cancelled');
  }

  /** The key is this crew's own copy. */
  async #do(task: Task): Promise<Uint8Array | null> {
    try {
      if (this.#isStarting()) await this.#pause();
      this.#checkRunning();
      return await new Promise((resolve, reject) => {
        this.#queue.push({ ...task, resolve, reject });
        this.#share();
      });
    } finally {
      task.key.fill(0);
    }
  }

  /** That they are ready is heard only while this thread rests: without pauses all would be sealed before. */
  #isStarting(): boolean {
    this.#checkRunning();
    this.#members ??= this.#hireAll();
    return this.#pauses > 0 && this.#members.some(({ ready }) => !ready);
  }

  #pause(): Promise<void> {
    this.#pauses -= 1;
    return new Promise((resolve) => setTimeout(resolve));
  }

  #checkRunning(): void {
    if (this.#ended) throw new WitnessboxError('page.cancelled');
  }

  /** Hands out what waits: to the idle what there is, to the busy only what is worth a message. */
  #share(): void {
    while (this.#queue.length > 0) {
      const able = (this.#members ?? []).filter(({ ready }) => ready);
      if (able.length === 0) this.#doHere();
      const most = this.#queue.length < CHUNKS_A_MESSAGE ? 1 : MESSAGES_EACH;
      const [member] = able.sort((a, b) => a.messages - b.messages);
      if (member === undefined || member.messages >= most) return;
      this.#give(member, this.#queue.splice(0, CHUNKS_A_MESSAGE));
    }
  }

  #doHere(): void {
    for (const { work, key, nonce, chunk, resolve } of this.#queue.splice(0)) {
      resolve(this.#here[work](key, nonce, chunk));
    }
  }

  #give(member: Member, chunks: readonly (Task & Waiting)[]): void {
    const tasks = chunks.map(({ work, key, nonce, chunk, resolve, reject }) => {
      const id = this.#next++;
      member.waiting.set(id, { resolve, reject });
      return { id, work, key, nonce, chunk };
    });
    try {
      member.worker.give(tasks);
    } catch {
      this.#dismiss(member, 'page.fault');
      return;
    }
    member.messages += 1;
    if (member.messages === 1) member.answering.begin();
  }

  #hireAll(): Member[] {
    const members: Member[] = [];
    try {
      while (members.length < this.#tools.size) members.push(this.#hire());
    } catch {
      // A browser that allows no more workers.
    }
    return members;
  }

  #hire(): Member {
    const lose = () => {
      this.#dismiss(member, 'page.fault');
      this.#share();
    };
    const member: Member = {
      worker: this.#tools.hire(),
      ready: false,
      messages: 0,
      waiting: new Map(),
      answering: new Deadline(this.#tools.sleep, ANSWER_TIME, lose),
    };
    member.worker.listen((news) => {
      if ('lost' in news) {
        lose();
        return;
      }
      if ('ready' in news) member.ready = true;
      else this.#hear(member, news.answers);
      this.#share();
    });
    return member;
  }

  #hear(member: Member, answers: readonly ChunkAnswer[]): void {
    member.messages -= 1;
    if (member.messages > 0) member.answering.begin();
    else member.answering.end();
    for (const answer of answers) {
      const asked = member.waiting.get(answer.id);
      member.waiting.delete(answer.id);
      if ('failed' in answer) asked?.reject(new WitnessboxError('page.fault'));
      else asked?.resolve(answer.bytes);
    }
  }

  #dismiss(member: Member, code: 'page.cancelled' | 'page.fault'): void {
    member.worker.end();
    member.answering.end();
    this.#members = (this.#members ?? []).filter((other) => other !== member);
    for (const { reject } of member.waiting.values()) reject(new WitnessboxError(code));
    member.waiting.clear();
  }
}
