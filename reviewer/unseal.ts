/**
 * Opens one submission as it lies on the disk. Evidence flows through and is hashed on the way, never held;
 * nothing is returned before the last byte has been authenticated, padding included.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readBundle } from '../crypto/bundle.ts';
import { open } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import type { Channel, EvidenceRecord, Testimony } from '../crypto/testimony.ts';
import { chacha } from './chacha.ts';
import { ownCode } from './errors.ts';
import { drain, readableFile } from './file-streams.ts';
import { type ForeignProblem, readForeign } from './foreign.ts';
import type { EvidenceEntry } from './records.ts';

export type EpochIdentities = { epoch: number; identities: readonly string[] };

export type Unsealed = {
  epoch: number;
  testimony: Testimony;
  /** testimony.json as it was sent. */
  bytes: Uint8Array;
  channel: Channel | null;
  evidence: EvidenceEntry[];
  /** What is wrong where it is no sound submission of our page's; see foreign.ts. */
  foreign: ForeignProblem | null;
};

/** Where a copy goes while the submission is read. It must consume each body it is given. */
export type Unpacking = {
  testimony(bytes: Uint8Array): Promise<void>;
  evidence(record: Pick<EvidenceRecord, 'path'>, body: ReadableStream<Uint8Array>): Promise<void>;
};

/**
 * Tries the identities of each epoch in turn, newest first. Takes sound submissions of our page's alone, or as one file what
 * was taken for none of them, or, where that is not known yet, either. With 'any' give no `unpacking`:
 * what a submission turns out to be is known at its end.
 *
 * @throws envelope.*, and with 'ours' bundle.*
 */
export async function unseal(
  path: string,
  epochs: readonly EpochIdentities[],
  takes: 'ours' | 'foreign' | 'any',
  unpacking?: Unpacking,
): Promise<Unsealed> {
  for (const { epoch, identities } of [...epochs].sort((a, b) => b.epoch - a.epoch)) {
    try {
      return { epoch, ...(await unsealWith(path, identities, takes, unpacking)) };
    } catch (error) {
      if (!(error instanceof WitnessboxError) || error.code !== 'envelope.wrong-identity') throw error;
    }
  }
  throw new WitnessboxError('envelope.wrong-identity');
}

async function unsealWith(
  path: string,
  identities: readonly string[],
  takes: 'ours' | 'foreign' | 'any',
  unpacking?: Unpacking,
): Promise<Omit<Unsealed, 'epoch'>> {
  // Both readers let go of the file on an error, and so does the end.
  const plaintext = () => open(identities, readableFile(path), chacha);
  if (takes === 'foreign') return readForeign(await plaintext(), unpacking);
  try {
    return await readUnsealed(await plaintext(), unpacking);
  } catch (error) {
    const opens = ownCode(error)?.startsWith('bundle.') ?? false;
    if (!opens || takes === 'ours') throw error;
    return readForeign(await plaintext());
  }
}

/**
 * What an envelope held, read to its end.
 *
 * @throws bundle.*, and what the plaintext throws
 */
export async function readUnsealed(
  plaintext: ReadableStream<Uint8Array>,
  unpacking?: Unpacking,
): Promise<Omit<Unsealed, 'epoch'>> {
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
  return { ...read, channel, evidence, foreign: null };
}

function hashing(body: ReadableStream<Uint8Array>): {
  body: ReadableStream<Uint8Array>;
  sha256: () => string;
} {
  const hash = createHash('sha256');
  const reader = body.getReader();
  const through = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        // Before it is handed on: whoever gets it may take its memory over.
        hash.update(value);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { body: through, sha256: () => hash.digest('hex') };
}
