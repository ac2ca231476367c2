/** Members of a crew that say nothing, say it late, or cannot be told anything. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { expect, test } from 'vitest';
import { Crew, ANSWER_TIME, type ChunkWorker } from '../../web/source/crew.ts';
import { answerTo } from '../../web/source/crew-work.ts';
import { codeOfAsync, random } from '../crypto/helpers.ts';
import { FakeClock } from './fake-clock.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Ready at once. `answers`: by itself, when the test lets it, or it cannot even be given anything. */
class Member implements ChunkWorker {
  answers: 'itself' | 'when let' | 'refuses' = 'itself';
  readonly held: (() => void)[] = [];
  given = 0;
  ended = false;
  #hear: Parameters<ChunkWorker['listen']>[0] = () => undefined;

  give(tasks: Parameters<ChunkWorker['give']>[0]): void {
    if (this.answers === 'refuses') throw new DOMException('secret', 'DataCloneError');
    this.given += tasks.length;
    const arrived = structuredClone([...tasks]);
    const answer = () => {
      if (!this.ended) this.#hear({ answers: arrived.map((task) => answerTo(task, chacha20poly1305)) });
    };
    if (this.answers === 'itself') setTimeout(answer);
    else this.held.push(answer);
  }

  listen(hear: Parameters<ChunkWorker['listen']>[0]): void {
    this.#hear = hear;
    setTimeout(() => {
      hear({ ready: true });
    });
  }

  end(): void {
    this.ended = true;
  }
}

async function ready(...members: Member[]) {
  const clock = new FakeClock();
  const waiting = [...members];
  const hire = () => {
    const next = waiting.shift();
    if (next === undefined) throw new Error('no more');
    return next;
  };
  const crew = new Crew({ size: members.length, hire, aead: chacha20poly1305, sleep: clock.sleep });
  const chunk = () => codeOfAsync(() => crew.seal(random(32), random(12), new Uint8Array(10)));
  const chunks = (count: number) => Promise.all(Array.from({ length: count }, chunk));
  // The first chunk hires them.
  await chunk();
  await turn();
  for (const member of members) member.given = 0;
  return { crew, clock, chunks };
}

test('a worker that says ready and never answers is let go after a minute, and what it has ends', async () => {
  const [good, mute] = [new Member(), new Member()];
  const { clock, chunks } = await ready(good, mute);
  mute.answers = 'when let';
  let codes: string[] = [];
  void chunks(16).then((ended) => (codes = ended));
  await clock.pass(ANSWER_TIME - 1);
  expect([codes, mute.ended]).toEqual([[], false]);
  await clock.pass(1);
  expect(codes.filter((code) => code === 'page.fault')).toHaveLength(mute.given);
  expect([mute.given > 0, mute.ended, good.ended]).toEqual([true, true, false]);
  // Whoever is left does the rest.
  expect(new Set(await chunks(16))).toEqual(new Set(['no error']));
  expect(clock.waiting).toBe(0);
});

test('a slow worker keeps its work as long as it answers at all', async () => {
  const slow = new Member();
  const { clock, chunks } = await ready(slow);
  slow.answers = 'when let';
  const codes = chunks(12);
  let answered = 0;
  await turn();
  for (; slow.held.length > 0; answered += 1) {
    await clock.pass(ANSWER_TIME - 1);
    expect([answered, slow.ended]).toEqual([answered, false]);
    slow.held.shift()?.();
    await turn();
  }
  expect(answered).toBeGreaterThan(2);
  expect(new Set(await codes)).toEqual(new Set(['no error']));
  await clock.pass(10 * ANSWER_TIME);
  expect(slow.ended).toBe(false);
});

test('nothing is waited for once the crew has ended', async () => {
  const mute = new Member();
  const { crew, clock, chunks } = await ready(mute);
  mute.answers = 'when let';
  const codes = chunks(2);
  await turn();
  crew.end();
  expect(new Set(await codes)).toEqual(new Set(['page.cancelled']));
  expect(clock.waiting).toBe(0);
});

test('a worker that cannot be given anything is let go with what it was to have, and no more', async () => {
  const [bad, good] = [new Member(), new Member()];
  const { chunks } = await ready(bad, good);
  bad.answers = 'refuses';
  const codes = await chunks(24);
  expect(bad.ended).toBe(true);
  expect(new Set(codes)).toEqual(new Set(['page.fault', 'no error']));
  expect(codes.filter((code) => code === 'page.fault').length).toBeLessThanOrEqual(4);
  expect(good.given).toBe(codes.filter((code) => code === 'no error').length);
});
