import { randomBytes } from 'node:crypto';
import { base64, hex } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { appearanceHash, appearancePage } from '../../crypto/appearance.ts';
import { generateIdentity, recipientOf } from '../../crypto/envelope.ts';
import { signFreshness } from '../../crypto/freshness.ts';
import { teamRequestKeyOf } from '../../crypto/grant.ts';
import { intakeHash, intakePage, parseIntake } from '../../crypto/intake.ts';
import { encodeKeyring, type Keyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { sleep } from '../../web/source/deadline.ts';
import { describe as describeFor, openOrganisation } from '../../web/source/organisation.ts';
import { FACE } from '../crypto/faces.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const TODAY = '2026-11-20';
const teamSeed = random(32);
const root = generateKeyPair(random);
const rootKey = encodePublicKey(root);
const intake = new TextEncoder().encode(
  JSON.stringify({
    format: 'witnessbox-intake/1',
    id: 'default',
    questions: [{ id: 'what', kind: 'long', required: true, label: { en: 'What?', 'zh-Hans': '什么？' } }],
  }),
);
const pages = {
  en: intakePage(parseIntake(intake), 'en'),
  'zh-Hans': intakePage(parseIntake(intake), 'zh-Hans'),
};

describe('opening the organisation', () => {
  let keyring: Keyring;

  beforeAll(async () => {
    keyring = {
      format: 'witnessbox-keyring/1',
      organisation: { id: hex.encode(random(32)), names: { en: 'Harbour', 'zh-Hans': '港湾' } },
      epoch: 1,
      issued: '2026-11-01',
      validFrom: '2026-11-01',
      validUntil: '2027-01-30',
      desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(await generateIdentity()) }],
      intake: {
        id: 'default',
        sha256: intakeHash(intake),
        pages: { en: intakeHash(pages.en), 'zh-Hans': intakeHash(pages['zh-Hans']) },
      },
      onion: null,
      teamRequestKey: base64.encode(teamRequestKeyOf(teamSeed)),
      demonstration: true,
    };
  });

  function serve(change: Partial<Record<string, Uint8Array | string | number>> = {}, given = keyring) {
    const bytes = encodeKeyring(given);
    const files: Record<string, Uint8Array | string | number | undefined> = {
      '/keyring.json': bytes,
      '/keyring.json.minisig': sign(root, bytes, 'test'),
      '/intake.json': intake,
      '/intake/en.json': pages.en,
      '/intake/zh-Hans.json': pages['zh-Hans'],
      ...change,
    };
    return async (path: string): Promise<Response> => {
      await Promise.resolve();
      const file = files[path];
      if (typeof file === 'number') return new Response(null, { status: file });
      if (file === undefined) throw new TypeError('Failed to fetch');
      return new Response(typeof file === 'string' ? file : file.slice());
    };
  }

  const failure = async (fetch: ReturnType<typeof serve>, today = TODAY, key = rootKey) =>
    openOrganisation({ fetch, sleep }, key, today, 'en').then(
      () => 'opened',
      (error: unknown) => (error as { code?: string }).code,
    );

  test('gives names, questions and fingerprint in the page’s language', async () => {
    const opened = describeFor(
      await openOrganisation({ fetch: serve(), sleep }, rootKey, TODAY, 'zh-Hans'),
      'zh-Hans',
    );
    expect(opened).toMatchObject({
      name: '港湾',
      demonstration: true,
      desks: [{ id: 'main', name: 'Main' }],
    });
    expect(opened.form).toMatchObject({
      language: 'zh-Hans',
      first: [{ id: 'what', kind: 'long', required: true, label: '什么？' }],
    });
    expect(opened.formHash).toBe(intakeHash(pages['zh-Hans']));
    expect(opened.fingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
  });

  test('refuses a keyring that was changed, or signed by somebody else', async () => {
    const changed = encodeKeyring({ ...keyring, epoch: 2 });
    expect(await failure(serve({ '/keyring.json': changed }))).toBe('keyring.bad-signature');
    const other = encodePublicKey(generateKeyPair(random));
    expect(await failure(serve(), TODAY, other)).toBe('keyring.bad-signature');
    expect(await failure(serve(), TODAY, '__WITNESSBOX_ROOT_KEY__')).toBe('keyring.bad-signature');
  });

  test('refuses keys outside their time', async () => {
    expect(await failure(serve(), '2026-10-31')).toBe('keyring.not-yet-valid');
    expect(await failure(serve(), '2027-01-31')).toBe('keyring.expired');
    expect(await failure(serve(), '2027-01-30')).toBe('opened');
  });

  test('refuses questions that the organisation has not signed', async () => {
    const changed = (bytes: Uint8Array) =>
      new TextEncoder().encode(new TextDecoder().decode(bytes).replace('What?', 'Your name?'));
    expect(await failure(serve({ '/intake/en.json': changed(pages.en) }))).toBe('keyring.wrong-intake');
    expect(await failure(serve({ '/intake/en.json': pages['zh-Hans'] }))).toBe('keyring.wrong-intake');
    const { id, sha256 } = keyring.intake;
    const older = { ...keyring, intake: { id, sha256 } };
    expect(await failure(serve({ '/intake.json': changed(intake) }, older))).toBe('keyring.wrong-intake');
    const other = { ...keyring, intake: { ...keyring.intake, id: 'other' } };
    expect(await failure(serve({}, other))).toBe('keyring.wrong-intake');
  });

  test.each([
    ['zh-Hans', '/intake/zh-Hans.json', '什么？'],
    ['en-GB', '/intake/en.json', 'What?'],
    ['ckb', '/intake/en.json', 'What?'],
  ])('asks for one page of the form: for %s, %s', async (language, path, label) => {
    const asked: string[] = [];
    const answer = serve();
    const fetch: typeof answer = (asking) => {
      asked.push(asking);
      return answer(asking);
    };
    const { form } = await openOrganisation({ fetch, sleep }, rootKey, TODAY, language);
    expect(form.first[0]?.label).toBe(label);
    expect(asked.filter((asking) => asking.startsWith('/intake'))).toEqual([path]);
  });

  test('makes the page itself where an older keyring names none, in as many requests', async () => {
    const { id, sha256 } = keyring.intake;
    const asked: string[] = [];
    const answer = serve({}, { ...keyring, intake: { id, sha256 } });
    const fetch: typeof answer = (asking) => {
      asked.push(asking);
      return answer(asking);
    };
    const { form, formHash } = await openOrganisation({ fetch, sleep }, rootKey, TODAY, 'zh-Hans');
    expect(form).toMatchObject({ language: 'zh-Hans', first: [{ label: '什么？' }], notice: null });
    expect(formHash).toBe(intakeHash(pages['zh-Hans']));
    expect(asked).toHaveLength(5);
    expect(asked.filter((asking) => asking.startsWith('/intake'))).toEqual(['/intake.json']);
  });

  describe('with an appearance', () => {
    const faces = { en: appearancePage(FACE, 'en'), 'zh-Hans': appearancePage(FACE, 'zh-Hans') };
    const dressed = (): Keyring => ({
      ...keyring,
      appearance: {
        sha256: appearanceHash(writeJson(FACE)),
        pages: { en: appearanceHash(faces.en), 'zh-Hans': appearanceHash(faces['zh-Hans']) },
      },
    });
    const served = { '/appearance/en.json': faces.en, '/appearance/zh-Hans.json': faces['zh-Hans'] };
    const changed = new TextEncoder().encode(
      new TextDecoder().decode(faces.en).replace('+00 000 0007', '+00 000 6666'),
    );
    const open = (fetch: ReturnType<typeof serve>, language: string) =>
      openOrganisation({ fetch, sleep }, rootKey, TODAY, language);

    test.each([
      ['en', 'en'],
      ['zh-Hans', 'zh-Hans'],
      ['ckb', 'en'],
    ])('gives words, colours and logo as signed: for %s, those in %s', async (language, expected) => {
      const { face } = describeFor(await open(serve(served, dressed()), language), language);
      expect(face).toMatchObject({ language: expected, colours: FACE.colours, ...FACE.words[expected] });
      expect(face?.logo).toMatchObject({ width: 24, height: 16 });
      const { picture } = face?.logo ?? {};
      expect(picture?.type).toBe('image/png');
      expect(base64.encode(new Uint8Array((await picture?.arrayBuffer()) ?? []))).toBe(FACE.logo);
    });

    test('asks for one page of it, in the same order each time, and for none where the keyring names none', async () => {
      const asked: string[] = [];
      const answer = serve(served, dressed());
      const fetch: typeof answer = (path) => {
        asked.push(path);
        return answer(path);
      };
      await open(fetch, 'zh-Hans');
      expect(asked.slice(4)).toEqual(['/intake/zh-Hans.json', '/appearance/zh-Hans.json']);
      expect(describeFor(await open(serve(served), 'en'), 'en').face).toBeNull();
    });

    test('refuses one that the organisation has not signed', async () => {
      const told = (file: Uint8Array) =>
        failure(serve({ ...served, '/appearance/en.json': file }, dressed()));
      expect(await told(changed)).toBe('keyring.wrong-appearance');
      expect(await told(faces['zh-Hans'])).toBe('keyring.wrong-appearance');
      expect(await told(new Uint8Array(0))).toBe('keyring.wrong-appearance');
    });

    test.each<[string, Uint8Array | number | undefined]>([
      ['the line breaks for it', undefined],
      ['there is none', 404],
      ['it is far too long', new Uint8Array(100_000)],
    ])('goes on without, where %s: nobody needs a logo to tell what happened', async (_, file) => {
      const opened = await open(serve({ ...served, '/appearance/en.json': file }, dressed()), 'en');
      expect(describeFor(opened, 'en')).toMatchObject({ name: 'Harbour', face: null });
    });

    test('asks once more when a new epoch with another one began in between', async () => {
      const asked: string[] = [];
      const [mixed, whole] = [
        serve({ ...served, '/appearance/en.json': changed }, dressed()),
        serve(served, dressed()),
      ];
      const fetch: typeof mixed = (path) => {
        asked.push(path);
        return (asked.length <= 6 ? mixed : whole)(path);
      };
      expect((await open(fetch, 'en')).face?.ways).toEqual(FACE.words['en']?.ways);
      expect(asked).toHaveLength(12);
    });
  });

  test('asks once more when a new epoch began between two of the files', async () => {
    const later = encodeKeyring({ ...keyring, epoch: 2 });
    const changed = {
      '/keyring.json': later,
      '/keyring.json.minisig': sign(root, later, ''),
    };
    const mixed = serve({ '/keyring.json': later });
    const whole = serve(changed);
    const counted: string[] = [];
    const inBetween: typeof mixed = (path) => {
      counted.push(path);
      return (counted.length <= 4 ? mixed : whole)(path);
    };
    expect((await openOrganisation({ fetch: inBetween, sleep }, rootKey, TODAY, 'en')).keyring.epoch).toBe(2);
    expect(counted).toHaveLength(4 + 5);
  });

  describe('says since when nothing was heard', () => {
    const silentSince = async (files: Parameters<typeof serve>[0], today: string) =>
      (await openOrganisation({ fetch: serve(files), sleep }, rootKey, today, 'en')).silentSince;

    function note(day: string, seed = teamSeed, epoch = 1) {
      const organisationId = keyring.organisation.id;
      const signed = signFreshness(seed, { format: 'witnessbox-freshness/1', organisationId, epoch, day });
      return { '/freshness.json': signed.bytes, '/freshness.json.minisig': signed.signature };
    }

    test('from a day that the team signed, after two weeks', async () => {
      expect(await silentSince(note('2026-12-01'), '2026-12-15')).toBeNull();
      expect(await silentSince(note('2026-12-01'), '2026-12-16')).toBe('2026-12-01');
      expect(await silentSince(note('2026-12-02'), '2026-12-16')).toBeNull();
    });

    test.each<[string, () => Parameters<typeof serve>[0]]>([
      ['there is none', () => ({ '/freshness.json': 404, '/freshness.json.minisig': 404 })],
      ['the line breaks for it', () => ({ '/freshness.json': undefined })],
      ['it is signed by somebody else', () => note('2026-11-29', random(32))],
      ['it is of another epoch', () => note('2026-11-29', teamSeed, 2)],
      ['it is far too long', () => ({ ...note('2026-11-29'), '/freshness.json': new Uint8Array(5000) })],
      ['it is older than the keyring', () => note('2026-10-01')],
    ])('from the day on which the keyring was signed, where %s', async (_, files) => {
      expect(await silentSince(files(), '2026-11-15')).toBeNull();
      expect(await silentSince(files(), '2026-11-30')).toBe('2026-11-01');
    });

    test('and asks for the note whatever it says, with the other files', async () => {
      for (const files of [note('2026-11-19'), { '/freshness.json': 404 }]) {
        const asked: string[] = [];
        const answer = serve(files);
        const noting: typeof answer = (path) => {
          asked.push(path);
          return answer(path);
        };
        await openOrganisation({ fetch: noting, sleep }, rootKey, TODAY, 'en');
        expect(asked.sort()).toEqual([
          '/freshness.json',
          '/freshness.json.minisig',
          '/intake/en.json',
          '/keyring.json',
          '/keyring.json.minisig',
        ]);
      }
    });
  });

  test('tells a broken line from a wrong answer', async () => {
    expect(await failure(serve({ '/keyring.json': undefined }))).toBe('page.unreachable');
    expect(await failure(serve({ '/keyring.json.minisig': 404 }))).toBe('page.bad-answer');
    expect(await failure(serve({ '/intake/en.json': new Uint8Array(2_000_000) }))).toBe('page.bad-answer');
  });
});
