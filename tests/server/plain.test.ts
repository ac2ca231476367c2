import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { createGate } from '../../server/gate.ts';
import { ageFile, ascii, concat, noise, SMALLEST } from './support/files.ts';
import { makeOrganisation } from './support/organisation.ts';
import {
  breaking,
  create,
  fed,
  makeWorld,
  NOTHING,
  onlySubmission,
  smallSite,
  type World,
} from './support/world.ts';

/** Bytes that no padding gives, of an age file all the same. */
const UNPADDED = HYBRID_HEADER_LENGTH + 16 + 16 + 1234;
const BOUNDARY = '----geckoformboundary2130270a682e335fac35ed77e34145e6';
const NAME = 'Zhang-San-testimony.age';
const TYPE = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

/** As browsers send it. */
function form(file: Uint8Array, name = NAME): Uint8Array {
  const head =
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="age"; filename="${name}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  return concat(ascii(head), file, ascii(`\r\n--${BOUNDARY}--\r\n`));
}

function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.slice(start, start + size));
  return pieces;
}

function streamed(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = rest.shift();
        if (next) controller.enqueue(next);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

describe('the form for browsers without JavaScript', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ site: smallSite() });
  });
  afterEach(() => world.close());

  const remade = async (options: Parameters<typeof makeWorld>[0]) => {
    await world.close();
    world = await makeWorld({ site: smallSite(), ...options });
  };
  const post = (
    body: Uint8Array | ReadableStream<Uint8Array>,
    headers: Record<string, string> = {},
    path = '/en/',
  ) => {
    const length = body instanceof Uint8Array ? { 'Content-Length': String(body.length) } : {};
    return world.send('POST', path, { ...TYPE, ...length, ...headers }, body);
  };
  const outcome = async (response: Response) => ({
    status: response.status,
    page: (await response.text()).replace(/^<p lang="[\w-]+">/, ''),
  });

  it.each([
    ['of no padded size', UNPADDED],
    ['of a text', HYBRID_HEADER_LENGTH + 32],
    ['of several chunks', HYBRID_HEADER_LENGTH + 16 + 3 * 65552 + 17],
    ['longer than a text may be', 700_000],
    ['of a padded size', SMALLEST],
  ])('takes an age file %s, as it is', async (_, size) => {
    const file = await ageFile(size);
    const response = await post(form(file));
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-language')).toBe('en');
    expect(await outcome(response)).toEqual({ status: 200, page: 'received' });
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
    expect(await onlySubmission(world)).toEqual(file);
  });

  it('answers in the language of the address, and at the root in that of the browser', async () => {
    const bytes = form(await ageFile(UNPADDED));
    const chinese = await post(bytes, {}, '/zh-Hans/');
    expect(chinese.headers.get('content-language')).toBe('zh-Hans');
    expect(await chinese.text()).toBe('<p lang="zh-Hans">received');
    const root = await post(bytes, { 'Accept-Language': 'zh-CN' }, '/');
    expect(await root.text()).toBe('<p lang="zh-Hans">received');
  });

  it.each([1, 7, 1000, 65536])('takes it in pieces of %i bytes', async (size) => {
    const file = await ageFile(size === 1 ? UNPADDED : 300_000);
    const body = form(file);
    const headers = { 'Content-Length': String(body.length) };
    expect((await post(streamed(inPieces(body, size)), headers)).status).toBe(200);
    expect(await onlySubmission(world)).toEqual(file);
  });

  it('takes a file in which the delimiter stands', async () => {
    const file = await ageFile(UNPADDED);
    file.set(ascii(`\r\n--${BOUNDARY}--\r\n--${BOUNDARY}\r\n\r\n`), HYBRID_HEADER_LENGTH + 20);
    expect((await post(form(file))).status).toBe(200);
    expect(await onlySubmission(world)).toEqual(file);
  });

  it('keeps neither the name of the file nor its type', async () => {
    const file = await ageFile(UNPADDED);
    await post(form(file, '张三.age'));
    await post(form(file, 'x'.repeat(7000)));
    expect((await world.count()).submissions).toBe(2);
    const tables = ['submissions', 'uploads', 'finished'];
    for (const table of tables) {
      const rows = await world.store.db.values(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toMatch(/张三|xxxx|octet-stream/);
    }
  });

  describe('refuses, with a page that says why and keeps nothing:', () => {
    const bad = async (change: (header: string) => string): Promise<Uint8Array> => {
      const file = await ageFile(UNPADDED);
      const text = String.fromCharCode(...file.subarray(0, HYBRID_HEADER_LENGTH));
      return concat(ascii(change(text)), file.slice(HYBRID_HEADER_LENGTH));
    };
    it.each<[string, number, string, () => Promise<Uint8Array> | Uint8Array]>([
      ['no file', 422, 'not-age', () => new Uint8Array()],
      ['a text', 422, 'not-age', () => ascii('My name is not yours to know.')],
      ['a picture', 422, 'not-age', () => noise(100_000)],
      ['armored age', 422, 'not-age', () => ascii('-----BEGIN AGE ENCRYPTED FILE-----\n')],
      [
        'a file to a classical recipient',
        422,
        'wrong-recipient',
        () => bad((h) => h.replace('mlkem768x25519', 'X25519')),
      ],
      [
        'a file under a passphrase',
        422,
        'wrong-recipient',
        () => ascii('age-encryption.org/v1\n-> scrypt AAAA 18\n'),
      ],
      [
        'a file to two recipients',
        422,
        'wrong-recipient',
        () => bad((h) => h.replace('--- ', '-> X25519 AAAA\n')),
      ],
      ['a header alone', 400, 'damaged', async () => (await ageFile()).slice(0, HYBRID_HEADER_LENGTH)],
      ['a header cut off', 400, 'damaged', async () => (await ageFile()).slice(0, 900)],
      [
        'a length that age does not know',
        400,
        'damaged',
        () => ageFile(HYBRID_HEADER_LENGTH + 16 + 65552 + 16),
      ],
    ])('%s', async (_, status, page, make) => {
      for (const pieces of [1_000_000, 100]) {
        const body = form(await make());
        const headers = { 'Content-Length': String(body.length) };
        expect(await outcome(await post(streamed(inPieces(body, pieces)), headers))).toEqual({
          status,
          page,
        });
        expect(await world.count()).toEqual(NOTHING);
      }
    });

    it('more than it takes, before a byte of it has come', async () => {
      await remade({ config: { plainUpload: 2 ** 20 } });
      const { body } = fed();
      const headers = { 'Content-Length': String(2 ** 30) };
      expect(await outcome(await post(body, headers))).toEqual({ status: 413, page: 'too-large' });
      const slightly = form(await ageFile(2 ** 20 + 1));
      expect(await outcome(await post(slightly))).toEqual({ status: 413, page: 'too-large' });
      expect(await outcome(await post(form(await ageFile(2 ** 20))))).toEqual({
        status: 200,
        page: 'received',
      });
    });

    it('what is no form of ours', async () => {
      const file = await ageFile(UNPADDED);
      const whole = form(file);
      const cut = whole.slice(0, -1);
      const other = concat(whole.slice(0, -6), ascii('xx--\r\n'));
      for (const body of [cut, other, concat(whole, ascii('\r\n')), concat(ascii('\r\n'), whole), file]) {
        expect(await outcome(await post(body))).toEqual({ status: 400, page: 'unclear' });
      }
      const long = form(file, 'x'.repeat(9000));
      expect(await outcome(await post(long))).toEqual({ status: 400, page: 'unclear' });
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'multipart/mixed; boundary=a',
      ]) {
        expect(await outcome(await post(whole, { 'Content-Type': type }))).toEqual({
          status: 415,
          page: 'unclear',
        });
      }
      const unsaid = await world.send('POST', '/en/', TYPE, streamed([whole]));
      expect(await outcome(unsaid)).toEqual({ status: 400, page: 'unclear' });
      expect(await world.count()).toEqual(NOTHING);
    });

    it('less or more than was announced', async () => {
      const whole = form(await ageFile(300_000));
      for (const difference of [-1000, -1, 1, 1000]) {
        const headers = { 'Content-Length': String(whole.length + difference) };
        const response = await post(streamed([whole]), headers);
        expect([difference, (await outcome(response)).page]).toEqual([
          difference,
          expect.stringMatching(/unclear|damaged/),
        ]);
      }
      expect(await world.count()).toEqual(NOTHING);
    });

    it('what another site has a browser send', async () => {
      const body = form(await ageFile(UNPADDED));
      for (const site of ['cross-site', 'same-site', 'nonsense']) {
        const refused = await post(body, { 'Sec-Fetch-Site': site, Origin: 'https://elsewhere.test' });
        expect(await outcome(refused)).toEqual({ status: 400, page: 'unclear' });
      }
      expect(await world.count()).toEqual(NOTHING);
      for (const site of ['same-origin', 'none']) {
        expect((await post(body, { 'Sec-Fetch-Site': site, Origin: 'null' })).status).toBe(200);
      }
    });

    it('everything once the keyring has ended, and where no form is offered', async () => {
      const body = form(await ageFile(UNPADDED));
      world.clock.now = new Date('2027-01-01T00:00:00Z');
      expect(await outcome(await post(body))).toEqual({ status: 403, page: 'closed' });
      await remade({ config: { plainUpload: null } });
      expect((await post(body)).status).toBe(405);
      expect(await world.count()).toEqual(NOTHING);
    });

    it('what there is no room for without touching what others may need', async () => {
      const maxStorage = 2 ** 27;
      await remade({ config: { maxStorage, reserve: 2 ** 20 } });
      const file = await ageFile(2 ** 20 + 100);
      const flood = async (): Promise<number> => {
        for (let taken = 0; ; taken += 1) {
          const response = await post(form(file));
          if (response.status === 200) continue;
          expect(await outcome(response)).toEqual({ status: 507, page: 'full' });
          return taken;
        }
      };
      const turns: number[] = [];
      while (turns.at(-1) !== 0) {
        turns.push(await flood());
        world.clock.now = new Date(world.clock.now.getTime() + 600_000);
      }
      const taken = turns.reduce((sum, count) => sum + count, 0);
      // Half of what files may use, or nearly, and no more of it at once than a step.
      expect(taken).toBeGreaterThan(55);
      expect(taken).toBeLessThan(64);
      expect(Math.max(...turns)).toBeLessThan(20);
      const asked = async ({ guard }: World) => (await guard.challenge()).efforts.map(({ effort }) => effort);
      const empty = await makeWorld({ config: { maxStorage, reserve: 2 ** 20 } });
      const flooded = await asked(world);
      expect(flooded).toEqual((await asked(empty)).slice(0, flooded.length));
      await empty.close();
      expect((await create(world, (await ageFile()).length)).status).toBe(201);
    }, 120_000);
  });

  it('leaves nothing of a file whose line breaks, wherever it does', async () => {
    const body = form(await ageFile(300_000));
    for (const length of [10, 150, 1000, 5000, 100_000, body.length - 1]) {
      const headers = { 'Content-Length': String(body.length) };
      const response = await post(breaking(...inPieces(body.slice(0, length), 4000)), headers);
      expect(response.status).toBe(400);
      await response.text();
    }
    expect(await world.count()).toEqual(NOTHING);
  });

  it('goes on over midnight', async () => {
    const file = await ageFile(300_000);
    const whole = form(file);
    const sending = fed();
    const answer = post(sending.body, { 'Content-Length': String(whole.length) });
    await sending.feed(whole.slice(0, 200_000));
    world.clock.now = new Date('2026-11-23T00:00:01Z');
    await sending.feed(whole.slice(200_000));
    sending.end();
    expect((await answer).status).toBe(200);
    expect(await onlySubmission(world)).toEqual(file);
  });

  it('says so when it is crowded, and lets who brings next to nothing give way to who waits', async () => {
    const clock = { now: 0 };
    const ticks = () => clock.now;
    const places = { proofs: 1, texts: 1, files: 1, plain: 1 };
    const gate = createGate({
      places,
      line: 8,
      plain: { line: 1, turnSeconds: 15 },
      turnSeconds: 15,
      waitSeconds: 45,
      ticks,
    });
    await remade({ guard: { gate, ticks } });
    const file = await ageFile(UNPADDED);
    const body = form(file);
    const headers = { 'Content-Length': String(body.length) };
    const drip = fed();
    const slow = post(drip.body, headers);
    await drip.feed(body.slice(0, 50));
    const waiting = post(body);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await outcome(await post(body))).toEqual({ status: 503, page: 'crowded' });
    clock.now = 15_001;
    gate.tick();
    expect(await outcome(await slow)).toEqual({ status: 503, page: 'crowded' });
    expect(await outcome(await waiting)).toEqual({ status: 200, page: 'received' });
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, finished: 1, objects: 1 });
  });

  it('lets who brings enough come to the end, however long it takes and whoever waits', async () => {
    const clock = { now: 0 };
    const ticks = () => clock.now;
    const places = { proofs: 1, texts: 1, files: 1, plain: 1 };
    const gate = createGate({ places, line: 8, turnSeconds: 15, waitSeconds: 3600, ticks });
    await remade({ guard: { gate, ticks } });
    const body = form(await ageFile(300_000));
    const headers = { 'Content-Length': String(body.length) };
    const steady = fed();
    const slow = post(steady.body, headers);
    const waiting = post(body);
    for (const piece of inPieces(body, 10_000)) {
      await steady.feed(piece);
      clock.now += 1000;
      gate.tick();
    }
    steady.end();
    expect((await slow).status).toBe(200);
    expect((await waiting).status).toBe(200);
  });
});

