/** Small films, put together by hand: what no program here writes. */
import { ascii, concat, numberBytes, type Bytes } from '../../web/evidence/reader.ts';

export function u32(...values: number[]): Bytes {
  return concat(...values.map((value) => numberBytes(value >>> 0, 4)));
}

export function u16(...values: number[]): Bytes {
  return concat(...values.map((value) => numberBytes(value, 2)));
}

export function zeros(length: number): Bytes {
  return new Uint8Array(length);
}

export function box(type: string, ...parts: Bytes[]): Bytes {
  const content = concat(...parts);
  return concat(u32(8 + content.length), ascii(type), content);
}

/** So many boxes with nothing in them. */
export function frees(count: number): Bytes {
  const one = box('free');
  return new Uint8Array(8 * count).map((_, at) => one[at % 8] ?? 0);
}

/** With its length in 8 bytes. */
export function wideBox(type: string, ...parts: Bytes[]): Bytes {
  const content = concat(...parts);
  return concat(u32(1), ascii(type), u32(0, 16 + content.length), content);
}

export type TrackOptions = {
  id: number;
  handler: string;
  entry: Bytes;
  /** Where its samples are, one to a chunk. */
  samples: { at: number; length: number }[];
  /** Boxes behind the others. */
  more?: Bytes[];
  wide?: boolean;
  /** Tracks of one group are forms of the same thing. */
  group?: number;
};

export function pictures(codec: string, ...more: Bytes[]): Bytes {
  return box(codec, zeros(6), u16(1), zeros(16), u16(16, 16), zeros(14), zeros(32), u16(24, 0xffff), ...more);
}

export function other(codec: string): Bytes {
  return box(codec, zeros(6), u16(1));
}

export function track({
  id,
  handler,
  entry,
  samples,
  more = [],
  wide = false,
  group = 0,
}: TrackOptions): Bytes {
  const count = samples.length;
  const table = [
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, 1, count, 10)),
    box('stsc', u32(0, 1, 1, 1, 1)),
    box('stsz', u32(0, 0, count, ...samples.map(({ length }) => length))),
    wide
      ? box('co64', u32(0, count, ...samples.flatMap(({ at }) => [0, at])))
      : box('stco', u32(0, count, ...samples.map(({ at }) => at))),
  ];
  const header = handler === 'vide' ? box('vmhd', u32(1), zeros(8)) : box('nmhd', u32(0));
  const data = box('dinf', box('dref', u32(0, 1), box('url ', u32(1))));
  const media = [
    box('mdhd', u32(0, 0, 0, 1000, 1000), u16(0x55c4, 0)),
    box('hdlr', u32(0, 0), ascii(handler), zeros(13)),
    box('minf', header, data, box('stbl', ...table)),
  ];
  const head = box(
    'tkhd',
    u32(3, 0, 0, id, 0, 1000),
    zeros(8),
    u16(0, group, 0, 0),
    zeros(36),
    u32(16 << 16, 16 << 16),
  );
  return box('trak', head, box('mdia', ...media), ...more);
}

export function movie(...parts: Bytes[]): Bytes {
  return box('moov', box('mvhd', u32(0, 0, 0, 1000, 1000, 0x10000), zeros(76)), ...parts);
}

export const FTYP: Bytes = box('ftyp', ascii('isom'), u32(0), ascii('isommp42'));
