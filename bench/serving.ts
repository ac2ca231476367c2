/**
 * Servers that are measured, each in a process of its own: ours as an operator starts it, and those that it is
 * compared with.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { makeOrganisation, type Organisation } from './organisation.ts';

const START = join(import.meta.dirname, '../scripts/start.ts');
const PLAIN = join(import.meta.dirname, 'node/plain.ts');
/** Kernel clock ticks of a second, in which /proc counts processor time; the same on every Linux. */
const TICKS = 100;

export type Running = { address: string; pid: number; stop(): Promise<void> };

/** Runs a program until it prints its address, which is the expression's first group. It ends with this process. */
export async function startServer(
  program: string,
  args: readonly string[],
  says: RegExp,
  folder: string,
  environment: Record<string, string> = {},
): Promise<Running> {
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const gone = new Promise<void>((resolve) => child.once('close', resolve));
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const take = (data: Buffer): void => {
      output = `${output}${data.toString()}`.slice(-10_000);
      const found = says.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    void gone.then(() => {
      reject(new Error(`a server that is measured has ended: ${output}`));
    });
  });
  return {
    address,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(kill, 15_000);
      await gone;
      clearTimeout(late);
      process.off('exit', kill);
    },
  };
}

/** The folders of a portal of ours. */
export type Portal = { data: string; configuration: string; organisation: Organisation };

/** A portal at which proofs of work cost next to nothing, so that they are not what is measured. */
export async function makePortal(folder: string): Promise<Portal> {
  const organisation = await makeOrganisation();
  const publicFolder = join(folder, 'public');
  await mkdir(publicFolder, { recursive: true });
  for (const [name, bytes] of Object.entries(organisation.files))
    await writeFile(join(publicFolder, name), bytes);
  const data = join(folder, 'data');
  const configuration = join(folder, 'witnessbox.toml');
  const limits = { baseEffort: 1, calmUploads: 1_000_000 };
  const places = { organisation: publicFolder, data, listen: '127.0.0.1:0' };
  await writeFile(configuration, stringify({ ...places, limits }));
  return { data, configuration, organisation };
}

/** As `npm start` runs it. */
export function startPortal({ configuration }: Portal): Promise<Running> {
  const args = ['--disable-warning=ExperimentalWarning', START, '--config', configuration];
  return startServer(process.execPath, args, /Portal\s+(http:\S+?)\/\s/, join(import.meta.dirname, '..'));
}

/** The plain Hono handlers, which keep what they get in `folder` and serve what is there. */
export async function startPlain(folder: string): Promise<Running> {
  await mkdir(folder, { recursive: true });
  const args = ['--disable-warning=ExperimentalWarning', PLAIN, folder];
  return startServer(process.execPath, args, /listens on (\S+)/, folder);
}

/** MiB that a process has resident now. */
export async function residentMemory(pid: number): Promise<number> {
  const [, kibibytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

/** Seconds of processor time that a process has used, all threads together. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // The name, in parentheses, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
