/** Whatever can be written is read again as it was: the documents, over all their values. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, base64urlnopad } from '@scure/base';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeChannel, encodeTestimony, evidencePath, type Testimony } from '../../crypto/bundle.ts';
import { identityFromSeed, recipientOf } from '../../crypto/envelope.ts';
import { signFollowUp, verifyFollowUp } from '../../crypto/followup.ts';
import { openGrant, sealGrant, type Grant } from '../../crypto/grant.ts';
import { parseIntake } from '../../crypto/intake.ts';
import { encodeKeyring, openKeyring, type Keyring } from '../../crypto/keyring.ts';
import { encodePublicKey, keyPairOfSeed, sign } from '../../crypto/minisign.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { dropAt, findSlots, parseSnapshotIndex } from '../../crypto/snapshot.ts';
import { readChannel, readTestimony } from '../../crypto/testimony.ts';
import { codeOf, digest, random } from './helpers.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hexOf = (length: number) =>
  bytesOf(length).map((bytes) => bytes.reduce((text, b) => text + b.toString(16).padStart(2, '0'), ''));
const base64Of = (length: number) => bytesOf(length).map((bytes) => base64.encode(bytes));
/** Any text that UTF-8 can say: all but lone surrogates. */
const text = (most: number) => fc.string({ unit: 'grapheme', maxLength: most });
const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/);
const language = fc.constantFrom('en', 'zh-Hans', 'ug', 'ar', 'sr-Latn-RS', 'x'.repeat(8));
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const translated = fc.dictionary(
  language,
  text(40).filter((said) => said !== ''),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);
const epoch = fc.integer({ min: 1, max: 0xffffffff });

const evidence = fc
  .array(fc.tuple(text(60), text(20), fc.nat(), fc.array(id, { maxLength: 3 }), fc.boolean()), {
    maxLength: 5,
  })
  .map((files) => {
    const paths = files.map(([name], index) => evidencePath(index, name));
    return files.map(([name, type, size, removed, isCopy], index) => ({
      path: paths[index] ?? '',
      name,
      type,
      size,
      removed,
      // The last one is never a copy, and so can be everybody's original.
      ...(isCopy && index < files.length - 1 && { original: paths.at(-1) ?? '' }),
    }));
  });

const testimony: fc.Arbitrary<Testimony> = fc.record(
  {
    format: fc.constant('witnessbox-testimony/1' as const),
    kind: fc.constantFrom('testimony' as const, 'follow-up' as const),
    language,
    written: day,
    intake: fc.record({ id, sha256: hexOf(32) }, { noNullPrototype: true }),
    answers: fc.dictionary(id, text(200), { maxKeys: 5, noNullPrototype: true }),
    consent: fc.record({ contact: fc.boolean() }, { noNullPrototype: true }),
    evidence,
  },
  { noNullPrototype: true },
);

let recipient: string;
let identity: string;
beforeAll(async () => {
  identity = identityFromSeed(random(32));
  recipient = await recipientOf(identity);
});

