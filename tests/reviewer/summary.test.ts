/** What listing and pulling read: small records only, however much was sent. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { Vault } from '../../reviewer/vault.ts';
import { Source } from './support/source.ts';
import { makeWorld, openHome, random } from './support/world.ts';

/** The records that are read from now on, with the length of each as JSON. */
function watchReads(): { name: string; length: number }[] {
  const reads: { name: string; length: number }[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const get = Vault.prototype.get;
  const spy = vi.spyOn(Vault.prototype, 'get').mockImplementation(async function (this: Vault, name) {
    const value: unknown = await get.call(this, name);
    reads.push({ name, length: JSON.stringify(value).length });
    return value;
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  return reads;
}

test('a list and a second sync read no body, not even of a follow-up that still waits for its testimony', async () => {
  const world = await makeWorld();
  const text = 'They came at night. '.repeat(2500);
  const source = await Source.arrive(world);
  const id = await source.send({
    answers: { what: text },
    files: [{ name: 'n'.repeat(200), bytes: random(10) }],
  });
  const waiting = await Source.arrive(world);
  await waiting.send({ followUp: random(16), answers: { what: text } });
  const session = await openHome(world);
  await session.sync();
  await session.reply(id, 'A question.');

  const reads = watchReads();
  const cases = await session.list();
  expect(cases.find((one) => one.id === id)).toMatchObject({ evidence: 1, size: 10, replies: 1 });
  expect(cases.every(({ excerpt }) => excerpt.length <= 80 && excerpt.startsWith('They came'))).toBe(true);
  expect((await session.sync()).warnings).toContain('followup.unknown-source');
  const submissions = reads.filter(({ name }) => name.startsWith('submission/'));
  expect(submissions.length).toBeGreaterThan(3);
  for (const { length } of submissions) expect(length).toBeLessThan(1500);
  expect(reads.filter(({ name }) => /^(?:body|unproven)\//u.test(name))).toEqual([]);

  await waiting.send();
  expect(await session.sync()).toMatchObject({ followUps: 1 });
  expect((await session.read(id)).answers[0]?.text).toBe(text);
});
