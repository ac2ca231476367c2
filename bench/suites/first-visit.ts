/**
 * What a first visit costs over the line, in bytes and requests, against pages that serve a like need.
 *
 * @module
 */
import { join } from 'node:path';
import { dayOf } from '../../crypto/days.ts';
import { inBrowser, isInstalled } from '../browser/browsers.ts';
import { costsOf, sum, type Cost } from '../browser/first-visit.ts';
import { withPortal } from '../browser/portal.ts';
import { tapLine } from '../browser/tapped-line.ts';
import { send } from '../browser/visit.ts';
import { findOnionShare } from '../programs.ts';
import { MissingProgram, type Row, type Suite, row } from '../row.ts';
import { startServer } from '../serving.ts';
import { inTemporaryFolder } from '../temporary.ts';

/** Scripts and styles that PrivateBin 2.0.6 loads as it comes, with gzip at level 9; its HTML and its pictures come on top. */
const PRIVATEBIN = 210_800;
/** A page of Svelte that does nothing but encrypt with age-encryption 0.3.1 to a hybrid recipient, scripts alone. */
const TYPAGE = 42_000;
const KILO = 1000;
/** So long nothing more was asked for: the page is there. */
const QUIET = 3000;

export const suite: Suite = {
  name: 'first-visit',
  about: `
What goes over the line on a first visit, in Chromium, heads of answers included (about 1.2 kB each), with gzip, which is all
that browsers take over plain http, onions included. The steps add up: *readable* is the HTML alone, with all of the text
and the form's questions; *interactive* is when the page's own script runs; *usable* is when the organisation's keys are verified and the form
opens; *a text testimony* is everything until it is received, its upload's answers included, but for what a text does not wait for:
the word lists of other languages, and what looks into files. They come too, to everybody, last (*with what comes last*).

OnionShare's receive page is measured in the same way on the same machine: it sends what it is given and encrypts nothing, and its answers are not
compressed. The figures of the other two are not of this run: PrivateBin's are the scripts and styles of its release 2.0.6 as its
default page loads them, compressed with gzip at its best, its HTML and pictures not counted; typage's those of the smallest page that
encrypts to a post-quantum recipient with age-encryption 0.3.1, and can do nothing else.
`,
  run: (say) => inTemporaryFolder((folder) => measure(folder, say)),
};

async function measure(folder: string, say: (line: string) => void): Promise<Row[]> {
  if (!isInstalled('Chromium')) throw new MissingProgram("Debian's chromium");
  const ours = await ourVisit(folder);
  const onionShare = await peerVisit(folder).catch((error: unknown) => {
    if (!(error instanceof MissingProgram)) throw error;
    say(`Not measured: ${error.message}.`);
    return null;
  });
  const { readable, interactive, usable, text, whole } = ours;
  return [
    row({ name: 'readable', ...kilo(readable), target: { of: 'ours', is: '<', limit: 14 } }),
    row({
      name: 'interactive, and typage alone',
      ...kilo(interactive, TYPAGE),
      target: { of: 'ours', is: '<', limit: 35 },
    }),
    row({ name: 'usable, and OnionShare’s receive page', ...kilo(usable, onionShare?.bytes) }),
    row({
      name: 'a text testimony, and PrivateBin',
      ...kilo(text, PRIVATEBIN),
      target: { of: 'ours', is: '<', limit: 70 },
    }),
    row({ name: 'with what comes last', ...kilo(whole) }),
    row({
      name: 'requests until usable, and OnionShare’s',
      ours: usable.requests,
      peer: onionShare?.requests ?? null,
      unit: 'requests',
    }),
    row({ name: 'requests of a text testimony', ours: text.requests, unit: 'requests' }),
  ];
}

async function ourVisit(folder: string) {
  return withPortal(folder, dayOf(new Date()), async (portal) => {
    const line = await tapLine(Number(new URL(portal.address).port));
    try {
      return await inBrowser('Chromium', async (page) => {
        await send(page, { ...portal, address: line.address });
        const later = await page.$eval('meta[name="witnessbox-later"]', (meta) => meta.content.split(' '));
        return costsOf(line.answers, later);
      });
    } finally {
      line.stop();
    }
  });
}

async function peerVisit(folder: string): Promise<Cost> {
  const received = join(folder, 'received');
  const args = ['--receive', '--local-only', '--public', '--data-dir', received];
  const peer = await startServer(findOnionShare(), args, /(http:\/\/127\.0\.0\.1:\d+)/, folder, {
    HOME: folder,
    PYTHONUNBUFFERED: '1',
  });
  const line = await tapLine(Number(new URL(peer.address).port));
  try {
    return await inBrowser('Chromium', async (page) => {
      await page.goto(line.address, { waitUntil: 'load' });
      await new Promise((resolve) => setTimeout(resolve, QUIET));
      return sum(line.answers);
    });
  } finally {
    line.stop();
    await peer.stop();
  }
}

function kilo(ours: Cost, peer?: number): { ours: number; peer: number | null; unit: string } {
  return { ours: ours.bytes / KILO, peer: peer === undefined ? null : peer / KILO, unit: 'kB' };
}
