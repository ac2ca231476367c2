/**
 * What is seen in a chosen file, and a copy of it without that. Runs in a worker of its own, evidence.worker.ts.
 *
 * @module
 */
import { examine } from '../evidence/examine.ts';
import type { Examined, Finding, Format, Obstacle } from '../evidence/examined.ts';

export type Seen = {
  format: Format;
  findings: readonly Finding[];
  /** The copy; null where there is nothing to take out, or no honest way to do it. */
  cleaned: Blob | null;
  /** Why there is no honest way. Then there may be more in the file than was found. */
  obstacle: Obstacle | null;
};

/** `look`: what is done to learn about a file. Throws `bundle.file-changed` where it cannot be read any more. */
export async function see(file: Blob, look: (file: Blob) => Promise<Examined> = examine): Promise<Seen> {
  const examined = await look(file);
  const { format, findings } = examined;
  if (examined.clean === null) return { format, findings, cleaned: null, obstacle: examined.why };
  if (findings.length === 0) return { format, findings, cleaned: null, obstacle: null };
  const cleaned = await examined.clean();
  // Nothing is called clean only because it was cleaned.
  const again = await look(cleaned);
  const isClean = again.clean !== null && again.findings.length === 0;
  return { format, findings, cleaned: isClean ? cleaned : null, obstacle: isClean ? null : 'unknown-part' };
}
