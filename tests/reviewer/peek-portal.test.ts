/** A portal that is asked for a part of a submission, and answers with something else. */
import { describe, expect, test } from 'vitest';
import { connectPortal } from '../../reviewer/portal.ts';
import { PORTAL, random } from './support/world.ts';

const ID = 'ab'.repeat(16);
const SIZE = 67_195;
const [START, END] = [1000, 51_000];

type Answering = (request: Request) => Response | Promise<Response>;

function ask(answer: Answering, patience = 60): Promise<Uint8Array> {
  const fetch: typeof globalThis.fetch = async (input, init) => answer(new Request(input, init));
  const now = (): Date => new Date('2026-11-22T12:00:00Z');
  const portal = connectPortal({ origin: PORTAL, fetch, patience, seed: new Uint8Array(32), now, random });
  return portal.range(ID, START, END, SIZE);
}

const partial = (
  body: BodyInit | null,
  range = `bytes ${String(START)}-${String(END - 1)}/${String(SIZE)}`,
) => new Response(body, { status: 206, headers: { 'content-range': range } });

/** Brings pieces of this size without end, and notes how many bytes were taken and whether it was let go of. */
function endless(size: number): {
  body: ReadableStream<Uint8Array>;
  sent: () => number;
  cancelled: () => boolean;
} {
  let sent = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        sent += size;
        controller.enqueue(new Uint8Array(size));
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, sent: () => sent, cancelled: () => cancelled };
}

test('a part is asked for by its first and last byte, signed, and given as it comes', async () => {
  const wanted = random(END - START);
  let request: Request | undefined;
  const bytes = await ask((asked) => {
    request = asked;
    return partial(wanted.slice());
  });
  expect(Buffer.from(bytes).equals(wanted)).toBe(true);
  expect(request?.method).toBe('GET');
  expect(new URL(request?.url ?? '').pathname).toBe(`/review/submissions/${ID}`);
  expect(request?.headers.get('range')).toBe('bytes=1000-50999');
  expect(request?.headers.get('signature-input')).toContain('tag="witnessbox-review"');
});

describe('is refused', () => {
  test.each([
    ['another beginning', 'bytes 0-50999/67195'],
    ['another end', 'bytes 1000-51000/67195'],
    ['another size of the whole', 'bytes 1000-50999/67196'],
    ['no size of the whole', 'bytes 1000-50999/*'],
    ['two ranges', 'bytes 1000-50999/67195, bytes 0-1/67195'],
    ['no numbers', 'bytes */67195'],
    ['another unit', 'lines 1000-50999/67195'],
    ['nothing', ''],
  ])('with %s in its Content-Range', async (_, range) => {
    const { body, cancelled } = endless(1000);
    await expect(ask(() => partial(body, range))).rejects.toMatchObject({ code: 'portal.malformed' });
    expect(cancelled()).toBe(true);
  });

  test('with the whole submission instead, of which no more is read', async () => {
    const { body, sent, cancelled } = endless(SIZE);
    const whole = () =>
      new Response(body, {
        headers: { 'content-range': `bytes ${String(START)}-${String(END - 1)}/${String(SIZE)}` },
      });
    await expect(ask(whole)).rejects.toMatchObject({ code: 'portal.malformed' });
    expect(sent()).toBeLessThanOrEqual(2 * SIZE);
    expect(cancelled()).toBe(true);
  });

  test('with several parts in one, as multipart', async () => {
    const multipart = () =>
      new Response('--x\r\n', {
        status: 206,
        headers: { 'content-type': 'multipart/byteranges; boundary=x' },
      });
    await expect(ask(multipart)).rejects.toMatchObject({ code: 'portal.malformed' });
  });

  test.each([
    ['one byte too few', END - START - 1],
    ['one too many', END - START + 1],
    ['none', 0],
  ])('with %s', async (_, length) => {
    await expect(ask(() => partial(new Uint8Array(length)))).rejects.toMatchObject({
      code: 'portal.malformed',
    });
  });

  test('without a body', async () => {
    await expect(ask(() => partial(null))).rejects.toMatchObject({ code: 'portal.malformed' });
  });

  test('with a body that never ends, of which no more is gathered than was asked for', async () => {
    const { body, sent, cancelled } = endless(10_000);
    await expect(ask(() => partial(body), 10_000)).rejects.toMatchObject({ code: 'portal.malformed' });
    expect(sent()).toBeLessThan(END - START + 50_000);
    expect(cancelled()).toBe(true);
  });

  test('with a body that stops coming, or trickles', async () => {
    const silent = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(100));
      },
    });
    await expect(ask(() => partial(silent))).rejects.toMatchObject({ code: 'portal.unreachable' });
    await expect(ask(() => partial(endless(1).body))).rejects.toMatchObject({ code: 'portal.unreachable' });
  });

  test('as the server refuses it', async () => {
    const refusal = (status: number, error: string) => () => Response.json({ error }, { status });
    await expect(ask(refusal(416, 'request.wrong-range'))).rejects.toMatchObject({
      code: 'request.wrong-range',
    });
    await expect(ask(refusal(404, 'request.not-found'))).rejects.toMatchObject({ code: 'request.not-found' });
    await expect(ask(() => new Response(endless(10).body, { status: 403 }))).rejects.toMatchObject({
      code: 'portal.refused',
    });
  });
});
