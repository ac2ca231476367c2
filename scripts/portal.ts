/**
 * What `npm start` does: builds what is missing, makes a demonstration organisation where none has been set up, serves,
 * and says where to go and what to do next. Whatever only the first start needs is loaded only then, or runs in a
 * process of its own: it would take up memory for as long as the server runs.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain } from '../reviewer/errors.ts';
import { dayOf } from '../crypto/days.ts';
import { DEFAULT_DATA, DEFAULT_LISTEN } from '../server/config.ts';
import { serve, serveOptions, type Serving } from '../server/main.node.ts';
import { runProgram } from '../server/program.node.ts';
import { readSettings, type Flags } from '../server/settings.node.ts';
import type { Demonstration } from './demonstration.ts';

const USAGE = `npm start -- [--config FILE] [--organisation FOLDER] [--data FOLDER] [--listen WHERE]

  --config FILE          the configuration (default: witnessbox.toml here or in the data folder, where there is one)
  --organisation FOLDER  the public folder that 'npx witnessbox init' wrote; without it a demonstration is served
  --data FOLDER          where database and ciphertexts are kept (default: ${DEFAULT_DATA})
  --listen WHERE         HOST:PORT or unix:/PATH (default: ${DEFAULT_LISTEN.host}:${DEFAULT_LISTEN.port})
  --host ADDRESS         address to listen on, alone
  --port NUMBER          port to listen on, alone

All options of the file: docs/configuration.md`;

function readArguments(): { flags: Flags; help: boolean } | null {
  const text = { type: 'string' } as const;
  try {
    const { help = false, ...flags } = parseArgs({
      options: {
        ...{ config: text, organisation: text, data: text, listen: text, host: text, port: text },
        help: { type: 'boolean' },
      },
    }).values;
    return { flags, help };
  } catch {
    // parseArgs' own message speaks of its API.
    return null;
  }
}

/** A path as one would type it here. */
function shortest(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') ? resolve(path) : here;
}

/** A socket is no address that one could visit. */
function portalOf(address: string): string {
  return address.startsWith('unix:') ? `${address}   (a proxy or Tor connects to it)` : `${address}/`;
}

/** Vite and Svelte take hundreds of megabytes. Rejects where the pages could not be built; what was wrong is printed. */
async function build(): Promise<void> {
  const program = join(import.meta.dirname, 'build.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  if (code !== 0) throw new Error('the pages could not be built');
}

async function makeDemonstration(options: {
  dataFolder: string;
  host: string;
  port: number;
  today: string;
}): Promise<Demonstration> {
  const { demonstration } = await import('./demonstration.ts');
  return demonstration(options);
}

async function start(): Promise<Serving | null> {
  const read = readArguments();
  if (!read || read.help) {
    console.log(read ? USAGE : `That is not understood. How it is meant:\n\n${USAGE}`);
    if (!read) process.exitCode = 2;
    return null;
  }
  const settings = await readSettings(read.flags, process.cwd());
  const options = serveOptions(settings);
  const today = dayOf(new Date());
  // First, because a demonstration has the offline pages too.
  await build();
  const demo = settings.organisationFolder === null ? await makeDemonstration({ ...options, today }) : null;
  // Before anything else can go wrong: it is shown this once.
  if (demo && demo.passphrase !== null) {
    console.log(
      `\nA demonstration organisation has been made.\n\n  Passphrase    ${demo.passphrase}   (shown this once, kept nowhere)`,
    );
  }
  const server = await serve({
    ...options,
    organisationFolder: demo?.organisationFolder ?? settings.organisationFolder ?? '',
    snapshotEvery: demo ? 'minute' : 'day',
  });

  const lines = [
    '',
    'Witnessbox is serving.',
    '',
    `  Portal        ${portalOf(server.address)}`,
    `  Fingerprint   ${server.organisation.fingerprint}`,
  ];
  if (demo) {
    const home = shortest(demo.reviewerHome);
    const portal = ` --portal ${server.address}`;
    lines.push(
      '',
      'This is a DEMONSTRATION. Its keys lie beside the server: send nothing real to it.',
      '',
      demo.passphrase === null
        ? '  Passphrase    was shown when the demonstration was made; to begin anew, delete the data folder'
        : '  Passphrase    is shown above',
      '',
      'To review, in a second terminal:',
      '',
      `  npx witnessbox desk --home ${home}${portal}`,
      '',
      'or on the command line:',
      '',
      `  npx witnessbox pull --home ${home}${portal}`,
      `  npx witnessbox list --home ${home}`,
      '',
      'and so on with show ID, save ID FOLDER and reply ID; --help tells more.',
      'Replies appear to the source with the next snapshot, here every minute.',
      '',
      'To set up a real organisation:  npx witnessbox init',
    );
  } else {
    lines.push(
      '',
      `To review, on a reviewer's machine:  npx witnessbox desk --home FOLDER --portal ADDRESS`,
      'ADDRESS is where they reach this portal: its onion or web address.',
    );
    if (!server.isOpen)
      lines.push(
        '',
        `The keyring ended on ${server.organisation.keyring.validUntil}: nothing new is taken in until there is a new one.`,
      );
  }
  lines.push('', 'Stop with Ctrl+C.', '');
  console.log(lines.join('\n'));

  return server;
}

/** Until Ctrl+C. */
export function run(): Promise<void> {
  return runProgram(start, explain);
}

if (import.meta.main) await run();
