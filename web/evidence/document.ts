/**
 * What OOXML and OpenDocument have in common: a zip archive of XML and media, of which a new archive is made.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Findings } from './findings.ts';
import { MEDIA, type ExamineMedia } from './media.ts';
import { Obstructed, Reader, type Bytes } from './reader.ts';
import { deflated, stored, writeArchive, type NewMember } from './zip-writer.ts';
import { locate, readDirectory, readMember, type Member } from './zip.ts';

/** Bytes of all XML that is gone through, and of media that have to be inflated for it. */
const MOST_TEXT = 33_554_432;
const MOST_MEDIA = 268_435_456;
/**
 * Elements in all of it: as many as in a sheet of 50,000 rows and 10 columns, but fewer in an archive that has no more bytes than a
 * letter. More would keep a page busy for long, above all without JIT.
 */
const MOST_ELEMENTS = 1_200_000;
const elementsIn = (bytes: number) => Math.min(MOST_ELEMENTS, 200_000 + 2 * bytes);
/** Bytes of a document: what is written has no zip64. */
const LARGEST = 3_221_225_472;

/** A path on somebody's machine or network, which often has their name in it. */
const PATH = /\bfile:|(?:^|[^\w])[a-z]:[\\/]|\\\\[^\\]|\/(?:home|Users|media|mnt)\//i;
const FILE_NAME =
  /\.(?:jpe?g|png|gif|webp|heic|hei[cf]|tiff?|bmp|svg|emf|wmf|mp4|mov|m4[av]|mp3|wav|docx?|xlsx?|pptx?|od[tspg]|pdf)$/i;
