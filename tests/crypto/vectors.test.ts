/**
 * Whole documents that other programs made (age, minisign, Python), through everything here that reads them: a signed
 * keyring and what makes one unbelievable, a submission with its follow-up, replies for a receipt.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { readBundle, type BundlePart } from '../../crypto/bundle.ts';
import { openDrop, slotAt, threadReplies } from '../../crypto/drop.ts';
import { collect, fromUtf8, streamOf, utf8 } from '../../crypto/encoding.ts';
import { open, openBytes, recipientOf } from '../../crypto/envelope.ts';
import { followUpMessage, verifyFollowUp } from '../../crypto/followup.ts';
import { intakeHash, parseIntake } from '../../crypto/intake.ts';
import { fingerprint, openKeyring } from '../../crypto/keyring.ts';
import { verify } from '../../crypto/minisign.ts';
import { isLegalCiphertextSize } from '../../crypto/padding.ts';
import { deriveReceiptKeys, readReceipt } from '../../crypto/receipt.ts';
import keyrings from '../vectors/keyring.json' with { type: 'json' };
import replies from '../vectors/replies.json' with { type: 'json' };
import submissions from '../vectors/submission.json' with { type: 'json' };
import { ENGLISH, codeOf, codeOfAsync } from './helpers.ts';

describe('a keyring', () => {
  type Case = (typeof keyrings.cases)[number];
  const opened = (about: Case) =>
    openKeyring({
      keyring: utf8(about.keyring ?? keyrings.keyring),
      signature: about.signature ?? keyrings.signature,
      rootKey: keyrings.rootKey,
      today: about.today,
      ...(about.newestEpoch !== undefined && { newestEpoch: about.newestEpoch }),
      ...(about.organisationId !== undefined && { organisationId: about.organisationId }),
    });

  test.each(keyrings.cases)('$about', (about) => {
    expect(codeOf(() => opened(about))).toBe(about.code ?? 'no error');
    // Members that nobody knows yet are dropped, all else is as it was written.
    if (about.code === null)
      expect(JSON.parse(about.keyring ?? keyrings.keyring)).toMatchObject(opened(about));
  });

  test('names its intake by its hash, and has its fingerprint and trusted comment', () => {
    const { rootKey, signature, organisationId } = keyrings;
    const intake = utf8(keyrings.intake);
    const keyring = openKeyring({ keyring: utf8(keyrings.keyring), signature, rootKey, today: '2026-12-24' });
    expect(keyring.intake).toEqual({ id: parseIntake(intake).id, sha256: intakeHash(intake) });
    expect(fingerprint(rootKey, organisationId)).toBe(keyrings.fingerprint);
    expect(verify(rootKey, utf8(keyrings.keyring), signature)).toEqual({
      trustedComment: keyrings.trustedComment,
    });
  });
});

describe('a submission', () => {
  test('is sealed to the desk in the keyring', async () => {
    expect(await recipientOf(submissions.identity)).toBe(submissions.recipient);
    const desks = (JSON.parse(keyrings.keyring) as { desks: { recipient: string }[] }).desks;
    expect(desks.map(({ recipient }) => recipient)).toEqual([submissions.recipient]);
  });

  test.each(submissions.submissions)('$about', async (vector) => {
    const file = base64.decode(vector.file);
    expect(isLegalCiphertextSize(file.length)).toBe(true);
    const plaintext = await openBytes([submissions.identity], file);
    expect(bytesToHex(sha256(plaintext))).toBe(vector.plaintextSha256);

    const evidence: { path: string; size: number; sha256: string }[] = [];
    const parts: BundlePart[] = [];
    for await (const part of readBundle(await open([submissions.identity], streamOf(file)))) {
      parts.push(part);
      if (part.part !== 'evidence') continue;
      const body = await collect(part.body);
      evidence.push({ path: part.record.path, size: body.length, sha256: bytesToHex(sha256(body)) });
    }
    expect(evidence).toEqual(vector.evidence);
    const [first, second] = parts;
    if (first?.part !== 'testimony' || second?.part !== 'channel') throw new Error('not in their order');
    expect(fromUtf8(first.bytes)).toBe(vector.testimony);
    expect(fromUtf8(second.bytes)).toBe(vector.channel);
    expect(first.testimony).toEqual(JSON.parse(vector.testimony));
    expect(second.channel).toEqual(JSON.parse(vector.channel));

    const { followUp } = second.channel;
    expect(followUp === undefined).toBe(vector.followUpKey === undefined);
    if (followUp === undefined || vector.followUpKey === undefined) return;
    const content = {
      organisationId: hexToBytes(submissions.organisationId),
      epoch: submissions.epoch,
      kind: first.testimony.kind,
      id: hexToBytes(followUp.id),
      testimony: first.bytes,
    };
    expect(bytesToHex(followUpMessage(content))).toBe(vector.signed);
    const signed = { key: base64.decode(vector.followUpKey), signature: base64.decode(followUp.signature) };
    expect(codeOf(() => verifyFollowUp({ ...content, ...signed }))).toBe('no error');
    const other = { ...content, ...signed, epoch: content.epoch + 1 };
    expect(codeOf(() => verifyFollowUp(other))).toBe('followup.bad-signature');
  });

  test.each(submissions.refused)('$about is refused', async ({ file, keep, flip, code }) => {
    const bytes = base64.decode(file ?? submissions.submissions[0]?.file ?? '').slice(0, keep);
    if (flip !== undefined) bytes[flip] = (bytes[flip] ?? 0) ^ 1;
    expect(await codeOfAsync(() => openBytes([submissions.identity], bytes))).toBe(code);
  });
});

describe('replies for a receipt', () => {
  const keys = async () =>
    deriveReceiptKeys(readReceipt(replies.words, [ENGLISH]).entropy, hexToBytes(replies.organisationId));

  test('the words lead to the keys that the submission named', async () => {
    const { identity, recipient, dropSecret, followUpKey } = await keys();
    expect(bytesToHex(readReceipt(replies.words, [ENGLISH]).entropy)).toBe(replies.entropy);
    const derived = {
      recipient,
      dropSecret: base64.encode(dropSecret),
      followUpKey: base64.encode(followUpKey),
    };
    expect(identity).toBe(replies.identity);
    expect(replies).toMatchObject(derived);
    expect(JSON.parse(submissions.submissions[0]?.channel ?? '')).toMatchObject(derived);
  });

  test.each(replies.drops)('in slot $n one opens', async ({ n, slot, drop, reply }) => {
    const { identity, dropSecret } = await keys();
    expect(bytesToHex(slotAt(dropSecret, n))).toBe(slot);
    expect(await openDrop({ identity, dropSecret, n, drop: base64.decode(drop) })).toEqual(reply);
  });

  test.each(replies.refused)('one $about is refused', async ({ n, drop, code }) => {
    const { identity, dropSecret } = await keys();
    const opening = () => openDrop({ identity, dropSecret, n, drop: base64.decode(drop) });
    expect(await codeOfAsync(opening)).toBe(code);
  });

  test('together they are one exchange', async () => {
    const found = replies.drops.map(({ n, drop }) => ({ n, drop: base64.decode(drop) }));
    const { identity, dropSecret } = await keys();
    const thread = await threadReplies(found, { identity, dropSecret });
    expect(thread.replies.map(({ text, complete }) => [text, complete])).toEqual([
      [replies.drops[0]?.reply.text, true],
      [`${replies.drops[1]?.reply.text ?? ''}${replies.drops[2]?.reply.text ?? ''}`, true],
    ]);
  });
});
