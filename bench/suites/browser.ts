/**
 * Encryption in the source's browser: the crew against one worker, the page against openpgp.js, and what a source
 * notices of it.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { dayOf } from '../../crypto/days.ts';
import { BROWSERS, type BrowserName, inBrowser, isInstalled } from '../browser/browsers.ts';
import { withPortal } from '../browser/portal.ts';
import type { Sealing } from '../browser/sealing.worker.ts';
import { withSite } from '../browser/site.ts';
import { send } from '../browser/visit.ts';
import { MissingProgram, type Row, type Suite, alternate, median, row } from '../row.ts';
import { inTemporaryFolder } from '../temporary.ts';

const ROUNDS = 5;
const MEBIBYTES = 64;
const BYTES = MEBIBYTES * 1024 * 1024;

type Say = (line: string) => void;

export const suite: Suite = {
  name: 'browser',
  about: `
A file of ${String(MEBIBYTES)} MiB of random bytes is bundled and encrypted in a worker, as the source's page does it, and what
comes out is let go, so that no network is measured. Each browser is the one that Debian ships, without a window.

One worker does everything itself; the crew is as many workers below it as the page would start (a power of two, at
most eight), their start included. Where the browser has ChaCha20-Poly1305 in WebCrypto the page uses that instead,
and the crew is measured all the same, because other browsers do not have it.

On two cores Chromium's crew cannot be 1.7 times as fast as one worker. For this file one worker takes about 1.1 s of
processor time. The crew takes 1.5, and keeps both cores busy nine tenths of the time: 0.6 s to read, to hand over and to
start two workers, measured with a cipher that does nothing; 0.9 s for the cipher, which has to be compiled in each of
them. In Firefox the ratio is larger because one worker is slower: compiled again after a while, ChaCha20 takes four
times as long there.

openpgp.js is the browser build as it comes, encrypting the same bytes to one of its own keys in the same page, in
turn with ours, from memory: its other way, in a stream, takes twice as long.

The longest block is the longest time in which the page's own thread did not answer, from the click on "send" until
"received", while the real page encrypts a file of that size and sends it to a real portal on the same machine, and
nobody watches the network: with that, Chromium spends most of its time reporting what is sent to whoever drives it. The
first byte is that of the ciphertext, in the first piece that reaches the portal, after a text without files; the
words were on the screen for three seconds, in which the page does the public-key work.
`,
  run: (say) => inTemporaryFolder((folder) => measure(folder, say)),
};

async function measure(folder: string, say: Say): Promise<Row[]> {
  const browsers = BROWSERS.filter((name) => isInstalled(name));
  if (browsers.length === 0) throw new MissingProgram('a browser of Debian');
  for (const name of BROWSERS)
    if (!browsers.includes(name)) say(`Not measured: ${name} is not on this machine.`);
  const rows: Row[] = [];
  await withSite('page.ts', folder, async (address) => {
    for (const name of browsers) rows.push(...(await inBrowser(name, (page) => speeds(name, page, address))));
  });
  const file = join(folder, 'film.bin');
  await writeFile(file, Buffer.alloc(BYTES, 'a film'));
  await withPortal(folder, dayOf(new Date()), async (portal) => {
    for (const name of browsers) {
      rows.push(
        ...(await inBrowser(name, async (page) => {
          const texts = await inTurn(() => send(page, portal));
          const films = await inTurn(() => send(page, portal, file));
          return [
            row({
              name: `longest block of the page while it sends ${String(MEBIBYTES)} MiB, ${name}`,
              ours: median(films.map(({ longestBlock }) => longestBlock)),
              unit: 'ms',
              target: { of: 'ours', is: '<', limit: 50 },
            }),
            row({
              name: `a text: from the click to the first byte, ${name}`,
              ours: median(texts.map(({ firstByte }) => firstByte)),
              unit: 'ms',
              target: { of: 'ours', is: '<', limit: 100 },
            }),
          ];
        })),
      );
    }
  });
  return rows;
}

async function speeds(name: BrowserName, page: Page, address: string): Promise<Row[]> {
  await page.goto(address);
  await page.evaluate((size) => bench.prepare(size), BYTES);
  const by = (which: Sealing['by']) => page.evaluate((one) => bench.seal(one), which);
  const openpgp = () => page.evaluate(() => bench.openpgp());
  // Once each for nothing: scripts are loaded and compiled.
  const hasNative = (await by('native')) !== null;
  await by('crew');
  await openpgp();

  const crews = await alternate(
    ROUNDS,
    () => by('crew'),
    () => by('here'),
  );
  const against = await alternate(ROUNDS, () => by('crew'), openpgp);
  const rows = [
    compared(`encrypt ${String(MEBIBYTES)} MiB: crew, and one worker, ${name}`, crews, 1.7),
    compared(`encrypt ${String(MEBIBYTES)} MiB: crew, and openpgp.js, ${name}`, against, 1),
  ];
  if (!hasNative) return rows;
  const pages = await alternate(
    ROUNDS,
    () => by('native'),
    () => by('here'),
  );
  const natives = await alternate(ROUNDS, () => by('native'), openpgp);
  return [
    ...rows,
    compared(`encrypt ${String(MEBIBYTES)} MiB: what the page does, and one worker, ${name}`, pages, 1.7),
    compared(`encrypt ${String(MEBIBYTES)} MiB: WebCrypto, and openpgp.js, ${name}`, natives, 1),
  ];
}

type Times = { ours: readonly (number | null)[]; peer: readonly (number | null)[] };

function compared(name: string, { ours, peer }: Times, limit: number): Row {
  // With one core there is nothing to spread.
  const isFair = availableParallelism() > 1;
  return row({
    name,
    ours: speed(ours),
    peer: speed(peer),
    unit: 'MiB/s',
    ...(isFair && { target: { of: 'ratio', is: '>=', limit } }),
  });
}

function speed(times: readonly (number | null)[]): number {
  return MEBIBYTES / (median(times.filter((ms) => ms !== null)) / 1000);
}

async function inTurn<T>(action: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < ROUNDS) results.push(await action());
  return results;
}
