/**
 * A session without keys, vault or portal: what the desk sees of one, in memory. Its cases hold what sources
 * send, the hostile included.
 *
 * @module
 */
import { WitnessboxError } from '../../../crypto/errors.ts';
import type {
  About,
  AnswerView,
  CaseSummary,
  CaseView,
  EvidenceView,
  SyncReport,
  ThreadItem,
} from '../../../reviewer/contract.ts';
import type { Session } from '../../../reviewer/session.ts';

export const DAY_MS = 86_400_000;
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

export const ABOUT: About = {
  organisation: 'Harbour Human Rights Documentation',
  organisationId: 'ab'.repeat(32),
  fingerprint: '1A2B 3C4D 5E6F 7081 92A3 B4C5 D6E7 F809',
  epoch: 1,
  validUntil: dayFromNow(80),
  portal: 'http://127.0.0.1:8800',
  demonstration: false,
  grant: 'held',
  nextGrant: 'held',
};

type Made = {
  id: string;
  day: string;
  language: string;
  answers: AnswerView[];
  evidence?: EvidenceView[];
  followUps?: ThreadItem[];
  /** What the testimony says; yes where undefined. */
  contact?: boolean;
  /** What the source consents to after the follow-ups, where that differs. */
  now?: boolean;
  deletionAsked?: string;
  canReply?: boolean;
  problem?: string;
};

/** A case as the session would show it. */
export function makeCase(made: Made): CaseView {
  const own = made.evidence ?? [];
  const followUps = made.followUps ?? [];
  const received: ThreadItem[] = made.problem
    ? []
    : [
        {
          kind: 'testimony',
          id: made.id,
          day: made.day,
          consent: { contact: made.contact ?? true },
          language: made.language,
          answers: made.answers,
          text: '',
          evidence: own,
        },
      ];
  const evidenceList = [...own, ...followUps.flatMap((item) => item.evidence)];
  return {
    id: made.id,
    day: made.day,
    language: made.language,
    excerpt: (made.answers[0]?.text ?? '').replaceAll(/\s+/gu, ' ').slice(0, 160),
    evidence: evidenceList.length,
    size: evidenceList.reduce((sum, file) => sum + file.size, 0),
    followUps: followUps.filter((item) => item.kind === 'follow-up').length,
    replies: 0,
    deletionAsked: made.deletionAsked ?? null,
    canReply: made.canReply ?? true,
    problem: made.problem ?? null,
    answers: made.answers,
    consent: made.problem ? null : { contact: made.now ?? made.contact ?? true },
    intake: 'default-1',
    evidenceList,
    thread: [...received, ...followUps],
  };
}

export class FakeSession implements Session {
  readonly saved: { id: string; folder: string }[] = [];
  readonly replies: { id: string; text: string }[] = [];
  /** How often a sync was begun. */
  syncs = 0;
  report: SyncReport = { fetched: 0, opened: 0, unreadable: 0, followUps: 0, placed: 0, warnings: [] };
  failure: Error | null = null;
  /** A sync waits for this. */
  gate: Promise<void> = Promise.resolve();
  arriving: CaseView[] = [];
  readonly #about: About;
  #cases: CaseView[];

  constructor(cases: readonly CaseView[] = [], about: About = ABOUT) {
    this.#cases = [...cases];
    this.#about = about;
  }

  about(): About {
    return this.#about;
  }

  list(): Promise<CaseSummary[]> {
    return Promise.resolve(
      this.#cases.map(
        ({
          id,
          day,
          language,
          excerpt,
          evidence,
          size,
          followUps,
          replies,
          deletionAsked,
          canReply,
          problem,
        }) => {
          const counts = { evidence, size, followUps, replies };
          return { id, day, language, excerpt, ...counts, deletionAsked, canReply, problem };
        },
      ),
    );
  }

  async read(id: string): Promise<CaseView> {
    if (this.failure) throw this.failure;
    const found = this.#cases.find((view) => view.id === id);
    if (!found) throw new WitnessboxError('case.not-found');
    return Promise.resolve(found);
  }

  async sync(progress?: (progress: { done: number; total: number }) => void): Promise<SyncReport> {
    this.syncs += 1;
    progress?.({ done: 0, total: this.arriving.length });
    await this.gate;
    if (this.failure) throw this.failure;
    const fetched = this.arriving.length;
    this.#cases = [...this.arriving, ...this.#cases];
    this.arriving = [];
    let placed = 0;
    this.#cases = this.#cases.map((view) => ({
      ...view,
      thread: view.thread.map((item) => {
        if (item.state !== 'queued') return item;
        placed += 1;
        return { ...item, state: 'placed' as const };
      }),
    }));
    return { ...this.report, fetched, opened: fetched, placed };
  }

  async save(id: string, folder: string): Promise<{ folder: string; files: number }> {
    const view = await this.read(id);
    if (this.saved.some((earlier) => earlier.folder === folder)) throw new WitnessboxError('save.exists');
    this.saved.push({ id, folder });
    return { folder, files: view.evidenceList.length + 2 };
  }

  /** The desk shows nothing in part. */
  unpulled(): Promise<never> {
    return Promise.reject(new WitnessboxError('portal.none'));
  }

  peek(): Promise<never> {
    return Promise.reject(new WitnessboxError('portal.none'));
  }

  async reply(id: string, text: string): Promise<{ parts: number }> {
    const view = await this.read(id);
    if (!view.canReply) throw new WitnessboxError('reply.no-channel');
    if (text.trim() === '') throw new WitnessboxError('reply.empty');
    this.replies.push({ id, text });
    const item: ThreadItem = {
      kind: 'reply',
      id: `reply-${this.replies.length}`,
      day: dayFromNow(0),
      answers: [],
      text,
      state: 'queued',
      evidence: [],
    };
    this.#cases = this.#cases.map((each) =>
      each.id === id ? { ...each, replies: each.replies + 1, thread: [...each.thread, item] } : each,
    );
    return { parts: 1 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
