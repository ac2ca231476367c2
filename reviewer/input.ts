/**
 * What a person types. Passphrases are read without echo where there is a terminal, else as one line each from
 * standard input; never from an argument or the environment, which other programs of the machine can read.
 *
 * @module
 */
import { createInterface } from 'node:readline/promises';
import type { ReadStream } from 'node:tty';
import { WitnessboxError } from '../crypto/errors.ts';

export type Input = {
  /** Whether a person sits there and can be asked again. */
  readonly interactive: boolean;
  /** One line that is not shown while it is typed. @throws passphrase.none, input.aborted */
  secret(prompt: string): Promise<string>;
  /** One line, trimmed; empty where there is none. */
  line(prompt: string): Promise<string>;
  /** Everything up to the end of input. */
  rest(): Promise<Uint8Array>;
  close(): void;
};

export type InputStreams = { stdin: NodeJS.ReadStream; stderr: NodeJS.WriteStream };

export function createInput({ stdin, stderr }: InputStreams): Input {
  return stdin.isTTY ? fromTerminal(stdin, stderr) : fromPipe(stdin);
}

function fromTerminal(stdin: ReadStream, stderr: NodeJS.WriteStream): Input {
  return {
    interactive: true,
    async secret(prompt) {
      const typing = withoutEcho(stdin);
      // Only now: what somebody types as soon as they see it must not be shown.
      stderr.write(`${prompt}: `);
      const typed = await typing.finally(() => stderr.write('\n'));
      if (typed === '') throw new WitnessboxError('passphrase.none');
      return typed;
    },
    async line(prompt) {
      const asking = createInterface({ input: stdin, output: stderr });
      const stop = new AbortController();
      // readline would swallow Ctrl-C, and at the end of input leave the question unanswered for ever.
      const abort = (): void => {
        stop.abort();
      };
      asking.once('SIGINT', abort);
      asking.once('close', abort);
      try {
        return (await asking.question(`${prompt}: `, { signal: stop.signal })).trim();
      } catch (error) {
        throw new WitnessboxError('input.aborted', {}, { cause: error });
      } finally {
        asking.close();
      }
    },
    rest: () => readAll(stdin),
    close: () => {
      stdin.pause();
    },
  };
}

/** Raw mode: the terminal hands over each key and shows none. */
function withoutEcho(stdin: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const decoder = new TextDecoder();
    const end = (outcome: () => void): void => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      outcome();
    };
    const onData = (piece: Buffer): void => {
      // Pasting may wrap the text in markers that are no part of it.

      const text = decoder.decode(piece, { stream: true }).replaceAll(/\u001b\[20[01]~/gu, '');
      for (const key of text) {
        if (key === '\r' || key === '\n') {
          end(() => {
            resolve(typed.join(''));
          });
          return;
        }
        if (key === '\u0003' || key === '\u0004') {
          end(() => {
            reject(new WitnessboxError('input.aborted'));
          });
          return;
        }
        if (key === '\u007f' || key === '\b') typed.pop();
        else if (key === '\u0015') typed.length = 0;
        else if (key >= ' ') typed.push(key);
      }
    };
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
  });
}

function fromPipe(stdin: NodeJS.ReadStream): Input {
  const chunks = stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let buffered = Buffer.alloc(0);
  let ended = false;

  async function more(): Promise<boolean> {
    if (ended) return false;
    const { done, value } = await chunks.next();
    if (done === true) ended = true;
    else buffered = Buffer.concat([buffered, value]);
    return !ended;
  }

  async function nextLine(): Promise<string | null> {
    while (!buffered.includes(0x0a) && (await more()));
    if (buffered.length === 0) return null;
    const at = buffered.indexOf(0x0a);
    const line = at < 0 ? buffered : buffered.subarray(0, at);
    buffered = at < 0 ? Buffer.alloc(0) : buffered.subarray(at + 1);
    return new TextDecoder().decode(line).replace(/\r$/u, '');
  }

  return {
    interactive: false,
    async secret() {
      const line = await nextLine();
      if (line === null || line === '') throw new WitnessboxError('passphrase.none');
      return line;
    },
    line: async () => ((await nextLine()) ?? '').trim(),
    async rest() {
      while (await more());
      return new Uint8Array(buffered);
    },
    close: () => {
      stdin.destroy();
    },
  };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return new Uint8Array(Buffer.concat(pieces));
}
