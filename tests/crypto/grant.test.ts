import { ed25519 } from '@noble/curves/ed25519.js';
import { base64 } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { openGrant, sealGrant, teamRequestKeyOf, type Grant } from '../../crypto/grant.ts';
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

  test('shows nothing of what it holds', async () => {
    const file = Buffer.from(await sealGrant(recipient, grant));
    for (const secret of [grant.teamRequestSeed, grant.desks[0]?.identity ?? '', grant.organisationId]) {
      expect(file.includes(secret)).toBe(false);
    }
  });

  test.each([
    ['no desk', { desks: [] }],
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
