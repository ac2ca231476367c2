/**
 * The offline pages (docs/offline.md): what the build made, with this organisation's keyring and questions put in, signed by the
 * root key. The same program and the same keyring give the same bytes, so whoever has both can make a page again and
 * compare.
 *
 * @module
 */
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WitnessboxError } from '../../crypto/errors.ts';
import { intakeLanguages, intakePage, nearest, parseIntake } from '../../crypto/intake.ts';
import { type MinisignKeyPair, sign } from '../../crypto/minisign.ts';
import { OFFLINE_FOLDER, OFFLINE_NAME, fillOfflinePage, offlineName } from '../../crypto/offline-page.ts';
import { ROUTES } from '../../server/contract.ts';
import { diskError, readIfThere, replaceFile, systemCode } from '../files.ts';
import type { SignedKeyring } from './folder.ts';

const PUBLIC_FILE = 0o644;
const PUBLIC_FOLDER = 0o755;

export type Template = { language: string; bytes: Uint8Array };
export type OfflinePage = { language: string; page: Uint8Array; signature: string };

/** @param folder of the built templates, dist/offline. @returns none where they have not been built @throws disk.* */
export async function readTemplates(folder: string | undefined): Promise<Template[]> {
  if (folder === undefined) return [];
  const templates: Template[] = [];
  for (const language of await languagesIn(folder)) {
    const bytes = await readIfThere(join(folder, offlineName(language)));
    if (bytes) templates.push({ language, bytes });
  }
  return templates;
}

/** Languages of the pages in a folder, in their order. @throws disk.* */
export async function languagesIn(folder: string): Promise<string[]> {
  const found = (await namesIn(folder)).map((name) => OFFLINE_NAME.exec(name));
  return found.flatMap((match) => (match?.[2] === undefined ? (match?.[1] ?? []) : [])).sort();
}

/** One template with what the organisation has signed. @throws offline.malformed where it is no template */
export function filledPage(
  { language, bytes }: Template,
  { keyring, bytes: keyringBytes, signature, intake }: SignedKeyring,
  rootPublic: string,
): Uint8Array {
  const text = (file: Uint8Array): string => new TextDecoder().decode(file);
  const { pages } = keyring.intake;
  const form = parseIntake(intake);
  const shown = nearest(pages ? Object.keys(pages) : intakeLanguages(form), language);
  return fillOfflinePage(bytes, {
    format: 'witnessbox-offline/1',
    language,
    rootKey: rootPublic.trimEnd().split(/\r?\n/u).at(-1) ?? '',
    files: {
      [ROUTES.keyring]: text(keyringBytes),
      [ROUTES.keyringSignature]: signature,
      ...(pages
        ? { [`${ROUTES.intakePages}/${shown}.json`]: text(intakePage(form, shown)) }
        : { [ROUTES.intake]: text(intake) }),
    },
  });
}

export function makePages(
  templates: readonly Template[],
  signed: SignedKeyring,
  { rootPublic, root }: { rootPublic: string; root: MinisignKeyPair },
): OfflinePage[] {
  const epoch = String(signed.keyring.epoch);
  return templates.map((template) => {
    const { language } = template;
    const page = filledPage(template, signed, rootPublic);
    return {
      language,
      page,
      signature: sign(root, page, `witnessbox offline page ${language} epoch ${epoch}`),
    };
  });
}

/**
 * Puts the pages into a public folder, in place of those that are there. A signature comes last; a page whose own is
 * not there yet is shown by no server.
 *
 * @throws disk.*
 */
export async function writePages(publicFolder: string, pages: readonly OfflinePage[]): Promise<void> {
  const folder = join(resolve(publicFolder), OFFLINE_FOLDER);
  const kept = new Set(pages.map(({ language }) => offlineName(language)));
  try {
    // A link would lead elsewhere: files would be replaced there, and rights widened.
    if (await isLink(folder)) await rm(folder);
    for (const name of await namesIn(folder)) {
      const isKept = kept.has(name.replace(/\.minisig$/u, ''));
      if (OFFLINE_NAME.test(name) && !isKept) await rm(join(folder, name));
    }
    if (pages.length > 0) {
      await mkdir(folder, { recursive: true });
      await chmod(folder, PUBLIC_FOLDER);
    }
  } catch (error) {
    throw diskError(error);
  }
  for (const { language, page, signature } of pages) {
    const path = join(folder, offlineName(language));
    await replaceFile(path, page, PUBLIC_FILE);
    await replaceFile(`${path}.minisig`, new TextEncoder().encode(signature), PUBLIC_FILE);
  }
}

async function isLink(path: string): Promise<boolean> {
  const about = await lstat(path).catch(() => null);
  return about?.isSymbolicLink() === true;
}

/** @throws offline.not-built */
export function needed(templates: readonly Template[]): readonly Template[] {
  if (templates.length === 0) throw new WitnessboxError('offline.not-built');
  return templates;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw diskError(error);
  }
}
