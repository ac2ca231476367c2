/**
 * What the doctor may ask of a machine. Everything goes through here, so that tests can put any machine before it.
 * What is not there is null; what this account may not see is thrown as an error whose code is EACCES or EPERM.
 *
 * @module
 */
import type { ListenAt } from '../config-kinds.ts';

export type Entry = {
  kind: 'file' | 'folder' | 'other';
  uid: number;
  /** Permission bits. */
  mode: number;
  /** Last change of the content. */
  modified: Date;
  size: number;
};

export type Answer = { status: number; headers: ReadonlyMap<string, string> };

export type System = {
  now(): Date;
  /** Version of Node, without a v. */
  node: string;
  /** This process's own account; -1 where there are none. */
  uid: number;
  /** Of the program itself; its file is as old as the program. */
  manifest: string;
  /** Of a link itself, not of what it leads to. */
  look(path: string): Promise<Entry | null>;
  /** Names in a folder. */
  list(folder: string): Promise<string[] | null>;
  /** The beginning of a file, a character for each byte. */
  read(path: string, bytes?: number): Promise<string | null>;
  /** Where a link leads in the end. */
  resolve(path: string): Promise<string | null>;
  /** Null if there is no such program. */
  run(program: string, args: readonly string[]): Promise<{ code: number; output: string } | null>;
  /** Room on the file system of a path. */
  room(path: string): Promise<{ bytes: number; freeBytes: number; files: number; freeFiles: number }>;
  /** Asks a server on this machine, or any by its origin. Null if nobody answers. */
  ask(where: ListenAt | string, method: string, path: string): Promise<Answer | null>;
};
