import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { ageFile, noise, sameBytes, SMALLEST } from './support/files.ts';
import {
  breaking,
  create,
  createUpload,
  expectRefusal,
  makeWorld,
  NOTHING,
  offsetOf,
  patch,
  TUS,
  upload,
  type World,
} from './support/world.ts';

describe('uploads', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ config: { maxUpload: ciphertextSize(2 ** 24) } });
  });
  afterEach(() => world.close());

  async function submitted(): Promise<Uint8Array> {
    const list = (await (await world.sendSigned('GET', '/review/submissions')).json()) as {
      days: { submissions: { id: string }[] }[];
    };
    const id = list.days[0]?.submissions[0]?.id ?? '';
    return new Uint8Array(await (await world.sendSigned('GET', `/review/submissions/${id}`)).arrayBuffer());
  }

  describe('tus requirements', () => {
    it('OPTIONS tells version, extensions and largest size, and asks for no version', async () => {
      const response = await world.send('OPTIONS', '/uploads');
      expect(response.status).toBe(204);
      expect(response.headers.get('tus-version')).toBe('1.0.0');
      expect(response.headers.get('tus-extension')).toBe(
        'creation,creation-with-upload,termination,expiration',
      );
      expect(response.headers.get('tus-max-size')).toBe(String(ciphertextSize(2 ** 24)));
    });

    it('POST creates: 201, Location, and an expiry rounded to the day', async () => {
      const response = await create(world, SMALLEST);
      expect(response.status).toBe(201);
      expect(response.headers.get('location')).toMatch(/^\/uploads\/[0-9a-f]{32}$/);
      expect(response.headers.get('upload-expires')).toBe('Thu, 26 Nov 2026 00:00:00 GMT');
      expect(response.headers.get('tus-resumable')).toBe('1.0.0');
      expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
    });

    it('HEAD tells offset and length and is not to be cached', async () => {
      const path = await createUpload(world, SMALLEST);
      const response = await world.send('HEAD', path, TUS);
      expect(response.status).toBe(200);
      expect(response.headers.get('upload-offset')).toBe('0');
      expect(response.headers.get('upload-length')).toBe(String(SMALLEST));
      expect(response.headers.get('upload-expires')).toBe('Thu, 26 Nov 2026 00:00:00 GMT');
      expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it('PATCH answers 204 with the new offset', async () => {
      const file = await ageFile();
      const path = await createUpload(world, file.length);
      const response = await patch(world, path, 0, file.subarray(0, 5000));
      expect(response.status).toBe(204);
      expect(response.headers.get('upload-offset')).toBe('5000');
      expect(response.headers.get('upload-expires')).toBe('Thu, 26 Nov 2026 00:00:00 GMT');
      expect(response.headers.get('tus-resumable')).toBe('1.0.0');
    });

    it('PATCH with nothing in it changes nothing', async () => {
      const path = await createUpload(world, SMALLEST);
      const response = await patch(world, path, 0, new Uint8Array(0));
      expect(response.status).toBe(204);
      expect(await offsetOf(world, path)).toBe(0);
    });

    it('DELETE ends an upload and takes everything with it', async () => {
      const path = await createUpload(world, SMALLEST);
      await patch(world, path, 0, (await ageFile()).subarray(0, 5000));
      const response = await world.send('DELETE', path, TUS);
      expect(response.status).toBe(204);
      expect(await world.count()).toEqual(NOTHING);
      expect(await offsetOf(world, path)).toBe(-410);
    });

    it('X-HTTP-Method-Override stands for the method', async () => {
      const path = await createUpload(world, SMALLEST);
      const response = await world.send('POST', path, { ...TUS, 'X-HTTP-Method-Override': 'DELETE' });
      expect(response.status).toBe(204);
      expect(await world.count()).toEqual(NOTHING);
    });

    it.each(['POST', 'HEAD', 'PATCH', 'DELETE'])(
      '%s with another version is refused with 412',
      async (method) => {
        const path = method === 'POST' ? '/uploads' : await createUpload(world, SMALLEST);
        const before = await world.count();
        for (const headers of [{}, { 'Tus-Resumable': '0.2.2' }]) {
          const response = await world.send(method, path, headers);
          expect(response.status).toBe(412);
          expect(response.headers.get('tus-version')).toBe('1.0.0');
        }
        expect(await world.count()).toEqual(before);
      },
    );

    it('refuses other methods and says which there are', async () => {
      const collection = await world.send('PUT', '/uploads', TUS);
      expect(collection.headers.get('allow')).toBe('OPTIONS, POST');
      await expectRefusal(collection, 'request.method-not-allowed');
      const one = await world.send('GET', await createUpload(world, SMALLEST), TUS);
      expect(one.headers.get('allow')).toBe('OPTIONS, HEAD, PATCH, DELETE');
      await expectRefusal(one, 'request.method-not-allowed');
      const odd = await world.send('POST', '/uploads', { ...TUS, 'X-HTTP-Method-Override': 'constructor' });
      await expectRefusal(odd, 'request.method-not-allowed');
    });
  });

  describe('a complete upload', () => {
    it('is a submission when its last PATCH is answered, byte for byte', async () => {
      const file = await ageFile(ciphertextSize(2 ** 23));
      const path = await createUpload(world, file.length);
      const response = await patch(world, path, 0, file);
      expect(response.status).toBe(204);
      expect(response.headers.get('upload-offset')).toBe(String(file.length));
      const { objects, ...rows } = await world.count();
      expect(rows).toEqual({ submissions: 1, uploads: 0, finished: 1, drops: 0, nonces: 0 });
      expect(objects).toBeGreaterThan(0);
      expect(sameBytes(await submitted(), file)).toBe(true);
    });

    it('is answered for until the end of its day, by HEAD and by its last bytes sent again', async () => {
      const file = await ageFile();
      const path = await upload(world, file);
      const head = await world.send('HEAD', path, TUS);
      expect(head.headers.get('upload-offset')).toBe(String(file.length));
      expect(head.headers.get('upload-length')).toBe(String(file.length));
      expect(head.headers.get('upload-expires')).toBe('Mon, 23 Nov 2026 00:00:00 GMT');

      const again = await patch(world, path, 60000, noise(file.length - 60000));
      expect(again.status).toBe(204);
      expect(again.headers.get('upload-offset')).toBe(String(file.length));
      const more = await patch(world, path, 60000, noise(file.length - 60000 + 1));
      await expectRefusal(more, 'upload.wrong-offset');
      await expectRefusal(await patch(world, path, 0, file.subarray(0, 9)), 'upload.wrong-offset');
      await expectRefusal(await world.send('DELETE', path, TUS), 'upload.gone');
      expect(sameBytes(await submitted(), file)).toBe(true);

      world.clock.now = new Date('2026-11-23T00:00:00Z');
      expect(await offsetOf(world, path)).toBe(-410);
    });

    it('leaves nothing that leads from the upload to the submission', async () => {
      const path = await upload(world, await ageFile());
      const id = path.slice('/uploads/'.length);
      expect((await world.objectNames()).filter((name) => name.includes(id))).toEqual([]);
      const list = await (await world.sendSigned('GET', '/review/submissions')).text();
      expect(list).not.toContain(id);
    });

    it('counts even if the connection breaks after the last byte', async () => {
      const file = await ageFile();
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, breaking(file));
      expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
      expect(await offsetOf(world, path)).toBe(file.length);
    });
  });

  it('keeps what a broken connection has brought, and goes on from there', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, breaking(file.subarray(0, 700), file.subarray(700, 4321)));
    expect(await offsetOf(world, path)).toBe(4321);
    await patch(world, path, 4321, file.subarray(4321));
    expect(sameBytes(await submitted(), file)).toBe(true);
  });
});
