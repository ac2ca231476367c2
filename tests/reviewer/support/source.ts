/**
 * A source as the page makes one: a receipt, submissions sealed to the desk and sent in pieces, and looking for
 * replies. Uses nothing of the reviewer's program.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64, hex } from '@scure/base';
import { packTar } from 'modern-tar';
import type { Answers, Row } from '../../../crypto/answers.ts';
import {
  type Channel,
  type Testimony,
  encodeChannel,
  encodeTestimony,
  evidencePath,
  packBundle,
} from '../../../crypto/bundle.ts';
import type { Consent } from '../../../crypto/consent.ts';
import { SLOTS, type Thread, slotAt, threadReplies } from '../../../crypto/drop.ts';
import { collect, streamOf } from '../../../crypto/encoding.ts';
import { seal } from '../../../crypto/envelope.ts';
import { signFollowUp } from '../../../crypto/followup.ts';
import type { Keyring } from '../../../crypto/keyring.ts';
import { padTo } from '../../../crypto/padding.ts';
import { type ReceiptKeys, deriveReceiptKeys } from '../../../crypto/receipt.ts';
import type { Ask } from '../../../crypto/testimony.ts';
import { findDrop } from '../../../db/drops.ts';
import type { Store } from '../../../db/store.ts';
import { listSubmissions } from '../../../db/submissions.ts';
import { ROUTES, TUS_VERSION, UPLOAD_TYPE } from '../../../server/contract.ts';
import { proofFor } from '../../server/support/proof.ts';
import { PORTAL, type TestPortal, type World, random } from './world.ts';

export type File = { name: string; bytes: Uint8Array; answers?: Row };

export type Sending = {
  answers?: Answers;
  language?: string;
  /** Whether the source agrees to be asked back; yes where undefined. */
  contact?: boolean;
  /** In place of `contact` alone. */
  consent?: Consent | null;
  asks?: Ask[];
  /** The form that is said to be answered, where it is not the organisation's. */
  intake?: Testimony['intake'];
  files?: readonly File[];
  kind?: Testimony['kind'];
  /** What goes into channel.json; false: no such file. */
  channel?: Channel | false;
  /** Makes a follow-up signed over this number. */
  followUp?: Uint8Array;
  /** What else is signed than what is sent, or with which other key. */
  signed?: Partial<Parameters<typeof signFollowUp>[0]>;
  /** Changes the signature after it was made. */
  spoil?: (signature: Uint8Array) => Uint8Array;
};

/** A server, and its store where the test can look into it. */
type Reachable = { fetch: typeof globalThis.fetch; address: string; store: Store | null };

export class Source {
  readonly keys: ReceiptKeys;
  readonly #keyring: Keyring;
  readonly #portal: Reachable;

  private constructor(keys: ReceiptKeys, keyring: Keyring, portal: Reachable) {
    this.keys = keys;
    this.#keyring = keyring;
    this.#portal = portal;
  }

  static arrive({ organisation, portal }: World): Promise<Source> {
    return Source.#arrive(organisation, { fetch: portal.fetch, address: PORTAL, store: portal.store });
  }

