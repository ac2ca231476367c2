/**
 * The list of what is in a backup: `manifest.json`, described in docs/operating.md, "Backups". Its hashes tell damage; they
 * are signed by nobody and do not keep out who may write to the backup.
 *
 * @module
 */
import * as v from 'valibot';
import { DATABASE, MARKER } from './names.ts';

export const MANIFEST = 'manifest.json';
const FORMAT = 'witnessbox-backup/1';

const Entry = v.strictObject({
  path: v.union([
    v.literal(DATABASE),
    v.literal(MARKER),
    v.pipe(v.string(), v.regex(/^blobs\/[0-9a-f]{32}$/)),
  ]),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** 32 bytes, hex. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const Manifest = v.pipe(
  v.strictObject({
    format: v.literal(FORMAT),
    /** UTC date on which it was made. */
    day: v.pipe(v.string(), v.isoDate()),
    files: v.array(Entry),
  }),
  v.check(({ files }) => {
    const paths = new Set(files.map(({ path }) => path));
    return paths.size === files.length && paths.has(DATABASE) && paths.has(MARKER);
  }),
);

export type Entry = v.InferOutput<typeof Entry>;
export type Manifest = v.InferOutput<typeof Manifest>;

/** Sorted by path, so that nothing tells in which order the files were copied. */
export function encodeManifest(day: string, files: readonly Entry[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return `${JSON.stringify({ format: FORMAT, day, files: sorted }, null, 1)}\n`;
}

/** Null if it is none. */
export function parseManifest(text: string): Manifest | null {
  try {
    const parsed = v.safeParse(Manifest, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
