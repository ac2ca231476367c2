/** A copy is offered only where a second look finds it clean. */
import { expect, test } from 'vitest';
import type { Examined } from '../../web/evidence/examined.ts';
import { see } from '../../web/source/seen.ts';

const FILE = new Blob(['whole']);
const COPY = new Blob(['copy']);
const FOUND = [{ kind: 'author' as const, text: 'Mira' }];
const clean = () => Promise.resolve(COPY);

/** What is said of the file, then of its copy. */
const looking = (file: Examined, copy: Examined) => (looked: Blob) =>
  Promise.resolve(looked === COPY ? copy : file);
const found: Examined = { format: 'jpeg', findings: FOUND, clean };
const nothing: Examined = { format: 'jpeg', findings: [], clean };

test('a copy in which nothing is found any more is offered', async () => {
  expect(await see(FILE, looking(found, nothing))).toEqual({
    format: 'jpeg',
    findings: FOUND,
    cleaned: COPY,
    obstacle: null,
  });
});

test.each<[string, Examined]>([
  ['in which something is still found', { format: 'jpeg', findings: [{ kind: 'time', text: '' }], clean }],
  ['that cannot be read', { format: 'jpeg', findings: [], clean: null, why: 'damaged' }],
])('a copy %s is not', async (_, copy) => {
  const seen = await see(FILE, looking(found, copy));
  expect(seen).toEqual({ format: 'jpeg', findings: FOUND, cleaned: null, obstacle: 'unknown-part' });
});

test('of a file that gives nothing away no copy is made', async () => {
  const made = { ...nothing, clean: () => Promise.reject(new Error('made')) };
  expect(await see(FILE, looking(made, nothing))).toMatchObject({ cleaned: null, obstacle: null });
});

test('why a file cannot be cleaned is passed on with what was found', async () => {
  const pdf: Examined = { format: 'pdf', findings: FOUND, clean: null, why: 'format' };
  expect(await see(FILE, looking(pdf, pdf))).toEqual({
    format: 'pdf',
    findings: FOUND,
    cleaned: null,
    obstacle: 'format',
  });
});

test('an unknown file is not called clean', async () => {
  expect(await see(new Blob(['some text']))).toMatchObject({
    format: 'unknown',
    cleaned: null,
    obstacle: 'format',
  });
});
