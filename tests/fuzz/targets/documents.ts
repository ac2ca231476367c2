/**
 * What people type and servers send: receipts and shares in words, the intake form, the index of a snapshot, the
 * headers of an upload and of a range.
 *
 * @module
 */
import { sameBytes, utf8 } from '../../../crypto/encoding.ts';
import {
  intakeHash,
  intakeLanguages,
  intakePage,
  parseIntake,
  parseIntakePage,
  type Intake,
} from '../../../crypto/intake.ts';
import { isLegalCiphertextSize } from '../../../crypto/padding.ts';
import { readShare, shareWords } from '../../../crypto/quorum.ts';
import { WORD_LISTS } from '../../../crypto/receipt-lists.ts';
import { readReceipt } from '../../../crypto/receipt.ts';
import { writeJson } from '../../../crypto/shapes.ts';
import { findSlots, parseSnapshotIndex } from '../../../crypto/snapshot.ts';
import { wordsOf16 } from '../../../crypto/words.ts';
import { checkIntake } from '../../../reviewer/custodian/intake-check.ts';
import { readRange } from '../../../server/range.ts';
import { methodOf, readAppend, readCreation, requireVersion } from '../../../server/tus.ts';
import keyrings from '../../vectors/keyring.json' with { type: 'json' };
import quorum from '../../vectors/quorum.json' with { type: 'json' };
import receipts from '../../vectors/receipt.json' with { type: 'json' };
import { FORM } from '../../crypto/forms.ts';
import { ENGLISH } from '../../crypto/helpers.ts';
import { hold, type Target } from '../target.ts';
import { JSON_TOKENS } from './bundle.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

export const receipt: Target = {
  name: 'receipt',
  covers: ['/crypto/receipt-reading.ts', '/crypto/receipt.ts', '/crypto/words.ts'],
  seeds: () => [
    ...receipts.vectors.map(({ words }) => utf8(words)),
    ...receipts.languages.flatMap(({ words, accepted }) => [words, ...Object.values(accepted)].map(utf8)),
  ],
  tokens: [
    'abandon ',
    'zoo ',
    '的',
    '一',
    '\u3000',
    '\u200b',
    '\u0301',
    '\u202e',
    '\ud83d\ude00',
    '1. ',
    ',',
    '\n',
    'あい',
    'ァ',
    '가',
    'ß',
    'İ',
    'ﬁ',
  ],
  longest: 800,
  runs: 25,
  check(input) {
    const { entropy, language } = readReceipt(textOf(input), WORD_LISTS);
    const list = WORD_LISTS.find((one) => one.language === language);
    hold(list !== undefined && entropy.length === 16, 'a receipt of no known list or length');
    const again = readReceipt(wordsOf16(entropy, list).join(' '), [list]);
    hold(sameBytes(again.entropy, entropy), 'written and read again, a receipt is another');
  },
};

export const share: Target = {
  name: 'share',
  covers: ['/crypto/quorum.ts'],
  seeds: () =>
    quorum.vectors.flatMap(({ shares }) => shares.map(({ words }) => utf8([words].flat().join(' ')))),
  tokens: ['abandon ', 'zoo ', 'aban ', '1. ', '\n', '\u3000', 'ａ'],
  longest: 800,
  check(input) {
    const read = readShare(textOf(input), ENGLISH.words);
    const again = readShare(shareWords(read, ENGLISH.words).join(' '), ENGLISH.words);
    hold(JSON.stringify(again) === JSON.stringify(read), 'written and read again, a share is another');
  },
};

export const intake: Target = {
  name: 'intake',
  covers: [
    '/crypto/intake.ts',
    '/crypto/intake-shapes.ts',
    '/crypto/soundness.ts',
    '/crypto/shapes.ts',
    '/reviewer/custodian/intake-',
    '/valibot/',
  ],
  seeds: () => [
    utf8(keyrings.intake),
    utf8('{"format":"witnessbox-intake/1","id":"a","questions":[]}'),
    utf8(JSON.stringify(FORM)),
    utf8(JSON.stringify({ ...FORM, sections: [], files: [], notice: null })),
  ],
  tokens: [
    ...JSON_TOKENS,
    '"kind":"long"',
    '"kind":"line"',
    '"required":true',
    '"label":{"en":"x"}',
    '"hint":',
    '"kind":"choice","options":[{"id":"a","label":{"en":"x"}}],',
    '"when":{"question":"relation","is":["told"]},',
    '"kind":"date"',
    '"most":3',
    '"files":true',
    '"notice":null',
  ],
  longest: 6000,
  check(input) {
    const checked = checkIntake(input);
    hold(
      checked.findings.some(({ isFault }) => isFault) === (checked.form === null),
      'a form without a fault that cannot be used, or the reverse',
    );
    let read: Intake;
    try {
      read = parseIntake(input);
    } catch (error) {
      hold(checked.form === null, 'a form that is refused and in which no fault was found');
      throw error;
    }
    hold(checked.form !== null, 'a form that is read and in which a fault was found');
    for (const language of intakeLanguages(read)) {
      const page = intakePage(read, language);
      hold(sameBytes(writeJson(parseIntakePage(page)), page), 'read again, a page is another');
    }
    hold(intakeHash(input).length === 64, 'a hash of another length');
    hold(
      JSON.stringify(parseIntake(writeJson(read))) === JSON.stringify(read),
      'read again, a form is another',
    );
  },
};

