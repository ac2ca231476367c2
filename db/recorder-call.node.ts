/** What is said between the server and the thread that writes to its database. @module */
import type { Query } from './connection.node.ts';
import type { Recorded } from './recorder.node.ts';

export type Call =
  | { act: 'record'; jobs: readonly (readonly Query[])[] }
  | { act: 'settle'; day: string }
  | { act: 'tidy' }
  | { act: 'close' };

/** An error on its way between threads, which would lose its code. */
export type Failure = { code: string | undefined; message: string };

type Told = { rows: unknown[][][] } | { failure: Failure };

export type Answer = { recorded: Told[] } | { done: true } | { failure: Failure };

export function told(recorded: Recorded): Told {
  return 'error' in recorded ? { failure: failureOf(recorded.error) } : recorded;
}

export function heard(told: Told): Recorded {
  return 'failure' in told ? { error: errorOf(told.failure) } : told;
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : 'not done';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return { message, code: typeof code === 'string' ? code : undefined };
}

export function errorOf({ code, message }: Failure): Error {
  return Object.assign(new Error(message), code !== undefined && { code });
}