describe('what a browser without JavaScript is shown', () => {
  const text = async (world: World, path: string) => (await world.send('GET', path)).text();

  it('is each desk with its recipient, in names that are escaped, and the fingerprint', async () => {
    const { keyring } = await makeOrganisation();
    const [desk] = keyring.desks;
    const recipient = desk?.recipient ?? '';
    const other = (await makeOrganisation()).keyring.desks[0]?.recipient ?? '';
    const world = await makeWorld({
      site: smallSite(),
      organisation: await makeOrganisation({
        desks: [
          { id: 'main', names: { en: 'Women <b>', 'zh-Hans': '__WITNESSBOX_ROOT_KEY__' }, recipient },
          { id: 'other', names: { en: '__WITNESSBOX_RECIPIENT_1__' }, recipient: other },
        ],
      }),
    });
    const page = await text(world, '/en/');
    expect(page).toContain('open for 64 MB, ');
    expect(page).toMatch(/open for 64 MB, (?:[0-9A-F]{4} ){7}[0-9A-F]{4} many<a/);
    expect(page).toContain(`<a href="/recipients/main.txt">Women &#60;b&#62;</a><code>${recipient}</code>`);
    expect(page).toContain(
      `<a href="/recipients/other.txt">__WITNESSBOX_RECIPIENT_1__</a><code>${other}</code>`,
    );
    expect(page).not.toMatch(/closed|no form|IF_|END_|EACH_/);
    expect(await text(world, '/zh-Hans/')).toContain('>__WITNESSBOX_ROOT_KEY__</a>');
    for (const [id, expected] of [
      ['main', recipient],
      ['other', other],
    ]) {
      const file = await world.send('GET', `/recipients/${id ?? ''}.txt`);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="recipient.txt"`);
      expect(await file.text()).toBe(`${expected ?? ''}\n`);
    }
    for (const id of ['main', 'none.txt', '__proto__.txt', 'main.txt.txt']) {
      expect((await world.send('GET', `/recipients/${id}`)).status).toBe(404);
    }
    await world.close();
  });

  it('is that it is closed, and no recipient, from the day after the keyring’s last', async () => {
    const world = await makeWorld({ site: smallSite() });
    world.clock.now = new Date('2026-12-31T23:59:59Z');
    expect(await text(world, '/en/')).toContain('one<a');
    world.clock.now = new Date('2027-01-01T00:00:00Z');
    const page = await text(world, '/en/');
    expect(page).toContain('<noscript><p>closed since December 31, 2026</noscript>');
    expect(await text(world, '/')).toContain('<p>closed');
    expect((await world.send('GET', '/recipients/main.txt')).status).toBe(404);
    await world.close();
  });

  it('is that there is no form, where none is offered', async () => {
    const world = await makeWorld({ site: smallSite(), config: { plainUpload: null } });
    expect(await text(world, '/en/')).toContain('<noscript><p>no form</noscript>');
    await world.close();
  });
});
