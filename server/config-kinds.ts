/**
 * The kinds of options that there are. Each gives what is needed to check a value, to say what it must be, and to
 * describe it.
 *
 * @module
 */
import * as v from 'valibot';

export type Option<T = unknown> = {
  schema: v.GenericSchema<unknown, T>;
  /** As it would stand in the file, or undefined if there is none. */
  fallback: unknown;
  unit: string;
  /** Ends a sentence that begins with the key: what the value must be. */
  must: string;
  /** A value, as TOML, that would be right. */
  example: string;
  says: string;
};

type Range = { fallback: number; from: number; to: number; says: string };

/** A whole number of something. */
export function whole({
  unit,
  fallback,
  from,
  to,
  says,
}: Range & { unit: string }): Option<number> & { fallback: number } {
  return {
    schema: v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to)),
    fallback,
    unit,
    must: `a whole number of ${unit} from ${grouped(from)} to ${grouped(to)}`,
    example: String(fallback),
    says,
  };
}

const UNITS: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const SIZE = /^(\d{1,6}) ?([KMGT]iB)$/;

/** Bytes, as a number or as text with a unit of 1,024s. */
export function size({ fallback, from, to, says }: Range): Option<number> & { fallback: number } {
  const inText = v.pipe(
    v.string(),
    v.regex(SIZE),
    v.transform((text) => {
      const [, count, unit] = SIZE.exec(text) ?? [];
      return Number(count) * (UNITS[unit ?? ''] ?? NaN);
    }),
  );
  return {
    schema: v.pipe(v.union([v.number(), inText]), v.safeInteger(), v.minValue(from), v.maxValue(to)),
    fallback,
    unit: 'bytes',
    must: `a whole number of bytes from ${sized(from)} to ${sized(to)}, or text such as "2 GiB"`,
    example: `"${sized(fallback)}"`,
    says,
  };
}

/** What `option` is, or the one word that means that there is no such limit, which becomes null. */
export function orWord<T>(
  word: string,
  option: Option<T>,
  { says, fallback }: { says: string; fallback: unknown },
): Option<T | null> {
  return {
    ...option,
    schema: v.union([
      v.pipe(
        v.literal(word),
        v.transform(() => null),
      ),
      option.schema,
    ]),
    fallback,
    must: `${option.must}, or "${word}"`,
    says,
  };
}

/** A path; a relative one counts from the folder in which the file lies. */
export function path(options: { says: string; example?: string; fallback?: string }): Option<string> {
  const { says, fallback, example = fallback ?? '' } = options;
  return {
    schema: v.pipe(v.string(), v.nonEmpty(), v.excludes('\0')),
    fallback,
    unit: 'path',
    must: 'the path of a folder, in quotation marks',
    example: JSON.stringify(example),
    says,
  };
}

export type ListenAt = { host: string; port: number } | { socket: string };

const HOST_AND_PORT = /^(?:\[([0-9a-fA-F:.]+)\]|([a-zA-Z0-9.-]+)):(\d{1,5})$/;

/** `HOST:PORT`, with IPv6 in square brackets, or `unix:/path`. Null if it is neither. */
export function parseListen(text: string): ListenAt | null {
  if (text.startsWith('unix:')) {
    const socket = text.slice('unix:'.length);
    return socket.startsWith('/') && !socket.includes('\0') ? { socket } : null;
  }
  const [, v6, name, port] = HOST_AND_PORT.exec(text) ?? [];
  const host = v6 ?? name;
  return host === undefined || Number(port) > 65535 ? null : { host, port: Number(port) };
}

export function listenAt({ says, fallback }: { says: string; fallback: string }): Option<ListenAt> {
  return {
    schema: v.pipe(
      v.string(),
      v.transform(parseListen),
      v.custom<ListenAt>((value) => value !== null),
    ),
    fallback,
    unit: 'host:port or unix:/path',
    must: 'HOST:PORT, for instance "127.0.0.1:8455" or "[::1]:8455", or the absolute path of a socket, "unix:/run/witnessbox/portal.sock"',
    example: JSON.stringify(fallback),
    says,
  };
}

/** Permissions, as text, because a bare 660 would be read as a decimal number. */
export function mode({ says, fallback }: { says: string; fallback: string }): Option<number> {
  return {
    schema: v.pipe(
      v.string(),
      v.regex(/^0?[0-7]{3}$/),
      v.transform((text) => Number.parseInt(text, 8)),
      v.check((bits) => (bits & 0o600) === 0o600),
    ),
    fallback,
    unit: 'octal digits',
    must: 'three octal digits in quotation marks that let the owner read and write, for instance "0660"',
    example: JSON.stringify(fallback),
    says,
  };
}

export function hours({ says, fallback }: { says: string; fallback: number[] }): Option<number[]> {
  const hour = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23));
  return {
    schema: v.pipe(
      v.array(hour),
      v.minLength(1),
      v.check((list) => new Set(list).size === list.length),
      v.transform((list) => [...list].sort((a, b) => a - b)),
    ),
    fallback,
    unit: 'hours',
    must: 'a list of different whole hours from 0 to 23, for instance [0] or [0, 12]',
    example: JSON.stringify(fallback),
    says,
  };
}

export function addresses({ says, fallback }: { says: string; fallback: string[] }): Option<string[]> {
  const origin = v.pipe(
    v.string(),
    v.url(),
    v.transform((text) => new URL(text)),
    v.check((url) => /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''),
    v.check((url) => url.pathname === '/' && url.search === '' && url.hash === ''),
    v.transform((url) => url.origin),
  );
  return {
    schema: v.array(origin),
    fallback,
    unit: 'web addresses',
    must: 'a list of addresses without a path, for instance ["https://portal.example"]',
    example: '["https://portal.example"]',
    says,
  };
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Bytes in the largest unit that leaves nothing over. */
function sized(bytes: number): string {
  const [unit, factor] = Object.entries(UNITS).findLast(([, each]) => bytes % each === 0) ?? ['', 1];
  return unit === '' ? grouped(bytes) : `${grouped(bytes / factor)} ${unit}`;
}
