/**
 * A folder and child processes that end with the measurement, also where it is broken off.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder is there while `action` runs. What is killed with SIGKILL leaves it behind, nothing else. */
export async function inTemporaryFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'witnessbox-bench-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', remove);
  try {
    return await action(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

export type Ran = { seconds: number; output: string };

/**
 * Runs a program to its end. `seconds` are those of the whole process, from before it is started until it is gone,
 * and `output` is what it printed. Rejects where it fails.
 */
export async function runProgram(program: string, args: readonly string[]): Promise<Ran> {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.on('error', failed);
      child.on('close', done);
    });
    if (code !== 0) throw new Error(`a program that is measured ended with ${code ?? 'a signal'}`);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, output: Buffer.concat(pieces).toString('utf8') };
  } finally {
    process.off('exit', kill);
  }
}
