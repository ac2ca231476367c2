/**
 * Looks into one submission without fetching it whole: its testimony, or one of its files. What is not here yet is
 * read from the portal in ranges, the rest from the vault's own ciphertext. Nothing is filed or acknowledged by it, and
 * what it gives is incomplete: only a pull reads and verifies all of a submission.
 *
 * A pull asks for everything, always in the same way. This does not: the portal sees which submission somebody of
 * the team looks into, and at which parts.
 *
 * @module
 */
import { openRangedBundle, type RangedBundle } from '../crypto/ranged-bundle.ts';
import { openRanged, type RangedSource } from '../crypto/ranged.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import type { EvidenceRecord, Testimony } from '../crypto/testimony.ts';
import { chacha } from './chacha.ts';
import type { AnswerView, Consent, FieldView } from './contract.ts';
import { answersShown, fileAnswersShown } from './answers-shown.ts';
import { isPossibleSize } from './download.ts';
import { ownCode } from './errors.ts';
import { isSameTestimony } from './filed.ts';
import { exists } from './files.ts';
import type { Arrival } from './filing.ts';
import { vaultIdentities } from './open-home.ts';
import { type PeekedFile, writePeeked } from './peek-file.ts';
import { fileSource, portalSource } from './peek-source.ts';
import type { Portal } from './portal.ts';
import { consentShown } from './ladder.ts';
import { type SubmissionRecord, byDay, recordName } from './records.ts';
import { type ReachOptions, reachPortal } from './sync.ts';
import type { Vault } from './vault.ts';
import { bodyOf, formOf } from './views.ts';

/** What lies at the portal and is not here; oldest day first. `warnings` are codes that have a sentence. */
export type Unpulled = { submissions: Listed[]; warnings: string[] };
/** `expires`: the last UTC day on which the portal has it; null: it stays. */
export type Listed = Arrival & { expires: string | null };

export type PeekView = Arrival & {
  /** Whether all of it is here and was verified when it was pulled. */
  pulled: boolean;
  kind: Testimony['kind'];
  /** BCP 47, as the source says. */
  language: string;
  /** Null in a follow-up that leaves it as it was. */
  consent: Consent | null;
  asks: 'deletion'[];
  hasChannel: boolean;
  answers: AnswerView[];
  formMissing: boolean;
  /** As listed. Whether the files are there, and whole, is not known. */
  evidence: PeekedRecord[];
};

export type PeekedRecord = Omit<EvidenceRecord, 'answers'> & { answers?: FieldView[] };

export type Peek = {
  view: PeekView;
  warnings: string[];
  /**
   * Writes a file, numbered from 1, to a path at which nothing is: under that name where it fits what the pull
   * verified, else with `.incomplete` behind it. `progress` is told the bytes written.
   *
   * @throws peek.no-file, peek.exists, save.no-parent, peek.refused, vault.damaged, portal.*, disk.*
   */
  save: (number: number, path: string, progress?: (written: number) => void) => Promise<PeekedFile>;
};

/** @throws what reachPortal() throws */
export async function listUnpulled(options: ReachOptions): Promise<Unpulled> {
  const { portal, warnings } = await reachPortal(options);
  const unpulled = await unpulledAt(portal, options.vault);
  return { ...unpulled, warnings: [...warnings, ...unpulled.warnings] };
}

/**
 * By id or unique prefix of it; of one that is here nothing is asked of the portal.
 *
 * @throws peek.not-found, case.ambiguous, peek.wrong-identity, peek.refused, and what reachPortal() throws
 */
