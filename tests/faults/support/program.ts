/** Servers that are to meet a fault, or are not to start. @module */
import { startProgram, type Folders } from '../../server/support/served.node.ts';

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

/** What the program printed instead of starting. */
export async function refusal(folders: Folders, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = await startProgram(folders, environment).catch((error: unknown) =>
    error instanceof Error ? error.message : '',
  );
  if (typeof program === 'string') return program;
  await program.kill();
  throw new Error('it has started');
}
