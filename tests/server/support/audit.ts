/**
 * Looks for what must be nowhere: in bytes, under many encodings, and in a data folder, where beyond that each file must
 * be on a list, with its permissions, and have no time of its own.
 *
 * @module
 */
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

export type Tracer = { what: string; text: string };
/**
 * `mayHaveTime`: it is touched when the server starts, and at no other time. `ofItsDay`: the close of its day makes it
 * anew, so that what the file system writes by itself, and nobody can set, is of after it.
 */
export type Rule = { path: RegExp; mode: number; mayHaveTime?: true; ofItsDay?: true };
export type Needle = { what: string; how: string; bytes: Buffer };

/** All forms in which a text could lie somewhere. */
export function needlesOf(tracers: readonly Tracer[]): Needle[] {
  return tracers.flatMap(({ what, text }) => formsOf(text).map(([how, bytes]) => ({ what, how, bytes })));
}

function formsOf(text: string): [string, Buffer][] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const percent = hex.replace(/../g, '%$&');
  const latin = (form: string) => Buffer.from(form, 'latin1');
  return [
    ['utf-8', bytes],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
    ['hex', latin(hex)],
    ['hex, capitals', latin(hex.toUpperCase())],
    ['percent-encoding', latin(encodeURIComponent(text))],
    ['percent-encoding of all', latin(percent)],
    ['percent-encoding of all, capitals', latin(percent.toUpperCase())],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => [
      [`base64 at ${String(shift)}`, latin(aligned(bytes, shift, 'base64'))],
      [`base64url at ${String(shift)}`, latin(aligned(bytes, shift, 'base64url'))],
    ]),
  ];
}

/** The digits that do not depend on what stands before and behind, with `shift` bytes before. */
function aligned(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const sure = Math.floor((whole.length * 8) / 6);
  return whole.toString(encoding).slice(Math.ceil((shift * 8) / 6), sure);
}

/** What was found, as sentences. */
export function searchBytes(where: string, bytes: Uint8Array, needles: readonly Needle[]): string[] {
  const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return needles
    .filter((needle) => held.includes(needle.bytes))
    .map(({ what, how }) => `${what} (${how}) in ${where}`);
}

export type FolderAudit = {
  folder: string;
  rules: readonly Rule[];
  needles: readonly Needle[];
  /** Milliseconds: no file may have a time after this one but midnights. */
  since: number;
  /** Milliseconds at which the close of the day began, once there was one. */
  closed?: number;
};

/** The clock that a file system reads goes in steps of so many milliseconds at most. */
const TICK = 20;

export async function auditFolder({
  folder,
  rules,
  needles,
  since,
  closed = 0,
}: FolderAudit): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found: string[] = [];
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const name = relative(folder, path) || '.';
    const status = await stat(path);
    const { mode, mtimeMs, atimeMs, ctimeMs, birthtimeMs } = status;
    const rule = rules.find((candidate) => candidate.path.test(name));
    if (!rule) found.push(`${name} is not on the list`);
    else if ((mode & 0o7777) !== rule.mode) found.push(`${name} has mode ${(mode & 0o7777).toString(8)}`);
    // When a folder was read last is the audit's own doing.
    for (const time of status.isFile() ? [mtimeMs, atimeMs] : [mtimeMs]) {
      if (!rule?.mayHaveTime && time > since && time % 86_400_000 !== 0) found.push(`${name} has a time`);
    }
    if (rule?.ofItsDay && Math.min(ctimeMs, birthtimeMs) < closed - TICK) {
      found.push(`${name} is older than the close of its day`);
    }
    found.push(...searchBytes('a file name', Buffer.from(name), needles));
    if (status.isFile()) found.push(...searchBytes(name, await readUntouched(path), needles));
  }
  return found;
}

/** Leaves no time of access behind, which the next audit would find. */
async function readUntouched(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOATIME);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The renderings of each minute and of each ten seconds from one instant to another. */
export function timesBetween(from: number, to: number): Tracer[] {
  const times: Tracer[] = [];
  for (let time = Math.floor(from / 10_000) * 10_000; time <= to; time += 10_000) {
    const date = new Date(time);
    const iso = date.toISOString();
    times.push(
      { what: 'time as ISO 8601', text: iso.slice(0, 16) },
      { what: 'time as SQL', text: iso.slice(0, 16).replace('T', ' ') },
      { what: 'time as HTTP date', text: date.toUTCString().slice(0, 22) },
      // The first nine digits are those of the milliseconds too.
      { what: 'time in Unix seconds or milliseconds', text: String(time / 1000).slice(0, 9) },
    );
  }
  return [...new Map(times.map((tracer) => [tracer.text, tracer])).values()];
}