describe('documents', () => {
  test('a testimony', () => {
    fc.assert(
      fc.property(testimony, (written) => {
        expect(readTestimony(encodeTestimony(written))).toEqual(written);
      }),
    );
  });

  test('a channel', () => {
    const channel = fc.record(
      {
        dropSecret: base64Of(32),
        followUpKey: base64Of(32),
        followUp: fc.option(fc.record({ id: hexOf(16), signature: base64Of(64) }, { noNullPrototype: true })),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(channel, ({ followUp, ...rest }) => {
        const written = {
          format: 'witnessbox-channel/1' as const,
          recipient,
          ...rest,
          ...(followUp && { followUp }),
        };
        expect(readChannel(encodeChannel(written))).toEqual(written);
      }),
    );
  });

  test('a keyring', () => {
    const keyPair = keyPairOfSeed(random(32));
    const keyring = fc.record(
      {
        organisation: fc.record({ id: hexOf(32), names: translated }, { noNullPrototype: true }),
        epoch,
        days: fc.tuple(day, day, day),
        desks: fc.uniqueArray(fc.record({ id, names: translated }, { noNullPrototype: true }), {
          minLength: 1,
          maxLength: 3,
          selector: (desk) => desk.id,
        }),
        intake: fc.record({ id, sha256: hexOf(32) }, { noNullPrototype: true }),
        onion: fc.option(fc.stringMatching(/^[a-z2-7]{56}$/)),
        teamRequestKey: base64Of(32),
        demonstration: fc.boolean(),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(keyring, ({ days, desks, onion, ...rest }) => {
        const [issued, ...valid] = days;
        const [validFrom, validUntil] = valid.sort();
        const written: Keyring = {
          format: 'witnessbox-keyring/1',
          ...rest,
          issued,
          validFrom,
          validUntil,
          desks: desks.map((desk) => ({ ...desk, recipient })),
          onion: onion === null ? null : `${onion}.onion`,
        };
        const bytes = encodeKeyring(written);
        const signature = sign(keyPair, bytes, '');
        const rootKey = encodePublicKey(keyPair);
        for (const today of [validFrom, validUntil]) {
          expect(openKeyring({ keyring: bytes, signature, rootKey, today })).toEqual(written);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('an intake form of the first version', () => {
    const question = fc.record(
      {
        id,
        kind: fc.constantFrom('long' as const, 'line' as const),
        required: fc.boolean(),
        label: translated,
        hint: translated,
      },
      { requiredKeys: ['id', 'kind', 'required', 'label'], noNullPrototype: true },
    );
    const questions = fc.uniqueArray(question, { minLength: 1, maxLength: 6, selector: (one) => one.id });
    fc.assert(
      fc.property(id, questions, (form, asked) => {
        const written = { format: 'witnessbox-intake/1' as const, id: form, questions: asked };
        expect(parseIntake(writeJson(written))).toMatchObject({ id: form, first: asked, sections: [] });
      }),
    );
  });

  test('a grant', async () => {
    const grant = fc.record(
      {
        organisationId: hexOf(32),
        epoch,
        desks: fc.array(fc.record({ id, seed: bytesOf(32) }), { maxLength: 3 }),
        teamRequestSeed: base64Of(32),
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(grant, async ({ desks, ...rest }) => {
        const written: Grant = {
          format: 'witnessbox-grant/1',
          ...rest,
          desks: desks.map(({ id: name, seed }) => ({ id: name, identity: identityFromSeed(seed) })),
        };
        expect(await openGrant(identity, await sealGrant(recipient, written))).toEqual(written);
      }),
      { numRuns: 15 },
    );
  });

  test('a follow-up’s signature', () => {
    const content = fc.record({
      organisationId: bytesOf(32),
      epoch: fc.integer({ min: 0, max: 0xffffffff }),
      kind: text(20).filter((kind) => kind !== ''),
      id: bytesOf(16),
      testimony: fc.uint8Array(),
    });
    fc.assert(
      fc.property(bytesOf(32), content, (seed, signed) => {
        const signature = signFollowUp({ seed, ...signed });
        const key = ed25519.getPublicKey(seed);
        expect(codeOf(() => verifyFollowUp({ key, signature, ...signed }))).toBe('no error');
        const other = { ...signed, epoch: (signed.epoch + 1) % 2 ** 32 };
        expect(codeOf(() => verifyFollowUp({ key, signature, ...other }))).toBe('followup.bad-signature');
      }),
      { numRuns: 30 },
    );
  });

  test('a snapshot: every drop is found where it was put', () => {
    const places = fc.uniqueArray(
      fc.record({ bucket: fc.nat(3), position: fc.nat(127), slot: bytesOf(16) }),
      {
        maxLength: 40,
        selector: ({ bucket, position }) => `${String(bucket)}/${String(position)}`,
      },
    );
    fc.assert(
      fc.property(places, day, fc.nat(), (put, on, number) => {
        // A slot of zeros stands for nothing, and two alike are one.
        const drops = put.map((drop, index) => ({ ...drop, slot: drop.slot.with(0, index + 1).with(1, 1) }));
        const buckets = [0, 1, 2, 3].map((bucket) => {
          const slots = new Uint8Array(2048);
          for (const drop of drops) if (drop.bucket === bucket) slots.set(drop.slot, drop.position * 16);
          return { id: bucket * 7, slots: base64urlnopad.encode(slots) };
        });
        const written = { format: 'witnessbox-snapshot/1' as const, number, day: on, buckets };
        const index = parseSnapshotIndex(writeJson(written));
        expect(index).toEqual(written);
        const found = findSlots(
          index,
          drops.map(({ slot }) => slot),
        );
        expect(found).toEqual(drops.map(({ bucket, position }, n) => ({ n, bucket: bucket * 7, position })));
      }),
      { numRuns: 30 },
    );
  });

  test('a bucket: each of its 128 drops', () => {
    const bucket = random(65536);
    const whole = new Uint8Array(1048576);
    for (let at = 0; at < whole.length; at += 65536) whole.set(bucket.with(0, at >> 16), at);
    const drops = Array.from({ length: 128 }, (_, position) => dropAt(whole, position));
    expect(
      digest(
        drops.reduce((joined, drop, n) => (joined.set(drop, n * 8192), joined), new Uint8Array(1048576)),
      ),
    ).toBe(digest(whole));
  });
});
