/**
 * The requirements of tus 1.0.0 (tus.io/protocols/resumable-upload), sentence by sentence: every MUST of its core that
 * binds a server. Ours differs from the protocol nowhere; where it is stricter than it has to be, the table says so.
 */
import { expect } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { ageFile, sameBytes, SMALLEST } from './support/files.ts';
import { breaking, create, onlySubmission, patch, TUS } from './support/world.ts';
import { LARGEST, LENGTH, begun, goneOnes, holds, type Requirement, METHODS } from './support/tus.ts';

const REQUIREMENTS: Requirement[] = [
  [
    'HEAD',
    'always includes Upload-Offset, even if it is 0',
    async (world) => {
      const { path } = await begun(world, 0);
      const response = await world.send('HEAD', path, TUS);
      expect(response.status).toBe(200);
      expect(response.headers.get('upload-offset')).toBe('0');
    },
  ],
  [
    'HEAD',
    'includes Upload-Length where the size is known',
    async (world) => {
      const { path } = await begun(world, 200);
      const { headers } = await world.send('HEAD', path, TUS);
      expect([headers.get('upload-offset'), headers.get('upload-length')]).toEqual(['200', String(SMALLEST)]);
    },
  ],
  [
    'HEAD',
    'of an upload that is not there is 404, 410 or 403, without Upload-Offset',
    async (world) => {
      for (const path of await goneOnes(world)) {
        const response = await world.send('HEAD', path, TUS);
        expect(response.status).toBe(410);
        expect(response.headers.has('upload-offset')).toBe(false);
      }
    },
  ],
  [
    'HEAD',
    'is never cached: Cache-Control: no-store, of errors too',
    async (world) => {
      const { path } = await begun(world, 0);
      const [gone = ''] = await goneOnes(world);
      for (const each of [path, gone]) {
        expect((await world.send('HEAD', each, TUS)).headers.get('cache-control')).toBe('no-store');
      }
    },
  ],
  [
    'PATCH',
    'is accepted at the current offset, and appends there',
    async (world) => {
      const { path, file } = await begun(world, 300);
      const response = await patch(world, path, 300, file.subarray(300));
      expect(response.status).toBe(204);
      expect(sameBytes(await onlySubmission(world), file)).toBe(true);
    },
  ],
  [
    'PATCH',
    'with another media type is 415',
    async (world) => {
      const { path, file } = await begun(world, 0);
      for (const type of ['application/octet-stream', 'text/plain', '']) {
        expect((await patch(world, path, 0, file, { 'Content-Type': type })).status).toBe(415);
      }
      const { headers } = await world.send('HEAD', path, TUS);
      expect(headers.get('upload-offset')).toBe('0');
    },
  ],
  [
    'PATCH',
    'with another offset is 409, and changes nothing',
    async (world) => {
      const { path, file } = await begun(world, 300);
      for (const offset of [0, 299, 301, SMALLEST, 2 ** 52]) {
        expect((await patch(world, path, offset, file.subarray(0, 5))).status).toBe(409);
      }
      const { headers } = await world.send('HEAD', path, TUS);
      expect(headers.get('upload-offset')).toBe('300');
    },
  ],
  [
    'PATCH',
    'is acknowledged with 204 and the new Upload-Offset',
    async (world) => {
      const { path, file } = await begun(world, 10);
      const response = await patch(world, path, 10, file.subarray(10, 25));
      expect([response.status, response.headers.get('upload-offset')]).toEqual([204, '25']);
    },
  ],
  [
    'PATCH',
    'to an upload that is not there is 404 (410 for one that was), without Upload-Offset',
    async (world) => {
      for (const path of await goneOnes(world)) {
        const response = await patch(world, path, 0, await ageFile());
        expect([404, 410]).toContain(response.status);
        expect(response.headers.has('upload-offset')).toBe(false);
      }
    },
  ],
  [
    'PATCH',
    'that is broken off leaves as much as possible of what came',
    async (world) => {
      const { path, file } = await begun(world, 0);
      await patch(world, path, 0, breaking(file.subarray(0, 2000), file.subarray(2000, 4000)));
      const { headers } = await world.send('HEAD', path, TUS);
      expect(headers.get('upload-offset')).toBe('4000');
    },
  ],
  [
    'OPTIONS',
    'is 200 or 204 with Tus-Version, on the collection and on an upload',
    async (world) => {
      const { path } = await begun(world, 0);
      for (const each of ['/uploads', path]) {
        const response = await world.send('OPTIONS', each);
        expect([200, 204]).toContain(response.status);
        expect(response.headers.get('tus-version')).toBe('1.0.0');
      }
    },
  ],
  [
    'OPTIONS',
    'is answered without a Tus-Resumable of the client, and whatever it is',
    async (world) => {
      for (const headers of [{}, { 'Tus-Resumable': '0.2.2' }]) {
        expect((await world.send('OPTIONS', '/uploads', headers)).status).toBe(204);
      }
    },
  ],
  [
    'Tus-Extension',
    'lists what is supported, comma-separated, and nothing that is not',
    async (world) => {
      const { headers } = await world.send('OPTIONS', '/uploads');
      expect(headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration');
    },
  ],
  [
    'Tus-Max-Size',
    'is a non-negative whole number, and it holds',
    async (world) => {
      const { headers } = await world.send('OPTIONS', '/uploads');
      expect(headers.get('tus-max-size')).toBe(String(LARGEST));
      expect((await create(world, LARGEST)).status).toBe(201);
      expect((await create(world, ciphertextSize(2 ** 25))).status).toBe(413);
    },
  ],
  [
    'Tus-Resumable',
    'is in every answer but those to OPTIONS (here in those too)',
    async (world) => {
      const { path, file } = await begun(world, 0);
      const answers = [
        await world.send('OPTIONS', '/uploads'),
        await create(world, SMALLEST),
        await world.send('POST', '/uploads', { ...TUS, ...LENGTH }),
        await world.send('POST', '/uploads', TUS),
        await world.send('POST', '/uploads', LENGTH),
        await world.send('PUT', '/uploads', TUS),
        await world.send('HEAD', path, TUS),
        await world.send('HEAD', path),
        await patch(world, path, 5, file),
        await patch(world, path, 0, file),
        await world.send('DELETE', path, TUS),
        await world.send('GET', path, TUS),
        await world.send('HEAD', '/uploads/x', TUS),
      ];
      for (const { headers, status } of answers)
        expect([status, headers.get('tus-resumable')]).toEqual([status, '1.0.0']);
    },
  ],
  [
    'Tus-Resumable',
    'of a version that is not supported is 412 with Tus-Version, and the request is not processed',
    async (world) => {
      const { path } = await begun(world, 7);
      const before = await world.count();
      for (const version of ['0.2.2', '1.0', '2.0.0', '1.0.0, 1.0.0', undefined]) {
        const headers: Record<string, string> = version === undefined ? {} : { 'Tus-Resumable': version };
        const answers = await Promise.all([
          world.send('POST', '/uploads', { ...headers, ...LENGTH }),
          ...METHODS.map((method) => world.send(method, path, headers)),
        ]);
        for (const answer of answers) {
          expect([answer.status, answer.headers.get('tus-version')]).toEqual([412, '1.0.0']);
        }
      }
      expect(await world.count()).toEqual(before);
    },
  ],
  [
    'X-HTTP-Method-Override',
    "is interpreted as the request's method, and the actual one is ignored",
    async (world) => {
      const { path, file } = await begun(world, 0);
      const headers = { ...TUS, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' };
      const override = (method: string, body?: Uint8Array) =>
        world.send('POST', path, { ...headers, 'X-HTTP-Method-Override': method }, body);
      expect((await override('PATCH', file.subarray(0, 50))).headers.get('upload-offset')).toBe('50');
      expect((await override('HEAD')).headers.get('upload-length')).toBe(String(SMALLEST));
      expect((await override('DELETE')).status).toBe(204);
      expect((await world.send('HEAD', path, TUS)).status).toBe(410);
    },
  ],
  [
    'Upload-Offset, Upload-Length',
    'that are no non-negative whole numbers are refused',
    async (world) => {
      const { path } = await begun(world, 0);
      for (const value of ['-1', '1.0', '0x10', ' ', 'many', '1e3']) {
        const headers = { ...TUS, 'Content-Type': 'application/offset+octet-stream' };
        expect((await world.send('PATCH', path, { ...headers, 'Upload-Offset': value })).status).toBe(400);
        expect((await world.send('POST', '/uploads', { ...TUS, 'Upload-Length': value })).status).toBe(400);
      }
    },
  ],
];

holds('tus 1.0.0', REQUIREMENTS);
