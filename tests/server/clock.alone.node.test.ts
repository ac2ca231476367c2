import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClock } from '../../server/clock.node.ts';

describe('the clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-22T23:59:58Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const now = () => new Date();

  it('takes the snapshot of the new day although the old one could not be closed, and tries that again', async () => {
    const closeDay = vi.fn(() => Promise.reject(new Error('a blob that cannot be copied')));
    const takeSnapshot = vi.fn(() => Promise.resolve());
    const started = { closed: now(), shown: now() };
    const stop = startClock({ now, snapshotEvery: 'day', closeDay, takeSnapshot }, started);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(closeDay).toHaveBeenCalledTimes(1);
    expect(takeSnapshot).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(closeDay.mock.calls.length).toBeGreaterThan(1);
    expect(takeSnapshot).toHaveBeenCalledTimes(1);
    await stop();
  });

  it('does nothing before midnight, and each work once after it', async () => {
    const closeDay = vi.fn(() => Promise.resolve());
    const takeSnapshot = vi.fn(() => Promise.resolve());
    const started = { closed: now(), shown: now() };
    const stop = startClock({ now, snapshotEvery: 'day', closeDay, takeSnapshot }, started);
    await vi.advanceTimersByTimeAsync(1_500);
    expect([closeDay.mock.calls.length, takeSnapshot.mock.calls.length]).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([closeDay.mock.calls.length, takeSnapshot.mock.calls.length]).toEqual([1, 1]);
    await stop();
  });

  it('takes a snapshot at each of the hours that are set, and closes the day at midnight only', async () => {
    const closeDay = vi.fn(() => Promise.resolve());
    const taken: string[] = [];
    const takeSnapshot = () => Promise.resolve(taken.push(now().toISOString().slice(0, 16)));
    const hours = { snapshotEvery: 'day', snapshotHours: [6, 18] } as const;
    const stop = startClock({ now, ...hours, closeDay, takeSnapshot }, { closed: now(), shown: now() });
    await vi.advanceTimersByTimeAsync(25 * 3_600_000);
    expect(taken).toEqual(['2026-11-23T06:00', '2026-11-23T18:00']);
    expect(closeDay).toHaveBeenCalledTimes(2);
    await stop();
  });

  it('tries again after a minute what failed, also when it is set back by days meanwhile', async () => {
    const closeDay = vi.fn(() => Promise.resolve());
    const takeSnapshot = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('a full disk'));
    const stop = startClock(
      { now, snapshotEvery: 'day', closeDay, takeSnapshot },
      { closed: now(), shown: now() },
    );
    await vi.advanceTimersByTimeAsync(3_000);
    expect(takeSnapshot).toHaveBeenCalledTimes(1);
    vi.setSystemTime(new Date('2026-11-18T12:00:00Z'));
    await vi.advanceTimersByTimeAsync(61_000);
    expect(takeSnapshot).toHaveBeenCalledTimes(2);
    await stop();
  });
});
