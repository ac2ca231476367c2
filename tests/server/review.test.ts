import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { SubmissionList } from '../../server/contract.ts';
import { ageFile, noise, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { expectRefusal, makeWorld, newNonce, upload, type World } from './support/world.ts';

const LIST = '/review/submissions';

describe('reviewer requests', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  const list = async (): Promise<SubmissionList> =>
    (await (await world.sendSigned('GET', LIST)).json()) as SubmissionList;
  const seconds = () => Math.floor(world.clock.now.getTime() / 1000);

  describe('are refused', () => {
    const paths: [string, string][] = [
      ['GET', LIST],
      ['GET', `${LIST}/${'0'.repeat(32)}`],
      ['GET', `/review/drops/${'0'.repeat(32)}`],
      ['POST', '/review/drops'],
    ];
    it.each(paths)('without a signature: %s %s', async (method, path) => {
      await expectRefusal(await world.send(method, path), 'request.unsigned');
      await expectRefusal(await world.send(method, path, { Signature: 'witnessbox=::' }), 'request.unsigned');
    });

    it.each(paths)('with the signature of a stranger: %s %s', async (method, path) => {
      const body = method === 'POST' ? { body: noise(8) } : {};
      const answer = await world.sendSigned(method, path, { seed: random(32), ...body });
      await expectRefusal(answer, 'request.bad-signature');
      expect((await world.count()).nonces).toBe(0);
    });

    it('with a signature that cannot be read', async () => {
      const headers = { Signature: 'nonsense', 'Signature-Input': 'nonsense' };
      await expectRefusal(await world.send('GET', LIST, headers), 'request.malformed');
    });

    it('when signed more than five minutes ago, or for more than five minutes ahead', async () => {
      for (const created of [seconds() - 301, seconds() + 301]) {
        await expectRefusal(await world.sendSigned('GET', LIST, { created }), 'request.stale');
      }
      expect((await world.sendSigned('GET', LIST, { created: seconds() - 299 })).status).toBe(200);
      expect((await world.sendSigned('GET', LIST, { created: seconds() + 299 })).status).toBe(200);
    });

    it('when sent again, also across midnight', async () => {
      world.clock.now = new Date('2026-11-22T23:59:30Z');
      const nonce = newNonce();
      const created = seconds();
      expect((await world.sendSigned('GET', LIST, { nonce, created })).status).toBe(200);
      await expectRefusal(await world.sendSigned('GET', LIST, { nonce, created }), 'request.replayed');
      world.clock.now = new Date('2026-11-23T00:01:00Z');
      await expectRefusal(await world.sendSigned('GET', LIST, { nonce, created }), 'request.replayed');
    });

    it('when made for another method or address', async () => {
      const { signRequest } = await import('../../crypto/requests.ts');
      const signed = (method: string, path: string) =>
        signRequest({
          method,
          url: `http://portal.test${path}`,
          seed: world.organisation.teamSeed,
          created: seconds(),
          nonce: newNonce(),
        });
      await expectRefusal(await world.send('GET', LIST, signed('HEAD', LIST)), 'request.bad-signature');
      await expectRefusal(await world.send('GET', LIST, signed('GET', '/')), 'request.bad-signature');
      await expectRefusal(await world.send('GET', `${LIST}?a`, signed('GET', LIST)), 'request.bad-signature');
    });

    it('when the method is not there', async () => {
      const answer = await world.send('DELETE', LIST);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
      await expectRefusal(answer, 'request.method-not-allowed');
    });
  });

  it('list what is there by day, and within a day by random id', async () => {
    expect(await list()).toEqual({ days: [] });
    const big = await ageFile(ciphertextSize(131072));
    const small = await ageFile();
    await upload(world, small);
    world.clock.now = new Date('2026-11-23T12:00:00Z');
    await upload(world, big);
    await upload(world, small);
    const { days } = await list();
    expect(days.map((day) => day.day)).toEqual(['2026-11-22', '2026-11-23']);
    expect(days[0]?.submissions).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, expires: '2027-11-22', size: small.length },
    ]);
    const ids = days[1]?.submissions.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(2);
    expect(ids).toEqual([...ids].sort());
    expect(days[1]?.submissions.map(({ size }) => size).sort()).toEqual([small.length, big.length].sort());
  });

  it('list a day of very many as one day', async () => {
    await world.store.db.run(
      sql`with recursive number(n) as (select 1 union all select n + 1 from number where n < 20001)
          insert into submissions (id, day, blob, size, settled, expires)
          select lower(hex(randomblob(16))), iif(n = 1, '2026-11-22', '2026-11-21'), '', 66000, true, '2027-11-22' from number`,
    );
    const { days } = await list();
    expect(days.map(({ day, submissions }) => [day, submissions.length])).toEqual([
      ['2026-11-21', 20_000],
      ['2026-11-22', 1],
    ]);
  });

  describe('fetch a submission', () => {
    let file: Uint8Array;
    let path: string;
    beforeEach(async () => {
      file = await ageFile(ciphertextSize(131072));
      await upload(world, file);
      path = `${LIST}/${(await list()).days[0]?.submissions[0]?.id ?? ''}`;
    });

    it('whole, with its length', async () => {
      const answer = await world.sendSigned('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-length')).toBe(String(file.length));
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('accept-ranges')).toBe('bytes');
      expect(sameBytes(new Uint8Array(await answer.arrayBuffer()), file)).toBe(true);
    });

    it('by HEAD without the bytes', async () => {
      const answer = await world.sendSigned('HEAD', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-length')).toBe(String(file.length));
      expect((await answer.arrayBuffer()).byteLength).toBe(0);
    });

    it.each<[string, (size: number) => [number, number]]>([
      ['bytes=0-0', () => [0, 1]],
      ['bytes=100-70000', () => [100, 70001]],
      ['bytes=100-', (size) => [100, size]],
      ['bytes=-7', (size) => [size - 7, size]],
      ['bytes=-999999999', (size) => [0, size]],
      ['bytes=5-999999999', (size) => [5, size]],
    ])('in part: %s', async (range, expected) => {
      const [start, end] = expected(file.length);
      const answer = await world.sendSigned('GET', path, { headers: { Range: range } });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(
        `bytes ${String(start)}-${String(end - 1)}/${String(file.length)}`,
      );
      expect(answer.headers.get('content-length')).toBe(String(end - start));
      expect(sameBytes(new Uint8Array(await answer.arrayBuffer()), file.subarray(start, end))).toBe(true);
    });

    it.each(['bytes=999999999-', 'bytes=-0'])('not in a part that is not there: %s', async (range) => {
      const answer = await world.sendSigned('GET', path, { headers: { Range: range } });
      expect(answer.headers.get('content-range')).toBe(`bytes */${String(file.length)}`);
      await expectRefusal(answer, 'request.wrong-range');
    });

    it.each(['bytes=1-2,4-5', 'bytes=9-3', 'lines=1-2', 'bytes=-', 'bytes=x-'])(
      'whole when the range cannot be served: %s',
      async (range) => {
        const answer = await world.sendSigned('GET', path, { headers: { Range: range } });
        expect(answer.status).toBe(200);
        expect((await answer.arrayBuffer()).byteLength).toBe(file.length);
      },
    );

    it('whole when the range depends on a validator', async () => {
      const headers = { Range: 'bytes=0-0', 'If-Range': '"x"' };
      const answer = await world.sendSigned('GET', path, { headers });
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
    });

    it.each([`${LIST}/${'0'.repeat(32)}`, `${LIST}/x`, `${LIST}/..%2Fkeyring.json`])(
      'not %s',
      async (wrong) => {
        await expectRefusal(await world.sendSigned('GET', wrong), 'request.not-found');
      },
    );

    it('and not what is still being sent', async () => {
      const { createUpload, patch } = await import('./support/world.ts');
      const begun = await createUpload(world, file.length);
      await patch(world, begun, 0, file.subarray(0, 9000));
      expect((await list()).days[0]?.submissions).toHaveLength(1);
    });
  });
});