export async function peekInto(options: ReachOptions, typed: string, labels: string): Promise<Peek> {
  const { vault } = options;
  const found = (await heldLike(vault, typed)) ?? (await unpulledLike(options, typed));
  const { arrival, pulled, source, warnings } = found;
  const identities = vaultIdentities(options)
    .sort((a, b) => b.epoch - a.epoch)
    .flatMap((epoch) => epoch.identities);
  const bundle = await refusing(async () =>
    openRangedBundle(await openRanged(identities, await source(), chacha)),
  );
  const { testimony, hasChannel } = bundle;
  const body = pulled ? await bodyOf(vault, arrival.id) : null;
  // Its head may be sound: it was refused for what stands behind.
  if (body?.isForeign) throw new WitnessboxError('peek.refused', { reason: 'bundle.malformed' });
  if (body && !isSameTestimony(body.testimony, testimony)) throw new WitnessboxError('vault.damaged');
  const form = await formOf(vault, testimony.intake.sha256);
  const { kind, language, consent, asks = [], evidence } = testimony;
  return {
    view: {
      ...arrival,
      pulled,
      kind,
      language,
      consent: consent && consentShown(consent, form ? [form] : [], labels),
      asks,
      hasChannel,
      answers: answersShown(testimony.answers, form, { kind, language: labels }),
      formMissing: form === null,
      evidence: evidence.map(({ answers, ...record }) => ({
        ...record,
        ...(answers && { answers: fileAnswersShown(answers, form, labels) }),
      })),
    },
    warnings,
    save: async (number, path, progress = () => undefined) => {
      const record = evidence[number - 1];
      if (!record) throw new WitnessboxError('peek.no-file');
      const verified = pulled ? await hashOf(vault, arrival.id, record.path) : null;
      return refusing(() =>
        writePeeked({ path, verified, progress, body: () => bodyAt(bundle, number - 1) }),
      );
    },
  };
}

type Found = {
  arrival: Arrival;
  pulled: boolean;
  source: () => Promise<RangedSource>;
  warnings: string[];
};

async function unpulledAt(portal: Portal, vault: Vault): Promise<Unpulled> {
  const { days } = await portal.list();
  const all = days.flatMap(({ day, submissions }) =>
    submissions.map(({ id, size, expires }): Listed => ({ id, day, size, expires })),
  );
  const held = new Set(vault.names(recordName.submission('')));
  const possible = all.filter(({ size }) => isPossibleSize(size));
  return {
    submissions: possible.filter(({ id }) => !held.has(recordName.submission(id))).sort(byDay),
    warnings: possible.length < all.length ? ['portal.malformed'] : [],
  };
}

async function heldLike(vault: Vault, typed: string): Promise<Found | null> {
  const [name, second] = vault.names(recordName.submission(prefixIn(typed)));
  if (second !== undefined) throw new WitnessboxError('case.ambiguous');
  const record = name === undefined ? null : await vault.get<SubmissionRecord>(name);
  if (!record) return null;
  const path = vault.blobPath(record.id);
  if (!(await exists(path))) {
    throw new WitnessboxError(record.state === 'opened' ? 'vault.damaged' : record.problem);
  }
  const { id, day, size } = record;
  const pulled = record.state === 'opened';
  return { arrival: { id, day, size }, pulled, source: () => fileSource(path), warnings: [] };
}

async function unpulledLike(options: ReachOptions, typed: string): Promise<Found> {
  const prefix = prefixIn(typed);
  const { portal, warnings } = await reachPortal(options);
  const { submissions } = await unpulledAt(portal, options.vault);
  const [found, second] = submissions.filter(({ id }) => id.startsWith(prefix));
  if (!found) throw new WitnessboxError('peek.not-found');
  if (second) throw new WitnessboxError('case.ambiguous');
  const { id, day, size } = found;
  const arrival = { id, day, size };
  const source = portalSource(portal, arrival);
  return { arrival, pulled: false, source: () => Promise.resolve(source), warnings };
}

function prefixIn(typed: string): string {
  const prefix = typed.trim().toLowerCase();
  if (!/^[0-9a-f]{1,32}$/u.test(prefix)) throw new WitnessboxError('peek.not-found');
  return prefix;
}

async function bodyAt(bundle: RangedBundle, index: number): Promise<ReadableStream<Uint8Array>> {
  return (await bundle.evidence(index)).body;
}

/** What the pull found when it read all of it. @throws vault.damaged */
async function hashOf(vault: Vault, id: string, path: string): Promise<string> {
  const { evidence } = await bodyOf(vault, id);
  const entry = evidence.find((candidate) => candidate.path === path);
  if (!entry) throw new WitnessboxError('vault.damaged');
  return entry.sha256;
}

/** The sentences for these codes speak of what a pull keeps; here nothing is kept. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = ownCode(error) ?? '';
    if (code === 'envelope.wrong-identity')
      throw new WitnessboxError('peek.wrong-identity', {}, { cause: error });
    if (!/^(?:envelope|bundle|padding)\./u.test(code)) throw error;
    throw new WitnessboxError('peek.refused', { reason: code }, { cause: error });
  }
}
