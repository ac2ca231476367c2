/**
 * The programs that tell what is left in a file, and make such files: Debian's ffmpeg, exiftool (libimage-exiftool-perl) and mat2.
 *
 * @module
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = {
  ffmpeg: '-version',
  ffprobe: '-version',
  exiftool: '-ver',
  mat2: '--version',
  python3: '--version',
};
export type Program = keyof typeof VERSION;

/** For the name of what is skipped: ' (skipped: mat2 is not installed)'; empty where all are there. */
export function missing(...programs: Program[]): string {
  const absent = programs.filter((program) => spawnSync(program, [VERSION[program]]).status !== 0);
  return absent.length === 0 ? '' : ` (skipped: ${absent.join(' and ')} not installed)`;
}

/** A folder of its own for files that programs read and write; gone with `await using`. */
export async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'witnessbox-evidence-'));
  return {
    path: (name: string) => join(folder, name),
    read: async (name: string) => new Uint8Array(await readFile(join(folder, name))),
    blob: async (name: string) => new Blob([await readFile(join(folder, name))]),
    write: async (name: string, blob: Blob) =>
      writeFile(join(folder, name), new Uint8Array(await blob.arrayBuffer())),
    /** What the program prints. Throws where it fails. */
    run: async (program: Program, ...options: string[]): Promise<string> => {
      const running = promisify(execFile)(program, options, {
        cwd: folder,
        maxBuffer: 64 << 20,
        timeout: 60_000,
      });
      return (await running).stdout;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
export type Folder = Awaited<ReturnType<typeof makeFolder>>;

/** Makes a picture, sound or film; without anything about who made it when with what, as far as ffmpeg can. */
export async function ffmpeg(folder: Folder, ...options: string[]): Promise<void> {
  const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];
  await folder.run('ffmpeg', ...quiet, ...options);
}

/** What ffmpeg decodes: one hash for each frame of all streams, whichever side is up. */
export function framesOf(folder: Folder, name: string): Promise<string> {
  return folder.run(
    'ffmpeg',
    '-loglevel',
    'error',
    '-nostdin',
    '-noautorotate',
    '-i',
    name,
    '-map',
    '0',
    '-f',
    'framemd5',
    '-',
  );
}

/** All tags that exiftool finds, `GROUP:TAG` to value, without those about the file in the folder and the program. */
export async function tagsOf(folder: Folder, name: string): Promise<Record<string, unknown>> {
  const printed = await folder.run('exiftool', '-a', '-G1', '-s', '-j', '-ee3', '-u', '-U', name);
  const [tags = {}] = JSON.parse(printed) as Record<string, unknown>[];
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([tag]) => tag !== 'SourceFile' && !/^(?:System|ExifTool):(?!Warning)/.test(tag),
    ),
  );
}

/** What `mat2 --show` says is in it; empty where it finds nothing. */
export async function mat2Finds(folder: Folder, name: string): Promise<string> {
  const printed = await folder.run('mat2', '--show', name);
  return /No metadata found/.test(printed) ? '' : printed;
}
