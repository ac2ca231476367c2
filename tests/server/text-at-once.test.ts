/** tus, extension "Creation With Upload": what the page does with a text. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { nonces } from '../../db/schema.ts';
import { SMALL_UPLOAD } from '../../server/contract.ts';
import { ServerError } from '../../server/errors.ts';
import { ageFile, concat, noise, sameBytes, SMALLEST } from './support/files.ts';
import { proofFor } from './support/proof.ts';
import { inWorkerd } from './support/runtime.ts';
import { CONTENT, LARGEST } from './support/tus.ts';
import {
  breaking,
  codeIn,
  fed,
  makeWorld,
  NOTHING,
  offsetOf,
  onlySubmission,
  patch,
  TUS,
  type World,
} from './support/world.ts';

const ONE = { ...NOTHING, submissions: 1, finished: 1, objects: 1 };

describe('a text that comes with the request that begins its upload', () => {
  let world: World;
  let file: Uint8Array;
  let proof: Record<string, string>;
  beforeEach(async () => {
    world = await makeWorld({ config: { maxUpload: LARGEST } });
    file = await ageFile();
    proof = await newProof();
  });
  afterEach(() => world.close());

  const newProof = (length = SMALLEST) => proofFor((path) => world.send('GET', path), length);
  const post = (body?: Parameters<World['send']>[3], length = SMALLEST) =>
    world.send('POST', '/uploads', { ...TUS, ...CONTENT, 'Upload-Length': String(length), ...proof }, body);
  const told = async (response: Promise<Response>) => {
    const { status, headers } = await response;
    return [status, headers.get('location'), headers.get('upload-offset')];
  };

  it('is a submission when it is answered, byte for byte', async () => {
    const response = await post(file);
    expect(response.status).toBe(201);
    expect(response.headers.get('upload-offset')).toBe(String(SMALLEST));
    expect(response.headers.get('upload-expires')).toBe('Mon, 23 Nov 2026 00:00:00 GMT');
    expect(await world.count()).toEqual(ONE);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
    expect(await offsetOf(world, response.headers.get('location') ?? '')).toBe(SMALLEST);
  });

  it('does not have to: a body that says itself that it is empty, as every browser does, is no content', async () => {
    const headers = { ...TUS, ...proof, 'Upload-Length': String(SMALLEST), 'Content-Length': '0' };
    const body = new Blob([]).stream();
    expect(await told(world.send('POST', '/uploads', headers, body))).toEqual([
      201,
      expect.any(String),
      null,
    ]);
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
  });

  it('may be of any length that a text may have', async () => {
    const longest = await ageFile(SMALL_UPLOAD);
    proof = await newProof(SMALL_UPLOAD);
    expect((await post(longest, SMALL_UPLOAD)).status).toBe(201);
    expect(sameBytes(await onlySubmission(world), longest)).toBe(true);
  });

  it('holds no memory but that of its own length, into whatever it was cut', async () => {
    const [one, pieces] = [new Uint8Array(1), [...file].values()];
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const next = pieces.next();
          if (next.done) {
            controller.close();
            return;
          }
          // The same memory again and again: whoever kept the piece would have the last byte many times.
          one.fill(next.value);
          controller.enqueue(one);
        },
      },
      { highWaterMark: 0 },
    );
    expect((await post(body)).status).toBe(201);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('is stored once, however often it comes with the same proof, and each time answered', async () => {
    const first = await told(post(file));
    expect(first).toEqual([201, expect.stringMatching(/^\/uploads\/[0-9a-f]{32}$/), String(SMALLEST)]);
    expect(await told(post(file))).toEqual(first);
    expect(await told(post())).toEqual(first);
    expect(await world.count()).toEqual(ONE);
  });

  it('is stored once where it comes several times at once', async () => {
    const answers = await Promise.all([post(file), post(file), post(file)]);
    for (const answer of answers) {
      if (answer.status !== 201) expect(await codeIn(answer)).toBe('upload.busy');
    }
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    expect(await world.count()).toMatchObject({ ...ONE, objects: expect.any(Number) as number });
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('is answered for after the keyring has expired, if it came before', async () => {
    world.clock.now = new Date('2026-12-31T23:59:30Z');
    proof = await newProof();
    const body = fed();
    const sent = post(body.body);
    await body.feed(file);
    world.clock.now = new Date('2027-01-01T00:00:10Z');
    body.end();
    const first = await told(sent);
    expect(first[0]).toBe(201);
    expect(await told(post())).toEqual(first);
    proof = await newProof();
    expect(await codeIn(await post(file))).toBe('upload.closed');
    expect(await world.count()).toEqual(ONE);
  });

  describe('and breaks off', () => {
    it('goes on where it broke, by the same proof and then by PATCH', async () => {
      const broken = await told(post(breaking(file.subarray(0, 2000), file.subarray(2000, 5000))));
      expect(await world.count()).toEqual({ ...NOTHING, uploads: 1, objects: 1 });
      const [status, path, offset] = await told(post());
      expect([status, offset]).toEqual([201, '5000']);
      // Should anybody be there to hear it.
      expect(broken).toEqual([status, path, offset]);
      expect((await patch(world, String(path), 5000, file.subarray(5000))).status).toBe(204);
      expect(await world.count()).toEqual(ONE);
      expect(sameBytes(await onlySubmission(world), file)).toBe(true);
    });

    it('is judged by its header as a whole, wherever it broke', async () => {
      await post(breaking(file.subarray(0, 700)));
      const [, path] = await told(post());
      const wrong = await patch(world, String(path), 700, noise(SMALLEST - 700));
      expect(wrong.status).toBe(422);
      expect(await world.count()).toEqual(NOTHING);
    });

    it('before a byte of it came is an upload all the same, and goes on like any other', async () => {
      const broken = await told(post(breaking()));
      expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
      expect(broken).toEqual([201, expect.any(String), '0']);
      expect(await told(post())).toEqual(broken);
      expect((await patch(world, String(broken[1]), 0, file)).status).toBe(204);
      expect(await world.count()).toEqual(ONE);
      expect(sameBytes(await onlySubmission(world), file)).toBe(true);
    });

    it('has had its turn for its proof, whatever it brought', async () => {
      const entered: unknown[] = [];
      const enter = world.guard.enter.bind(world.guard);
      Object.assign(world.guard, {
        enter: (...what: Parameters<typeof enter>) => {
          entered.push(what);
          return enter(...what);
        },
      });
      for (let time = 0; time < 3; time += 1) await post(breaking());
      expect(entered).toHaveLength(1);
    });

    it('behind the last byte is a submission all the same', async () => {
      expect((await post(breaking(file))).status).toBe(201);
      expect(await world.count()).toEqual(ONE);
    });

    it('without a word makes way for the one that asks again, and what had come is kept', async () => {
      const dead = fed();
      const first = post(dead.body);
      await dead.feed(file.subarray(0, 3000));
      const busy = await post();
      expect([busy.status, await codeIn(busy)]).toEqual([423, 'upload.busy']);
      world.clock.now = new Date(world.clock.now.getTime() + world.config.stallSeconds * 1000);
      const [status, path, offset] = await told(post());
      expect([status, offset]).toEqual([201, '3000']);
      expect(await told(first)).toEqual([status, path, offset]);
      expect((await patch(world, String(path), 3000, file.subarray(3000))).status).toBe(204);
      expect(await world.count()).toEqual(ONE);
    });
  });

  describe('is refused, and nothing of it is kept,', () => {
    const usedUp = () => world.store.db.$count(nonces);

    it.each([
      ['where it is no age file', () => noise(SMALLEST), 'upload.not-hybrid'],
      ['where it is longer than it says', () => concat(file, new Uint8Array(1)), 'upload.overlong'],
    ])('%s; its proof is used up', async (_, body) => {
      const response = await post(body());
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await world.count()).toEqual(NOTHING);
      expect(await usedUp()).toBe(1);
      expect(await codeIn(await post(file))).toBe('upload.proof-used');
    });

    it('where it says itself that it is longer, before a byte of it is read', async () => {
      const headers = { ...TUS, ...CONTENT, ...proof, 'Upload-Length': String(SMALLEST) };
      const body = fed();
      const longer = { ...headers, 'Content-Length': String(SMALLEST + 1) };
      const response = await world.send('POST', '/uploads', longer, body.body);
      expect(await codeIn(response)).toBe('upload.overlong');
      expect(await world.count()).toEqual(NOTHING);
    });

    it('where it has no proof, or one that is worth nothing', async () => {
      proof = {};
      expect(await codeIn(await post(file))).toBe('upload.proof-missing');
      proof = { 'Witnessbox-Proof': `${'5a'.repeat(32)}.${'00'.repeat(16)}` };
      expect(await codeIn(await post(file))).toBe('upload.proof-stale');
      proof = { 'Witnessbox-Proof': 'no proof' };
      expect(await codeIn(await post(file))).toBe('request.malformed');
      expect(await world.count()).toEqual(NOTHING);
    });

    it.each(['storage.full', 'storage.failed'] as const)(
      'where the store says %s; it may come again',
      async (code) => {
        await world.close();
        let isBroken = true;
        world = await makeWorld();
        const put = world.blobs.put.bind(world.blobs);
        Object.assign(world.blobs, {
          put: (...what: Parameters<typeof put>) =>
            isBroken ? Promise.reject(new ServerError(code)) : put(...what),
        });
        proof = await newProof();
        expect(await codeIn(await post(file))).toBe(code);
        expect(await world.count()).toEqual(NOTHING);
        isBroken = false;
        expect((await post(file)).status).toBe(201);
        expect(sameBytes(await onlySubmission(world), file)).toBe(true);
      },
    );

    it('where the row cannot be written; it may come again', async () => {
      const { store } = world;
      const atomically = store.atomically.bind(store);
      const broken = Object.assign(store, {
        atomically: () => Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' })),
      });
      expect(await codeIn(await post(file))).toBe('storage.full');
      Object.assign(broken, { atomically });
      // What R2 may still be asked for by name, the sweep of a later day finds.
      expect(await world.count()).toEqual({ ...NOTHING, objects: inWorkerd ? 1 : 0 });
      expect((await post(file)).status).toBe(201);
      expect(sameBytes(await onlySubmission(world), file)).toBe(true);
    });
  });

  it('can be the beginning of something longer', async () => {
    const long = await ageFile(ciphertextSize(2 ** 19));
    proof = await newProof(long.length);
    const [status, path, offset] = await told(post(long.subarray(0, 100_000), long.length));
    expect([status, offset]).toEqual([201, '100000']);
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1, objects: 1 });
    expect((await patch(world, String(path), 100_000, long.subarray(100_000))).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), long)).toBe(true);
  });

  it('is kept by the sweep of a close while it is being written', async () => {
    const put = world.blobs.put.bind(world.blobs);
    let swept = -1;
    Object.assign(world.blobs, {
      put: async (...what: Parameters<typeof put>) => {
        const flushed = await put(...what);
        swept = await world.blobs.sweep(() => Promise.resolve([]));
        return flushed;
      },
    });
    expect((await post(file)).status).toBe(201);
    expect(swept).toBe(0);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });
});
