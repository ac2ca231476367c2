import { describe, expect, it } from 'vitest';
import { drawnRandom } from '../../server/random.node.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('bytes that are drawn many at a time', () => {
  it('are as many as were asked for, also beyond what is drawn at once', () => {
    const random = drawnRandom();
    for (const length of [0, 1, 16, 4095, 4096, 4097, 100_000]) expect(random(length)).toHaveLength(length);
  });

  it('are given out once', () => {
    const random = drawnRandom();
    const given = Array.from({ length: 2_000 }, () => text(random(16)));
    expect(new Set(given).size).toBe(2_000);
    expect(given.filter((bytes) => /^0+$/.test(bytes))).toEqual([]);
  });

  it('belong to whoever was given them', () => {
    const random = drawnRandom();
    const first = random(16);
    const before = text(first);
    random(16).fill(7);
    for (let round = 0; round < 600; round += 1) random(16);
    expect(text(first)).toBe(before);
    expect(first.buffer.byteLength).toBe(16);
  });

  it('are spread evenly', () => {
    const random = drawnRandom();
    const counts = new Uint32Array(256);
    for (let round = 0; round < 64_000; round += 1)
      for (const byte of random(4)) counts[byte] = (counts[byte] ?? 0) + 1;
    // 256,000 bytes: 1,000 of each value, six standard deviations to either side.
    expect(Math.min(...counts)).toBeGreaterThan(810);
    expect(Math.max(...counts)).toBeLessThan(1_190);
  });
});
