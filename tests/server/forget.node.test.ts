/** What becomes of an upload that is forgotten while the disk is full. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUpload } from '../../db/uploads.ts';
import type { Store } from '../../db/store.ts';
import { forgetUpload } from '../../server/forget.ts';
import { ageFile, sameBytes } from './support/files.ts';
import { createUpload, makeWorld, NOTHING, onlySubmission, patch, type World } from './support/world.ts';

describe('an upload that is forgotten on a full disk', () => {
  let world: World;
  let file: Uint8Array;
  let path: string;
  beforeEach(async () => {
    world = await makeWorld();
    file = await ageFile();
    path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, 5000));
  });
  afterEach(() => world.close());

  const id = () => path.split('/').at(-1) ?? '';
  const rest = () => patch(world, path, 5000, file.subarray(5000));
  /** The first deletions of a row have no room; `meanwhile` happens before each is refused. */
  function full(times: number, meanwhile: () => Promise<unknown> = () => Promise.resolve()): Store {
    let left = times;
    const refused = async () => {
      await meanwhile();
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    };
    const db = new Proxy(world.store.db, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (name === 'delete' && (left -= 1) >= 0) {
          return () => ({ where: () => ({ returning: refused }) });
        }
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    return { ...world.store, db };
  }

  it('gives its bytes first, which makes room for the row to go', async () => {
    await forgetUpload({ store: full(1), blobs: world.blobs }, id());
    expect(await world.count()).toEqual(NOTHING);
  });

  it('is still there without its bytes if even that made none, and can be forgotten later', async () => {
    const parts = { store: full(2), blobs: world.blobs };
    await expect(forgetUpload(parts, id())).rejects.toThrow('full');
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
    expect((await rest()).status).toBe(410);
    expect(await world.count()).toEqual(NOTHING);
  });

  it('is a submission, and whole, if its last bytes were recorded before', async () => {
    let status: number | undefined;
    const finish = async () => (status ??= (await rest()).status);
    await forgetUpload({ store: full(1, finish), blobs: world.blobs }, id());
    expect(status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('stays while somebody writes to it', async () => {
    const bytes = new TransformStream<Uint8Array, Uint8Array>();
    const writer = bytes.writable.getWriter();
    const sending = patch(world, path, 5000, bytes.readable);
    await writer.write(file.subarray(5000, 9000));
    await expect(forgetUpload({ store: full(1), blobs: world.blobs }, id())).rejects.toThrow('full');
    await writer.write(file.subarray(9000));
    await writer.close();
    expect((await sending).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('takes no more bytes while its own go, so that none are confirmed in vain', async () => {
    let status: number | undefined;
    const blobs: World['blobs'] = {
      ...world.blobs,
      remove: async (ref) => {
        status ??= (await rest()).status;
        await world.blobs.remove(ref);
      },
    };
    await forgetUpload({ store: full(1), blobs }, id());
    expect(status).toBe(410);
    expect(await world.count()).toEqual(NOTHING);
    expect(await findUpload(world.store.db, id())).toBeUndefined();
  });
});
