/**
 * One file to one file in a process of its own, so that its memory can be told: what `reviewer/` does with a
 * submission, without the tar in it. Called as `seal|open KEY FROM TO`, where KEY is a file with the recipient or the
 * identity; prints the most MiB that it had resident.
 *
 * @module
 */
import { open as openFile, readFile } from 'node:fs/promises';
import { open, seal } from '../../crypto/envelope.ts';
import { chacha } from '../../reviewer/chacha.ts';
import { readableFile, writeTo } from '../../reviewer/file-streams.ts';
import { peakMemory } from './memory.ts';

const [what, keyFile = '', from = '', to = ''] = process.argv.slice(2);
const key = (await readFile(keyFile, 'utf8')).trim();
const input = readableFile(from);
const output = what === 'seal' ? await seal(key, input, chacha) : await open([key], input, chacha);
const file = await openFile(to, 'wx', 0o600);
await writeTo(file, output);
await file.close();
console.log(peakMemory());
