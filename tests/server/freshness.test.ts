import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFreshness, signFreshness, type Freshness } from '../../crypto/freshness.ts';
import { random } from './support/runtime.ts';
import { codeIn, expectRefusal, makeWorld, type World } from './support/world.ts';

const PUT = '/review/freshness';
const TODAY = '2026-11-22';

describe('the freshness note', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  function bodyOf(change: Partial<Freshness> = {}, seed = world.organisation.teamSeed): Uint8Array {
    const { organisation, epoch } = world.organisation.keyring;
    const whole = {
      format: 'witnessbox-freshness/1',
      organisationId: organisation.id,
      epoch,
      day: TODAY,
    } as const;
    const { bytes, signature } = signFreshness(seed, { ...whole, ...change });
    return new TextEncoder().encode(JSON.stringify({ note: new TextDecoder().decode(bytes), signature }));
  }

  const put = (body: Uint8Array, type = 'application/json'): Promise<Response> =>
    world.sendSigned('PUT', PUT, { body, headers: { 'Content-Type': type } });

  async function shownDay(): Promise<string | number> {
    const note = await world.send('GET', '/freshness.json');
    const signature = await world.send('GET', '/freshness.json.minisig');
    expect(signature.status).toBe(note.status);
    if (note.status !== 200) return note.status;
    expect(note.headers.get('content-type')).toBe('application/json');
    const { organisation, epoch, teamRequestKey } = world.organisation.keyring;
    const opened = openFreshness({
      bytes: new Uint8Array(await note.arrayBuffer()),
      signature: await signature.text(),
      teamRequestKey,
      organisationId: organisation.id,
      epoch,
    });
    return opened.day;
  }

  it('is not there before anybody of the team has come', async () => {
    expect(await shownDay()).toBe(404);
    expect(await codeIn(await world.send('GET', '/freshness.json'))).toBe('request.not-found');
  });

  it('is shown as it was signed, and renewed', async () => {
    expect((await put(bodyOf())).status).toBe(204);
    expect(await shownDay()).toBe(TODAY);
    expect((await put(bodyOf())).status).toBe(204);
    world.clock.now = new Date('2026-11-25T08:00:00Z');
    expect((await put(bodyOf({ day: '2026-11-25' }))).status).toBe(204);
    expect(await shownDay()).toBe('2026-11-25');
  });

  it('is never replaced by an older one', async () => {
    await put(bodyOf());
    await expectRefusal(await put(bodyOf({ day: '2026-11-21' })), 'freshness.older');
    expect(await shownDay()).toBe(TODAY);
  });

  it('may be of tomorrow, where it is tomorrow already, and not of any later day', async () => {
    await expectRefusal(await put(bodyOf({ day: '2026-11-24' })), 'freshness.refused');
    expect(await shownDay()).toBe(404);
    expect((await put(bodyOf({ day: '2026-11-23' }))).status).toBe(204);
    expect(await shownDay()).toBe('2026-11-23');
  });

  it.each<[string, () => Uint8Array]>([
    ['signed by somebody else', () => bodyOf({}, random(32))],
    ['of another organisation', () => bodyOf({ organisationId: 'ab'.repeat(32) })],
    ['of another epoch', () => bodyOf({ epoch: 2 })],
    [
      'altered after it was signed',
      () => new TextEncoder().encode(decode(bodyOf()).replace(TODAY, '2026-11-20')),
    ],
    ['that is no JSON', () => new Uint8Array([0xff])],
    ['without a signature', () => new TextEncoder().encode('{"note":"x"}')],
    ['that is nothing', () => new TextEncoder().encode('null')],
  ])('is not taken when it is one %s', async (_, make) => {
    await expectRefusal(await put(make()), 'freshness.refused');
    expect(await shownDay()).toBe(404);
  });

  it('is not taken as another type, when too long, or from a stranger', async () => {
    await expectRefusal(await put(bodyOf(), 'text/plain'), 'freshness.refused');
    await expectRefusal(await put(new Uint8Array(4097)), 'request.too-large');
    const stranger = await world.sendSigned('PUT', PUT, { body: bodyOf(), seed: random(32) });
    await expectRefusal(stranger, 'request.bad-signature');
    await expectRefusal(await world.send('PUT', PUT, {}, bodyOf()), 'request.unsigned');
    expect(await shownDay()).toBe(404);
  });

  it('is asked for and given by one method each', async () => {
    expect((await world.sendSigned('GET', PUT)).headers.get('allow')).toBe('PUT');
    expect((await world.send('PUT', '/freshness.json')).headers.get('allow')).toBe('GET, HEAD');
    await put(bodyOf());
    const head = await world.send('HEAD', '/freshness.json');
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });
});

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
