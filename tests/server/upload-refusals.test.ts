import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { ServerErrorCode } from '../../server/contract.ts';
import { ageFile, ascii, concat, noise, SMALLEST } from './support/files.ts';
import {
  breaking,
  createUpload,
  expectRefusal,
  makeWorld,
  NOTHING,
  offsetOf,
  patch,
  TUS,
  type World,
} from './support/world.ts';

describe('an upload', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ config: { maxUpload: ciphertextSize(2 ** 24) } });
  });
  afterEach(() => world.close());

  describe('creation refuses', () => {
    const length = String(SMALLEST);
    it.each<[string, Record<string, string>, ServerErrorCode]>([
      [
        'metadata',
        { 'Upload-Length': length, 'Upload-Metadata': 'filename d29ya2Vy' },
        'upload.metadata-refused',
      ],
      [
        'metadata that is empty',
        { 'Upload-Length': length, 'Upload-Metadata': '' },
        'upload.metadata-refused',
      ],
      ['a length that comes later', { 'Upload-Defer-Length': '1' }, 'upload.length-missing'],
      [
        'both kinds of length',
        { 'Upload-Length': length, 'Upload-Defer-Length': '1' },
        'upload.length-missing',
      ],
      ['no length', {}, 'upload.length-missing'],
      ['a length below nothing', { 'Upload-Length': '-1' }, 'upload.length-missing'],
      ['a length that is no number', { 'Upload-Length': '6e4' }, 'upload.length-missing'],
      ['a length with leading zeros', { 'Upload-Length': `0${length}` }, 'upload.length-missing'],
      ['a length beyond exact numbers', { 'Upload-Length': '9'.repeat(16) }, 'upload.length-missing'],
      ['a length that would be a time bomb', { 'Upload-Length': '9'.repeat(400) }, 'upload.length-missing'],
      ['nothing at all', { 'Upload-Length': '0' }, 'upload.length-not-legal'],
      ['a size that is not padded', { 'Upload-Length': String(SMALLEST + 512) }, 'upload.length-not-legal'],
      ['one byte more than legal', { 'Upload-Length': String(SMALLEST + 1) }, 'upload.length-not-legal'],
      ['one byte less than legal', { 'Upload-Length': String(SMALLEST - 1) }, 'upload.length-not-legal'],
      ['a size above the largest', { 'Upload-Length': String(ciphertextSize(2 ** 25)) }, 'upload.too-large'],
      ['parts to be joined', { 'Upload-Length': length, 'Upload-Concat': 'partial' }, 'request.malformed'],
    ])('%s', async (_, headers, code) => {
      await expectRefusal(await world.send('POST', '/uploads', { ...TUS, ...headers }), code);
      expect(await world.count()).toEqual(NOTHING);
    });

    it('everything once the keyring has expired, but lets begun uploads finish', async () => {
      const file = await ageFile();
      world.clock.now = new Date('2026-12-31T23:59:00Z');
      const path = await createUpload(world, file.length);
      world.clock.now = new Date('2027-01-01T00:01:00Z');
      await expectRefusal(
        await world.send('POST', '/uploads', { ...TUS, 'Upload-Length': length }),
        'upload.closed',
      );
      expect((await patch(world, path, 0, file)).status).toBe(204);
      expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
    });
  });

  describe('appending refuses, and keeps the upload for', () => {
    it.each<[string, Record<string, string>, ServerErrorCode]>([
      ['another media type', { 'Content-Type': 'application/octet-stream' }, 'upload.wrong-type'],
      ['a lower offset', { 'Upload-Offset': '0' }, 'upload.wrong-offset'],
      ['a higher offset', { 'Upload-Offset': '101' }, 'upload.wrong-offset'],
      ['an offset that is none', { 'Upload-Offset': '1x' }, 'request.malformed'],
      ['an offset below nothing', { 'Upload-Offset': '-1' }, 'request.malformed'],
    ])('%s', async (_, headers, code) => {
      const file = await ageFile();
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, file.subarray(0, 100));
      await expectRefusal(await patch(world, path, 100, file.subarray(100, 200), headers), code);
      expect(await offsetOf(world, path)).toBe(100);
    });

    it('no offset', async () => {
      const path = await createUpload(world, SMALLEST);
      const headers = { ...TUS, 'Content-Type': 'application/offset+octet-stream' };
      await expectRefusal(await world.send('PATCH', path, headers, noise(4)), 'request.malformed');
    });

    it('an upload that never was', async () => {
      const path = `/uploads/${'0'.repeat(32)}`;
      await expectRefusal(await patch(world, path, 0, await ageFile()), 'upload.gone');
      expect(await offsetOf(world, path)).toBe(-410);
      await expectRefusal(await world.send('DELETE', path, TUS), 'upload.gone');
    });

    it.each(['x', '../secret', 'A'.repeat(32), '0'.repeat(31), '%00'])(
      'an address that cannot be: %s',
      async (id) => {
        const response = await patch(world, `/uploads/${encodeURIComponent(id)}`, 0, noise(4));
        await expectRefusal(response, 'request.not-found');
      },
    );

    it('an upload that has expired', async () => {
      const path = await createUpload(world, SMALLEST);
      world.clock.now = new Date('2026-11-25T23:59:59Z');
      expect(await offsetOf(world, path)).toBe(0);
      world.clock.now = new Date('2026-11-26T00:00:00Z');
      expect(await offsetOf(world, path)).toBe(-410);
      await expectRefusal(await patch(world, path, 0, await ageFile()), 'upload.gone');
    });

    it('an upload whose bytes are lost: it is given up rather than filled with a hole', async () => {
      const file = await ageFile();
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, file.subarray(0, 3000));
      await world.loseObjects();
      await expectRefusal(await patch(world, path, 3000, file.subarray(3000)), 'upload.gone');
      expect(await world.count()).toEqual(NOTHING);
    });
  });

  describe('what cannot become a submission is refused, and nothing of it is kept', () => {
    const bad = async (change: (header: string) => string): Promise<Uint8Array> => {
      const file = await ageFile();
      const text = String.fromCharCode(...file.subarray(0, HYBRID_HEADER_LENGTH));
      return concat(ascii(change(text)), file).slice(0, SMALLEST);
    };
    const cases: [string, (header: string) => string, ServerErrorCode][] = [
      ['text', () => 'My name is', 'upload.not-age'],
      ['an archive', () => 'PK\u0003\u0004', 'upload.not-age'],
      ['armored age', () => '-----BEGIN AGE ENCRYPTED FILE-----\n', 'upload.not-age'],
      ['a later version of age', (header) => header.replace('/v1', '/v2'), 'upload.not-age'],
      ['Windows line ends', (header) => header.replaceAll('\n', '\r\n'), 'upload.not-age'],
      [
        'a classical recipient',
        (header) => header.replace('mlkem768x25519', 'X25519'),
        'upload.wrong-stanza',
      ],
      ['a passphrase', () => 'age-encryption.org/v1\n-> scrypt AAAA 18\n', 'upload.wrong-stanza'],
      [
        'a second recipient',
        (header) => header.replace('--- ', '-> X25519 AAAA\n'),
        'upload.too-many-stanzas',
      ],
    ];
    it.each(cases)('%s, sent whole', async (_, change, code) => {
      const path = await createUpload(world, SMALLEST);
      await expectRefusal(await patch(world, path, 0, await bad(change)), code);
      expect(await world.count()).toEqual(NOTHING);
      expect(await offsetOf(world, path)).toBe(-410);
    });

    it.each(cases)('%s, sent in small requests', async (_, change, code) => {
      const path = await createUpload(world, SMALLEST);
      const file = await bad(change);
      let response: Response;
      let offset = 0;
      do {
        response = await patch(world, path, offset, file.subarray(offset, offset + 97));
        offset += 97;
      } while (response.status === 204 && offset < 2000);
      await expectRefusal(response, code);
      expect(await world.count()).toEqual(NOTHING);
    });

    it('a header that goes wrong at its very last byte, sent byte by byte at the end', async () => {
      const file = await ageFile();
      file[HYBRID_HEADER_LENGTH - 1] = 0x20;
      const path = await createUpload(world, SMALLEST);
      await patch(world, path, 0, file.subarray(0, HYBRID_HEADER_LENGTH - 3));
      for (const offset of [HYBRID_HEADER_LENGTH - 3, HYBRID_HEADER_LENGTH - 2]) {
        expect((await patch(world, path, offset, file.subarray(offset, offset + 1))).status).toBe(204);
      }
      const last = await patch(
        world,
        path,
        HYBRID_HEADER_LENGTH - 1,
        file.subarray(HYBRID_HEADER_LENGTH - 1),
      );
      await expectRefusal(last, 'upload.not-age');
      expect(await world.count()).toEqual(NOTHING);
    });

    it('more bytes than promised, announced', async () => {
      const file = await ageFile();
      const path = await createUpload(world, SMALLEST);
      const body = concat(file, noise(1));
      const response = await patch(world, path, 0, body, { 'Content-Length': String(body.length) });
      await expectRefusal(response, 'upload.overlong');
      expect(await world.count()).toEqual(NOTHING);
    });

    it('more bytes than promised, unannounced', async () => {
      const file = await ageFile();
      const path = await createUpload(world, SMALLEST);
      await patch(world, path, 0, file.subarray(0, 60000));
      await expectRefusal(
        await patch(world, path, 60000, breaking(file.subarray(60000), noise(1))),
        'upload.overlong',
      );
      expect(await world.count()).toEqual(NOTHING);
    });
  });
});
