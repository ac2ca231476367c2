import { expect, test } from 'vitest';
import { Findings, showable } from '../../web/evidence/findings.ts';

test('what directs or hides text is taken out, and lines become one', () => {
  expect(showable('a\u202eb\u2066c\u200f\u061cd\u00ade\ufefff')).toBe('abcdef');
  expect(showable('\0a\r\n\tb\u2028c\u0085\u00a0d\x1b')).toBe('a b c d');
  expect(showable('x\ud800y')).toBe('xy');
});

test('joiners that a language is written with stay', () => {
  expect(showable('می\u200cخواهم')).toBe('می\u200cخواهم');
});

test('a long text is cut at a whole character', () => {
  expect(showable('a'.repeat(200))).toBe('a'.repeat(200));
  expect(showable('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`);
  expect(showable(`${'a'.repeat(198)}😀bcd`)).toBe(`${'a'.repeat(198)}…`);
});

test('equal findings are there once, and an empty one only where there is no other', () => {
  const findings = new Findings();
  findings.add('author', '');
  findings.add('author', 'Ines Sample');
  findings.add('author', ' Ines\nSample ');
  findings.add('author', '\0');
  findings.add('thumbnail', '');
  findings.add('thumbnail', '');
  expect(findings.list).toEqual([
    { kind: 'author', text: 'Ines Sample' },
    { kind: 'thumbnail', text: '' },
  ]);
});

test('a place is one on Earth, told with the most words, or a text', () => {
  const findings = new Findings();
  findings.add('place', '1', { latitude: -33.5, longitude: 161.25 });
  findings.add('place', '1, 20 m', { latitude: -33.5, longitude: 161.25 });
  findings.add('place', '1 m', { latitude: -33.5, longitude: 161.25 });
  findings.add('place', '2', { latitude: 91, longitude: 0 });
  findings.add('place', '3', { latitude: NaN, longitude: 0 });
  expect(findings.list).toEqual([
    { kind: 'place', text: '1, 20 m', latitude: -33.5, longitude: 161.25 },
    { kind: 'place', text: '2' },
    { kind: 'place', text: '3' },
  ]);
});

test('a thousand comments leave room for the place', () => {
  const findings = new Findings();
  for (let turn = 0; turn < 1000; turn++) findings.add('comment', String(turn));
  findings.add('place', 'here');
  findings.add('place', 'there');
  expect(findings.list).toHaveLength(40);
  expect(findings.list.slice(0, 3).map(({ text }) => text)).toEqual(['here', 'there', '0']);
});
