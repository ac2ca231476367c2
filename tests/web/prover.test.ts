import { hex } from '@scure/base';
import { expect, test, vi } from 'vitest';
import { effortOf, puzzle } from '../../crypto/puzzle.ts';
import type { Challenge } from '../../server/contract.ts';
import type { Sleep } from '../../web/source/deadline.ts';
import { Prover, type Demand, type Long, type ProverTools } from '../../web/source/prover.ts';

const CHALLENGE: Challenge = {
  format: 'witnessbox-challenge/1',
  challenge: '5a'.repeat(32),
  iterations: 2,
  efforts: [
    { upTo: 1000, effort: 8 },
    { upTo: 2000, effort: 512 },
  ],
};
const AT_FIRST: Demand = { afresh: false, again: false, least: 0, haste: 1 };

function setUp(
  answer: () => unknown = () => CHALLENGE,
  sleep: Sleep = () => new Promise<void>(() => undefined),
  device: Partial<Pick<ProverTools, 'subtle' | 'now'>> = {},
) {
  const asked: string[] = [];
  const prover = new Prover({
    fetch: async (path) => {
      asked.push(path);
      return Promise.resolve(Response.json(answer()));
    },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    subtle: crypto.subtle,
    sleep,
    now: () => 0,
    ...device,
  });
  const ask = (
    length: number,
    demand = AT_FIRST,
    signal = new AbortController().signal,
    long: Long = () => undefined,
  ) => prover.proofFor(length, demand, signal, long);
  return { prover, asked, ask };
}

/** The effort that a header is good for. */
async function worth(header: string | null): Promise<number> {
  const [challenge = '', nonce = ''] = header?.split('.') ?? [];
  expect(challenge).toBe(CHALLENGE.challenge);
  const attempt = await puzzle(hex.decode(challenge), CHALLENGE.iterations, crypto.subtle);
  return effortOf(await attempt(hex.decode(nonce)));
}

const solved = () => new Promise((resolve) => setTimeout(resolve, 100));

test('solves what is asked for the length', async () => {
  const { ask, asked } = setUp();
  expect(await worth(await ask(1000))).toBeGreaterThanOrEqual(8);
  expect(await worth(await ask(1001))).toBeGreaterThanOrEqual(512);
  expect(asked).toEqual(['/challenge', '/challenge']);
});

