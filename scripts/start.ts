/**
 * `npm start`: builds what is missing, makes a demonstration organisation where none has been set up, serves, and
 * says where to go and what to do next.
 *
 * @module
 */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain } from '../reviewer/errors.ts';
import { serve } from '../server/main.node.ts';
import { StartError } from '../server/start-errors.ts';
import { buildWeb } from './build.ts';
import { demonstration } from './demonstration.ts';

const USAGE = `npm start -- [--organisation FOLDER] [--data FOLDER] [--host ADDRESS] [--port NUMBER]

  --organisation FOLDER  the public folder that 'npx witnessbox init' wrote; without it a demonstration is served
  --data FOLDER          where database and ciphertexts are kept (default: data)
  --host ADDRESS         address to listen on (default: 127.0.0.1)
  --port NUMBER          port to listen on (default: 8455)`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      organisation: { type: 'string' },
      data: { type: 'string', default: 'data' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8455' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StartError('server.usage');
  return { ...values, port };
}

/** A path as one would type it here. */
function shortest(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') ? resolve(path) : here;
}

async function start(): Promise<void> {
  // Whatever is created from here on is for this account alone to read.
  process.umask(0o077);
  const options = readArguments();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const today = new Date().toISOString().slice(0, 10);
  const demo =
    options.organisation === undefined
      ? await demonstration({ dataFolder: options.data, host: options.host, port: options.port, today })
      : null;
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
        ? "  Passphrase    was shown when the demonstration was made; to begin anew, delete the data folder's contents"
        : `  Passphrase    ${demo.passphrase}   (shown this once, kept nowhere)`,
      '',
      'To review, in a second terminal:',
      '',
      `  npx witnessbox desk --home ${home}${portal}`,
      '',
      'or on the command line: pull, list, show ID, save ID FOLDER, reply ID with the same options.',
      'Replies appear to the source with the next snapshot, here every minute.',
      '',
      'To set up a real organisation:  npx witnessbox init',
    );
  } else {
    lines.push(
      '',
      `To review, on a reviewer's machine:  npx witnessbox desk --home FOLDER --portal ${server.address}`,
    );
    if (!server.isOpen)
      lines.push(
        '',
        `The keyring ended on ${server.organisation.keyring.validUntil}: nothing new is taken in until there is a new one.`,
      );
  }
  lines.push('', 'Stop with Ctrl+C.', '');
  console.log(lines.join('\n'));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('Stopping: waiting for uploads in progress …');
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

try {
  await start();
} catch (error) {
  console.error(error instanceof StartError ? error.message : explain(error));
  process.exit(1);
}
