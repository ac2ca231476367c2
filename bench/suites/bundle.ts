/**
 * A whole submission in Node against tar and age.
 *
 * @module
 */
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeTestimony, evidencePath } from '../../crypto/bundle.ts';
import { MEBIBYTES, digestOf, writeKeys, writeLargeFile } from '../node/files.ts';
import { EVIDENCE, testimonyWith } from '../node/testimony.ts';
import { findAge, findGnuTar } from '../programs.ts';
import { type Row, type Suite, type Target, alternate, median, row } from '../row.ts';
import { type Ran, inTemporaryFolder, runProgram } from '../temporary.ts';

const ROUNDS = 5;
const CHILD = join(import.meta.dirname, '../node/bundle.ts');
/** The arguments are tar, age, a key file, the tree and the sealed file. */
const PACK = '"$1" -C "$4" -cf - testimony.json evidence | "$2" -R "$3" -o "$5"';
const OPEN = '"$2" -d -i "$3" "$5" | "$1" -xOf - "$4" | sha256sum';

export const suite: Suite = {
  name: 'bundle',
  about: `
A testimony with one file of evidence of 1 GiB, which is a recording of an hour or two. *Pack and seal* lays out the
tar, pads it and encrypts it into a file; the peer is GNU tar piped into \`age\`. The source's page does the same in a
browser, with the same code but for the cipher.

*Open, check and hash* is what the reviewer's program does with each submission that it fetches: decrypt, read the tar
with every check that a hostile one needs, and take the SHA-256 of the evidence. The peer is \`age\` piped into GNU
tar piped into \`sha256sum\`, which are three programs that run at once. Ours reads the padding too, another 3 %
here. That the digests agree is checked in every round.

Times are those of whole processes, as in \`node\`, and memory is the most of any round. Packing is not held to a
limit: nobody packs in Node but the tests, and the pieces of evidence that pass through are left to the garbage
collector, which lets 64 MiB of them gather, whatever the size of the file.
`,
  run: () => inTemporaryFolder(measure),
};

async function measure(folder: string): Promise<Row[]> {
  const age = findAge();
  const tar = findGnuTar();
  const path = evidencePath(0, EVIDENCE);
  const tree = join(folder, 'tree');
  const plain = join(folder, 'plain');
  const sealed = join(folder, 'sealed.age');
  const output = join(folder, 'output.age');
  await writeLargeFile(plain);
  const keys = await writeKeys(folder);
  await mkdir(join(tree, 'evidence'), { recursive: true });
  await link(plain, join(tree, path));
  await writeFile(join(tree, 'testimony.json'), encodeTestimony(testimonyWith(MEBIBYTES * 2 ** 20)));

  const pack = (to: string) => runProgram(process.execPath, [CHILD, 'pack', keys.recipient, plain, to]);
  const packing = await alternate(ROUNDS, turn(pack, output), () =>
    turn((to) => shell(PACK, [tar, age, keys.recipient, tree, to]), output)(),
  );

  await pack(sealed);
  const digest = await digestOf(plain);
  const opening = await alternate(
    ROUNDS,
    () => checked(digest, runProgram(process.execPath, [CHILD, 'open', keys.identity, sealed])),
    () => checked(digest, shell(OPEN, [tar, age, keys.identity, path, sealed])),
  );
  return [
    ...rowsOf('pack and seal', packing),
    ...rowsOf('open, check and hash', opening, { of: 'ours', is: '<', limit: 150 }),
  ];
}

function shell(script: string, args: readonly string[]): Promise<Ran> {
  return runProgram('sh', ['-c', script, 'sh', ...args]);
}

function turn(action: (to: string) => Promise<Ran>, to: string): () => Promise<Ran> {
  return async () => {
    const ran = await action(to);
    await rm(to);
    return ran;
  };
}

async function checked(digest: string, running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (!ran.output.includes(digest)) throw new Error('what was opened is not what was sealed');
  return ran;
}

function rowsOf(what: string, { ours, peer }: { ours: Ran[]; peer: Ran[] }, memory?: Target): Row[] {
  return [
    row({ name: `${what} 1 GiB, and tar with age`, ours: speed(ours), peer: speed(peer), unit: 'MiB/s' }),
    row({
      name: `memory of "${what}", at most`,
      ours: Math.max(...ours.map(({ output }) => Number.parseFloat(output))),
      unit: 'MiB',
      ...(memory && { target: memory }),
    }),
  ];
}

function speed(runs: readonly Ran[]): number {
  return MEBIBYTES / median(runs.map(({ seconds }) => seconds));
}
