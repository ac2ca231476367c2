/**
 * The guard of the embedded server: one process, so that it can have people wait, a secret that lives as long as the
 * process, and a disk that can be asked how much it has free.
 *
 * @module
 */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { createGate } from './gate.ts';
import { createGuard, type Guard } from './guard.ts';

const stretch = promisify(pbkdf2);

const TICK_MS = 1_000;
/** Proofs that are checked at once. The file system needs the rest of Node's four threads. */
const PROOFS_AT_ONCE = 2;
/** Requests that wait in one lane. */
const LINE = 512;
/** Requests that wait to hand in a form: no work was proven for the 64 KiB that each may take up. */
const PLAIN_LINE = 64;
/** Of one that brings next to nothing. Short, because nothing keeps who was sent away from coming back. */
const PLAIN_TURN_SECONDS = 5;
/** Of a writer while others wait: about twice what a piece of the page's takes. */
const TURN_SECONDS = 15;
/** Shorter than what the page and most proxies have patience for. */
const WAIT_SECONDS = 45;

export type NodeGuardParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  now: () => Date;
  random: Random;
  /** Of the disk on which the data folder lies. */
  freeBytes: () => Promise<number>;
};

export function startGuard(parts: NodeGuardParts): { guard: Guard; stop: () => void } {
  const { config, random } = parts;
  const ticks = (): number => performance.now();
  const gate = createGate({
    places: {
      proofs: PROOFS_AT_ONCE,
      texts: config.textWriters,
      files: config.fileWriters,
      plain: config.plainWriters,
    },
    line: LINE,
    plain: { line: PLAIN_LINE, turnSeconds: PLAIN_TURN_SECONDS },
    turnSeconds: TURN_SECONDS,
    waitSeconds: WAIT_SECONDS,
    ticks,
  });
  const guard = createGuard({
    ...parts,
    gate,
    ticks,
    secret: random(32),
    // WebCrypto's takes the event loop twice as long for one.
    pbkdf2: (password, salt, iterations, length) => stretch(password, salt, iterations, length, 'sha256'),
    isAlone: true,
  });
  const timer = setInterval(guard.tick, TICK_MS).unref();
  return {
    guard,
    stop: () => {
      clearInterval(timer);
    },
  };
}
