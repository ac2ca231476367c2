/**
 * What a recording of gigabytes costs a source's device in memory.
 *
 * @module
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { dayOf } from '../../crypto/days.ts';
import { BROWSERS, inBrowser, isInstalled } from '../browser/browsers.ts';
import { mostMemory } from '../browser/memory.ts';
import { withPortal } from '../browser/portal.ts';
import { send } from '../browser/visit.ts';
import { MissingProgram, row, type Row, type Suite } from '../row.ts';
import { inTemporaryFolder } from '../temporary.ts';

const SMALL = 256;
const LARGE = 3 * 1024;
const MEBIBYTE = 2 ** 20;
const PATIENCE = 1_200_000;

export const suite: Suite = {
  name: 'gigabytes',
  about: `
A sound recording (WAV) of ${String(LARGE)} MiB with a person's name behind its sound, and one of ${String(SMALL)} MiB: chosen on the real page, looked into, cleaned,
encrypted and sent to a real portal on the same machine. Memory is what all processes of the browser have of it together (PSS), looked
at twice a second from the choosing of the file until "received", at most, less what the browser has with the page open. It
is the browser's own bookkeeping that moves it from run to run: what was sent is let go when the browser has time for it. If anything held the
file, the large one would cost twelve times the small one.
`,
  run: (say) => inTemporaryFolder((folder) => measure(folder, say)),
};

async function measure(folder: string, say: (line: string) => void): Promise<Row[]> {
  const browsers = BROWSERS.filter((name) => isInstalled(name));
  if (browsers.length === 0) throw new MissingProgram('a browser of Debian');
  for (const name of BROWSERS)
    if (!browsers.includes(name)) say(`Not measured: ${name} is not on this machine.`);
  const small = join(folder, 'small.wav');
  const large = join(folder, 'large.wav');
  await writeRecording(small, SMALL * MEBIBYTE);
  await writeRecording(large, LARGE * MEBIBYTE);
  const rows: Row[] = [];
  await withPortal(
    folder,
    dayOf(new Date()),
    async (portal) => {
      for (const name of browsers) {
        const cost = (file: string) =>
          inBrowser(name, async (page) => {
            const pid = pidOf(page);
            await page.goto(`${portal.address}en/`, { waitUntil: 'load' });
            const before = await mostMemory(pid, () => new Promise((resolve) => setTimeout(resolve, 3000)));
            const most = await mostMemory(pid, () => send(page, portal, file, PATIENCE));
            return most - before;
          });
        const peer = await cost(small);
        rows.push(
          row({
            name: `memory for ${String(LARGE)} MiB, and for ${String(SMALL)} MiB, ${name}`,
            ours: await cost(large),
            peer,
            unit: 'MiB',
            target: { of: 'ratio', is: '<=', limit: 2 },
          }),
        );
      }
    },
    { maxUpload: 2 * LARGE * MEBIBYTE },
  );
  return rows;
}

function pidOf(page: Page): number {
  const pid = page.browser().process()?.pid;
  if (pid === undefined) throw new Error('the browser has no process');
  return pid;
}

/** Silence of `length` bytes, which take no room on the disk, and whose it is. */
async function writeRecording(path: string, length: number): Promise<void> {
  const chunk = (id: string, size: number, content = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(8);
    head.write(id, 'latin1');
    head.writeUInt32LE(size, 4);
    return Buffer.concat([head, content]);
  };
  const format = Buffer.from('01000100401f0000803e000002001000', 'hex');
  const artist = chunk('IART', 12, Buffer.from('Mira Halden\0', 'latin1'));
  const list = chunk('LIST', 4 + artist.length, Buffer.concat([Buffer.from('INFO', 'latin1'), artist]));
  const head = Buffer.concat([chunk('fmt ', format.length, format), chunk('data', length)]);
  const size = 4 + head.length + length + list.length;
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.concat([chunk('RIFF', size, Buffer.from('WAVE', 'latin1')), head]));
    await file.write(list, 0, list.length, 12 + head.length + length);
  } finally {
    await file.close();
  }
}
