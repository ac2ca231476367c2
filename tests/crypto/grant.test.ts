import { ed25519 } from '@noble/curves/ed25519.js';
import { base64 } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { checkGrant, openGrant, sealGrant, teamRequestKeyOf, type Grant } from '../../crypto/grant.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { codeOfAsync } from './helpers.ts';

let identity: string;
let recipient: string;
let grant: Grant;

beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await recipientOf(identity);
  grant = {
    format: 'witnessbox-grant/1',
    organisationId: '5a'.repeat(32),
    epoch: 2,
    desks: [{ id: 'main', identity: await generateIdentity() }],
    teamRequestSeed: base64.encode(new Uint8Array(32).fill(3)),
  };
});

describe('a grant', () => {
  test('opens for its reviewer and nobody else', async () => {
    const file = await sealGrant(recipient, grant);
    expect(await openGrant(identity, file)).toEqual(grant);
    expect(await codeOfAsync(async () => openGrant(await generateIdentity(), file))).toBe(
      'envelope.wrong-identity',
    );
  });

  test('may carry no desk, for a reviewer who only fetches what several people open together', async () => {
    const carrier = { ...grant, desks: [] };
    expect(await openGrant(identity, await sealGrant(recipient, carrier))).toEqual(carrier);
  });

  test('shows nothing of what it holds', async () => {
    const file = new TextDecoder('latin1').decode(await sealGrant(recipient, grant));
    for (const secret of [grant.teamRequestSeed, grant.desks[0]?.identity ?? '', grant.organisationId]) {
      expect(file.includes(secret)).toBe(false);
    }
  });

  test.each([
    ['a classical identity', { desks: [{ id: 'main', identity: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` }] }],
    ['a short seed', { teamRequestSeed: 'AAAA' }],
    ['no epoch', { epoch: undefined }],
  ])('with %s is neither made nor taken', async (_, change) => {
    const bad = { ...grant, ...change } as Grant;
    expect(await codeOfAsync(() => sealGrant(recipient, bad))).toBe('grant.malformed');
    const file = await sealBytes(recipient, utf8(JSON.stringify(bad)));
    expect(await codeOfAsync(() => openGrant(identity, file))).toBe('grant.malformed');
  });

  test('names the team request key that its seed signs with', () => {
    const seed = new Uint8Array(32).fill(3);
    const signature = ed25519.sign(utf8('x'), seed);
    expect(ed25519.verify(signature, utf8('x'), teamRequestKeyOf(seed))).toBe(true);
  });
});

describe('a grant beside its keyring', () => {
  const keyringOf = async (of: Grant): Promise<Keyring> => ({
    format: 'witnessbox-keyring/1',
    organisation: { id: of.organisationId, names: { en: 'An Organisation' } },
    epoch: of.epoch,
    issued: '2026-11-01',
    validFrom: '2026-11-01',
    validUntil: '2027-01-31',
    desks: [
      {
        id: 'main',
        names: { en: 'Main' },
        recipient: await recipientOf(of.desks[0]?.identity ?? ''),
      },
      { id: 'other', names: { en: 'Other' }, recipient: await recipientOf(await generateIdentity()) },
    ],
    intake: { id: 'default', sha256: 'ab'.repeat(32) },
    onion: null,
    teamRequestKey: base64.encode(teamRequestKeyOf(base64.decode(of.teamRequestSeed))),
    demonstration: false,
  });

  test('is believed for all of its desks, some of them, or none', async () => {
    const keyring = await keyringOf(grant);
    await checkGrant(grant, keyring);
    await checkGrant({ ...grant, desks: [] }, keyring);
  });

  test('is not believed where anything in it belongs to somebody else', async () => {
    const keyring = await keyringOf(grant);
    const [main] = grant.desks;
    const changes: Partial<Grant>[] = [
      { organisationId: '5b'.repeat(32) },
      { epoch: 3 },
      { teamRequestSeed: base64.encode(new Uint8Array(32).fill(4)) },
      { desks: [{ id: 'main', identity: await generateIdentity() }] },
      { desks: [{ id: 'other', identity: main?.identity ?? '' }] },
      { desks: [{ id: 'unknown', identity: main?.identity ?? '' }] },
      { desks: [...grant.desks, ...grant.desks] },
    ];
    for (const change of changes) {
      expect(await codeOfAsync(() => checkGrant({ ...grant, ...change }, keyring))).toBe(
        'grant.not-of-keyring',
      );
    }
  });
});
