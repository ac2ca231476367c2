import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Obstructed } from '../../web/evidence/reader.ts';
import type { Rules } from '../../web/evidence/xml-rules.ts';
import { rewriteXml } from '../../web/evidence/xml.ts';

const RULES: Omit<Rules, 'work'> = {
  namespaces: new Map([['urn:k', 'k']]),
  open(element) {
    element.set('k:gone', null);
    element.set('changed', 'a<"b');
    if (element.name === 'k:drop') return 'drop';
    if (element.name === 'k:doom' && element.parent) element.parent.doomed = true;
    return element.name === 'k:unwrap' ? 'unwrap' : 'keep';
  },
  text: (text) => text.replace('secret', '<>'),
};
const rewrite = (text: string) => rewriteXml(text, { ...RULES, work: { left: 20_000 } });

test('what no rule is about stays byte for byte', () => {
  const text = `<?xml version='1.0' encoding="UTF-8"?>\r\n<a  xmlns='urn:k'\n k='&#x41;&amp;' xml:space="preserve" ><b />t&lt;<![CDATA[<x>&]]></a >\n`;
  expect(rewrite(text)).toBe(text);
});

describe('what rules take out', () => {
  test.each([
    ['an element with what is in it', '1<k:drop><b>2</b></k:drop>3', '13'],
    ['the tags of one', '1<unwrap z="1"><b>2</b></unwrap>3', '1<b>2</b>3'],
    ['an attribute, under whatever prefix', '<b q="1" k:gone="2" z=\'3\'/>', '<b q="1" z=\'3\'/>'],
    ['a value', '<b changed="1"/>', '<b changed="a&#60;&#34;b"/>'],
    ['text', '<b>my secret</b>', '<b>my &#60;&#62;</b>'],
    ['an element, once it is seen what is in it', '1<b>2<c/><doom/>3</b>4', '14'],
    ['comments and instructions', '1<!-- by Anna -->2<?app Office?>3', '123'],
    ['elements of a namespace that is not known', '1<x:b k:k="1"><b/></x:b>2', '12'],
    ['attributes of one', '<b x:id="1" k:id="2"/>', '<b k:id="2"/>'],
    ['the declaration of one', '<b xmlns:y="urn:y" y:z="1"/>', '<b/>'],
    ['what is in no namespace', '1<b xmlns=""/>2', '12'],
    ['a prefix that means something else here', '<b xmlns:k="urn:y"><k:drop/></b>', '<b></b>'],
  ])('%s', (_, before, after) => {
    const head = '<a xmlns="urn:k" xmlns:k="urn:k">';
    const whole = `<a xmlns="urn:k" xmlns:k="urn:k" xmlns:x="urn:x">${before}</a>`;
    expect(rewrite(whole)).toBe(`${head}${after}</a>`);
    expect(rewrite(rewrite(whole))).toBe(rewrite(whole));
  });
});

describe('what is refused', () => {
  test.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an entity of its own', '<a>&b;</a>'],
    ['an entity of its own in a value', '<a b="&b;"/>'],
    ['half an entity', '<a>&</a>'],
    ['a character that is none', '<a>&#1114112;</a>'],
    ['no character', '<a>&#0;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
    ['nothing', ''],
    ['text only', 'a'],
    ['text behind the end', '<a/>b'],
    ['two elements', '<a/><b/>'],
    ['no end', '<a>'],
    ['another end', '<a></b>'],
    ['an end too many', '<a></a></a>'],
    ['a value without quotes', '<a b=1/>'],
    ['a value that holds a tag', '<a b="<"/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice under two prefixes', '<a xmlns:k="urn:k" xmlns:l="urn:k" k:b="1" l:b="2"/>'],
    ['a prefix of nothing', '<a><b:c/></a>'],
    ['attributes without a blank', '<a b="1"c="2"/>'],
    ['an unended comment', '<a><!-- </a>'],
    ['an unended section', '<a><![CDATA[ </a>'],
  ])('%s', (_, text) => {
    expect(() => rewrite(text)).toThrow(expect.objectContaining({ why: 'damaged' }));
  });

  test('more elements than there may be', () => {
    expect(() => rewrite(`<a>${'<b/>'.repeat(20_000)}</a>`)).toThrow(
      expect.objectContaining({ why: 'too-complex' }),
    );
  });

  test('what is too deep, or declares too much too often', () => {
    expect(() => rewrite('<a>'.repeat(300))).toThrow(expect.objectContaining({ why: 'too-complex' }));
    const declared = Array.from({ length: 250 }, (_, index) => ` xmlns:p${String(index)}="u"`).join('');
    const many = `<a${declared}>${'<b xmlns:q="u"/>'.repeat(19_000)}</a>`;
    expect(() => rewrite(many)).toThrow(expect.objectContaining({ why: 'too-complex' }));
  });
});

test('whatever it is given, it ends with text or a reason', () => {
  const token = fc.constantFrom(
    ...[
      '<a xmlns="urn:k">',
      '</a>',
      '<b',
      '/>',
      '>',
      ' k="v"',
      '<k:drop>',
      '<unwrap>',
      '</unwrap>',
      '&amp;',
      '&',
      '<!--',
      '-->',
    ],
    ...['<![CDATA[', ']]>', '<?x', '?>', 'text', '"', '<doom/>', '='],
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      const whole = `<a xmlns="urn:k" xmlns:k="urn:k">${tokens.join('')}</a>`;
      let once: string;
      try {
        once = rewrite(whole);
      } catch (error) {
        expect(error).toBeInstanceOf(Obstructed);
        return;
      }
      if (once !== '') expect(rewrite(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});
