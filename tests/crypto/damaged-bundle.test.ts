/** Bundles that were cut, changed or made of noise. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeTestimony, packBundle, readBundle } from '../../crypto/bundle.ts';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import { codeOfAsync, inPieces, patterned } from './helpers.ts';
import { FILES, bundleOf, readAll, testimonyAbout } from './samples.ts';

const verdictOn = (bytes: Uint8Array) => codeOfAsync(() => readAll(readBundle(inPieces(bytes, [700]))));

describe('damage', () => {
  const whole = async () => collect((await packBundle(bundleOf(FILES))).stream);
  /** Where the header of channel.json begins. */
  const CHANNEL_HEADER = 512 + Math.ceil(encodeTestimony(testimonyAbout(FILES)).length / 512) * 512;

  test('a cut anywhere before the end of the archive is noticed', async () => {
    const bytes = await whole();
    await fc.assert(
      fc.asyncProperty(fc.nat(72_000), async (length) => {
        expect(await verdictOn(bytes.subarray(0, length))).toBe('bundle.malformed');
      }),
      { numRuns: 40 },
    );
  });

  test('a header whose checksum does not fit is malformed', async () => {
    const bytes = (await whole()).slice();
    bytes[CHANNEL_HEADER + 300] = 1;
    expect(await verdictOn(bytes)).toBe('bundle.malformed');
  });

  test.each([
    ['a base-256 size', 124, [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]],
    ['a size that is no octal number', 124, [0x39]],
    ['an unknown magic', 257, [0x56]],
    ['an unknown type', 156, [0x53]],
    ['a target without being a link', 157, [0x61]],
    ['bytes behind the end of its name', 90, [0x61]],
  ])('a header with %s is refused even with a right checksum', async (_, offset, values) => {
    const bytes = (await whole()).slice();
    const header = bytes.subarray(CHANNEL_HEADER, CHANNEL_HEADER + 512);
    header.set(values, offset);
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(await verdictOn(bytes)).toMatch(/^bundle\.(?:malformed|hostile-entry)$/);
  });

  test('anything hidden in the padding of a file or behind the end is noticed', async () => {
    const bytes = await whole();
    for (const position of [CHANNEL_HEADER - 1, bytes.length - 1, bytes.length - 3000]) {
      const changed = bytes.slice();
      changed[position] = 1;
      expect([position, await verdictOn(changed)]).toEqual([position, 'bundle.malformed']);
    }
  });

  test('the source is read to its very end, so that an error in the last bytes comes out', async () => {
    const bytes = await whole();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes);
      },
      pull() {
        throw new RangeError('last chunk');
      },
    });
    await expect(readAll(readBundle(source))).rejects.toThrow(new RangeError('last chunk'));
  });

  test('any bytes at all end in one of two codes', async () => {
    const blocks = fc.uint8Array({ maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(blocks, async (bytes) => {
        expect(await verdictOn(bytes)).toMatch(/^bundle\.(?:malformed|hostile-entry)$/);
      }),
    );
  });

  test('a changed byte anywhere in a bundle makes no other error than ours', async () => {
    const bytes = await whole();
    await fc.assert(
      fc.asyncProperty(fc.nat(12_000), fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const changed = bytes.slice();
        changed[position] = (changed[position] ?? 0) ^ change;
        // That bytes are those that were sent is for age to tell, which opens before us.
        expect(await verdictOn(changed)).toMatch(/^(?:no error|bundle\.(?:malformed|hostile-entry))$/);
      }),
      { numRuns: 60 },
    );
  });

  test('an empty stream in a body is not taken for the end', async () => {
    const bytes = await whole();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let offset = 0; offset < bytes.length; offset += 999) {
          controller.enqueue(new Uint8Array(0));
          controller.enqueue(bytes.subarray(offset, offset + 999));
        }
        controller.close();
      },
    });
    expect(await codeOfAsync(() => readAll(readBundle(source)))).toBe('no error');
    expect(await codeOfAsync(() => readAll(readBundle(streamOf(patterned(2048)))))).toBe('bundle.malformed');
  });
});
