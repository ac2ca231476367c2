import { describe, expect, it } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { SMALL_UPLOAD } from '../../server/contract.ts';
import { createEffort, effortTable, type Extent } from '../../server/effort.ts';
import { SMALLEST } from './support/files.ts';

const ROOMY: Extent = { whole: Infinity, left: Infinity };
const MIB = 2 ** 20;
const FILE = ciphertextSize(MIB);

describe('the effort that is asked', () => {
  function setUp() {
    const clock = { now: 0, drawn: 0 };
    const effort = createEffort(
      { baseEffort: 16, calmUploads: 60 },
      () => clock.now,
      (length) => new Uint8Array(length).fill(clock.drawn),
    );
    const asked = (length: number, extent: Extent) => {
      effort.look({ text: extent, file: extent });
      return effort.asked(length);
    };
    return {
      effort,
      clock,
      pass: (minutes: number) => {
        clock.now += minutes * 60_000;
      },
      begin: (length: number, times: number) => {
        for (let time = 0; time < times; time += 1) effort.count(length);
      },
      text: (extent = ROOMY) => asked(SMALLEST, extent),
      file: (extent = ROOMY) => asked(FILE, extent),
    };
  }

  it('is at its base when nothing is the matter, and stays there on a busy day', () => {
    const { text, begin, pass } = setUp();
    expect(text()).toBe(16);
    for (let hour = 0; hour < 24; hour += 1) {
      begin(SMALLEST, 60);
      expect(text()).toBe(16);
      pass(60);
    }
  });

  it('doubles with each doubling of what began lately', () => {
    const { text, begin } = setUp();
    const seen: number[] = [];
    for (let begun = 0; begun < 480; begun += 60) {
      begin(SMALLEST, 60);
      seen.push(text());
    }
    expect(seen).toEqual([16, 32, 32, 64, 64, 64, 64, 128]);
  });

  it('falls again by itself, a step in ten minutes', () => {
    const { text, begin, pass } = setUp();
    begin(SMALLEST, 500);
    const seen = [text()];
    for (let step = 0; step < 4; step += 1) {
      pass(10);
      seen.push(text());
    }
    expect(seen).toEqual([128, 64, 32, 16, 16]);
  });

  it('stays as it was at the last look, whatever begins meanwhile', () => {
    const { effort, text, begin } = setUp();
    expect(text()).toBe(16);
    begin(SMALLEST, 500);
    expect(effort.asked(SMALLEST)).toBe(16);
    expect(text()).toBe(128);
  });

  it('has thresholds that are drawn, from what is told to its double', () => {
    const { clock, text, begin } = setUp();
    begin(SMALLEST, 120);
    expect(text()).toBe(32);
    clock.drawn = 255;
    expect(text()).toBe(16);
    begin(SMALLEST, 120);
    expect(text()).toBe(32);
  });

  it('of a text does not rise by any flood of files; that of files does', () => {
    const { text, file, begin } = setUp();
    const calm = file();
    begin(FILE, 100_000);
    expect(text()).toBe(16);
    expect(file()).toBe(calm * 2 ** 10);
  });

  it('of a text ends where a phone can still pay, whatever happens', () => {
    const { text, begin } = setUp();
    begin(SMALLEST, 10_000_000);
    expect(text({ whole: MIB, left: 1 })).toBe(16 * 2 ** 8);
  });

  it('rises with length: a file of gigabytes costs more than one of a megabyte, and that more than a text', () => {
    const { effort } = setUp();
    const asked = [SMALLEST, SMALL_UPLOAD, FILE, 4 * FILE, 64 * FILE, 1024 * FILE].map((length) =>
      effort.asked(length),
    );
    expect(asked).toEqual([16, 16, 32, 64, 256, 1024]);
  });

  it('rises with each halving of the room that is left', () => {
    const { file, text } = setUp();
    const whole = 1024 * MIB;
    const asked = [1, 0.51, 0.5, 0.25, 0.1, 0.01, 0, -1].map((share) => file({ whole, left: whole * share }));
    expect(asked).toEqual([32, 32, 64, 128, 256, 2048, 2048, 2048]);
    // A text is free of it until files have used up theirs.
    expect(text({ whole: 256 * MIB, left: 300 * MIB })).toBe(16);
    expect(text({ whole: 256 * MIB, left: 128 * MIB })).toBe(32);
  });

  it('is told by length, from a text to the longest that is taken', () => {
    const { effort } = setUp();
    const asked = (length: number) => effort.asked(length);
    expect(effortTable(10 * SMALL_UPLOAD, asked)).toEqual([
      { upTo: SMALL_UPLOAD, effort: 16 },
      { upTo: 4 * SMALL_UPLOAD, effort: 32 },
      { upTo: 10 * SMALL_UPLOAD, effort: 64 },
    ]);
    expect(effortTable(SMALL_UPLOAD, asked)).toEqual([{ upTo: SMALL_UPLOAD, effort: 16 }]);
  });
});
