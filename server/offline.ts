/**
 * The organisation's offline pages, as they lie signed in its public folder: served byte for byte, to be saved. One that the root
 * key did not sign, or that holds another keyring than the one that is served, is as good as absent.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '@scure/base';
import { verify } from '../crypto/minisign.ts';
import { enclosedIn, offlineName } from '../crypto/offline-page.ts';
import { ROUTES } from './contract.ts';
import type { Organisation } from './organisation.ts';

export type OfflinePage = {
  page: Uint8Array;
  signature: Uint8Array;
  /** SHA-256 of the page, 64 hex digits. */
  hash: string;
};

/** Files of the offline folder by their names, as far as they have been read. */
export type OfflineFiles = ReadonlyMap<string, Uint8Array>;

/** Of which page and of its signature, in a language. */
export function offlineNames(language: string): readonly [page: string, signature: string] {
  const name = offlineName(language);
  return [name, `${name}.minisig`];
}

/** Null where there is none that is good. */
export function offlinePage(
  language: string,
  files: OfflineFiles,
  organisation: Organisation,
): OfflinePage | null {
  const [page, signature] = offlineNames(language).map((name) => files.get(name));
  if (!page || !signature) return null;
  try {
    verify(textOf(organisation.files['root.pub']), page, textOf(signature));
    const enclosed = enclosedIn(page);
    const isOurs =
      enclosed.language === language &&
      enclosed.rootKey === organisation.rootKey &&
      enclosed.files[ROUTES.keyring] === textOf(organisation.files['keyring.json']);
    return isOurs ? { page, signature, hash: hex.encode(sha256(page)) } : null;
  } catch {
    return null;
  }
}

export type OfflineAnswer = { body: Uint8Array; type: string; headers: Record<string, string> };

/** What is served at `/{language}/encrypt.html` and with `.minisig` behind it; null at other addresses. */
export function offlineAsked(path: string): { language: string; isSignature: boolean } | null {
  const [, language, suffix] = /^\/([A-Za-z0-9-]+)\/encrypt\.html(\.minisig)?$/.exec(path) ?? [];
  return language === undefined ? null : { language, isSignature: suffix !== undefined };
}

/** As an attachment: opened here, it would run under our policy and not its own, and could do nothing. */
export function offlineAnswer({ page, signature }: OfflinePage, isSignature: boolean): OfflineAnswer {
  const name = isSignature ? 'encrypt.html.minisig' : 'encrypt.html';
  return {
    body: isSignature ? signature : page,
    type: isSignature ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
    headers: { 'Content-Disposition': `attachment; filename="${name}"` },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
