/** The one form that is read, in whatever pieces it comes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openForm, readBoundary } from '../../server/form.ts';
import { codeOf } from '../../server/errors.ts';
import { ascii, concat } from './support/files.ts';

const START = 1627;

// eslint-disable-next-line @typescript-eslint/require-await -- as a body gives them
async function* piecewise(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let index = 0; start < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.slice(start, start + size);
    start += size;
  }
}

async function read(bytes: Uint8Array, boundary: string, sizes: readonly number[], total = bytes.length) {
  const form = await openForm(piecewise(bytes, sizes), boundary, total, START);
  const pieces: Uint8Array[] = [];
  for await (const piece of form.stream) pieces.push(piece);
  return { ...form, content: concat(...pieces) };
}

const boundaries = fc.stringMatching(/^[A-Za-z0-9-]{1,70}$/);
const heads = fc
  .string({ minLength: 1, maxLength: 300, unit: 'binary' })
  .filter((text) => !`\r\n${text}\r\n\r`.includes('\r\n\r\n'));
const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 });
const files = fc.uint8Array({ maxLength: 20_000 });

const formOf = (boundary: string, head: string, file: Uint8Array): Uint8Array =>
  concat(ascii(`--${boundary}\r\n${head}\r\n\r\n`), file, ascii(`\r\n--${boundary}--\r\n`));

describe('the form', () => {
  it('gives any file as it was, however it is cut, with its length and its start', async () => {
    await fc.assert(
      fc.asyncProperty(boundaries, heads, files, sizes, async (boundary, head, file, cuts) => {
        const { length, start, content } = await read(formOf(boundary, head, file), boundary, cuts);
        expect(length).toBe(file.length);
        expect(start).toEqual(file.slice(0, START));
        expect(content).toEqual(file);
      }),
    );
  });

  it('never gives the whole of a file where a byte around it is another', async () => {
    await fc.assert(
      fc.asyncProperty(
        boundaries,
        files,
        sizes,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (boundary, file, cuts, at, by) => {
          const whole = formOf(boundary, 'a: b', file);
          const opening = boundary.length + 4;
          const closing = boundary.length + 8;
          const place = at % (opening + closing);
          const index = place < opening ? place : whole.length - 1 - (place - opening);
          whole[index] = (whole[index] ?? 0) ^ by;
          await expect(read(whole, boundary, cuts)).rejects.toMatchObject({ code: 'request.malformed' });
        },
      ),
    );
  });

  it('never gives the whole of a file where more or less came than was said', async () => {
    await fc.assert(
      fc.asyncProperty(
        boundaries,
        files,
        sizes,
        fc.integer({ min: -50, max: 50 }),
        async (boundary, file, cuts, more) => {
          fc.pre(more !== 0);
          const whole = formOf(boundary, 'a: b', file);
          await expect(read(whole, boundary, cuts, whole.length + more)).rejects.toMatchObject({
            code: 'request.malformed',
          });
        },
      ),
    );
  });

  it('holds no more than a head may be while it waits for its end', async () => {
    let taken = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield ascii('--b\r\n');
      for (;;) {
        taken += 1000;
        yield new Uint8Array(1000).fill(97);
      }
    }
    await expect(openForm(endless(), 'b', 2 ** 40, START)).rejects.toMatchObject({
      code: 'request.malformed',
    });
    expect(taken).toBeLessThan(12_000);
  });

  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;boundary="a b(c)"', 'a b(c)'],
    [
      'multipart/form-data; boundary=----WebKitFormBoundary2KhdifJtddP4M9WL',
      '----WebKitFormBoundary2KhdifJtddP4M9WL',
    ],
  ])('is known by its type: %s', (type, boundary) => {
    expect(readBoundary(type)).toBe(boundary);
  });

  it.each([
    null,
    '',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'a'.repeat(71)}`,
    'multipart/mixed; boundary=a',
    'multipart/form-data; boundary=a; charset=utf-8',
    'multipart/form-data; boundary="a',
    'text/plain',
  ])('is no other type: %s', (type) => {
    let code: unknown;
    try {
      readBoundary(type);
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('upload.wrong-type');
  });
});
