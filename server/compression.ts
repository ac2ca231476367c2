/**
 * Answers in the encoding that the visitor's browser takes (RFC 9110, section 12.5.3). The build has compressed what
 * never changes; pages, whose placeholders are filled in, and the organisation's files are compressed once, here.
 *
 * For nothing but what is public and the same for everybody. Compressed together, a secret and what a stranger
 * chose would tell the secret by their length (BREACH); and the rest that is served, uploads, drops and what
 * reviewers get, is ciphertext or small.
 *
 * @module
 */
import { bytesOf } from './routes.ts';

/** Those that we have, the shorter first. Over plain http, onions included, browsers ask for gzip only. */
export const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export type Encoded = Partial<Record<Encoding, Uint8Array>>;
/** Behind the name of the file that the build has compressed. */
export const SUFFIXES: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

export type Compressible = { body: Uint8Array; type: string; encoded?: Encoded };

export type Compression = {
  answer(request: Request, file: Compressible, headers?: Record<string, string>): Promise<Response>;
};

export function createCompression(): Compression {
  // Only what is finished is kept: on Workers no request may wait for what another one has begun.
  const done = new WeakMap<Uint8Array, Encoded>();
  const encodedOf = async ({ body, encoded }: Compressible): Promise<Encoded> => {
    if (encoded) return encoded;
    const known = done.get(body);
    if (known) return known;
    const packed = await gzip(body);
    const made: Encoded = packed.length < body.length ? { gzip: packed } : {};
    done.set(body, made);
    return made;
  };
  return {
    async answer(request, file, headers = {}) {
      if (!isText(file.type)) return bytesOf(file.body, file.type, headers);
      const vary = [headers['Vary'], 'Accept-Encoding'].filter((name) => name !== undefined).join(', ');
      const encoded = await encodedOf(file);
      const encoding = chooseEncoding(request.headers.get('accept-encoding'), encoded);
      const body = encoding && encoded[encoding];
      if (!body) return bytesOf(file.body, file.type, { ...headers, Vary: vary });
      return bytesOf(body, file.type, { ...headers, Vary: vary, 'Content-Encoding': encoding });
    },
  };
}

/** Null where nothing that we have is named. What is named with a quality is as good as the rest, unless that is 0. */
export function chooseEncoding(accepted: string | null, encoded: Encoded): Encoding | null {
  const named = new Set<string>();
  for (const item of (accepted ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    if (!parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter))) named.add(name);
  }
  return ENCODINGS.find((encoding) => named.has(encoding) && encoded[encoding] !== undefined) ?? null;
}

export function isText(type: string): boolean {
  return /^(?:text\/|application\/(?:json|manifest\+json)|image\/svg)/.test(type);
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Response(bytes as Uint8Array<ArrayBuffer>).body?.pipeThrough(
    new CompressionStream('gzip'),
  );
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
