/** The machine as it is. @module */
import { execFile } from 'node:child_process';
import { lstat, open, readdir, realpath, statfs } from 'node:fs/promises';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { ListenAt } from '../config-kinds.ts';
import type { Answer, System } from './system.ts';

const PATIENCE_MS = 10_000;

export function thisSystem(): System {
  return {
    now: () => new Date(),
    node: process.versions.node,
    uid: process.getuid?.() ?? -1,
    manifest: fileURLToPath(new URL('../../package.json', import.meta.url)),
    look: (path) =>
      ifThere(async () => {
        const found = await lstat(path);
        const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
        return { kind, uid: found.uid, mode: modeOf(found), modified: found.mtime, size: found.size };
      }),
    list: (folder) => ifThere(() => readdir(folder)),
    read: (path, bytes = 2 ** 20) => ifThere(() => beginning(path, bytes)),
    resolve: (path) => ifThere(() => realpath(path)),
    run,
    room: async (path) => {
      const { bsize, blocks, bavail, files, ffree } = await statfs(path);
      return { bytes: blocks * bsize, freeBytes: bavail * bsize, files, freeFiles: ffree };
    },
    ask,
  };
}

/** A link has no permissions of its own. */
function modeOf(found: { mode: number; isSymbolicLink(): boolean }): number {
  return found.isSymbolicLink() ? 0 : found.mode & 0o7777;
}

async function ifThere<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EACCES' || code === 'EPERM') throw error;
    return null;
  }
}

async function beginning(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

const run: System['run'] = (program, args) =>
  new Promise((resolve) => {
    // In one language, and without anything of this account's settings.
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
    execFile(program, [...args], { env, timeout: PATIENCE_MS }, (error, stdout) => {
      if (error?.code === 'ENOENT') resolve(null);
      else resolve({ code: error ? 1 : 0, output: stdout });
    });
  });

/** What leads there from this machine: a server that listens everywhere is asked on the loopback. */
function placeOf(where: ListenAt): RequestOptions {
  if ('socket' in where) return { socketPath: where.socket };
  const host = where.host === '0.0.0.0' ? '127.0.0.1' : where.host === '::' ? '::1' : where.host;
  return { host, port: where.port };
}

const ask: System['ask'] = (where, method, path) =>
  new Promise((resolve) => {
    const common = { method, path, agent: false as const, timeout: PATIENCE_MS };
    const outgoing =
      typeof where !== 'string'
        ? httpRequest({ ...placeOf(where), ...common })
        : (where.startsWith('https:') ? httpsRequest : httpRequest)(new URL(path, where), common);
    outgoing.on('response', (incoming) => {
      incoming.resume();
      const headers = Object.entries(incoming.headersDistinct).map(
        ([name, values]) => [name, (values ?? []).join(', ')] as const,
      );
      resolve({ status: incoming.statusCode ?? 0, headers: new Map(headers) } satisfies Answer);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => {
      resolve(null);
    });
    outgoing.on('close', () => {
      resolve(null);
    });
    outgoing.end();
  });
