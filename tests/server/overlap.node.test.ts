/** What comes while the disk is waited for: taken already, and promised only after all that lies before it is safe. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { PIECE_SIZE, type BlobStore, type BlobWriter } from '../../server/blobs.ts';
import { ageFile, sameBytes } from './support/files.ts';
import type { Stores } from './support/runtime.ts';
import { openStores } from './support/stores.ts';
import { codeIn, createUpload, makeWorld, offsetOf, patch, type World } from './support/world.ts';

const STEP = 64 * 1024;
const LENGTH = ciphertextSize(2 ** 24);

describe('while a piece is being flushed', () => {
  let below: Stores;
  let world: World;
  let path: string;
  let file: Uint8Array;
  /** Of each flush that has begun: lets it end, or fail. */
  let flushes: { end: () => void; fail: (error: Error) => void }[];
  let written: number;

  beforeEach(async () => {
    flushes = [];
    written = 0;
    below = await openStores(() => new Date('2026-11-22T10:11:12Z'));
    const slow = (writer: BlobWriter): BlobWriter => ({
      ...writer,
      async write(bytes) {
        await writer.write(bytes);
        written += bytes.length;
      },
      async flush() {
        const flushed = writer.flush();
        flushed.catch(() => undefined);
        const may = Promise.withResolvers<undefined>();
        flushes.push({ end: () => may.resolve(undefined), fail: may.reject });
        await may.promise;
        return flushed;
      },
    });
    const blobs: BlobStore = {
      ...below.blobs,
      async writer(ref, length) {
        const writer = await below.blobs.writer(ref, length);
        return writer && slow(writer);
      },
    };
    world = await makeWorld({ blobs });
    file = await ageFile(LENGTH);
    path = await createUpload(world, file.length);
  });
  afterEach(async () => {
    await world.close();
    await below.close();
  });

  const body = (from: number): ReadableStream<Uint8Array> => {
    let offset = from;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(file.slice(offset, offset + STEP));
        offset += STEP;
        if (offset >= file.length) controller.close();
      },
    });
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  /** Long enough for whatever would come to come. */
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 50));

  it('the next one is taken, but no more, and nothing is promised', async () => {
    const answer = patch(world, path, 0, body(0));
    await until(() => written === 2 * PIECE_SIZE);
    await quiet();
    expect(written).toBe(2 * PIECE_SIZE);
    expect(flushes).toHaveLength(1);
    expect(await offsetOf(world, path)).toBe(0);
    flushes[0]?.end();
    await until(() => flushes.length === 2);
    expect(await offsetOf(world, path)).toBe(PIECE_SIZE);
    for (let ended = 1; ended * PIECE_SIZE < LENGTH; ended += 1) {
      await until(() => flushes.length > ended);
      flushes[ended]?.end();
    }
    expect((await answer).status).toBe(204);
    expect(await world.count()).toMatchObject({ submissions: 1, uploads: 0 });
  });

  it('a failure is what the answer tells, and nothing behind it counts', async () => {
    const answer = patch(world, path, 0, body(0));
    await until(() => flushes.length === 1);
    flushes[0]?.end();
    await until(() => written === 3 * PIECE_SIZE);
    flushes[1]?.fail(Object.assign(new Error('no room'), { code: 'ENOSPC' }));
    expect(await codeIn(await answer)).toBe('storage.full');
    expect(flushes).toHaveLength(2);
    expect(await offsetOf(world, path)).toBe(PIECE_SIZE);

    const rest = patch(world, path, PIECE_SIZE, body(PIECE_SIZE));
    for (let ended = 2; (ended - 1) * PIECE_SIZE < LENGTH; ended += 1) {
      await until(() => flushes.length > ended);
      flushes[ended]?.end();
    }
    expect((await rest).status).toBe(204);
    const [name = ''] = await below.objectNames();
    const stored: Uint8Array[] = [];
    for await (const bytes of below.blobs.read(name, { start: 0, end: LENGTH })) stored.push(bytes);
    expect(sameBytes(Buffer.concat(stored), file)).toBe(true);
  });

  it('a connection that breaks waits for it, and then counts with what it brought since', async () => {
    const source = body(0).getReader();
    let brought = 0;
    const answer = patch(
      world,
      path,
      0,
      new ReadableStream({
        async pull(controller) {
          if (brought >= PIECE_SIZE + STEP) {
            controller.error(new Error('gone'));
            return;
          }
          const { value = new Uint8Array() } = await source.read();
          brought += value.length;
          controller.enqueue(value);
        },
      }),
    );
    await until(() => written === PIECE_SIZE + STEP);
    await quiet();
    expect(flushes).toHaveLength(1);
    flushes[0]?.end();
    await until(() => flushes.length === 2);
    flushes[1]?.end();
    expect(await codeIn(await answer)).toBe('request.malformed');
    expect(await offsetOf(world, path)).toBe(PIECE_SIZE + STEP);
  });
});
