import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { encodePublicKey, keyPairOfSeed, sign } from '../../crypto/minisign.ts';
import { openRetirement, signRetirement } from '../../crypto/retirement.ts';
import vectors from '../vectors/retirement.json' with { type: 'json' };
import { codeOf, random } from './helpers.ts';

const SEED = new Uint8Array(32).fill(8);
const ORGANISATION = '5a'.repeat(32);
/** The right key under a number of somebody's choice. */
const OTHER_NUMBER = encodePublicKey({ ...keyPairOfSeed(SEED), keyId: new Uint8Array(8) }).split('\n')[1];
const SAID = { organisationId: ORGANISATION, epoch: 2, day: '2026-11-22' };

describe('a retirement statement', () => {
  test('opens as it was signed, with the key of who signed it', () => {
    const signed = signRetirement(SEED, SAID);
    const opened = openRetirement({ ...signed, organisationId: ORGANISATION });
    expect(opened).toMatchObject({ format: 'witnessbox-retirement/1', ...SAID });
    expect(
      openRetirement({ ...signRetirement(random(32), SAID), organisationId: ORGANISATION }).signingKey,
    ).not.toBe(opened.signingKey);
  });

  test.each(vectors.vectors)('is what another implementation writes', (vector) => {
    const made = signRetirement(hexToBytes(vector.seed), vector.statement);
    expect(new TextDecoder().decode(made.bytes)).toBe(vector.file);
    expect(made.signature).toBe(vector.signature);
    const { organisationId } = vector.statement;
    const bytes = utf8(vector.file);
    expect(openRetirement({ bytes, signature: vector.signature, organisationId })).toEqual(vector.statement);
  });

  test.each<[string, object]>([
    ['retirement.malformed', { format: 'witnessbox-grant-request/1' }],
    ['retirement.malformed', { epoch: 1.5 }],
    ['retirement.malformed', { day: '2026-13-01' }],
    ['retirement.malformed', { signingKey: 'RWQ' }],
    ['retirement.malformed', { signingKey: OTHER_NUMBER }],
    ['retirement.wrong-organisation', { organisationId: 'ab'.repeat(32) }],
  ])('is refused with %s where it says %j', (code, change) => {
    const { bytes } = signRetirement(SEED, SAID);
    const said = JSON.parse(new TextDecoder().decode(bytes)) as object;
    const other = utf8(JSON.stringify({ ...said, ...change }));
    const signature = sign(keyPairOfSeed(SEED), other, 'x');
    expect(codeOf(() => openRetirement({ bytes: other, signature, organisationId: ORGANISATION }))).toBe(
      code,
    );
  });

  test('is refused when signed with another key than it names, or changed by a byte', () => {
    const { bytes, signature } = signRetirement(SEED, SAID);
    const foreign = sign(keyPairOfSeed(new Uint8Array(32).fill(9)), bytes, 'x');
    expect(codeOf(() => openRetirement({ bytes, signature: foreign, organisationId: ORGANISATION }))).toBe(
      'retirement.bad-signature',
    );
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = bytes.slice();
        const at = place % changed.length;
        changed[at] = (changed[at] ?? 0) ^ change;
        const code = codeOf(() =>
          openRetirement({ bytes: changed, signature, organisationId: ORGANISATION }),
        );
        return code === 'retirement.bad-signature' || code === 'retirement.malformed';
      }),
      { numRuns: 50 },
    );
  });
});