/** What may stand before a sheet in a formula (ECMA-376, part 1, 18.17.2.2); in brackets without an extension is a number. */
const WORKBOOK = /^('?)[^[]*\[[^\]]*\.\w{2,5}\]/;
/** Addresses that say the same to everybody. All others, relative ones too, are places on a machine. */
const PUBLIC = /^(?:https?:\/\/(?!localhost\b)|mailto:|tel:|ftp:\/\/|#)/i;

export const isPath = (text: string) => PATH.test(text);
export const isFileName = (text: string) => PATH.test(text) || FILE_NAME.test(text.trim());
/** A formula without the file that it reads from; empty where nothing is left. */
export function withoutFile(formula: string): string {
  const rest = formula.replace(WORKBOOK, '$1');
  return isPath(rest) ? '' : rest;
}
export const isPublic = (address: string) => PUBLIC.test(address);

export class Document {
  readonly reader: Reader;
  readonly findings: Findings;
  readonly members: ReadonlyMap<string, Member>;
  /** Whether something was found that can neither be cleaned nor be left out. */
  isUnknown = false;
  #isChanged = false;
  readonly work: { left: number };
  readonly #examineMedia: ExamineMedia;
  readonly #kept = new Map<string, () => Promise<NewMember>>();
  readonly #media = new Map<Member, string>();
  #text = 0;
  #inflated = 0;

  private constructor(
    reader: Reader,
    findings: Findings,
    members: ReadonlyMap<string, Member>,
    examineMedia: ExamineMedia,
  ) {
    this.reader = reader;
    this.work = { left: elementsIn(reader.size) };
    this.findings = findings;
    this.members = members;
    this.#examineMedia = examineMedia;
  }

  /** Throws `Obstructed`, as everything here does. */
  static async open(reader: Reader, findings: Findings, examineMedia: ExamineMedia): Promise<Document> {
    if (reader.size > LARGEST) throw new Obstructed('too-complex');
    return new Document(reader, findings, await readDirectory(reader, findings), examineMedia);
  }

  /** Names of what is kept so far. */
  get kept(): ReadonlySet<string> {
    return new Set(this.#kept.keys());
  }

  /** There is no clean document any more; goes on, so that all is told that is in it. */
  unknown(what: string): void {
    this.findings.add('unknown-part', what);
    this.isUnknown = true;
  }

  /** The text of a member; UTF-8 only, without a byte order mark. */
  async text(member: Member): Promise<string> {
    if ((this.#text += member.size) > MOST_TEXT) throw new Obstructed('too-complex');
    const bytes = await readMember(this.reader, member);
    // Seen before any is gone through: no element has more than two tags, and references are work as well.
    const references = countOf(bytes, 0x26, 4 * this.work.left);
    this.work.left -= references >> 2;
    countOf(bytes, 0x3c, 2 * this.work.left);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new Obstructed('damaged');
    }
  }

  /** Where all that goes has no kind of its own, that something goes must be said: else the original would be called free of it. */
  tellOfChanges(): void {
    if (this.#isChanged && this.findings.list.length === 0) this.findings.add('unknown-part', '');
  }

  /** A member that was `before`, as it stands where nothing of it changes. */
  async keepText(member: Member, before: string, after: string): Promise<void> {
    if (this.#kept.has(member.name)) return;
    this.#isChanged ||= before !== after;
    const bytes = new TextEncoder().encode(after);
    // Were there a byte order mark, the lengths would differ.
    if (before !== after || bytes.length !== member.size) return this.add(member.name, bytes);
    const { from, to } = await locate(this.reader, member);
    const { name, method, crc, size } = member;
    const data = this.reader.file.slice(from, to);
    this.#kept.set(name, () => Promise.resolve({ name, method, crc, size, data }));
  }

  /** A new member, deflated unless it must not be. */
  async add(name: string, content: Bytes, deflate = true): Promise<void> {
    const member = deflate ? await deflated(name, content) : await stored(name, new Blob([content]));
    this.#kept.set(name, () => Promise.resolve(member));
  }

  /**
   * Keeps a picture, sound or film, without what it gives away, under a name in `folder` that tells nothing; gives that.
   * Where it cannot be cleaned the document cannot either.
   */
  async keepMedia(member: Member, folder: string): Promise<string> {
    const before = this.#media.get(member);
    if (before !== undefined) return before;
    if (member.method !== 0) this.#inflated += member.size;
    if (this.#inflated > MOST_MEDIA) throw new Obstructed('too-complex');
    const examined = await this.#examineMedia(await this.#content(member));
    for (const { kind, text, latitude, longitude } of examined.findings) {
      const isPlace = latitude !== undefined && longitude !== undefined;
      this.findings.add(kind, text, isPlace ? { latitude, longitude } : undefined);
    }
    const [extension = 'bin'] = MEDIA[examined.format] ?? [];
    const name = `${folder}/${String(this.#media.size + 1)}.${extension}`;
    this.#media.set(member, name);
    if (examined.clean === null || !(examined.format in MEDIA)) {
      this.unknown(member.name);
      return name;
    }
    // Not kept in memory until it is wanted: a document may have hundreds of pictures.
    this.#kept.set(name, async () => {
      const again = await this.#examineMedia(await this.#content(member));
      if (again.clean === null) throw new WitnessboxError('bundle.file-changed');
      return stored(name, await again.clean());
    });
    return name;
  }

  /** The archive of what was kept: `first` at its beginning, the others by their names. Throws only `bundle.file-changed`. */
  async write(first: readonly string[]): Promise<Blob> {
    const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
    const names = [...this.#kept.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    const members: NewMember[] = [];
    try {
      for (const name of names) {
        const member = await this.#kept.get(name)?.();
        if (member) members.push(member);
      }
    } catch (error) {
      // It was whole when it was examined.
      if (error instanceof Obstructed) throw new WitnessboxError('bundle.file-changed');
      throw error;
    }
    return writeArchive(members, this.reader.file.type);
  }

  /** Reads for itself: who cleans a document several times has not jumped about in it. Throws `bundle.file-changed` by then. */
  async #content(member: Member): Promise<Blob> {
    const reader = new Reader(this.reader.file);
    const { from, to } = await locate(reader, member);
    if (member.method === 0) return reader.file.slice(from, to);
    return new Blob([await readMember(reader, member)]);
  }
}

/** How often a byte is there. Throws `Obstructed` where that is more often than it may be. */
function countOf(bytes: Bytes, byte: number, most: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) {
    if ((count += 1) > most) throw new Obstructed('too-complex');
  }
  return count;
}
