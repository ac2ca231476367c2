/** `witnessbox keys fingerprint`: for print and for other channels. @module */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { translated } from '../../../crypto/intake.ts';
import { type CommandContext, command } from '../../context.ts';
import {
  type FingerprintCard,
  cardPage,
  fingerprintCard,
  qrSvg,
  qrText,
} from '../../custodian/fingerprint-card.ts';
import { readPublic } from '../../custodian/public-folder.ts';
import { WORD_LANGUAGES, wordLanguage, wordLines } from '../../custodian/word-lists.ts';
import { exists, writeNew } from '../../files.ts';
import { shownJson, shownLine } from '../../terminal.ts';

const ABOUT = `Shows the fingerprint of the organisation's keys: as digits, as twelve words and as a QR code. Publish it where
whoever runs the server cannot change it: in print, by phone, on other sites. Sources and reviewers compare it with
what the portal shows; all three say the same.

The folder is believed as it is: take it from where it was made, not from the server.`;

const EXAMPLES = `  witnessbox keys fingerprint --public ./public
  witnessbox keys fingerprint --public ./public --language zh-Hans --html ./fingerprint.html
  witnessbox keys fingerprint --public ./public --svg ./fingerprint.svg`;

const WORLD_READABLE = 0o644;

type Options = { public: string; language: string; svg?: string; html?: string; json?: true };

export function addFingerprint(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'fingerprint',
    summary: "show the organisation's fingerprint, also for print",
    about: ABOUT,
    examples: EXAMPLES,
  })
    .requiredOption('--public <folder>', 'the public folder')
    .addOption(
      new Option('--language <tag>', `language of the words: ${WORD_LANGUAGES.join(', ')}`).default('en'),
    )
    .option('--svg <file>', 'also write the QR code as a picture')
    .option('--html <file>', 'also write a page to print')
    .option('--json', 'print as JSON')
    .action(async (options: Options) => {
      const language = wordLanguage(options.language);
      for (const file of [options.svg, options.html]) {
        if (file !== undefined && (await exists(resolve(file))))
          throw new WitnessboxError('keys.file-exists');
      }
      const { keyring, rootPublic } = await readPublic(options.public);
      const card = await fingerprintCard(keyring, rootPublic, language);
      await write(options.svg, `${qrSvg(card)}\n`);
      await write(options.html, cardPage(card));
      context.print(options.json ? `${shownJson(card)}\n` : cardText(card));
    });
}

async function write(file: string | undefined, text: string): Promise<void> {
  if (file === undefined) return;
  await writeNew(resolve(file), new TextEncoder().encode(text), WORLD_READABLE);
}

function cardText(card: FingerprintCard): string {
  const address = card.onion === null ? '' : `\nOnion address\n  http://${card.onion}\n`;
  return `${shownLine(translated(card.names, 'en'))}${card.demonstration ? ' (demonstration)' : ''}

Fingerprint
  ${card.hex}

The same as words
${wordLines(card.words)}
${address}
The same as a QR code
${qrText(card)}
`;
}
