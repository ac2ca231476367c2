/** A whole organisation in memory: root key, keyring, intake, and the seed with which its team signs. @module */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, hex } from '@scure/base';
import {
  appearanceHash,
  appearanceLanguages,
  appearancePage,
  type Appearance,
} from '../../../crypto/appearance.ts';
import { generateIdentity, recipientOf } from '../../../crypto/envelope.ts';
import { defaultForm } from './form.ts';
import { intakeHash, intakeLanguages, intakePage, parseIntake } from '../../../crypto/intake.ts';
import { encodeKeyring, type Keyring } from '../../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign, type MinisignKeyPair } from '../../../crypto/minisign.ts';
import { writeJson } from '../../../crypto/shapes.ts';
import type { PublicFiles } from '../../../server/organisation.ts';
import { ENCLOSURE, fillOfflinePage } from '../../../crypto/offline-page.ts';
import { ascii } from './files.ts';
import { random } from './runtime.ts';

export type TestOrganisation = {
  files: PublicFiles;
  teamSeed: Uint8Array;
  keyring: Keyring;
  root: MinisignKeyPair;
};

export type Changes = Partial<Omit<Keyring, 'organisation'>> & {
  organisation?: Partial<Keyring['organisation']>;
};

/** `root`: of the organisation that goes on with this keyring; `intake`: bytes of its form; `face`: its appearance. */
export async function makeOrganisation(
  changes: Changes = {},
  root: MinisignKeyPair = generateKeyPair(random),
  intake: Uint8Array = defaultForm(),
  face?: Appearance,
): Promise<TestOrganisation> {
  const teamSeed = random(32);
  const { organisation, ...rest } = changes;
  const form = parseIntake(intake);
  const pages = intakeLanguages(form).map((language) => [language, intakeHash(intakePage(form, language))]);
  const keyring: Keyring = {
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(random(32)), names: { en: 'Test', 'zh-Hans': '测试' }, ...organisation },
    epoch: 1,
    issued: '2026-01-01',
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(await generateIdentity()) }],
    intake: {
      id: form.id,
      sha256: intakeHash(intake),
      pages: Object.fromEntries(pages) as Record<string, string>,
    },
    ...(face && { appearance: namedAppearance(face) }),
    onion: null,
    teamRequestKey: base64.encode(ed25519.getPublicKey(teamSeed)),
    demonstration: false,
    ...rest,
  };
  const bytes = encodeKeyring(keyring);
  return {
    keyring,
    teamSeed,
    root,
    files: {
      'keyring.json': bytes,
      'keyring.json.minisig': ascii(sign(root, bytes, 'epoch 1')),
      'root.pub': ascii(encodePublicKey(root)),
      'intake.json': intake,
      ...(face && { 'appearance.json': writeJson(face) }),
    },
  };
}

function namedAppearance(face: Appearance): NonNullable<Keyring['appearance']> {
  const pages = appearanceLanguages(face).map(
    (language) => [language, appearanceHash(appearancePage(face, language))] as const,
  );
  return { sha256: appearanceHash(writeJson(face)), pages: Object.fromEntries(pages) };
}

/** Its offline pages, filled and signed as the custodian does it, by the names of their files. */
export function offlineFilesOf(
  { files, root }: Pick<TestOrganisation, 'files' | 'root'>,
  languages: readonly string[],
): Map<string, Uint8Array> {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const made = new Map<string, Uint8Array>();
  for (const language of languages) {
    const page = fillOfflinePage(ascii(`<!doctype html><p lang="${language}">${ENCLOSURE}`), {
      format: 'witnessbox-offline/1',
      language,
      rootKey: text(files['root.pub']).split('\n')[1] ?? '',
      files: { '/keyring.json': text(files['keyring.json']) },
    });
    made.set(`encrypt.${language}.html`, page);
    made.set(`encrypt.${language}.html.minisig`, ascii(sign(root, page, `offline ${language}`)));
  }
  return made;
}
