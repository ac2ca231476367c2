import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { openFreshness, signFreshness, teamKeyLine, type Freshness } from '../../crypto/freshness.ts';
import { keyPairOfSeed, sign } from '../../crypto/minisign.ts';
import vectors from '../vectors/freshness.json' with { type: 'json' };
import { codeOf, random } from './helpers.ts';

const SEED = new Uint8Array(32).fill(6);
const ORGANISATION = '5a'.repeat(32);
const KEY = base64.encode(keyPairOfSeed(SEED).publicKey);
const NOTE: Freshness = {
  format: 'witnessbox-freshness/1',
  organisationId: ORGANISATION,
  epoch: 2,
  day: '2026-11-22',
};

const open = (
  signed: { bytes: Uint8Array; signature: string },
  more: { today?: string; epoch?: number } = {},
) => openFreshness({ ...signed, teamRequestKey: KEY, organisationId: ORGANISATION, epoch: 2, ...more });

/** The code with which a properly signed note is refused that says something else. */
function refused(change: object, seed = SEED): string {
  const bytes = utf8(JSON.stringify({ ...NOTE, ...change }));
  return codeOf(() => open({ bytes, signature: sign(keyPairOfSeed(seed), bytes, 'x') }));
}

describe('a freshness note', () => {
  test('opens as it was signed, whoever of the team signed it', () => {
    expect(open(signFreshness(SEED, NOTE))).toEqual(NOTE);
    expect(signFreshness(SEED, NOTE)).toEqual(signFreshness(SEED.slice(), { ...NOTE }));
  });

  test.each(vectors.vectors)('is what another implementation writes', (vector) => {
    const made = signFreshness(hexToBytes(vector.seed), vector.note as Freshness);
    expect(new TextDecoder().decode(made.bytes)).toBe(vector.file);
    expect(made.signature).toBe(vector.signature);
    expect(teamKeyLine(vector.teamRequestKey)).toBe(vector.minisignLine);
    const { organisationId, epoch } = vector.note;
    const { teamRequestKey, signature } = vector;
    const bytes = utf8(vector.file);
    expect(openFreshness({ bytes, signature, teamRequestKey, organisationId, epoch })).toEqual(vector.note);
  });

  test.each<[string, object]>([
    ['freshness.malformed', { format: 'witnessbox-freshness/2' }],
    ['freshness.malformed', { day: '2026-02-30' }],
    ['freshness.malformed', { epoch: 0 }],
    ['freshness.wrong-organisation', { organisationId: 'ab'.repeat(32) }],
    ['freshness.wrong-epoch', { epoch: 1 }],
    ['freshness.wrong-epoch', { epoch: 3 }],
  ])('is refused with %s where it says %j', (code, change) => {
    expect(refused(change)).toBe(code);
  });

  test('is refused when somebody else signed it, or a byte was changed', () => {
    expect(refused({}, new Uint8Array(32).fill(7))).toBe('freshness.bad-signature');
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const { bytes, signature } = signFreshness(SEED, NOTE);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        return codeOf(() => open({ bytes, signature })) === 'freshness.bad-signature';
      }),
      { numRuns: 50 },
    );
    expect(codeOf(() => open({ bytes: random(100), signature: 'x' }))).toBe('freshness.bad-signature');
  });

  test('of days to come is refused only where today is told, and not for one day', () => {
    const signed = signFreshness(SEED, NOTE);
    expect(open(signed, { today: '2026-11-21' }).day).toBe('2026-11-22');
    expect(codeOf(() => open(signed, { today: '2026-11-20' }))).toBe('freshness.future');
    expect(open(signed).day).toBe('2026-11-22');
  });

  test('that could not be opened again is not signed', () => {
    expect(codeOf(() => signFreshness(SEED, { ...NOTE, day: 'today' }))).toBe('freshness.malformed');
  });

  test('of any day, epoch and organisation comes back as it was', () => {
    const days = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex);
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 0xffffffff }), hex, (day, epoch, organisationId) => {
        const note: Freshness = { format: 'witnessbox-freshness/1', organisationId, epoch, day };
        const signed = signFreshness(SEED, note);
        expect(openFreshness({ ...signed, teamRequestKey: KEY, organisationId, epoch })).toEqual(note);
      }),
      { numRuns: 30 },
    );
  });
});
