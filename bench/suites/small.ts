/**
 * What a page or a reviewer's program does many times or while somebody waits, in this process.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { Decrypter, Encrypter } from 'age-encryption';
import { makeDrop, type Reply } from '../../crypto/drop.ts';
import { generateIdentity, openBytes, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { type Keyring, encodeKeyring, openKeyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { DROP_CAPACITY } from '../../crypto/reply.ts';
import { deriveReceiptKeys } from '../../crypto/receipt.ts';
import { type Row, type Suite, alternate, median, medians, row, timed } from '../row.ts';

const ROUNDS = 41;
/** Rounds that are not counted, until the engine has compiled what it will. */
const WARM_UP = 20;

export const suite: Suite = {
  name: 'small',
  about: `
What is small but happens often, or while somebody waits: opening a keyring (one minisign signature, which is two of
Ed25519), deriving a source's keys from the twelve words, sealing a text-only testimony of 64 KiB, making a reply's drop
of 8 KiB, and opening the testimony. The peer is age-encryption (typage) encrypting and decrypting as many bytes to the
same recipient. Most of each is the hybrid key exchange, which is typage's for both. Everything here is JavaScript,
so that a browser with JIT is about as fast.
`,
  async run() {
    const identity = await generateIdentity();
    const recipient = await recipientOf(identity);
    const dropSecret = random(32);
    const testimony = new Uint8Array(SMALLEST_PLAINTEXT);
    const sealed = await sealBytes(recipient, testimony);
    const openOne = keyringOpener(recipient);

    return [
      await alone('open a keyring', openOne),
      await alone('derive the keys of a receipt', () => deriveReceiptKeys(random(16), dropSecret)),
      await beside(
        'seal a testimony of 64 KiB, and typage',
        () => sealBytes(recipient, testimony),
        () => encryptWithTypage(recipient, testimony),
      ),
      await beside(
        'open it, and typage',
        () => openBytes([identity], sealed),
        () => decryptWithTypage(identity, sealed),
      ),
      await beside(
        'make a drop of 8 KiB, and typage',
        () => makeDrop({ recipient, dropSecret, reply: REPLY }),
        () => encryptWithTypage(recipient, new Uint8Array(DROP_CAPACITY)),
      ),
    ];
  },
};

const REPLY: Reply = {
  format: 'witnessbox-reply/1',
  n: 0,
  day: '2026-11-22',
  kind: 'reply',
  text: 'We have read what you wrote. Is the second recording from the same night?',
  part: 1,
  of: 1,
  previous: null,
};

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

function keyringOpener(recipient: string): () => Keyring {
  const root = generateKeyPair(random);
  const rootKey = encodePublicKey(root);
  const keyring = encodeKeyring({
    format: 'witnessbox-keyring/1',
    organisation: { id: '5a'.repeat(32), names: { en: 'Example Watch' } },
    epoch: 1,
    issued: '2026-11-01',
    validFrom: '2026-11-01',
    validUntil: '2027-01-31',
    desks: [{ id: 'main', names: { en: 'Main desk' }, recipient }],
    intake: { id: 'default', sha256: 'ab'.repeat(32) },
    onion: null,
    teamRequestKey: base64.encode(random(32)),
    demonstration: false,
  });
  const signature = sign(root, keyring, 'keyring');
  return () => openKeyring({ keyring, signature, rootKey, today: '2026-11-22' });
}

function encryptWithTypage(recipient: string, plaintext: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plaintext);
}

function decryptWithTypage(identity: string, file: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file);
}

async function alone(name: string, action: () => unknown): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP; round += 1) await action();
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(action));
  return row({ name, ours: median(times), unit: 'ms' });
}

async function beside(name: string, ours: () => unknown, peer: () => unknown): Promise<Row> {
  await alternate(WARM_UP, ours, peer);
  const times = await alternate(
    ROUNDS,
    () => timed(ours),
    () => timed(peer),
  );
  return row({ name, ...medians(times), unit: 'ms' });
}
