import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../server/body.node.ts';
import { release } from '../../server/received.ts';
import { concat, noise, sameBytes } from './support/files.ts';

/** A request whose body the test writes. */
function request() {
  const incoming = new PassThrough({ highWaterMark: 2 ** 20 });
  return { incoming, ...bodyOf(incoming as unknown as IncomingMessage) };
}

async function piecesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const bytes of stream) {
    pieces.push(bytes.slice());
    release(bytes);
  }
  return pieces;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the body of a request', () => {
  it('comes as it was sent, whatever it was cut into and whenever it is taken', async () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100_000 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(size, fc.boolean()), { maxLength: 40 }),
        fc.nat(40),
        async (cuts, begin) => {
          const { incoming, stream } = request();
          const sent: Uint8Array[] = [];
          let taken: Promise<Uint8Array[]> | undefined;
          for (const [index, [length, pauses]] of cuts.entries()) {
            if (index === begin) taken = piecesOf(stream);
            const bytes = noise(length);
            sent.push(bytes);
            incoming.write(Buffer.from(bytes));
            if (pauses) await turn();
          }
          taken ??= piecesOf(stream);
          incoming.end();
          expect(sameBytes(concat(...(await taken)), concat(...sent))).toBe(true);
        },
      ),
    );
  });

  it('that is cut into its bytes while nobody takes it is held in few pieces', async () => {
    const { incoming, stream } = request();
    const sent = noise(60_000);
    for (const byte of sent) incoming.write(Uint8Array.of(byte));
    await turn();
    incoming.end();
    const pieces = await piecesOf(stream);
    expect(pieces.length).toBeLessThan(10);
    expect(sameBytes(concat(...pieces), sent)).toBe(true);
  });

  it('is not read on while nobody takes what has come', async () => {
    const { incoming, stream } = request();
    for (let written = 0; written < 20; written += 1) {
      incoming.write(Buffer.alloc(16_384));
      await turn();
    }
    expect(incoming.readableLength).toBe(16 * 16_384);
    incoming.end();
    expect(concat(...(await piecesOf(stream))).length).toBe(20 * 16_384);
  });

  it('that breaks off gives what has come, and then an error', async () => {
    const { incoming, stream } = request();
    incoming.write('come');
    await turn();
    incoming.destroy(new Error('ECONNRESET at 192.0.2.7'));
    await turn();
    const reader = stream.getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('come');
    await expect(reader.read()).rejects.toThrow(/^the connection has broken$/);
  });

  it('goes by where nobody wants the rest', async () => {
    for (const end of ['drop', 'cancel'] as const) {
      const { incoming, stream, drop } = request();
      incoming.write(Buffer.alloc(200_000));
      await turn();
      if (end === 'drop') drop();
      else await stream.cancel();
      incoming.end(Buffer.alloc(200_000));
      await once(incoming, 'end');
      expect(incoming.readableLength).toBe(0);
    }
  });

  it('is ended for who still waits for more of it when the rest is let go', async () => {
    const { stream, drop } = request();
    const reading = stream.getReader().read();
    await turn();
    drop();
    expect(await reading).toEqual({ done: true, value: undefined });
  });
});
