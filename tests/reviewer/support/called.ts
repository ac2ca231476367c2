/**
 * The program called in this process: standard input is piped and everything printed is caught, as where it runs as one
 * of its own (support/program.ts), which costs a start of Node each time.
 *
 * @module
 */
import { Readable } from 'node:stream';
import { main } from '../../../reviewer/cli.ts';
import { createInput } from '../../../reviewer/input.ts';
import type { Ended } from './program.ts';
import { random } from './world.ts';

export async function called(args: readonly string[], stdin = ''): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  let exitCode = 0;
  // A pipe has all that the program asks of standard input where it is no terminal.
  const piped = Readable.from([Buffer.from(stdin)]) as unknown as NodeJS.ReadStream;
  const code = await main(args, {
    input: createInput({ stdin: piped, stderr: process.stderr }),
    print: (text) => (stdout += text),
    warn: (text) => (stderr += text),
    lively: false,
    environment: process.env,
    fetch: globalThis.fetch,
    now: () => new Date(),
    random,
    endWith: (given) => {
      exitCode ||= given;
    },
    exitCode: () => exitCode,
    interrupted: () => new Promise(() => undefined),
  });
  return { code, stdout, stderr };
}