const SLOTS = `${'A'.repeat(22)}${'BCDE'.repeat(677)}`;
const index = (buckets: object[], more: object = {}) =>
  utf8(JSON.stringify({ format: 'witnessbox-snapshot/1', number: 1, day: '2026-11-22', buckets, ...more }));

export const snapshot: Target = {
  name: 'snapshot',
  covers: ['/crypto/snapshot.ts', '/crypto/shapes.ts', '/valibot/'],
  seeds: () => [
    index([{ id: 0, slots: `${SLOTS}A` }]),
    index([
      { id: 0, slots: 'A'.repeat(2731) },
      { id: 7, slots: `${SLOTS}8` },
    ]),
    index([]),
    index([{ id: 0, slots: 'A' }]),
  ],
  tokens: [...JSON_TOKENS, '"buckets":[', '"id":1,', '"slots":"', 'AAAAAAAAAAAAAAAAAAAAAA'],
  longest: 6000,
  check(input) {
    const read = parseSnapshotIndex(input);
    hold(
      JSON.stringify(parseSnapshotIndex(writeJson(read))) === JSON.stringify(read),
      'read again, an index is another',
    );
    const found = findSlots(read, [new Uint8Array(16), new Uint8Array(16).fill(4)]);
    hold(
      found.every(({ n, position }) => n === 1 && position >= 0 && position < 128),
      'a slot where none can lie',
    );
  },
};

export const upload: Target = {
  name: 'upload',
  covers: ['/server/tus.ts', '/server/range.ts'],
  seeds: () =>
    [
      'tus-resumable: 1.0.0\nupload-length: 67195',
      'tus-resumable: 1.0.0\nupload-length: 67194',
      'upload-defer-length: 1',
      'upload-metadata: name YQ==',
      'upload-concat: partial',
      'tus-resumable: 1.0.0\nupload-offset: 65536\ncontent-type: application/offset+octet-stream\ncontent-length: 9',
      'x-http-method-override: PATCH\nrange: bytes=0-499',
      'range: bytes=-500',
      'range: bytes=999-',
      'range: bytes=5-2\nif-range: "x"',
    ].map(utf8),
  tokens: [
    'upload-length: ',
    'upload-offset: ',
    'content-length: ',
    'range: bytes=',
    '-',
    '9007199254740993',
    '999999999999999',
    '0',
    '\n',
    ' ',
  ],
  longest: 300,
  check(input) {
    const headers = new Headers();
    for (const line of textOf(input).split('\n')) {
      const [, name, value] = /^([A-Za-z0-9-]+): ?([\t\u0020-\u007e]*)$/.exec(line) ?? [];
      if (name !== undefined) headers.set(name, value ?? '');
    }
    const range = readRange(headers, 1000);
    hold(
      range === null ||
        range === 'unsatisfiable' ||
        (range.start >= 0 && range.start < range.end && range.end <= 1000),
      'a range outside of what there is',
    );
    hold(methodOf(new Request('http://127.0.0.1/', { headers })).length > 0, 'a request without a method');
    if (headers.has('upload-offset')) {
      const { offset, size } = readAppend(headers);
      hold(Number.isSafeInteger(offset) && offset >= 0, 'an offset that is no place');
      hold(size === null || (Number.isSafeInteger(size) && size >= 0), 'a size that is no number');
      return;
    }
    const length = readCreation(headers, 2 ** 31);
    hold(isLegalCiphertextSize(length) && length <= 2 ** 31, 'a length that is not legal');
    requireVersion(headers);
  },
};
