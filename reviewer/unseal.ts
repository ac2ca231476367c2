/**
 * Opens one submission as it lies on the disk. Evidence flows through and is hashed on the way, never held;
 * nothing is returned before the last byte has been authenticated, padding included.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { readBundle } from '../crypto/bundle.ts';
import { open } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import type { Channel, EvidenceRecord, Testimony } from '../crypto/testimony.ts';
import { chacha } from './chacha.ts';
import type { EvidenceEntry } from './records.ts';

export type EpochIdentities = { epoch: number; identities: readonly string[] };

export type Unsealed = {
  epoch: number;
  testimony: Testimony;
  /** testimony.json as it was sent. */
  bytes: Uint8Array;
  channel: Channel | null;
  evidence: EvidenceEntry[];
};

/** Where a copy goes while the submission is read. It must consume each body it is given. */
export type Unpacking = {
  testimony(bytes: Uint8Array): Promise<void>;
  evidence(record: EvidenceRecord, body: ReadableStream<Uint8Array>): Promise<void>;
};

/**
 * Tries the identities of each epoch in turn, newest first.
 *
 * @throws envelope.*, bundle.*
 */
export async function unseal(
  path: string,
  epochs: readonly EpochIdentities[],
  unpacking?: Unpacking,
): Promise<Unsealed> {
  for (const { epoch, identities } of [...epochs].sort((a, b) => b.epoch - a.epoch)) {
    try {
      return { epoch, ...(await unsealWith(path, identities, unpacking)) };
    } catch (error) {
      if (!(error instanceof WitnessboxError) || error.code !== 'envelope.wrong-identity') throw error;
    }
  }
  throw new WitnessboxError('envelope.wrong-identity');
}

async function unsealWith(
  path: string,
  identities: readonly string[],
  unpacking?: Unpacking,
): Promise<Omit<Unsealed, 'epoch'>> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    const plaintext = await open(identities, Readable.toWeb(file) as ReadableStream<Uint8Array>, chacha);
    let read: { testimony: Testimony; bytes: Uint8Array } | null = null;
    let channel: Channel | null = null;
    const evidence: EvidenceEntry[] = [];
    for await (const part of readBundle(plaintext)) {
      if (part.part === 'testimony') {
        read = { testimony: part.testimony, bytes: part.bytes };
        await unpacking?.testimony(part.bytes);
      } else if (part.part === 'channel') {
        channel = part.channel;
      } else {
        const { body, sha256 } = hashing(part.body);
        if (unpacking) await unpacking.evidence(part.record, body);
        else await drain(body);
        evidence.push({ ...part.record, sha256: sha256() });
      }
    }
    if (!read) throw new WitnessboxError('bundle.malformed');
    return { ...read, channel, evidence };
  } finally {
    file.destroy();
  }
}

function hashing(body: ReadableStream<Uint8Array>): {
  body: ReadableStream<Uint8Array>;
  sha256: () => string;
} {
  const hash = createHash('sha256');
  const through = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      hash.update(piece);
      controller.enqueue(piece);
    },
  });
  return { body: body.pipeThrough(through), sha256: () => hash.digest('hex') };
}

async function drain(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  while (!(await reader.read()).done);
}
