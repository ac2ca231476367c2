/**
 * What two files of one submission have to do with each other: a copy from which the source's page took something out, and the
 * original that came along. Whoever publishes must not take one for the other.
 *
 * @module
 */
import type { EvidenceRecord } from '../../crypto/testimony.ts';
import { shownLine, shownName } from '../terminal.ts';

type Listed = Pick<EvidenceRecord, 'path' | 'removed' | 'original'>;

/** For each of `files`, which one submission brought, a line for each thing to say. */
export function cleaningLines(files: readonly Listed[]): (file: Listed) => string[] {
  const copies = new Map(files.map(({ path, original }) => [original, path]));
  return ({ path, removed, original }) => {
    const lines = removed.length === 0 ? [] : [`removed before sending: ${shownLine(removed.join(', '))}`];
    if (original !== undefined) lines.push(`its original came along: ${shownName(original)}`);
    const copy = copies.get(path);
    if (copy !== undefined)
      lines.push(`original of ${shownName(copy)}: what was removed there is still in here`);
    return lines;
  };
}
