/** As tus-requirements.test.ts, for the extensions that are offered. */
import { expect } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { create, patch, TUS, upload } from './support/world.ts';
import { begun, CONTENT, holds, type Requirement } from './support/tus.ts';

const REQUIREMENTS: Requirement[] = [
  [
    'Creation',
    "is 201 with the new upload's Location, under which it is found",
    async (world) => {
      const response = await create(world, SMALLEST);
      expect(response.status).toBe(201);
      const found = await world.send('HEAD', response.headers.get('location') ?? '', TUS);
      expect(found.headers.get('upload-length')).toBe(String(SMALLEST));
    },
  ],
  [
    'Creation',
    'beyond Tus-Max-Size is 413',
    async (world) => {
      expect((await create(world, ciphertextSize(2 ** 26))).status).toBe(413);
    },
  ],
  [
    'Creation',
    'without any length is 400, and so is Upload-Defer-Length, whose extension is not offered',
    async (world) => {
      expect((await world.send('POST', '/uploads', TUS)).status).toBe(400);
      expect((await world.send('POST', '/uploads', { ...TUS, 'Upload-Defer-Length': '1' })).status).toBe(400);
    },
  ],
  [
    'Creation',
    'need not take Upload-Metadata; here it is refused rather than read, and nothing is made',
    async (world) => {
      const response = await create(world, SMALLEST, { 'Upload-Metadata': 'filename bmFtZQ==' });
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain('bmFtZQ');
      expect((await world.count()).uploads).toBe(0);
    },
  ],
  [
    'Creation With Upload',
    'is 201 with Location and Upload-Offset, and PATCH goes on from there',
    async (world) => {
      const file = await ageFile();
      const response = await create(world, file.length, CONTENT, file.subarray(0, 2000));
      expect(response.status).toBe(201);
      expect(response.headers.get('upload-offset')).toBe('2000');
      const path = response.headers.get('location') ?? '';
      expect((await patch(world, path, 2000, file.subarray(2000))).status).toBe(204);
    },
  ],
  [
    'Creation With Upload',
    'wants the content type of PATCH',
    async (world) => {
      const body = await ageFile();
      for (const headers of [{}, { 'Content-Type': 'application/octet-stream' }]) {
        expect((await create(world, body.length, headers, body)).status).toBe(415);
      }
      expect((await world.count()).uploads).toBe(0);
    },
  ],
  [
    'Termination',
    'is 204, and later requests are 404 or 410',
    async (world) => {
      const { path, file } = await begun(world, 500);
      expect((await world.send('DELETE', path, TUS)).status).toBe(204);
      for (const method of ['HEAD', 'DELETE']) {
        expect((await world.send(method, path, TUS)).status).toBe(410);
      }
      expect((await patch(world, path, 500, file.subarray(500))).status).toBe(410);
    },
  ],
  [
    'Termination',
    'of a finished upload is refused: what has been said to be received stays',
    async (world) => {
      const path = await upload(world, await ageFile());
      expect((await world.send('DELETE', path, TUS)).status).toBe(410);
      expect((await world.count()).submissions).toBe(1);
    },
  ],
  [
    'Expiration',
    'Upload-Expires is in the answers to POST, HEAD and PATCH of an unfinished upload, as an RFC 9110 date',
    async (world) => {
      const created = await create(world, SMALLEST);
      const path = created.headers.get('location') ?? '';
      const head = await world.send('HEAD', path, TUS);
      const patched = await patch(world, path, 0, (await ageFile()).subarray(0, 9));
      for (const { headers } of [created, head, patched]) {
        expect(headers.get('upload-expires')).toMatch(
          /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} 00:00:00 GMT$/,
        );
      }
    },
  ],
  [
    'Expiration',
    'a request to an expired upload is 404 or 410',
    async (world) => {
      const { path, file } = await begun(world, 9);
      world.clock.now = new Date(world.clock.now.getTime() + 5 * 86_400_000);
      expect((await world.send('HEAD', path, TUS)).status).toBe(410);
      expect((await patch(world, path, 9, file.subarray(9))).status).toBe(410);
    },
  ],
];

holds('the extensions of tus 1.0.0', REQUIREMENTS);
