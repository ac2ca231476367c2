/**
 * A testimony with one file of evidence, packed or opened in a process of its own. Called as `pack RECIPIENT FILE TO`
 * or `open IDENTITY FROM`, where the keys are files. Prints the most MiB that it had resident and, for `open`, the
 * SHA-256 of the evidence.
 *
 * @module
 */
import { open as openFile, readFile, stat } from 'node:fs/promises';
import { encodeChannel, encodeTestimony, evidencePath, packBundle } from '../../crypto/bundle.ts';
import { seal } from '../../crypto/envelope.ts';
import { chacha } from '../../reviewer/chacha.ts';
import { readableFile, writeTo } from '../../reviewer/file-streams.ts';
import { unseal } from '../../reviewer/unseal.ts';
import { peakMemory } from './memory.ts';
import { CHANNEL, EVIDENCE, testimonyWith } from './testimony.ts';

const [what, keyFile = '', from = '', to = ''] = process.argv.slice(2);
const key = (await readFile(keyFile, 'utf8')).trim();

if (what === 'pack') {
  const { size } = await stat(from);
  const { stream } = await packBundle({
    testimony: encodeTestimony(testimonyWith(size)),
    channel: encodeChannel(CHANNEL),
    evidence: [{ path: evidencePath(0, EVIDENCE), size, stream: () => readableFile(from) }],
  });
  const file = await openFile(to, 'wx', 0o600);
  await writeTo(file, await seal(key, stream, chacha));
  await file.close();
  console.log(peakMemory());
} else {
  const { evidence } = await unseal(from, [{ epoch: 1, identities: [key] }], 'ours');
  console.log(peakMemory(), evidence[0]?.sha256);
}
