import { describe, expect, it } from 'vitest';
import { instantClock, turn } from '../core/testing/fake-clock.ts';
import { StallMeter } from './stall-meter.ts';

/** A clock that stands until `step`, and then ends the sleep that waits `lateMs` late. */
const steppedClock = () => {
  let lateMs = 0;
  let go: (() => void) | undefined;
  const clock = instantClock(10_000, () => lateMs);
  const held = {
    ...clock,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      await new Promise<void>((resolve) => {
        go = resolve;
        signal?.addEventListener('abort', () => resolve());
      });
      await clock.sleep(ms, signal);
    },
  };
  const step = async (late: number): Promise<void> => {
    lateMs = late;
    go?.();
    await turn();
    await turn();
  };
  return { clock: held, step };
};

describe('StallMeter', () => {
  it('gives the longest time by which a sleep of its own ended late', async () => {
    const { clock, step } = steppedClock();
    await using meter = new StallMeter(clock, 50);
    expect(meter.since(0)).toBe(0);
    for (const late of [0, 300, 1_200, 90]) await step(late);
    expect(meter.since(0)).toBe(1_200);
    expect(meter.totalSince(0)).toBe(300 + 1_200);
  });

  it('does not count what a timer is always late by', async () => {
    const { clock, step } = steppedClock();
    await using meter = new StallMeter(clock, 50);
    await step(20);
    expect(meter.since(0)).toBe(0);
    await step(21);
    expect(meter.since(0)).toBe(21);
  });

  it('counts only stalls that ended since the given moment', async () => {
    const { clock, step } = steppedClock();
    await using meter = new StallMeter(clock, 50);
    await step(500);
    const between = clock.now() + 1;
    await step(100);
    expect(meter.since(between)).toBe(100);
    expect(meter.since(between - 1)).toBe(500);
    expect(meter.since(clock.now() + 1)).toBe(0);
    expect([meter.totalSince(between), meter.totalSince(clock.now() + 1)]).toEqual([0, 0]);
    expect(meter.totalSince(between - 1)).toBe(500);
  });

  it('ends its loop when it is disposed of', async () => {
    const { clock, step } = steppedClock();
    const meter = new StallMeter(clock, 50);
    await step(0);
    await meter[Symbol.asyncDispose]();
    const now = clock.monotonic();
    await step(500);
    expect(clock.monotonic()).toBe(now);
  });
});
