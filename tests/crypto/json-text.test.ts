import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { jsonText, parseJson } from '../../crypto/json-text.ts';
import { openKeyring } from '../../crypto/keyring.ts';
import { encodePublicKey, generateKeyPair, sign } from '../../crypto/minisign.ts';
import { encodeTestimony, readTestimony } from '../../crypto/testimony.ts';
import vectors from '../vectors/keyring.json' with { type: 'json' };
import { codeOf, random } from './helpers.ts';
import { testimonyAbout } from './samples.ts';

/** Without the names that are refused, which the generator likes to make. */
const plain = fc
  .jsonValue()
  .filter((value) => !/"(?:__proto__|constructor|prototype)"/.test(JSON.stringify(value)));

describe('JSON', () => {
  test('of any kind is read as everywhere, however it is spaced', () => {
    fc.assert(
      fc.property(plain, fc.integer({ min: 0, max: 4 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('with a name twice in one object is refused, wherever the object is and whatever stands between', () => {
    const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.nat(), fc.jsonValue({ maxDepth: 1 }), (value, place, wrapped) => {
        const names = Object.keys(value);
        const name = names[place % names.length] ?? '';
        const twice = `{${JSON.stringify(name)} : 0,${JSON.stringify(value).slice(1)}`;
        expect(JSON.parse(twice)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(() => parseJson(twice)).toThrow(SyntaxError);
        expect(() => parseJson(`[{"a":${twice}},${JSON.stringify(wrapped)}]`)).toThrow(SyntaxError);
      }),
    );
  });

  test.each([
    ['written with an escape', String.raw`{"a":1,"\u0061":2}`],
    ['behind an object of the same name', '{"a":{"a":1},"a":2}'],
    ['behind a string that ends in a backslash', String.raw`{"a":"\\","b":"\"","a":2}`],
    ['that is empty', '{"":1,"":2}'],
    ['that JavaScript has a meaning for', '{"__proto__":1,"__proto__":2}'],
  ])('with a name twice is refused: one %s', (_, text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test.each(['__proto__', 'constructor', 'prototype'])(
    'with a member called %s, which some programs would not see, is refused',
    (name) => {
      expect(() => parseJson(`{"a":{"${name}":1}}`)).toThrow(SyntaxError);
      expect(parseJson(`["${name}"]`)).toEqual([name]);
    },
  );

  test.each([
    ['in two objects', '[{"a":1},{"a":2},{"b":{"a":3}}]'],
    ['as a value', '{"a":"a","b":["a","a"]}'],
    ['in another case', '{"a":1,"A":2}'],
    ['in a text that looks like JSON', String.raw`{"a":"\"a\":1,\"a\":2","b":":"}`],
  ])('with a name twice is read where it stands %s', (_, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('with half a surrogate pair is refused, in a name and in a text; a whole pair is not', () => {
    for (const half of [String.raw`\ud83d`, String.raw`\uDE00`, String.raw`\ude00\ud83d`]) {
      expect(() => parseJson(`["${half}"]`)).toThrow(SyntaxError);
      expect(() => parseJson(`{"${half}":1}`)).toThrow(SyntaxError);
    }
    expect(parseJson(String.raw`["\ud83d\ude00 \\ud83d"]`)).toEqual(['\u{1f600} \\ud83d']);
  });

  test('of more levels than any format has is refused at once', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(32))).toEqual(JSON.parse(nested(32)));
    expect(() => parseJson(nested(33))).toThrow(SyntaxError);
    expect(() => parseJson('{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000))).toThrow(SyntaxError);
  });

  test('that is written can be read: half a surrogate pair becomes a sign that says so', () => {
    expect(jsonText({ text: 'a\ud83d b\u{1f600}' })).toBe('{"text":"a\ufffd b\u{1f600}"}');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0xd700, max: 0xe000 })), (units) => {
        const text = String.fromCharCode(...units);
        expect(parseJson(jsonText([text]))).toEqual([new TextDecoder().decode(utf8(text))]);
      }),
    );
  });
});

describe('a document that says something twice', () => {
  test('is malformed even if it is signed', () => {
    const keys = generateKeyPair(random);
    const opened = (text: string) =>
      codeOf(() =>
        openKeyring({
          keyring: utf8(text),
          signature: sign(keys, utf8(text), 'x'),
          rootKey: encodePublicKey(keys),
          today: '2026-12-24',
        }),
      );
    expect(opened(vectors.keyring)).toBe('no error');
    expect(opened(vectors.keyring.replace('{', '{ "epoch": 9,'))).toBe('keyring.malformed');
  });

  test('is malformed when it is a testimony; one with a broken sign in it can be sent and read', () => {
    const text = new TextDecoder().decode(encodeTestimony(testimonyAbout([])));
    expect(codeOf(() => readTestimony(utf8(text.replace('{', '{ "kind": "follow-up",'))))).toBe(
      'bundle.malformed',
    );
    const broken = encodeTestimony(testimonyAbout([], { what: 'cut \ud83d off' }));
    expect(readTestimony(broken).answers).toEqual({ what: 'cut \ufffd off' });
  });
});
