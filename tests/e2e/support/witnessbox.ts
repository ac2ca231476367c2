/**
 * The command line as a reviewer uses it: the real program in a process of its own, its passphrase on stdin.
 *
 * @module
 */
import { spawn } from 'node:child_process';

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs a program to its end. */
export async function run(command: string, args: string[], input = '', cwd = process.cwd()): Promise<Ran> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}

/** `npx witnessbox …`, without npx's start-up time. */
export const witnessbox = (args: string[], passphrase: string, input = ''): Promise<Ran> =>
  run(process.execPath, ['bin/witnessbox.js', ...args], `${passphrase}\n${input}`);
