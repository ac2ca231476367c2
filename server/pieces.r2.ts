/**
 * What a reference to a blob in R2 says: the objects that it consists of, in order, all with one random prefix, so that
 * one listing shows all of them; and behind a semicolon what there is of a copy that is not whole yet.
 *
 *     PREFIX/NAME:SIZE,NAME:SIZE,…;PREFIX/NAME:SIZE,…
 *
 * A prefix is 16 random bytes, a name 8, in hex; a size is bytes, decimal. So a row of D1, which holds 2 MB, names
 * 80,000 objects: at least 80 GB.
 *
 * @module
 */
import { hex } from '@scure/base';
import type { Random } from '../crypto/encoding.ts';
import { newId } from './shuffle.ts';

/** One object: the end of its key, and bytes. */
export type Piece = { name: string; size: number };
export type Pieces = { prefix: string; list: readonly Piece[] };
export type Reference = { whole: Pieces; copy: Pieces | null };

const NAME_BYTES = 8;

export function noPieces(random: Random): Pieces {
  return { prefix: `${newId(random)}/`, list: [] };
}

export function newName(random: Random): string {
  return hex.encode(random(NAME_BYTES));
}

export function format({ whole, copy }: Reference): string {
  return [whole, ...(copy ? [copy] : [])]
    .map(({ prefix, list }) => prefix + list.map(({ name, size }) => `${name}:${String(size)}`).join(','))
    .join(';');
}

export function parse(ref: string): Reference {
  const [whole = '', copy] = ref.split(';');
  return { whole: parsePieces(whole), copy: copy === undefined ? null : parsePieces(copy) };
}

function parsePieces(text: string): Pieces {
  const start = text.indexOf('/') + 1;
  const list = text.slice(start) === '' ? [] : text.slice(start).split(',').map(parsePiece);
  return { prefix: text.slice(0, start), list };
}

function parsePiece(text: string): Piece {
  const [name = '', size = ''] = text.split(':');
  return { name, size: Number(size) };
}

/** The keys of all objects that are named. */
export function keysOf({ whole, copy }: Reference): string[] {
  return [whole, ...(copy ? [copy] : [])].flatMap(({ prefix, list }) =>
    list.map(({ name }) => prefix + name),
  );
}

export function sizeOf({ list }: Pieces): number {
  return list.reduce((sum, { size }) => sum + size, 0);
}

/** Where the bytes from `start` to before `end` lie: in each object from and to. */
export function* overlapping({ list }: Pieces, start: number, end: number) {
  let offset = 0;
  for (const piece of list) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, piece.size);
    if (from < to) yield { piece, from, to };
    offset += piece.size;
  }
}
