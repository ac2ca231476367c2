/**
 * `npm start`: builds what is missing, makes a demonstration organisation where none has been set up, serves, and
 * says where to go and what to do next.
 *
 * @module
 */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain } from '../reviewer/errors.ts';
import { dayOf } from '../crypto/days.ts';
import { DEFAULT_PORT, serve, type Serving } from '../server/main.node.ts';
import { runProgram } from '../server/program.node.ts';
import { buildWeb } from './build.ts';
import { demonstration } from './demonstration.ts';

const USAGE = `npm start -- [--organisation FOLDER] [--data FOLDER] [--host ADDRESS] [--port NUMBER]

  --organisation FOLDER  the public folder that 'npx witnessbox init' wrote; without it a demonstration is served
  --data FOLDER          where database and ciphertexts are kept (default: data)
  --host ADDRESS         address to listen on (default: 127.0.0.1)
  --port NUMBER          port to listen on (default: ${DEFAULT_PORT})`;

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { organisation: text, data: text, host: text, port: text, help: { type: 'boolean' } },
    });
    const { organisation, data = 'data', host = '127.0.0.1', port = DEFAULT_PORT, help = false } = values;
    if (/^\d{1,5}$/.test(port) && Number(port) < 65536)
      return { organisation, data, host, port: Number(port), help };
  } catch {
    // Falls through: parseArgs' own message speaks of its API.
  }
  return null;
}

/** A path as one would type it here. */
function shortest(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') ? resolve(path) : here;
}

async function start(): Promise<Serving | null> {
  const options = readArguments();
  if (!options || options.help) {
    console.log(options ? USAGE : `That is not understood. How it is meant:\n\n${USAGE}`);
    if (!options) process.exitCode = 2;
    return null;
  }
  const today = dayOf(new Date());
  const demo =
    options.organisation === undefined
      ? await demonstration({ dataFolder: options.data, host: options.host, port: options.port, today })
      : null;
  // Before anything else can go wrong: it is shown this once.
  if (demo && demo.passphrase !== null) {
    console.log(
      `\nA demonstration organisation has been made.\n\n  Passphrase    ${demo.passphrase}   (shown this once, kept nowhere)`,
    );
  }
  await buildWeb();
  const server = await serve({
    dataFolder: options.data,
    organisationFolder: demo?.organisationFolder ?? options.organisation ?? '',
    host: options.host,
    port: options.port,
    webFolder: 'dist/source',
    snapshotEvery: demo ? 'minute' : 'day',
  });

  const lines = [
    '',
    'Witnessbox is serving.',
    '',
    `  Portal        ${server.address}/`,
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

await runProgram(start, explain);
