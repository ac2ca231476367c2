/** What a process asks of the system, in order, as strace sees it. @module */
import { execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Why nothing can be traced here, or null. */
export const noTracing = ((): string | null => {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no strace, or it may trace nothing here';
  }
})();

export type Call = {
  name: string;
  /** As printed: arguments with the paths of descriptors, and the outcome. */ text: string;
};

export type Trace = {
  /** Ends it, and gives the calls that ended well, in the order in which they ended. */
  end(): Promise<Call[]>;
};

/** `calls`: names, as strace takes them. `file`: where it writes. `failing`: the path of a file of which they all fail. */
export async function trace(
  pid: number,
  calls: readonly string[],
  file: string,
  failing?: string,
): Promise<Trace> {
  // -y: names of what descriptors stand for; -s: enough of an answer to see its first line.
  const given = ['-f', '-y', '-s', '200', '-e', `trace=${calls.join(',')}`, '-e', 'signal=none', '-o', file];
  const fault = failing === undefined ? [] : ['-P', failing, '-e', `inject=${calls.join(',')}:error=EIO`];
  const tracer = spawn('strace', [...given, ...fault, '-p', String(pid)]);
  const ended = new Promise((resolve) => tracer.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    tracer.stderr.on('data', (data: Buffer) => {
      if (data.toString().includes('attached')) resolve();
    });
    tracer.once('exit', () => {
      reject(new Error('strace did not attach'));
    });
  });
  return {
    end: async () => {
      tracer.kill('SIGINT');
      await ended;
      return parse(await readFile(file, 'latin1'));
    },
  };
}

function parse(text: string): Call[] {
  const begun = new Map<string, string>();
  const calls: Call[] = [];
  for (const line of text.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (unfinished !== undefined) {
      begun.set(thread, unfinished);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const whole = resumed === undefined ? rest : `${begun.get(thread) ?? ''}${resumed}`;
    const name = /^(\w+)\(/.exec(whole)?.[1];
    if (name !== undefined && !whole.includes(' = -1 ')) calls.push({ name, text: whole });
  }
  return calls;
}
