import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { nonces } from '../../db/schema.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import { effortOf, puzzle } from '../../crypto/puzzle.ts';
import { hex } from '@scure/base';
import {
  EFFORT_HEADER,
  PROOF_HEADER,
  SMALL_UPLOAD,
  type Challenge,
  type ServerErrorCode,
} from '../../server/contract.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { ServerError } from '../../server/errors.ts';
import { openGate } from '../../server/gate.ts';
import { idOf } from '../../server/proofs.ts';
import { headerFor } from './support/proof.ts';
import { CONTENT } from './support/tus.ts';
import { breaking, codeIn, create, makeWorld, NOTHING, patch, TUS, type World } from './support/world.ts';

const HOUR = 3_600_000;

describe('the proof of work', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ config: { baseEffort: 4, calmUploads: 4 } });
  });
  afterEach(() => world.close());

  const challenge = async () => (await (await world.send('GET', '/challenge')).json()) as Challenge;
  const pass = (milliseconds: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + milliseconds);
  };
  const begin = (proof: string | null, length = SMALLEST) =>
    world.send('POST', '/uploads', {
      ...TUS,
      'Upload-Length': String(length),
      ...(proof !== null && { [PROOF_HEADER]: proof }),
    });

  async function expectRefusal(response: Response, status: number, code: ServerErrorCode): Promise<void> {
    expect({ status: response.status, code: await codeIn(response) }).toEqual({ status, code });
    expect(await world.count()).toEqual(NOTHING);
    expect(await world.store.db.$count(nonces)).toBe(0);
  }

  it('answers one challenge that is the same for everybody in an hour', async () => {
    world.clock.now = new Date('2026-11-22T10:00:00Z');
    const first = await challenge();
    expect(first.format).toBe('witnessbox-challenge/1');
    expect(first.challenge).toMatch(/^[0-9a-f]{64}$/);
    expect(first.efforts[0]).toEqual({ upTo: SMALL_UPLOAD, effort: 4 });
    expect(first.efforts.at(-1)?.upTo).toBe(2 ** 31);
    pass(HOUR - 1);
    expect(await challenge()).toEqual(first);
    pass(1);
    expect((await challenge()).challenge).not.toBe(first.challenge);
    expect((await world.send('GET', '/challenge')).headers.get('cache-control')).toBe('no-store');
  });

  it('begins an upload', async () => {
    const response = await begin(await headerFor(await challenge(), 4));
    expect(response.status).toBe(201);
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
  });

  it('is asked for, with how much, and nothing is stored without', async () => {
    const response = await begin(null);
    expect(response.headers.get(EFFORT_HEADER)).toBe('4');
    await expectRefusal(response, 428, 'upload.proof-missing');
  });

  it('must be as much as is asked now for this length', async () => {
    const { challenge: given, iterations } = await challenge();
    const attempt = await puzzle(hex.decode(given), iterations, crypto.subtle);
    let weak = '';
    for (let number = 0; weak === ''; number += 1) {
      const nonce = number.toString(16).padStart(32, '0');
      if (effortOf(await attempt(hex.decode(nonce))) < 4) weak = `${given}.${nonce}`;
    }
    const response = await begin(weak);
    expect(response.headers.get(EFFORT_HEADER)).toBe('4');
    await expectRefusal(response, 428, 'upload.proof-weak');
    const file = await begin(weak, ciphertextSize(2 ** 30));
    expect(Number(file.headers.get(EFFORT_HEADER))).toBeGreaterThan(100);
    await expectRefusal(file, 428, 'upload.proof-weak');
  });

  it('is good for the hour after its own and no longer', async () => {
    world.clock.now = new Date('2026-11-22T10:00:00Z');
    const given = await challenge();
    const [early, late] = [await headerFor(given, 4), await headerFor(given, 4)];
    pass(2 * HOUR);
    const response = await begin(late);
    expect(response.headers.get(EFFORT_HEADER)).toBe('4');
    await expectRefusal(response, 428, 'upload.proof-stale');
    pass(-1);
    expect((await begin(early)).status).toBe(201);
  });

  it('of another server, with another secret, is worth nothing here', async () => {
    const { format, iterations, efforts } = await challenge();
    const foreign = { format, iterations, efforts, challenge: '5a'.repeat(32) };
    await expectRefusal(await begin(await headerFor(foreign, 4)), 428, 'upload.proof-stale');
  });

  it('counts once, also for two who come together', async () => {
    const proof = await headerFor(await challenge(), 4);
    const answers = await Promise.all([begin(proof), begin(proof), begin(proof)]);
    const [made, ...others] = answers.sort((a, b) => a.status - b.status);
    expect(made.status).toBe(201);
    for (const other of others) {
      // While it is being looked at, or the same upload once more.
      if (other.status === 201) expect(other.headers.get('location')).toBe(made.headers.get('location'));
      else expect(await codeIn(other)).toBe('upload.busy');
    }
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1 });
  });

  it('that was used does not serve for another upload', async () => {
    const proof = await headerFor(await challenge(), 4);
    const path = (await begin(proof)).headers.get('location') ?? '';
    const longer = await begin(proof, ciphertextSize(2 ** 17));
    expect(await codeIn(longer)).toBe('upload.proof-used');
    expect(longer.headers.get(EFFORT_HEADER)).toBe('4');
    expect((await world.send('DELETE', path, TUS)).status).toBe(204);
    expect(await codeIn(await begin(proof))).toBe('upload.proof-used');
    expect(await world.count()).toEqual(NOTHING);
  });

  it('that comes again gives the same upload, however far it is, also after the time in which it counts', async () => {
    world.clock.now = new Date('2026-11-22T10:00:00Z');
    const proof = await headerFor(await challenge(), 4);
    const first = await begin(proof);
    expect(first.headers.get('upload-offset')).toBeNull();
    const path = first.headers.get('location') ?? '';
    const again = async () => {
      const { status, headers } = await begin(proof);
      return [status, headers.get('location'), headers.get('upload-offset'), headers.get('upload-expires')];
    };
    const expires = first.headers.get('upload-expires');
    expect(await again()).toEqual([201, path, '0', expires]);
    const file = await ageFile();
    await patch(world, path, 0, file.subarray(0, 300));
    pass(3 * HOUR);
    expect(await again()).toEqual([201, path, '300', expires]);
    await patch(world, path, 300, file.subarray(300));
    const end = 'Mon, 23 Nov 2026 00:00:00 GMT';
    expect(await again()).toEqual([201, path, String(SMALLEST), end]);
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
  });

  it('is kept in a form that leads nobody who reads it to the upload', async () => {
    const proof = await headerFor(await challenge(), 4);
    const path = (await begin(proof)).headers.get('location') ?? '';
    const [kept] = await world.store.db.select().from(nonces);
    expect(kept?.nonce).toMatch(/^proof:[0-9a-f]{64}$/);
    const id = path.slice('/uploads/'.length);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(kept?.nonce).not.toContain(id);
    for (const text of [kept?.nonce ?? '', (kept?.nonce ?? '').slice(6)]) expect(idOf(text)).not.toBe(id);
  });

  it('that was used is refused before anybody is made to wait for it', async () => {
    await world.close();
    const entered: string[] = [];
    const gate = openGate();
    world = await makeWorld({
      config: { baseEffort: 4 },
      guard: {
        gate: {
          ...gate,
          enter: (lane, ...more) => {
            entered.push(lane);
            return gate.enter(lane, ...more);
          },
        },
      },
    });
    const proof = await headerFor(await challenge(), 4);
    expect((await begin(proof)).status).toBe(201);
    expect(entered).toEqual(['proofs', 'texts']);
    expect(await codeIn(await begin(proof, ciphertextSize(2 ** 17)))).toBe('upload.proof-used');
    expect(entered).toEqual(['proofs', 'texts']);
  });

  it('that would be let in is said to whom a full line turned away, and never more than may be asked', async () => {
    await world.close();
    let needed = 64;
    world = await makeWorld({
      config: { baseEffort: 4 },
      guard: {
        gate: {
          ...openGate(),
          needed: () => needed,
          enter: (lane) => {
            if (lane === 'proofs') return openGate().enter(lane, 0);
            throw new ServerError('upload.crowded');
          },
        },
      },
    });
    const ask = async () => begin(await headerFor(await challenge(), 4));
    const refused = await ask();
    expect({ status: refused.status, code: await codeIn(refused) }).toEqual({
      status: 503,
      code: 'upload.crowded',
    });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.headers.get(EFFORT_HEADER)).toBe('64');
    needed = 2 ** 20;
    expect((await ask()).headers.get(EFFORT_HEADER)).toBe(String(4 * 2 ** 8));
    expect((await begin(null)).headers.get(EFFORT_HEADER)).toBe(String(4 * 2 ** 8));
  });

  it('is remembered by a hash and a day, nothing else', async () => {
    const proof = await headerFor(await challenge(), 4);
    await begin(proof);
    const [row] = await world.store.db.select().from(nonces);
    expect(row).toEqual({
      nonce: expect.stringMatching(/^proof:[0-9a-f]{64}$/) as string,
      day: '2026-11-22',
    });
    for (const half of proof.split('.')) expect(row?.nonce).not.toContain(half);
    expect(await world.store.db.select().from(nonces).where(eq(nonces.nonce, proof))).toEqual([]);
  });

  it('makes the next one no dearer than once, however often a text breaks off before its first byte', async () => {
    const asked = async () => (await challenge()).efforts[0]?.effort;
    const post = (proof: string, body: ReadableStream<Uint8Array> | Uint8Array) => {
      const headers = { ...TUS, ...CONTENT, 'Upload-Length': String(SMALLEST), [PROOF_HEADER]: proof };
      return world.send('POST', '/uploads', headers, body);
    };
    expect(await asked()).toBe(4);
    const proof = await headerFor(await challenge(), 4);
    for (let time = 0; time < 40; time += 1) expect((await post(proof, breaking())).status).toBe(201);
    pass(60_000);
    expect(await asked()).toBe(4);

    // One that came, and one that was refused, were begun.
    const given = await challenge();
    const proofs = await Promise.all(Array.from({ length: 20 }, () => headerFor(given, 4)));
    for (const [number, one] of proofs.entries()) {
      expect((await post(one, number % 2 ? await ageFile() : new Uint8Array(SMALLEST))).status).toBe(
        number % 2 ? 201 : 422,
      );
    }
    pass(60_000);
    expect(await asked()).toBeGreaterThan(4);
  });

  it.each([
    '',
    'x',
    '0'.repeat(64),
    `${'0'.repeat(64)}.${'0'.repeat(31)}`,
    `${'0'.repeat(64)}.${'G'.repeat(32)}`,
  ])('in a form that is none is malformed (%s)', async (header) => {
    await expectRefusal(await begin(header), 400, 'request.malformed');
  });

  it('rises as uploads begin, a refusal says to what, and falls again', async () => {
    const old = [await headerFor(await challenge(), 4), await headerFor(await challenge(), 4)];
    for (let number = 0; number < 20; number += 1) expect((await create(world, SMALLEST)).status).toBe(201);
    expect((await challenge()).efforts[0]?.effort).toBe(4);
    pass(HOUR / 60);
    const refused = await begin(old[0] ?? '');
    // By luck one may be good for more than was asked.
    expect([201, 428]).toContain(refused.status);
    expect((await challenge()).efforts[0]?.effort).toBe(16);
    pass(HOUR / 2);
    expect((await challenge()).efforts[0]?.effort).toBe(4);
    expect((await begin(old[1] ?? '')).status).toBe(201);
  });

  it('is not asked of reviewers', async () => {
    const response = await world.sendSigned('GET', '/review/submissions');
    expect(response.status).toBe(200);
  });
});
