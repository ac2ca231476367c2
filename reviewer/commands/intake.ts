/** `witnessbox intake`: writes, checks and shows the form that sources are asked to fill in. @module */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { utf8 } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { intakeLanguages, questionsOf } from '../../crypto/intake.ts';
import { type CommandContext, command, unwrapped } from '../context.ts';
import { PREVIEW_MARK, intakePreview } from '../custodian/intake-preview.ts';
import { exists, readIfThere, replaceFile, writeNew } from '../files.ts';
import { INTAKE_SENTENCES } from '../sentences.intake.ts';
import { shownJson, shownLine } from '../terminal.ts';
import { findingsText, readIntakeFile, sentenceOf, soundIntake } from './intake-file.ts';

const ABOUT = `The intake form: what sources are asked, in which languages, and to what they can consent. Start from the default
form with "new", edit it as docs/intake.md describes, look at it with "check" and "preview", and sign it with
"witnessbox keys rotate --intake FILE". Nothing here needs a network or a passphrase.`;

/** It holds nothing secret, and somebody else may be the one who translates it. */
const FOR_ALL = 0o644;

export function addIntake(program: Command, context: CommandContext): void {
  const intake = program
    .command('intake')
    .summary('edit the form that sources fill in (custodian)')
    .description(unwrapped(ABOUT));
  addNew(intake, context);
  addCheck(intake, context);
  addPreview(intake, context);
}

function addNew(intake: Command, context: CommandContext): void {
  command(intake, {
    usage: 'new <file>',
    summary: 'write the default form, to start from',
    about: 'Writes the default form into a new file. It asks for a testimony on a violation of human rights.',
    examples: '  witnessbox intake new intake.json',
  }).action(async (file: string) => {
    if (await exists(file)) throw new WitnessboxError('keys.file-exists');
    const form = await readFile(new URL('../../crypto/intake.default.json', import.meta.url));
    await writeNew(file, form, FOR_ALL);
    context.print(`${shownLine(resolve(file))}\n`);
  });
}

function addCheck(intake: Command, context: CommandContext): void {
  command(intake, {
    usage: 'check <file>',
    summary: 'say what is wrong with a form',
    about: `Says what is wrong with a form, where, and how to mend it; and what could be better: texts that a language lacks,
misspelt names, questions that press or lead. Ends with exit code 1 where the form cannot be used, else with 0.`,
    examples: '  witnessbox intake check intake.json',
  })
    .option('--json', 'print as JSON')
    .action(async (file: string, { json }: { json?: true }) => {
      const { form, findings } = await readIntakeFile(file);
      if (json) {
        const said = findings.map((finding) => ({ ...finding, says: sentenceOf(finding, INTAKE_SENTENCES) }));
        context.print(`${shownJson({ sound: form !== null, findings: said })}\n`);
      } else {
        const end = form
          ? `This form can be used. It has ${String(questionsOf(form).length)} questions and is offered in ${intakeLanguages(form).join(', ')}.\n`
          : 'This form cannot be used yet.\n';
        context.print(findingsText(findings, INTAKE_SENTENCES, 'intake') + end);
      }
      if (!form) context.endWith(1);
    });
}

function addPreview(intake: Command, context: CommandContext): void {
  command(intake, {
    usage: 'preview <file>',
    summary: 'show a form as sources read it',
    about: `Writes a page for the browser that shows the form as sources read it, in every language in which it is offered. The
page is one file without scripts; it sends nothing and loads nothing. A preview of before is replaced, nothing else is.`,
    examples: `  witnessbox intake preview intake.json
  witnessbox intake preview intake.json --language zh-Hans --out chinese.html`,
  })
    .option('--language <language>', 'only this language')
    .option('-o, --out <file>', "where to write it (the form's name, with .html)")
    .action(async (file: string, { language, out }: { language?: string; out?: string }) => {
      const { form } = await soundIntake(context, file);
      const languages = intakeLanguages(form);
      if (language !== undefined && !languages.includes(language)) {
        throw new WitnessboxError('intake.no-language', { languages: languages.join(', ') });
      }
      const target = resolve(out ?? `${file.replace(/\.json$/u, '')}.html`);
      const there = await readIfThere(target);
      if (there && !new TextDecoder().decode(there).startsWith(PREVIEW_MARK)) {
        throw new WitnessboxError('intake.other-file');
      }
      const page = intakePreview(form, language === undefined ? languages : [language]);
      await replaceFile(target, utf8(page), FOR_ALL);
      context.print(`${shownLine(target)}\nOpen it in a browser.\n`);
    });
}
