/** `witnessbox appearance`: writes, checks and shows the organisation's own face on the source's page. @module */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { appearanceLanguages } from '../../crypto/appearance.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { type CommandContext, command, unwrapped } from '../context.ts';
import { NEW_APPEARANCE } from '../custodian/appearance-new.ts';
import { APPEARANCE_MARK, appearancePreview } from '../custodian/appearance-preview.ts';
import { exists, readIfThere, replaceFile, writeNew } from '../files.ts';
import { APPEARANCE_SENTENCES } from '../sentences.appearance.ts';
import { shownJson, shownLine } from '../terminal.ts';
import { readAppearanceFile, soundAppearance } from './appearance-file.ts';
import { findingsText, sentenceOf } from './intake-file.ts';

const ABOUT = `The appearance: your logo, your colours, and in your own words who you are and how else you can be reached.
Start with "new", edit the file as docs/appearance.md describes, look at it with "check" and "preview", and sign it with
"witnessbox keys rotate --appearance FILE". Nothing here needs a network or a passphrase.`;

/** It holds nothing secret, and somebody else may be the one who translates it. */
const FOR_ALL = 0o644;

export function addAppearance(program: Command, context: CommandContext): void {
  const appearance = program
    .command('appearance')
    .summary("edit the organisation's own face on the page (custodian)")
    .description(unwrapped(ABOUT));
  addNew(appearance, context);
  addCheck(appearance, context);
  addPreview(appearance, context);
}

function addNew(appearance: Command, context: CommandContext): void {
  command(appearance, {
    usage: 'new <file>',
    summary: 'write an appearance, to start from',
    about: 'Writes an appearance into a new file, with the usual colours and words that are to be replaced.',
    examples: '  witnessbox appearance new appearance.json',
  }).action(async (file: string) => {
    if (await exists(file)) throw new WitnessboxError('keys.file-exists');
    await writeNew(file, writeJson(NEW_APPEARANCE), FOR_ALL);
    context.print(`${shownLine(resolve(file))}\n`);
  });
}

function addCheck(appearance: Command, context: CommandContext): void {
  command(appearance, {
    usage: 'check <file>',
    summary: 'say what is wrong with an appearance',
    about: `Says what is wrong with an appearance, where, and how to mend it: colours that some could not read, a logo that is too
large or tells more than it shows, texts that are too long; and what could be better. Ends with exit code 1 where it cannot be
used, else with 0.`,
    examples: '  witnessbox appearance check appearance.json',
  })
    .option('--json', 'print as JSON')
    .action(async (file: string, { json }: { json?: true }) => {
      const { appearance: sound, findings } = await readAppearanceFile(file);
      if (json) {
        const said = findings.map((finding) => ({
          ...finding,
          says: sentenceOf(finding, APPEARANCE_SENTENCES),
        }));
        context.print(`${shownJson({ sound: sound !== null, findings: said })}\n`);
      } else {
        const end = sound
          ? `This appearance can be used. It has words in ${appearanceLanguages(sound).join(', ')}.\n`
          : 'This appearance cannot be used yet.\n';
        context.print(findingsText(findings, APPEARANCE_SENTENCES, 'appearance') + end);
      }
      if (!sound) context.endWith(1);
    });
}

function addPreview(appearance: Command, context: CommandContext): void {
  command(appearance, {
    usage: 'preview <file>',
    summary: 'show an appearance',
    about: `Writes a page for the browser that shows logo, colours and words, in every language and both colour schemes. The page is
one file without scripts; it sends nothing and loads nothing. A preview of before is replaced, nothing else is.`,
    examples: `  witnessbox appearance preview appearance.json
  witnessbox appearance preview appearance.json --out look.html`,
  })
    .option('-o, --out <file>', "where to write it (the appearance's name, with .html)")
    .action(async (file: string, { out }: { out?: string }) => {
      const { appearance: sound } = await soundAppearance(context, file);
      const target = resolve(out ?? `${file.replace(/\.json$/u, '')}.html`);
      const there = await readIfThere(target);
      if (there && !new TextDecoder().decode(there).startsWith(APPEARANCE_MARK)) {
        throw new WitnessboxError('intake.other-file');
      }
      await replaceFile(target, utf8(appearancePreview(sound)), FOR_ALL);
      context.print(`${shownLine(target)}\nOpen it in a browser.\n`);
    });
}