  static async #arrive(
    organisation: { organisationId: string; publicFolder: string },
    portal: Reachable,
  ): Promise<Source> {
    const bytes = await readFile(join(organisation.publicFolder, 'keyring.json'), 'utf8');
    const keyring = JSON.parse(bytes) as Keyring;
    const keys = await deriveReceiptKeys(random(16), hex.decode(organisation.organisationId));
    return new Source(keys, keyring, portal);
  }

  /** A source who reaches a server over the network. */
  static over(
    organisation: { organisationId: string; publicFolder: string },
    address: string,
  ): Promise<Source> {
    return Source.#arrive(organisation, { fetch: globalThis.fetch, address, store: null });
  }

  channel(): Channel {
    return {
      format: 'witnessbox-channel/1',
      recipient: this.keys.recipient,
      dropSecret: base64.encode(this.keys.dropSecret),
      followUpKey: base64.encode(this.keys.followUpKey),
    };
  }

  /** The sealed submission. */
  async seal(sending: Sending = {}): Promise<Uint8Array> {
    const files = sending.files ?? [];
    const kind = sending.kind ?? (sending.followUp ? 'follow-up' : 'testimony');
    const testimony = encodeTestimony({
      format: 'witnessbox-testimony/1',
      kind,
      language: sending.language ?? 'en',
      written: '2026-11-22',
      intake: sending.intake ?? this.#keyring.intake,
      answers: sending.answers ?? { what: 'They came at night.' },
      consent: sending.consent === undefined ? { contact: sending.contact ?? true } : sending.consent,
      ...(sending.asks && { asks: sending.asks }),
      evidence: files.map(({ name, bytes, answers }, index) => ({
        path: evidencePath(index, name),
        name,
        type: 'image/jpeg',
        size: bytes.length,
        removed: ['gps'],
        ...(answers && { answers }),
      })),
    });
    const channel = sending.channel === undefined ? this.channel() : sending.channel;
    if (channel && sending.followUp) {
      const signature = signFollowUp({
        seed: this.keys.followUpSeed,
        organisationId: hex.decode(this.#keyring.organisation.id),
        epoch: this.#keyring.epoch,
        kind,
        id: sending.followUp,
        testimony,
        ...sending.signed,
      });
      const shown = sending.spoil ? sending.spoil(signature) : signature;
      channel.followUp = { id: hex.encode(sending.followUp), signature: base64.encode(shown) };
    }
    if (!channel) return this.sealBytes(await withoutChannel(testimony));
    const { stream } = await packBundle({
      testimony,
      channel: encodeChannel(channel),
      evidence: files.map(({ name, bytes }, index) => ({
        path: evidencePath(index, name),
        size: bytes.length,
        stream: () => streamOf(bytes),
      })),
    });
    return collect(await seal(this.#keyring.desks[0]?.recipient ?? '', stream));
  }

  /** Any plaintext, sealed to the desk. */
  async sealBytes(plaintext: Uint8Array): Promise<Uint8Array> {
    return collect(await seal(this.#keyring.desks[0]?.recipient ?? '', streamOf(plaintext)));
  }

  /** Seals and sends. @returns the id that the portal gave */
  async send(sending: Sending = {}): Promise<string> {
    return uploadTo(this.#portal, await this.seal(sending));
  }

  /** What lies in this source's slots, put together. */
  async look(): Promise<Thread> {
    const { store } = this.#portal;
    if (!store) throw new Error('not without the store');
    const found: { n: number; drop: Uint8Array }[] = [];
    for (let n = 0; n < SLOTS; n += 1) {
      const drop = await findDrop(store.db, hex.encode(slotAt(this.keys.dropSecret, n)));
      if (drop) found.push({ n, drop: new Uint8Array(drop) });
    }
    return threadReplies(found, this.keys);
  }
}

/** As somebody makes it with plain tar who knows of no reply channel. */
async function withoutChannel(testimony: Uint8Array): Promise<Uint8Array> {
  const tar = await packTar([
    { header: { name: 'testimony.json', size: testimony.length }, body: testimony },
  ]);
  const plaintext = new Uint8Array(padTo(tar.length));
  plaintext.set(tar);
  return plaintext;
}

/** Sends ciphertext as it is. @returns the submission's id */
export function upload({ fetch, store }: TestPortal, ciphertext: Uint8Array): Promise<string> {
  return uploadTo({ fetch, store, address: PORTAL }, ciphertext);
}

/** The same over the network. */
export async function uploadOver(address: string, ciphertext: Uint8Array): Promise<void> {
  await uploadTo({ fetch: globalThis.fetch, store: null, address }, ciphertext);
}

/** The day from which on to list: whatever expires, expires later. */
const FROM_THE_FIRST = '0000-01-01';

async function idsIn(store: Store | null): Promise<string[]> {
  if (!store) return [];
  const days = await listSubmissions(store.db, FROM_THE_FIRST);
  return days.flatMap(({ list }) => (JSON.parse(list) as { id: string }[]).map(({ id }) => id));
}

async function uploadTo({ fetch, address, store }: Reachable, ciphertext: Uint8Array): Promise<string> {
  const before = new Set(await idsIn(store));
  const headers = { 'tus-resumable': TUS_VERSION };
  const proof = await proofFor((path) => fetch(new URL(path, address)), ciphertext.length);
  const created = await fetch(new URL(ROUTES.uploads, address), {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(ciphertext.length), ...proof },
  });
  const place = new URL(created.headers.get('location') ?? '', address);
  const patched = await fetch(place, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': UPLOAD_TYPE },
    body: new Uint8Array(ciphertext),
  });
  if (patched.status !== 204) throw new Error(`the portal refused: ${String(patched.status)}`);
  const fresh = (await idsIn(store)).find((id) => !before.has(id));
  if (store && fresh === undefined) throw new Error('nothing arrived');
  return fresh ?? '';
}
