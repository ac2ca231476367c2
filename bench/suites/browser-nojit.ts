/**
 * Sealing without JIT, in Chromium and in Firefox as Tor Browser sets it at Safer, against typage in the same page.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Page } from 'puppeteer-core';
import {
  type BrowserName,
  type BrowserOptions,
  BROWSERS,
  inBrowser,
  isInstalled,
} from '../browser/browsers.ts';
import type { Part } from '../browser/nojit.ts';
import { withSite } from '../browser/site.ts';
import { chooseAead } from '../../crypto/choose-aead.ts';
import { type Row, type Suite, MissingProgram, alternate, median, row } from '../row.ts';
import { inTemporaryFolder } from '../temporary.ts';

const ROUNDS = 5;
const MEBIBYTES = 8;
/** Of a part alone: the plain cipher takes half a second for each. */
const PART_MEBIBYTES = { wide: 8, plain: 2 };

/** Chromium's switch takes WebAssembly away too. Firefox's are those of Tor Browser's level "Safer". */
const NO_JIT: Record<BrowserName, BrowserOptions> = {
  Chromium: { args: ['--js-flags=--jitless'] },
  Firefox: {
    preferences: {
      'javascript.options.ion': false,
      'javascript.options.baselinejit': false,
      'javascript.options.native_regexp': false,
      'javascript.options.wasm': false,
      'javascript.options.asmjs': false,
      'javascript.options.jit_trustedprincipals': true,
      'mathml.disabled': true,
      'gfx.font_rendering.graphite.enabled': false,
      'gfx.font_rendering.opentype_svg.enabled': false,
      'privacy.resistFingerprinting': true,
    },
  },
};

export const suite: Suite = {
  name: 'browser-nojit',
  about: `
A file of ${MEBIBYTES} MiB of random bytes is sealed to one hybrid recipient, on one thread, by ours
(\`crypto/envelope.ts\` with the cipher that \`crypto/choose-aead.ts\` takes) and by typage's own \`Encrypter\`, both
from the same stream and in the same page: in Chromium with the JIT switched off, and in Firefox with the preferences
of Tor Browser's level "Safer". Before anything is timed, typage has to open what we sealed.

Without JIT nearly all of typage's time is the interpreter's, spent on the 32-bit operations of ChaCha20 and Poly1305
one by one. Ours does them in numbers of up to 8,000 bits (\`crypto/wide-chacha.ts\`), where BigInt's compiled
arithmetic does the work. Below the speed stands where the time goes. "Conversions" are what turns bytes into such
numbers and back, by way of hexadecimal digits; the plain cipher has none. "All but the cipher" is the same sealing
with a cipher that only copies: header, streams and copies.

With JIT, and in Node, the plain cipher is the faster one, and has to be the one that is chosen.
`,
  run: (say) =>
    inTemporaryFolder((folder) =>
      withSite('nojit.ts', folder, async (address) => {
        const names = BROWSERS.filter(isInstalled);
        for (const name of BROWSERS) if (!names.includes(name)) say(`Not measured: ${name} is not here.`);
        if (names.length === 0) throw new MissingProgram('Chromium or Firefox');
        const rows: Row[] = [];
        for (const name of names) rows.push(...(await withoutJit(name, address)));
        for (const name of names)
          rows.push(choiceRow(`${name} with JIT`, 'plain', await chosenWithJit(name, address)));
        const inNode = chooseAead(() => performance.now()) === chacha20poly1305;
        return [...rows, choiceRow('Node', 'plain', inNode ? 'plain' : 'wide')];
      }),
    ),
};

function withoutJit(name: BrowserName, address: string): Promise<Row[]> {
  return inBrowser(
    name,
    async (page) => {
      await page.goto(address, { waitUntil: 'load' });
      await page.evaluate((size) => globalThis.noJitBench.prepare(size), MEBIBYTES);
      const whole = await alternate(
        ROUNDS,
        () => page.evaluate(() => globalThis.noJitBench.ours('chosen')),
        () => page.evaluate(() => globalThis.noJitBench.typage()),
      );
      const speed = (times: number[]): number => (1000 * MEBIBYTES) / median(times);
      const parts = await partsOf(page);
      const where = `${name} without JIT`;
      const share = (what: string, own: number, plain: number | null = null): Row =>
        row({ name: `${where}: ${what}`, ours: own, peer: plain, unit: 'ms/MiB' });
      return [
        row({
          name: `${where}: seal ${MEBIBYTES} MiB, and typage`,
          ours: speed(whole.ours),
          peer: speed(whole.peer),
          unit: 'MiB/s',
          target: { of: 'ratio', is: '>=', limit: 5 },
        }),
        share('ChaCha20', parts.wideChaCha, parts.plainChaCha),
        share('Poly1305', parts.widePoly, parts.plainPoly),
        share('conversions', parts.conversions),
        share('all but the cipher', parts.noCipher),
        choiceRow(where, 'wide', await page.evaluate(() => globalThis.noJitBench.chosen())),
      ];
    },
    NO_JIT[name],
  );
}

/** Milliseconds for a mebibyte of each part. */
async function partsOf(page: Page): Promise<Record<Part | 'noCipher', number>> {
  const part = async (name: Part): Promise<number> => {
    const size = name.startsWith('plain') ? PART_MEBIBYTES.plain : PART_MEBIBYTES.wide;
    return (await page.evaluate((of, much) => globalThis.noJitBench.part(of, much), name, size)) / size;
  };
  const around = async (): Promise<number> =>
    (await page.evaluate(() => globalThis.noJitBench.ours('none'))) / MEBIBYTES;
  const chacha = await alternate(
    ROUNDS,
    () => part('wideChaCha'),
    () => part('plainChaCha'),
  );
  const poly = await alternate(
    ROUNDS,
    () => part('widePoly'),
    () => part('plainPoly'),
  );
  const rest = await alternate(ROUNDS, () => part('conversions'), around);
  return {
    wideChaCha: median(chacha.ours),
    plainChaCha: median(chacha.peer),
    widePoly: median(poly.ours),
    plainPoly: median(poly.peer),
    conversions: median(rest.ours),
    noCipher: median(rest.peer),
  };
}

function chosenWithJit(name: BrowserName, address: string): Promise<'plain' | 'wide'> {
  return inBrowser(name, async (page) => {
    await page.goto(address, { waitUntil: 'load' });
    return page.evaluate(() => globalThis.noJitBench.chosen());
  });
}

function choiceRow(where: string, due: 'plain' | 'wide', chosen: 'plain' | 'wide'): Row {
  return row({
    name: `${where}: the ${due} cipher is chosen`,
    ours: chosen === due ? 1 : 0,
    unit: 'of 1',
    target: { of: 'ours', is: '>=', limit: 1 },
  });
}
