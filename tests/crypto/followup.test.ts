import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  followUpMessage,
  signFollowUp,
  verifyFollowUp,
  type FollowUpContent,
} from '../../crypto/followup.ts';
import { deriveReceiptKeys } from '../../crypto/receipt.ts';
import vectors from '../vectors/followup.json' with { type: 'json' };
import { codeOf, random } from './helpers.ts';

const content: FollowUpContent = {
  organisationId: new Uint8Array(32).fill(1),
  epoch: 7,
  kind: 'follow-up',
  id: new Uint8Array(16).fill(2),
  testimony: utf8('{"kind":"follow-up"}\n'),
};

describe('a follow-up', () => {
  test.each(vectors.vectors)('is signed as in the vector (epoch $epoch)', (vector) => {
    const input = {
      organisationId: hexToBytes(vector.organisationId),
      epoch: vector.epoch,
      kind: vector.kind,
      id: hexToBytes(vector.id),
      testimony: utf8(vector.testimony),
    };
    expect(bytesToHex(followUpMessage(input))).toBe(vector.message);
    expect(bytesToHex(signFollowUp({ ...input, seed: hexToBytes(vector.seed) }))).toBe(vector.signature);
    verifyFollowUp({ ...input, key: hexToBytes(vector.key), signature: hexToBytes(vector.signature) });
  });

  test('signed with a receipt is known by the key that the first testimony carried', async () => {
    const keys = await deriveReceiptKeys(random(16), content.organisationId);
    const signature = signFollowUp({ ...content, seed: keys.followUpSeed });
    expect(
      codeOf(() => {
        verifyFollowUp({ ...content, key: keys.followUpKey, signature });
      }),
    ).toBe('no error');
    const other = await deriveReceiptKeys(random(16), content.organisationId);
    expect(
      codeOf(() => {
        verifyFollowUp({ ...content, key: other.followUpKey, signature });
      }),
    ).toBe('followup.bad-signature');
  });

  test.each<[string, Partial<FollowUpContent>]>([
    ['organisation', { organisationId: new Uint8Array(32) }],
    ['epoch', { epoch: 8 }],
    ['kind', { kind: 'testimony' }],
    ['id', { id: new Uint8Array(16) }],
    ['text', { testimony: utf8('{"kind":"follow-up" }\n') }],
  ])('does not stand for another %s', async (_, change) => {
    const { followUpSeed: seed, followUpKey: key } = await deriveReceiptKeys(
      new Uint8Array(16),
      new Uint8Array(32),
    );
    const signature = signFollowUp({ ...content, seed });
    expect(
      codeOf(() => {
        verifyFollowUp({ ...content, ...change, key, signature });
      }),
    ).toBe('followup.bad-signature');
  });

  test.each<[string, Partial<FollowUpContent>]>([
    ['a short organisation id', { organisationId: new Uint8Array(31) }],
    ['a long id', { id: new Uint8Array(17) }],
    ['no kind', { kind: '' }],
    ['an endless kind', { kind: '长'.repeat(86) }],
    ['half an epoch', { epoch: 0.5 }],
    ['an epoch past 32 bits', { epoch: 2 ** 32 }],
    ['an epoch below zero', { epoch: -1 }],
  ])('with %s is malformed', (_, change) => {
    expect(codeOf(() => signFollowUp({ ...content, ...change, seed: new Uint8Array(32) }))).toBe(
      'followup.malformed',
    );
  });

  test('with a key or signature of another length, or a key that is no key, is refused', () => {
    const judge = (key: Uint8Array, signature: Uint8Array) =>
      codeOf(() => {
        verifyFollowUp({ ...content, key, signature });
      });
    expect(judge(new Uint8Array(31), new Uint8Array(64))).toBe('followup.malformed');
    expect(judge(new Uint8Array(32), new Uint8Array(63))).toBe('followup.malformed');
    expect(judge(new Uint8Array(32).fill(255), new Uint8Array(64))).toBe('followup.bad-signature');
    // The identity point with R = identity, S = 0: some verifiers accept it for every message.
    const identityPoint = new Uint8Array(32).with(0, 1);
    expect(judge(identityPoint, new Uint8Array(64).with(0, 1))).toBe('followup.bad-signature');
  });
});
