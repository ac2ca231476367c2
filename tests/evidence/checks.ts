/**
 * What holds for every file that can be had clean, whatever its format.
 *
 * @module
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import type { Examined } from '../../web/evidence/examined.ts';
import { Findings } from '../../web/evidence/findings.ts';
import { Reader, type Bytes } from '../../web/evidence/reader.ts';
import { readDirectory, readMember } from '../../web/evidence/zip.ts';

export async function bytesOf(file: Blob): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Texts of a document's members, by their names. */
export async function membersOf(file: Blob): Promise<Record<string, string>> {
  const reader = new Reader(file);
  const texts: Record<string, string> = {};
  for (const [name, member] of await readDirectory(reader, new Findings()))
    texts[name] = new TextDecoder().decode(await readMember(reader, member));
  return texts;
}

/** The cleaned file; it has no findings and cleaning it again changes nothing. Throws where there is none. */
export async function cleanOf(file: Blob): Promise<Blob> {
  const cleaned = await tryCleanOf(await examine(file));
  if (cleaned === null) throw new Error('cannot be had clean');
  return cleaned;
}

/** As `cleanOf`, or null where the file cannot be had clean. */
export async function tryCleanOf(examined: Examined): Promise<Blob | null> {
  if (examined.clean === null) return null;
  const cleaned = await examined.clean();
  const again = await examine(cleaned);
  expect(again).toMatchObject({ format: examined.format, findings: [] });
  if (again.clean === null) throw new Error(`what was cleaned cannot be cleaned again: ${again.why}`);
  const twice = await again.clean();
  // Compared by hand: a picture of what differs would be as large as the files.
  expect(Buffer.from(await bytesOf(twice)).equals(await bytesOf(cleaned))).toBe(true);
  return cleaned;
}

/** Members of a document are changed here and there: there is an answer, and what is called clean is. `archive`: makes the file. */
export async function tryChangedMembers<M extends Record<string, unknown>>(
  members: M,
  archive: (members: M) => Blob | Promise<Blob>,
  among: { names: readonly string[]; texts: readonly string[] },
): Promise<void> {
  const change = fc.record({
    name: fc.constantFrom(...among.names),
    at: fc.nat(4000),
    length: fc.nat(40),
    text: fc.constantFrom(...among.texts),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const changed: Record<string, unknown> = { ...members };
      for (const { name, at, length, text } of changes) {
        const before = String(changed[name]);
        changed[name] = before.slice(0, at) + text + before.slice(at + length);
      }
      await tryCleanOf(await examine(await archive(changed as M)));
    }),
    { numRuns: 100 },
  );
}

/** One byte of a file is changed, and the file perhaps cut off there: as above, by `examined`, so often. */
export async function tryChangedBytes(
  bytes: Bytes,
  examined: (file: Blob) => Promise<Examined>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
      const changed = bytes.slice();
      changed[at] = value;
      await tryCleanOf(await examined(new Blob([cut ? changed.subarray(0, at) : changed])));
    }),
    { numRuns },
  );
}
