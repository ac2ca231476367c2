/**
 * The form for browsers without JavaScript: what anybody can post to a page.
 *
 * @module
 */
import { fromUtf8, sameBytes } from '../../../crypto/encoding.ts';
import { concatBytes } from '@noble/hashes/utils.js';
import { openForm } from '../../../server/form.ts';
import { inPieces } from '../../crypto/helpers.ts';
import { ascii } from '../../server/support/files.ts';
import { hold, type Target } from '../target.ts';

const BOUNDARY = 'b0';
const START = 40;

async function read(input: Uint8Array, pieces: number[]): Promise<{ file: Uint8Array; start: Uint8Array }> {
  const reader = inPieces(input, pieces).getReader();
  const source: AsyncIterator<Uint8Array> = {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { value };
    },
  };
  const { length, start, stream } = await openForm(source, BOUNDARY, input.length, START);
  const out: Uint8Array[] = [];
  for await (const piece of stream) out.push(piece);
  const file = concatBytes(...out);
  hold(file.length === length, 'a file that is not as long as it was said to be');
  return { file, start };
}

async function verdictOf(input: Uint8Array, pieces: number[]): Promise<string> {
  return read(input, pieces).then(
    ({ file }) => `read ${String(file.length)}`,
    () => 'refused',
  );
}

export const form: Target = {
  name: 'form',
  covers: ['/server/form.ts'],
  seeds: () =>
    [
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="age"; filename="a.age"\r\n\r\nage-encryption.org/v1\n\r\n--${BOUNDARY}--\r\n`,
      `--${BOUNDARY}\r\n\r\n\r\n--${BOUNDARY}--\r\n`,
      `--${BOUNDARY}\r\na: b\r\n\r\n--${BOUNDARY}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`,
    ].map(ascii),
  tokens: [`--${BOUNDARY}`, `\r\n--${BOUNDARY}--\r\n`, '\r\n', '\r\n\r\n', 'Content-Disposition: form-data'],
  longest: 9000,
  async check(input) {
    const verdict = await verdictOf(input, [input.length + 1]);
    for (const pieces of [[1], [3, 50], [8192, 1]]) {
      hold((await verdictOf(input, pieces)) === verdict, 'pieces change the verdict');
    }
    const { file, start } = await read(input, [7]);
    const end = ascii(`\r\n--${BOUNDARY}--\r\n`);
    const head = input.subarray(0, input.length - end.length - file.length);
    hold(fromUtf8(head.subarray(0, 6)) === `--${BOUNDARY}\r\n`, 'no delimiter at the beginning');
    hold(sameBytes(concatBytes(head, file, end), input), 'what came out is not what went in');
    hold(sameBytes(start, file.subarray(0, START)), 'another beginning');
  },
};
