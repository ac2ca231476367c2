/**
 * Checks of the offline pages in a public folder: signed by the root key, made with the keyring beside them, and byte for byte
 * what this program makes of it.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sameBytes } from '../../crypto/encoding.ts';
import { verify } from '../../crypto/minisign.ts';
import { OFFLINE_FOLDER, enclosedIn, offlineName } from '../../crypto/offline-page.ts';
import { ROUTES } from '../../server/contract.ts';
import { type Check, ok, wrong } from './check.ts';
import type { SignedKeyring } from './folder.ts';
import { type Template, filledPage, languagesIn } from './offline.ts';
import type { Read } from './verify-files.ts';

/** @param given null where the keyring itself is not what the root key signed @throws disk.* */
export async function verifyOffline(
  folder: string,
  read: Read,
  given: { signed: SignedKeyring; rootPublic: string } | null,
  templates: readonly Template[],
): Promise<Check[]> {
  const checks: Check[] = [];
  const languages = await languagesIn(folder);
  for (const language of languages) {
    const name = offlineName(language);
    const page = await read(name);
    if (!page) continue;
    if (!given) {
      checks.push(wrong(`${at(name)} cannot be checked without the keyring.`));
      continue;
    }
    const signature = await read(`${name}.minisig`);
    checks.push(pageCheck(name, page, signature, given));
    const template = templates.find((one) => one.language === language);
    checks.push(...madeChecks(name, page, template, given));
  }
  if (languages.length > 0 && templates.length === 0)
    checks.push(
      ok(
        'Whether the offline pages are what this program makes cannot be told: it has not been built. "npm run build" does that.',
      ),
    );
  return checks;
}

const at = (name: string): string => `${OFFLINE_FOLDER}/${name}`;

function pageCheck(
  name: string,
  page: Uint8Array,
  signature: Uint8Array | null,
  { signed, rootPublic }: { signed: SignedKeyring; rootPublic: string },
): Check {
  if (!signature) return wrong(`${at(name)} has no signature beside it.`);
  try {
    verify(rootPublic, page, new TextDecoder().decode(signature));
  } catch {
    return wrong(`${at(name)} is not what the root key signed.`);
  }
  return holdsKeyring(page, signed)
    ? ok(`${at(name)} is what the root key signed. SHA-256 ${bytesToHex(sha256(page))}`)
    : wrong(`${at(name)} holds another keyring than the one here: "witnessbox keys offline" makes it anew.`);
}

function holdsKeyring(page: Uint8Array, { bytes }: SignedKeyring): boolean {
  try {
    return enclosedIn(page).files[ROUTES.keyring] === new TextDecoder().decode(bytes);
  } catch {
    return false;
  }
}

function madeChecks(
  name: string,
  page: Uint8Array,
  template: Template | undefined,
  { signed, rootPublic }: { signed: SignedKeyring; rootPublic: string },
): Check[] {
  if (!template) return [];
  return sameBytes(page, filledPage(template, signed, rootPublic))
    ? [ok(`${at(name)} is byte for byte what this program makes of the keyring.`)]
    : [
        wrong(
          `${at(name)} is not what this program makes of the keyring: it was altered, or made by another version. "witnessbox keys offline" makes it anew.`,
        ),
      ];
}
