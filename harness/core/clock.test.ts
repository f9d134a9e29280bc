import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('sleeps for at least about as long as asked', async () => {
    const before = systemClock.monotonic();
    await systemClock.sleep(30);
    // A timer may fire a fraction of a millisecond early.
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(29);
  });

  it('ends a sleep with the reason of its signal, long before its time', async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(60_000, stop.signal).catch((reason: unknown) => reason);
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await sleeping).toBe(reason);
  });

  it('does not begin a sleep whose signal is aborted', async () => {
    const reason = new Error('enough');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('takes a negative time as none', async () => {
    await expect(systemClock.sleep(-5)).resolves.toBeUndefined();
  });
});
