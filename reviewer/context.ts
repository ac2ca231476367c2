/**
 * What a command may touch of the process around it, handed in so that tests can hand in something else.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Random } from '../crypto/encoding.ts';
import { defaultHome, homePaths, readHomeFile } from './home.ts';
import { type Input, createInput } from './input.ts';
import { type TorPlace, parseTorPlace, withTor } from './onion.ts';
import { type Session, openSession } from './session.ts';

/** Where a Tor of the system listens; that of the Tor Browser is at 9150. */
const TOR: TorPlace = { host: '127.0.0.1', port: 9050 };

export type CommandContext = {
  input: Input;
  /** To standard output. Text of sources must have gone through terminal.ts. */
  print: (text: string) => void;
  /** To standard error. */
  warn: (text: string) => void;
  /** Whether progress may be painted over. */
  lively: boolean;
  environment: NodeJS.ProcessEnv;
  fetch: typeof globalThis.fetch;
  now: () => Date;
  random: Random;
  /** Folder of the offline page's built templates, where there is one. */
  offlineTemplates?: string;
  /** Makes a command that otherwise went well end with this code; the first one stays. */
  endWith: (code: number) => void;
  exitCode: () => number;
  /** Resolves when the person or the system wants the program to stop. */
  interrupted: () => Promise<void>;
};

export function processContext(): CommandContext {
  let exitCode = 0;
  return {
    input: createInput(process),
    print: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
    lively: process.stderr.isTTY,
    environment: process.env,
    fetch: globalThis.fetch,
    now: () => new Date(),
    random: (length) => new Uint8Array(randomBytes(length)),
    offlineTemplates: fileURLToPath(new URL('../dist/offline', import.meta.url)),
    endWith: (code) => {
      exitCode ||= code;
    },
    exitCode: () => exitCode,
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
          process.once(signal, () => {
            resolve();
          });
        }
      }),
  };
}

export type HomeOptions = { home: string; portal?: string; tor?: TorPlace };

export function homeOption(context: CommandContext): Option {
  return new Option('--home <folder>', 'your key folder (or set WITNESSBOX_HOME)').default(
    defaultHome(context.environment),
  );
}

export function labelsOption(): Option {
  return new Option(
    '--labels <language>',
    "language of the form's questions, where it has them in it",
  ).default('en');
}

export function portalOption(): Option {
  return new Option('--portal <address>', "the portal's address; needed once, then remembered");
}

export function torOption(): Option {
  return new Option('--tor <host:port>', "Tor's SOCKS port, for a portal with an onion address")
    .argParser((text) => {
      const place = parseTorPlace(text);
      if (!place) throw new InvalidArgumentError('It must be like 127.0.0.1:9050.');
      return place;
    })
    .default(TOR, '127.0.0.1:9050');
}

/** Asks for the passphrase, opens the key folder, and lets go of it whatever happens. */
export async function withSession<T>(
  context: CommandContext,
  options: HomeOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  // Before anybody types a passphrase for a folder that is not there.
  await readHomeFile(homePaths(options.home));
  const passphrase = await context.input.secret('Passphrase of your key folder');
  const { now, random } = context;
  const fetch = withTor(context.fetch, options.tor ?? TOR, random);
  const portal = options.portal === undefined ? {} : { portal: options.portal };
  const session = await openSession({ home: options.home, passphrase, fetch, now, random, ...portal });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export type CommandWords = {
  /** As commander reads it: the name, then its arguments. */
  usage: string;
  /** A few words for the list of commands. */
  summary: string;
  /** Paragraphs for its own help. */
  about: string;
  examples: string;
};

export function command(program: Command, { usage, summary, about, examples }: CommandWords): Command {
  return program
    .command(usage)
    .summary(summary)
    .description(unwrapped(about))
    .addHelpText('after', `\nExamples:\n${examples}\n`);
}

/** Commander wraps lines itself; a line end of the source is none of the text. */
export function unwrapped(text: string): string {
  return text.replaceAll(/(?<!\n)\n(?!\n)/gu, ' ');
}
