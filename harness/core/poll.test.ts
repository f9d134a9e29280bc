import { describe, expect, it } from 'vitest';
import { poll } from './poll.ts';
import { fakeClock, instantClock, turn } from './testing/fake-clock.ts';

const options = { what: 'the port opens', everyMs: 100, timeoutMs: 250 };

describe('poll', () => {
  it('gives the first value that holds, without a wait before the first look', async () => {
    const clock = fakeClock();
    expect(await poll(() => 7, { ...options, until: (value) => value === 7, clock })).toBe(7);
    expect(clock.sleeps).toEqual([]);
  });

  it('looks again every `everyMs` until the value holds', async () => {
    const clock = instantClock();
    let looks = 0;
    expect(await poll(() => (looks += 1), { ...options, until: (value) => value === 3, clock })).toBe(3);
    expect(clock.sleeps).toEqual([100, 100]);
  });

  it('throws TIMEOUT with the last value, before a wait that would pass the deadline', async () => {
    const clock = instantClock();
    let looks = 0;
    const error = await poll(() => (looks += 1), {
      ...options,
      until: () => false,
      describe: (value) => `${value} looks`,
      clock,
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TIMEOUT', message: 'the port opens; expected within 250 ms; got 3 looks' });
    expect(clock.monotonic()).toBe(200);
  });

  it('still looks at the very end of the deadline', async () => {
    const clock = instantClock();
    let looks = 0;
    const until = (value: number): boolean => value === 3;
    expect(await poll(() => (looks += 1), { ...options, timeoutMs: 200, until, clock })).toBe(3);
    expect(clock.monotonic()).toBe(200);
  });

  it('throws on what the probe throws, at once', async () => {
    const failure = new Error('no such host');
    const clock = instantClock();
    await expect(poll(() => Promise.reject(failure), { ...options, until: () => true, clock })).rejects.toBe(failure);
    expect(clock.sleeps).toEqual([]);
  });

  it('ends with the reason of its signal while it waits', async () => {
    const clock = fakeClock();
    const stop = new AbortController();
    const { signal } = stop;
    const polling = poll(() => 1, { ...options, until: () => false, clock, signal }).catch((reason: unknown) => reason);
    await turn();
    stop.abort(new Error('enough'));
    expect(await polling).toMatchObject({ message: 'enough' });
  });

  it('does not look when its signal is aborted already', async () => {
    let looks = 0;
    const signal = AbortSignal.abort(new Error('enough'));
    const clock = fakeClock();
    await expect(poll(() => (looks += 1), { ...options, until: () => true, clock, signal })).rejects.toThrow('enough');
    expect(looks).toBe(0);
  });
});
