/**
 * The envelope in Node against the age program, file to file.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MEBIBYTES, digestOf, writeKeys, writeLargeFile } from '../node/files.ts';
import { findAge } from '../programs.ts';
import { type Row, type Suite, alternate, median, row } from '../row.ts';
import { type Ran, inTemporaryFolder, runProgram } from '../temporary.ts';

const ROUNDS = 5;
const CHILD = join(import.meta.dirname, '../node/envelope.ts');

export const suite: Suite = {
  name: 'node',
  about: `
One file of 1 GiB of random bytes is encrypted to one hybrid recipient and decrypted again, from file to file, by the
code that the reviewer's program opens submissions with (\`crypto/envelope.ts\`, \`reviewer/chacha.ts\`,
\`reviewer/file-streams.ts\`) and by Debian's \`age\`. Before anything is timed, each has to open what the other made.

Each run is a process of its own, and its time is that of the whole process: for ours that includes the start of Node
and of TypeScript, a fifth of a second or so, and the JavaScript of the header, a tenth. The cipher is node:crypto's,
nearly as fast as age's own; most of what is left is Node's allocation and copying of each chunk. Reads and writes go on
in other threads meanwhile, where age does one thing after the other. So a free second core narrows the gap, and a
busy machine widens it: ours changes threads some ten thousand times on the way. On the machine below six runs gave 0.39 to
0.62 for encrypting and 0.42 to 0.90 for decrypting; the lowest came twice behind suites that load disk and processors for minutes.

Memory is the most that the process had resident in any round. Some 80 MiB of it is Node with the program loaded.
The file is read into two buffers that are used in turn, and every chunk is freed when it has been written, without
waiting for the garbage collector; so it is the same for any size of file.
`,
  run: () => inTemporaryFolder(measure),
};

async function measure(folder: string): Promise<Row[]> {
  const age = findAge();
  const plain = join(folder, 'plain');
  const sealed = join(folder, 'sealed.age');
  const output = join(folder, 'output');
  await writeLargeFile(plain);
  const keys = await writeKeys(folder);

  const ours = {
    seal: (from: string, to: string) =>
      runProgram(process.execPath, [CHILD, 'seal', keys.recipient, from, to]),
    open: (from: string, to: string) =>
      runProgram(process.execPath, [CHILD, 'open', keys.identity, from, to]),
  };
  const theirs = {
    seal: (from: string, to: string) => runProgram(age, ['-R', keys.recipient, '-o', to, from]),
    open: (from: string, to: string) => runProgram(age, ['-d', '-i', keys.identity, '-o', to, from]),
  };

  const digest = await digestOf(plain);
  for (const [sealer, opener] of [
    [theirs, ours],
    [ours, theirs],
  ] as const) {
    await rm(sealed, { force: true });
    await sealer.seal(plain, sealed);
    await opener.open(sealed, output);
    if ((await digestOf(output)) !== digest) throw new Error('what was opened is not what was sealed');
    await rm(output);
  }

  const turn = (action: (from: string, to: string) => Promise<Ran>, from: string) => async () => {
    const ran = await action(from, output);
    await rm(output);
    return ran;
  };
  const sealing = await alternate(ROUNDS, turn(ours.seal, plain), turn(theirs.seal, plain));
  const opening = await alternate(ROUNDS, turn(ours.open, sealed), turn(theirs.open, sealed));
  return [...rowsOf('encrypt', sealing), ...rowsOf('decrypt', opening)];
}

function rowsOf(what: string, { ours, peer }: { ours: Ran[]; peer: Ran[] }): Row[] {
  return [
    row({
      name: `${what} 1 GiB in Node, and age`,
      ours: speed(ours),
      peer: speed(peer),
      unit: 'MiB/s',
      target: { of: 'ratio', is: '>=', limit: 0.5 },
    }),
    row({
      name: `memory while Node ${what}s it, at most`,
      ours: Math.max(...ours.map(({ output }) => Number(output))),
      unit: 'MiB',
      target: { of: 'ours', is: '<', limit: 150 },
    }),
  ];
}

function speed(runs: readonly Ran[]): number {
  return MEBIBYTES / median(runs.map(({ seconds }) => seconds));
}
