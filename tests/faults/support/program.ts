/** Environments for a server that is to meet a fault. @module */

export const DAY_MS = 86_400_000;

type Fault = {
  /** Milliseconds by which its clock is ahead; negative: behind. */
  shift?: number;
  /** Before which step at disk or database it is killed; see killed-at.ts. */
  killAt?: number;
  /** The name of the step from which on `killAt` counts; from the start. */
  killFrom?: string;
};

/** For startProgram(). */
export function environmentFor({ shift, killAt, killFrom }: Fault): NodeJS.ProcessEnv {
  const preloads = [
    ...(shift === undefined ? [] : [new URL('../../server/support/shifted-clock.ts', import.meta.url).href]),
    ...(killAt === undefined ? [] : [new URL('killed-at.ts', import.meta.url).href]),
  ];
  return {
    NODE_OPTIONS: [process.env['NODE_OPTIONS'] ?? '', ...preloads.map((url) => `--import ${url}`)].join(' '),
    ...(shift !== undefined && { WITNESSBOX_TEST_SHIFT: String(shift) }),
    ...(killAt !== undefined && { WITNESSBOX_TEST_KILL_AT: String(killAt) }),
    ...(killFrom !== undefined && { WITNESSBOX_TEST_KILL_FROM: killFrom }),
  };
}
