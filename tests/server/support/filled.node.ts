/** Data folders as the real server leaves them, with submissions and an unfinished upload, and the operator's commands. @module */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import SQLite from 'better-sqlite3';
import { main } from '../../../server/cli.node.ts';
import { ageFile } from './files.ts';
import { append, create, makeFolders, startProgram, type Folders, type Program } from './served.node.ts';

export type Filled = {
  folders: Folders;
  /** Names of the blobs of all submissions, in no order. */
  submissions: string[];
  /** Name of the blob of the unfinished upload, and its address' last part. */
  unfinished: string;
  upload: string;
};

/** Ends the server in an orderly way. */
export async function makeFilled(count = 3): Promise<Filled> {
  const folders = await makeFolders();
  const program = await startProgram(folders);
  const upload = await fill(program, count);
  await program.end();
  const { rows, begun } = readRows(folders.options.dataFolder);
  return { folders, submissions: rows.map(({ blob }) => blob), unfinished: begun[0]?.blob ?? '', upload };
}

/** Sends so many submissions, and begins one upload more. */
export async function fill({ address }: Program, count: number): Promise<string> {
  for (let index = 0; index < count; index += 1) await submit(address);
  const file = await ageFile();
  const url = await create(address, file.length);
  await append(url, 0, file.subarray(0, 5000));
  return url.split('/').at(-1) ?? '';
}

export async function submit(address: string): Promise<void> {
  const file = await ageFile();
  const answer = await append(await create(address, file.length), 0, file);
  if (answer.status !== 204) throw new Error(`not received: ${String(answer.status)}`);
}

export function readRows(dataFolder: string) {
  const sqlite = new SQLite(join(dataFolder, 'witnessbox.sqlite'));
  try {
    return {
      rows: sqlite.prepare<[], { id: string; blob: string; day: string }>('select * from submissions').all(),
      begun: sqlite.prepare<[], { id: string; blob: string }>('select * from uploads').all(),
    };
  } finally {
    sqlite.close();
  }
}

export function run(dataFolder: string, statement: string): void {
  const sqlite = new SQLite(join(dataFolder, 'witnessbox.sqlite'));
  sqlite.exec(statement);
  sqlite.close();
}

/** With permissions and times, under a new root. */
export async function copyOf(
  folder: string,
): Promise<{ root: string; folder: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  await promisify(execFile)('cp', ['-a', folder, join(root, 'data')]);
  return { root, folder: join(root, 'data'), remove: () => rm(root, { recursive: true, force: true }) };
}

/** `witnessbox server …`, listened in to. */
export async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(args, {
    print: (text) => void (out += text),
    warn: (text) => void (err += text),
    folder: tmpdir(),
  });
  return { code, out, err };
}
