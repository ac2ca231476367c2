/** `witnessbox desk`: the same in a browser, on this machine only. @module */
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { WitnessboxError } from '../../crypto/errors.ts';
import {
  type CommandContext,
  type HomeOptions,
  command,
  homeOption,
  portalOption,
  torOption,
  withSession,
} from '../context.ts';
import { serveDesk } from '../desk/serve.ts';
import { systemCode } from '../files.ts';

const ABOUT = `Opens your desk in a browser on this machine: reading, fetching, replying and saving. Nobody else can
reach it; the address that is printed is the key to it, so do not pass it on. Ctrl-C closes it.`;

const EXAMPLES = `  witnessbox desk --home ./reviewer
  witnessbox desk --home ./reviewer --port 8810`;

export function addDesk(program: Command, context: CommandContext): void {
  command(program, {
    usage: 'desk',
    summary: 'the same in a browser on this machine',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(homeOption(context))
    .addOption(portalOption())
    .addOption(torOption())
    .option('--port <number>', 'the port on this machine; any free one if not given', parsePort, 0)
    .action(async (options: HomeOptions & { port: number }) => {
      await withSession(context, options, async (session) => {
        const webFolder = fileURLToPath(new URL('../../dist/desk', import.meta.url));
        const interrupted = context.interrupted();
        const desk = await serveDesk({
          session,
          port: options.port,
          webFolder,
          random: context.random,
        }).catch((error: unknown) => {
          throw startError(error);
        });
        context.print(`${desk.address}\n`);
        context.warn('Open this address in a browser on this machine. Ctrl-C closes the desk.\n');
        await interrupted;
        await desk.stop();
      });
    });
}

function startError(error: unknown): unknown {
  switch (systemCode(error) ?? '') {
    case 'ENOENT':
      return new WitnessboxError('desk.not-built', {}, { cause: error });
    case 'EADDRINUSE':
    case 'EACCES':
      return new WitnessboxError('desk.port-taken', {}, { cause: error });
    default:
      return error;
  }
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}