test('has one ready that was solved ahead of time, asks nothing for it, and gives it out once', async () => {
  const { prover, ask, asked } = setUp();
  prover.prepare(500);
  prover.prepare(500);
  await solved();
  expect(asked).toHaveLength(1);
  const first = await ask(800);
  expect(asked).toHaveLength(1);
  expect(await worth(first)).toBeGreaterThanOrEqual(8);
  expect(await ask(800)).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test('does not send what was solved ahead where files were added that cost more', async () => {
  const { prover, ask } = setUp();
  prover.prepare(500);
  await solved();
  expect(await worth(await ask(2000))).toBeGreaterThanOrEqual(512);
});

test('solves afresh, and for more, when the server says so', async () => {
  const { prover, ask, asked } = setUp();
  prover.prepare(500);
  await solved();
  expect(await worth(await ask(500, { ...AT_FIRST, afresh: true, least: 300 }))).toBeGreaterThanOrEqual(300);
  expect(asked).toHaveLength(2);
});

test('does more than is asked to be let in before others, and gives a proof again that was not used', async () => {
  const { ask, asked } = setUp();
  const first = await ask(500);
  expect(await ask(500, { ...AT_FIRST, again: true })).toBe(first);
  expect(asked).toHaveLength(1);
  const hasty = await ask(500, { ...AT_FIRST, again: true, haste: 64 });
  expect(await worth(hasty)).toBeGreaterThanOrEqual(512);
  expect(await ask(500, { ...AT_FIRST, again: true, afresh: true })).not.toBe(hasty);
});

test('solves nothing for a length that is not taken now: the server will say why', async () => {
  const { ask } = setUp();
  expect(await ask(2001)).toBeNull();
});

test.each<[string, unknown]>([
  ['another format', { ...CHALLENGE, format: 'witnessbox-challenge/2' }],
  ['more rounds than a device should be made to do', { ...CHALLENGE, iterations: 10_000_000 }],
  ['more work than a device should be made to do', { ...CHALLENGE, efforts: [{ upTo: 9, effort: 2 ** 40 }] }],
  ['no challenge', { ...CHALLENGE, challenge: 'x' }],
  ['a page of somebody in between', '<p>Please log in</p>'],
])('takes %s for trouble that may pass', async (_, answer) => {
  const { ask } = setUp(() => answer);
  await expect(ask(500)).rejects.toMatchObject({ name: 'Break', where: 'server' });
});

test('stops as soon as nobody wants it any more', async () => {
  const endless = { ...CHALLENGE, iterations: 1000, efforts: [{ upTo: 2000, effort: 2 ** 20 }] };
  const { ask } = setUp(() => endless);
  const abort = new AbortController();
  const proof = ask(500, AT_FIRST, abort.signal);
  setTimeout(() => {
    abort.abort(new Error('gone'));
  }, 50);
  await expect(proof).rejects.toThrow('gone');
});

test('does not keep anybody waiting for what it began ahead of time when they leave', async () => {
  const endless = { ...CHALLENGE, iterations: 50_000, efforts: [{ upTo: 2000, effort: 40 }] };
  const { prover, ask } = setUp(() => endless);
  prover.prepare(500);
  const abort = new AbortController();
  const proof = ask(500, AT_FIRST, abort.signal);
  abort.abort(new Error('gone'));
  await expect(proof).rejects.toThrow('gone');
});

test('says so when it takes long, and only then', async () => {
  const long: string[] = [];
  const never = new Promise<void>(() => undefined);
  const now = setUp(undefined, (milliseconds) => (milliseconds <= 1500 ? Promise.resolve() : never));
  await now.ask(500, AT_FIRST, undefined, () => void long.push('long'));
  expect(long).toEqual(['long']);
  const quick = setUp();
  await quick.ask(500, AT_FIRST, undefined, () => void long.push('quick'));
  expect(long).toEqual(['long']);
});

test('goes on at the newest challenge, with what is asked now, when work at one takes long', async () => {
  const dear = { ...CHALLENGE, iterations: 1, efforts: [{ upTo: 2000, effort: 2 ** 20 }] };
  const answers = [dear, { ...dear, challenge: '77'.repeat(32) }, CHALLENGE];
  const rounds: (() => void)[] = [];
  const { ask, asked } = setUp(
    () => answers.shift(),
    (milliseconds) =>
      new Promise((resolve) => {
        if (milliseconds === 600_000) rounds.push(resolve);
      }),
  );
  const proof = ask(500);
  for (const count of [1, 2]) {
    await vi.waitFor(() => {
      expect(asked).toHaveLength(count);
      expect(rounds).toHaveLength(count);
    });
    rounds.at(-1)?.();
  }
  expect(await worth(await proof)).toBeGreaterThanOrEqual(8);
  expect(asked).toHaveLength(3);
});

test.each([true, false])(
  'says how long it may take, and whether for want of cryptography: %s',
  async (isSlow) => {
    const said: unknown[] = [];
    const abort = new AbortController();
    let time = 0;
    const { ask } = setUp(() => ({ ...CHALLENGE, efforts: [{ upTo: 2000, effort: 2 ** 20 }] }), undefined, {
      // One second for each try.
      now: () => (time += 1000),
      subtle: isSlow ? undefined : crypto.subtle,
    });
    const proof = ask(500, AT_FIRST, abort.signal, (expected) => {
      said.push(expected);
      abort.abort(new Error('gone'));
    });
    await expect(proof).rejects.toThrow('gone');
    expect(said).toEqual([{ minutes: Math.ceil(2 ** 20 / 60), isSlow }]);
  },
);

test('says nothing of minutes where there will be none', async () => {
  const said: unknown[] = [];
  let time = 0;
  const { ask } = setUp(undefined, undefined, { now: () => (time += 1000) });
  await ask(500, AT_FIRST, undefined, (expected) => void said.push(expected));
  expect(said).toEqual([]);
});
