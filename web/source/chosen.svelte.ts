/**
 * A file that the source has chosen: what was seen in it, under which name it goes along, and whether as it is.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { KINDS, type Kind } from '../evidence/examined.ts';
import type { Enclosed } from './errands.ts';
import type { Seen } from './seen.ts';
import type { Sheet } from './sheet.svelte.ts';

/** Send a copy without what was found, the file as it is, or both. */
export const CHOICES = ['remove', 'keep', 'both'] as const;
export type Choice = (typeof CHOICES)[number];

/** `unread`: looking into it has failed. `gone`: the browser cannot read it any more. */
export type State = 'looking' | 'seen' | 'unread' | 'gone';

/**
 * With something in front of it, so that a name is never all extension; and only what is one for certain: what else stands behind a
 * dot may be a person's name, which the source must be able to change.
 */
const EXTENSION =
  /(?<=.)\.(jpe?g|png|webp|gif|heic|heif|avif|tiff?|bmp|svg|mp4|m4[av]|mov|3g[p2]|avi|mkv|webm|wmv|mp3|flac|og[agv]|opus|wav|aac|amr|wma|docx?|docm|dotx|xlsx?|xlsm|pptx?|od[tspg]|pdf|rtf|txt|csv|json|html?|xml|eml|zip|7z|rar|tar|gz|xz|age|gpg|pgp|asc)$/iu;
/** Where the source leaves nothing of the name. */
const NAMELESS = 'file';

export class Chosen {
  readonly file: File;
  /** By which the page names its fields. */
  readonly key: string;
  /** What the source says about it. */
  readonly sheet: Sheet;
  /** With its dot; it stays, because it says with what the file can be opened. */
  readonly extension: string;
  /** The name before the extension, which the source may change: names tell times and places too. */
  stem = $state('');
  choice = $state<Choice>('remove');
  state = $state<State>('looking');
  seen = $state.raw<Seen | null>(null);

  constructor(file: File, key: string, sheet: Sheet) {
    this.file = file;
    this.key = key;
    this.sheet = sheet;
    this.extension = EXTENSION.exec(file.name)?.[0] ?? '';
    this.stem = file.name.slice(0, file.name.length - this.extension.length);
  }

  get name(): string {
    return `${this.stem.trim() || NAMELESS}${this.extension}`;
  }

  /** Whether there is a copy without what was found, and so something to choose. */
  get canBeCleaned(): boolean {
    return this.seen !== null && this.seen.cleaned !== null;
  }

  /** What was found, each kind once. */
  get kinds(): Kind[] {
    return KINDS.filter((kind) => this.seen?.findings.some((finding) => finding.kind === kind));
  }

  /** As it will go along; until it has been looked into, as it is. */
  get enclosed(): Enclosed {
    const { name, file } = this;
    const { type } = file;
    const cleaned = this.choice === 'keep' ? null : (this.seen?.cleaned ?? null);
    if (cleaned === null) return { name, type, content: file, removed: [], original: null };
    const original = this.choice === 'both' ? file : null;
    return { name, type, content: cleaned, removed: this.kinds, original };
  }

  /** How many files of the submission it makes. */
  get count(): number {
    return this.enclosed.original === null ? 1 : 2;
  }

  /** Bytes that go along. */
  get length(): number {
    const { content, original } = this.enclosed;
    return content.size + (original?.size ?? 0);
  }

  take(seen: Seen): void {
    this.seen = seen;
    this.state = 'seen';
  }

  fail(error: unknown): void {
    const isGone = error instanceof WitnessboxError && error.code === 'bundle.file-changed';
    this.state = isGone ? 'gone' : 'unread';
  }
}
