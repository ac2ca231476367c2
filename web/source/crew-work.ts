/**
 * What is said between the backstage worker, the page and the chunk workers. Firefox at times never returns from
 * starting a worker inside a worker, and takes longer to carry memory through a message channel than to encrypt it:
 * so the page starts the chunk workers and passes on what is said, unread. Memory is handed over, never copied.
 *
 * @module
 */
import type { Aead } from '../../crypto/chunk-cipher.ts';
import { TAG_SIZE } from '../../crypto/padding.ts';

export type ChunkTask = {
  id: number;
  work: 'seal' | 'open';
  key: Uint8Array;
  nonce: Uint8Array;
  chunk: Uint8Array;
};

export type ChunkAnswer =
  /** Null: the tag does not fit. */
  | { id: number; bytes: Uint8Array | null }
  /** Nothing was computed. Says no more, because what was thrown might. */
  | { id: number; failed: true };

/** To one chunk worker: a few chunks at a time, because each message costs. */
export type ToChunks = { tasks: readonly ChunkTask[] };
/** From it: that it has loaded; then all answers to one message. */
export type FromChunks = { ready: true } | { answers: readonly ChunkAnswer[] };

/** From the backstage worker to the page, about the chunk worker of this number. */
export type CrewOrder =
  { crew: number; order: 'hire' | 'dismiss' } | ({ crew: number; order: 'work' } & ToChunks);
/** From the page to the backstage worker. `lost`: it could not be started, or it broke. */
export type CrewNews = { crew: number; news: FromChunks | { lost: true } };

export type Tell = (news: CrewNews, transfer: Transferable[]) => void;

/** The page's side, as what passes messages on knows it: crew-room.ts. */
export interface Room {
  /** Does what is ordered. `tell`: posts to who ordered it. */
  hear(order: CrewOrder, tell: Tell): void;
  /** Ends all of them at once. */
  end(): void;
}

export function memoryOfTasks(tasks: readonly ChunkTask[]): Transferable[] {
  return tasks.map(({ chunk }) => chunk.buffer as ArrayBuffer);
}

export function memoryOfAnswers(news: FromChunks): Transferable[] {
  if ('ready' in news) return [];
  return news.answers.flatMap((answer) =>
    'bytes' in answer && answer.bytes !== null ? [answer.bytes.buffer as ArrayBuffer] : [],
  );
}

/** Does one task. Overwrites the key, which is the chunk worker's own copy. */
export function answerTo({ id, work, key, nonce, chunk }: ChunkTask, aead: Aead): ChunkAnswer {
  try {
    const bytes = work === 'seal' ? sealed(aead, key, nonce, chunk) : opened(aead, key, nonce, chunk);
    // What a cipher cut out of memory that it keeps must not go away with the answer.
    const isCut = bytes !== null && bytes.length !== bytes.buffer.byteLength;
    return { id, bytes: isCut ? bytes.slice() : bytes };
  } catch {
    return { id, failed: true };
  } finally {
    key.fill(0);
  }
}

/** Where the chunk lay, if there is room: fresh memory is the largest cost beside the cipher. */
function sealed(aead: Aead, key: Uint8Array, nonce: Uint8Array, chunk: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = chunk;
  const hasRoom = byteOffset + length + TAG_SIZE <= buffer.byteLength;
  const room = hasRoom ? new Uint8Array(buffer, byteOffset, length + TAG_SIZE) : undefined;
  return aead(key, nonce).encrypt(chunk, room);
}

function opened(aead: Aead, key: Uint8Array, nonce: Uint8Array, chunk: Uint8Array): Uint8Array | null {
  try {
    return aead(key, nonce).decrypt(chunk);
  } catch {
    return null;
  }
}
