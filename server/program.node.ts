/**
 * What every program that serves has in common: files for this account alone, one sentence instead of a stack when
 * something is wrong, and an orderly end on Ctrl+C. Prints nothing about a request, ever.
 *
 * @module
 */
import { StartError } from './start-errors.ts';

/** Null where there was nothing to serve, for instance after a usage text. */
export type Start = () => Promise<{ stop(): Promise<void> } | null>;

/**
 * Starts, and stays until SIGINT or SIGTERM. `explain` turns errors that are not the server's own into a sentence
 * for the operator; what Node would print by itself has paths and messages in it.
 */
export async function runProgram(start: Start, explain?: (error: unknown) => string): Promise<void> {
  process.on('uncaughtException', () => {
    console.error(new StartError('server.crashed').message);
    process.exit(1);
  });
  process.umask(0o077);
  // Before anything is printed: who reads that it listens may end it at once.
  const running: Running = { serving: null, stopping: null };
  stopOnSignal(running);
  try {
    running.serving = await start();
  } catch (error) {
    const other = explain ?? (() => new StartError('server.fault').message);
    console.error(error instanceof StartError ? error.message : other(error));
    process.exitCode = 1;
  }
}

type Running = { serving: Awaited<ReturnType<Start>>; stopping: Promise<void> | null };

function stopOnSignal(running: Running): void {
  const stop = (): void => {
    if (running.serving === null) process.exit(1);
    running.stopping ??= running.serving.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
