/** A reader that was written by somebody else, from docs/format.md alone, reads our vectors and refuses what we refuse. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HONEST_ARCHIVE, HOSTILE_ARCHIVES } from '../crypto/hostile-archives.ts';
import { temporaryFolder } from '../crypto/programs.ts';
import { LACKING, REASON, python } from './python.ts';

const withPython = test.skipIf(LACKING !== null);

withPython(`the independent reader agrees with every vector${REASON}`, { timeout: 120_000 }, () => {
  const { code, output, errors } = python('test_vectors.py');
  expect(code, `${output}\n${errors}`).toBe(0);
  expect(output).toMatch(/^[1-9]\d* passed, 0 failed$/m);
});

withPython(`the independent reader refuses each hostile archive that we refuse${REASON}`, () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'honest'), HONEST_ARCHIVE);
  for (const [index, { plaintext }] of HOSTILE_ARCHIVES.entries()) {
    writeFileSync(join(folder, String(index)), plaintext);
  }
  const { output, errors } = python('judge_archives.py', folder);
  expect(errors).toBe('');
  const said = JSON.parse(output) as Record<string, string | null>;
  expect(said['honest']).toBeNull();
  const taken = HOSTILE_ARCHIVES.filter((_, index) => typeof said[String(index)] !== 'string');
  expect(taken.map(({ name }) => name)).toEqual([]);
});
