import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Findings } from '../../web/evidence/findings.ts';
import { cleanIcc } from '../../web/evidence/icc.ts';
import { ascii, concat, has, latin1, numberBytes, uint32 } from '../../web/evidence/reader.ts';
import { oldDescription, profile, SCREEN_TAGS, xyz } from './samples.ts';

function clean(bytes: Uint8Array) {
  const findings = new Findings();
  return { cleaned: cleanIcc(bytes, findings), findings: findings.list };
}

function tagsOf(bytes: Uint8Array): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 0; index < uint32(bytes, 128); index++) {
    const at = 132 + 12 * index;
    const place = uint32(bytes, at + 4);
    tags[latin1(bytes.subarray(at, at + 4))] = latin1(bytes.subarray(place, place + uint32(bytes, at + 8)));
  }
  return tags;
}

test.each([2, 4])('what colours need stays byte for byte, in version %i', (version) => {
  const { cleaned, findings } = clean(profile(SCREEN_TAGS, version));
  if (cleaned === null) throw new Error('nothing is left');
  const tags = tagsOf(cleaned);
  expect(Object.keys(tags)).toEqual(['desc', 'cprt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'wtpt']);
  expect(tags['rXYZ']).toBe(latin1(xyz(1)));
  expect(tags['gXYZ']).toBe(latin1(xyz(2)));
  expect(tags['rTRC']).toBe('curv\0\0\0\0\0\0\0\x01\x02\x33');
  expect(tags['desc']).toContain(version === 2 ? 'colour profile' : '\0c\0o\0l\0o\0u\0r');
  expect(uint32(cleaned, 0)).toBe(cleaned.length);
  expect(cleaned[8]).toBe(version);
  expect(latin1(cleaned.subarray(12, 24))).toBe('mntrRGB XYZ ');
  // Date, platform, flags, maker, model; creator, identity and the rest.
  for (const [from, to] of [
    [4, 8],
    [24, 36],
    [40, 64],
    [80, 128],
  ] as const)
    expect(cleaned.subarray(from, to)).toEqual(new Uint8Array(to - from));
  expect(latin1(cleaned.subarray(68, 80))).toBe('\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d');
  expect(findings.map(({ kind }) => kind)).toEqual(['time', 'device', 'device']);
});

test('a cleaned profile tells nothing and stays as it is', () => {
  const once = clean(profile(SCREEN_TAGS)).cleaned;
  expect(clean(once ?? new Uint8Array(0))).toEqual({ cleaned: once, findings: [] });
});

test('a curve that three colours share is written once', () => {
  const curve = concat(ascii('curv\0\0\0\0'), numberBytes(500, 4), new Uint8Array(1000));
  const bytes = profile([
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]);
  const place = uint32(bytes, 132 + 4);
  for (const at of [144, 156]) bytes.set(numberBytes(place, 4), at + 4);
  const { cleaned } = clean(bytes);
  expect(cleaned?.length).toBeLessThan(1400);
  expect(Object.keys(tagsOf(cleaned ?? bytes))).toEqual(['desc', 'cprt', 'rTRC', 'gTRC', 'bTRC']);
});

test('the name of a profile that everybody has is no finding', () => {
  for (const name of ['sRGB IEC61966-2.1', 'Display P3', 'Adobe RGB (1998)'])
    expect(clean(profile([['desc', oldDescription(name)]])).findings).toEqual([]);
});

test('no text gets through in the place of a number', () => {
  const { cleaned } = clean(
    profile([
      ['rXYZ', ascii('text\0\0\0\0Ines Sample')],
      ['A2B0', oldDescription('Ines')],
    ]),
  );
  expect(Object.keys(tagsOf(cleaned ?? new Uint8Array(200)))).toEqual(['desc', 'cprt']);
});

test('what is none, or claims more than there is, goes', () => {
  const broken = profile(SCREEN_TAGS);
  broken.set(numberBytes(1e9, 4), 132 + 4);
  const overlapping = profile(Array.from({ length: 90 }, () => ['rXYZ', xyz(1)] as const));
  for (let index = 0; index < 90; index++) {
    overlapping.set(numberBytes(132 + index, 4), 132 + 12 * index + 4);
    overlapping.set(numberBytes(2000, 4), 132 + 12 * index + 8);
  }
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(200),
    broken,
    overlapping,
    profile(SCREEN_TAGS).subarray(0, 150),
  ])
    expect(clean(bytes)).toEqual({ cleaned: null, findings: [{ kind: 'unknown-part', text: 'ICC' }] });
});

test('whatever is turned in it, the rest is clean, or it goes', () => {
  const whole = profile(SCREEN_TAGS);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, value) => {
      const turned = whole.slice();
      turned[place] = value;
      const { cleaned } = clean(turned);
      if (cleaned === null) return;
      expect(has(cleaned, 36, 'acsp')).toBe(true);
      expect(clean(cleaned)).toEqual({ cleaned, findings: [] });
    }),
  );
});
