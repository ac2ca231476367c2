import { expect, test } from 'vitest';
import { Findings } from '../../web/evidence/findings.ts';
import { ascii } from '../../web/evidence/reader.ts';
import { readXmp } from '../../web/evidence/xmp.ts';
import { XMP } from './samples.ts';

function found(bytes: Uint8Array) {
  const findings = new Findings();
  readXmp(bytes, findings);
  return findings.list;
}
const told = (bytes: Uint8Array) => found(bytes).map(({ kind, text }) => `${kind}: ${text}`);

const ALL = [
  'place: Sampleton',
  'place: 43.825, 177.625',
  'time: 2024-03-05 14:11:22, +08:00',
  'serial: XMP-4711',
  'author: Ines & Otto Sample',
  'software: Sample XMP 1',
  'software: Sample Editor 3',
  'history: cropped',
  'history: 2024-03-06 09:00:00, UTC',
];

test('attributes, texts, lists and history', () => {
  expect(told(XMP)).toEqual(ALL);
  expect(found(XMP)[1]).toEqual({
    kind: 'place',
    text: '43.825, 177.625',
    latitude: 43.825,
    longitude: 177.625,
  });
});

test('in UTF-16 of both orders', () => {
  const little = Uint8Array.from(Array.from(XMP).flatMap((byte) => [byte, 0]));
  const big = Uint8Array.from(Array.from(XMP).flatMap((byte) => [0, byte]));
  expect(told(little)).toEqual(ALL);
  expect(told(big)).toEqual(ALL);
});

test('of a picture in it only that there is one', () => {
  const image = '<rdf:li><xmpGImg:image>AAAA</xmpGImg:image></rdf:li>';
  expect(
    told(ascii(`<x:xmpmeta><xmp:Thumbnails><rdf:Alt>${image}</rdf:Alt></xmp:Thumbnails></x:xmpmeta>`)),
  ).toEqual(['thumbnail: ']);
});

test('what is none of that is told to be there', () => {
  for (const text of ['', 'nothing', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', '<a><b>'])
    expect(told(ascii(text))).toEqual(['unknown-part: XMP']);
});

test('entities become what they stand for, and nothing that does not exist', () => {
  expect(told(ascii('<dc:title>&#20316;&#x8005; &lt;b&gt; &#1114112;&#xd800; &nbsp;</dc:title>'))).toEqual([
    'title: 作者 <b> &nbsp;',
  ]);
});

test('what is written to take time does not', () => {
  for (const piece of ['<', '<a:b ', '<a:b c:d="', 'a:b=', '<a:b>', '&#', '<!--', '<a:b '.padEnd(60, 'x')])
    expect(found(ascii(piece.repeat(Math.ceil(300_000 / piece.length)))).length).toBeLessThan(41);
  expect(told(ascii(`<dc:title ${'x'.repeat(200_000)}>Sample`))).toEqual(['title: Sample']);
});
