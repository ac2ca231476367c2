/**
 * An intake form from a file, with what is to be said of it: shared by the commands that look at one and the one that signs it.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Intake } from '../../crypto/intake.ts';
import type { CommandContext } from '../context.ts';
import { type Checked, checkIntake } from '../custodian/intake-check.ts';
import type { Finding } from '../custodian/intake-finding.ts';
import { INTAKE_SENTENCES } from '../sentences.intake.ts';
import { shownLine } from '../terminal.ts';

/** Bytes; a hundred questions in a hundred languages are less. */
const LARGEST = 16 * 1024 * 1024;
/** Pieces of advice of one kind; a language that was begun and not finished would fill the screen. */
const MOST_ALIKE = 8;

/** @throws intake.unreadable-file */
export async function readIntakeFile(path: string): Promise<Checked & { bytes: Uint8Array }> {
  const bytes = await bytesOf(path);
  // Outside: a fault of ours must not be called a file that cannot be read.
  return { bytes, ...checkIntake(bytes) };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new WitnessboxError('intake.unreadable-file');
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new WitnessboxError('intake.unreadable-file', {}, { cause: error });
  }
}

/** Says what was found, and goes on only where it can be used. @throws intake.unreadable-file, intake.faulty */
export async function soundIntake(
  context: CommandContext,
  path: string,
): Promise<{ bytes: Uint8Array; form: Intake }> {
  const { bytes, form, findings } = await readIntakeFile(path);
  context.warn(findingsText(findings, INTAKE_SENTENCES, 'intake'));
  if (!form) throw new WitnessboxError('intake.faulty');
  return { bytes, form };
}

type Sentences<Code extends string> = Readonly<Record<Code, string>>;

/** Faults first, and all of them: each has to be mended. */
export function findingsText<Code extends string>(
  findings: readonly Finding<Code>[],
  sentences: Sentences<Code>,
  command: string,
): string {
  const alike = new Map<string, number>();
  const lines: string[] = [];
  for (const finding of [...findings.filter(isFault), ...findings.filter((one) => !isFault(one))]) {
    const sentence = sentenceOf(finding, sentences);
    const count = isFault(finding) ? 0 : (alike.get(sentence) ?? 0) + 1;
    alike.set(sentence, count);
    if (count > MOST_ALIKE) continue;
    lines.push(`${isFault(finding) ? 'WRONG' : 'note '}  ${shownLine(finding.place)}\n       ${sentence}\n`);
  }
  for (const [sentence, count] of alike) {
    if (count > MOST_ALIKE) {
      lines.push(`and ${String(count - MOST_ALIKE)} more places: ${sentence}\n`);
    }
  }
  if ([...alike.values()].some((count) => count > MOST_ALIKE)) {
    lines.push(`"witnessbox ${command} check FILE --json" names all places.\n`);
  }
  return lines.join('');
}

const isFault = ({ isFault }: { isFault: boolean }): boolean => isFault;

export function sentenceOf<Code extends string>(
  { code, facts }: Finding<Code>,
  sentences: Sentences<Code>,
): string {
  return sentences[code].replaceAll(/\{(\w+)\}/gu, (_, fact: string) =>
    shownLine(String(facts[fact] ?? '?')),
  );
}
