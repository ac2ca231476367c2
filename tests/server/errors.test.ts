import { DrizzleQueryError } from 'drizzle-orm/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { WitnessboxError } from '../../crypto/errors.ts';
import { SERVER_ERROR_CODES, type ServerErrorCode } from '../../server/contract.ts';
import { codeOf, STATUS } from '../../server/errors.ts';
import { createReplays } from '../../server/replays.ts';
import { ageFile } from './support/files.ts';
import { createUpload, makeWorld, offsetOf, patch, type World } from './support/world.ts';

const SECRET = 'path-or-name-that-nobody-may-see';

function failing(code: string, more: object = {}): Error {
  return Object.assign(new Error(SECRET), { code, ...more });
}

describe('errors', () => {
  it('have a status each', () => {
    expect(Object.keys(STATUS).sort()).toEqual([...SERVER_ERROR_CODES].sort());
    for (const status of Object.values(STATUS)) expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each<[string, unknown, ServerErrorCode]>([
    ['a full disk', failing('ENOSPC', { syscall: 'write' }), 'storage.full'],
    ['a quota', failing('EDQUOT', { syscall: 'write' }), 'storage.full'],
    ['a full database', failing('SQLITE_FULL'), 'storage.full'],
    ['a full database on D1', new Error('D1_ERROR: database or disk is full: SQLITE_FULL'), 'storage.full'],
    ['no room for the index of the journal', failing('SQLITE_IOERR_SHMSIZE'), 'storage.full'],
    ['a disk that fails', failing('EIO', { syscall: 'read' }), 'storage.failed'],
    ['a database that fails', failing('SQLITE_CORRUPT'), 'storage.failed'],
    ['D1 that fails', new Error('D1_ERROR: internal'), 'storage.failed'],
    [
      'any of these inside another',
      new DrizzleQueryError(SECRET, [], failing('SQLITE_FULL')),
      'storage.full',
    ],
    ['what crypto says of an envelope', new WitnessboxError('envelope.wrong-stanza'), 'upload.wrong-stanza'],
    ['what crypto says of a request', new WitnessboxError('request.stale'), 'request.stale'],
    ['what crypto never says here', new WitnessboxError('receipt.checksum'), 'server.fault'],
    ['anything else', new TypeError(SECRET), 'server.fault'],
    ['what is no error', SECRET, 'server.fault'],
  ])('%s', (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  describe('on their way to the client', () => {
    let world: World;
    afterEach(() => world.close());

    it.each<[Error, ServerErrorCode]>([
      [failing('EIO', { syscall: 'write' }), 'storage.failed'],
      [failing('ENOSPC', { syscall: 'write' }), 'storage.full'],
      [new TypeError(SECRET), 'server.fault'],
    ])('lose everything but their code', async (error, code) => {
      world = await makeWorld();
      const writer = () => Promise.reject(error);
      const broken = await makeWorld({ blobs: { ...world.blobs, writer } });
      const path = await createUpload(broken, (await ageFile()).length);
      const answer = await patch(broken, path, 0, await ageFile());
      expect(answer.status).toBe(STATUS[code]);
      expect(await answer.text()).toBe(`{"error":"${code}"}`);
      expect([...answer.headers.values()].join()).not.toContain(SECRET);
      expect(await offsetOf(broken, path)).toBe(0);
      await broken.close();
    });
  });

  it.each(['SQLITE_FULL', 'SQLITE_READONLY'])(
    'a disk that takes nothing (%s) does not keep the team from fetching, nor open the door to replays',
    async (code) => {
      const world = await makeWorld();
      const insert = () => {
        throw failing(code);
      };
      const db = Object.create(world.store.db, { insert: { value: insert } }) as typeof world.store.db;
      const store = Object.create(world.store, { db: { value: db } }) as typeof world.store;
      const clock = { now: new Date('2026-11-22T10:00:00Z') };
      const created = clock.now.getTime() / 1000;
      const fetching = (nonce: string) => ({ nonce, created, changesNothing: true });
      await createReplays(world.store, () => clock.now, 300).refuse(fetching('before'));
      const replays = createReplays(store, () => clock.now, 300);
      await replays.refuse(fetching('a'));
      for (const nonce of ['a', 'before']) {
        await expect(replays.refuse(fetching(nonce))).rejects.toMatchObject({ code: 'request.replayed' });
      }
      await expect(replays.refuse({ nonce: 'b', created, changesNothing: false })).rejects.toMatchObject({
        code,
      });
      await world.close();
    },
  );
});
