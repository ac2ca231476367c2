/**
 * One format's examination: whatever it comes upon in a file, there is an answer, with what was found until then.
 *
 * @module
 */
import type { Examined, Format, Obstacle } from './examined.ts';
import { Findings } from './findings.ts';
import { Obstructed, Reader } from './reader.ts';

/**
 * `work` gives what `clean` is to be, or why there is none; it may also throw `Obstructed`. A RangeError, which is what a
 * DataView throws beyond its end, is taken for a damaged file. Everything else, `bundle.file-changed` above all, goes on.
 */
export async function attempt(
  format: Format,
  file: Blob,
  work: (reader: Reader, findings: Findings) => Promise<(() => Promise<Blob>) | Obstacle>,
): Promise<Examined> {
  const findings = new Findings();
  let result: (() => Promise<Blob>) | Obstacle;
  try {
    result = await work(new Reader(file), findings);
  } catch (error) {
    if (error instanceof Obstructed) result = error.why;
    else if (error instanceof RangeError) result = 'damaged';
    else throw error;
  }
  if (typeof result === 'string') return { format, findings: findings.list, clean: null, why: result };
  return { format, findings: findings.list, clean: result };
}
