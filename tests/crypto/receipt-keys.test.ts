import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { recipientOf } from '../../crypto/envelope.ts';
import { deriveReceiptKeys } from '../../crypto/receipt.ts';
import vectors from '../vectors/receipt.json' with { type: 'json' };
import { random } from './helpers.ts';

describe('the keys of a receipt', () => {
  test.each(vectors.vectors)('follow from $entropy and the organisation', async (vector) => {
    const keys = await deriveReceiptKeys(hexToBytes(vector.entropy), hexToBytes(vector.organisationId));
    expect(keys).toEqual({
      identity: vector.identity,
      recipient: await recipientOf(vector.identity),
      dropSecret: hexToBytes(vector.dropSecret),
      followUpSeed: hexToBytes(vector.followUpSeed),
      followUpKey: hexToBytes(vector.followUpKey),
    });
  });

  test('differ altogether between organisations', async () => {
    const entropy = random(16);
    const [a, b] = await Promise.all([
      deriveReceiptKeys(entropy, new Uint8Array(32)),
      deriveReceiptKeys(entropy, new Uint8Array(32).fill(1)),
    ]);
    expect(a.identity).not.toBe(b.identity);
    expect(a.dropSecret).not.toEqual(b.dropSecret);
    expect(a.followUpKey).not.toEqual(b.followUpKey);
  });

  test('are not derived from anything of another length', async () => {
    await expect(deriveReceiptKeys(new Uint8Array(32), new Uint8Array(32))).rejects.toThrow(RangeError);
    await expect(deriveReceiptKeys(new Uint8Array(16), new Uint8Array(16))).rejects.toThrow(RangeError);
  });
});
