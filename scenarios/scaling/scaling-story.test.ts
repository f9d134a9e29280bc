import { describe, expect, test } from 'vitest';
import type { ScalingSample } from './support/scaling-sample.ts';
import { scalingStory } from './support/scaling-story.ts';

const load = { from: 10_000, until: 50_000 };
const bounds = { least: 2, most: 10 };

/** A sample each ten seconds; what is ready follows what is wanted by one sample. */
const wanted = (...numbers: readonly number[]): ScalingSample[] =>
  numbers.map((each, index) => ({
    at: index * 10_000,
    wanted: each,
    ready: numbers[index - 1] ?? each,
    cpuPercent: 50,
  }));

describe('scalingStory', () => {
  test('counts times up from the beginning of the load, and times down from its end', () => {
    expect(scalingStory(wanted(2, 2, 6, 10, 10, 10, 10, 2, 2), load, bounds)).toMatchObject({
      ...{ firstUpMs: 10_000, fullMs: 30_000, peakWanted: 10, peakReady: 10 },
      ...{ firstDownMs: 20_000, backMs: 30_000, turns: 1, blindShare: 0 },
    });
  });

  test('has no times for what never happened', () => {
    expect(scalingStory(wanted(2, 2, 2, 2, 2, 2, 2), load, bounds)).toEqual({
      ...{ peakWanted: 2, peakReady: 2, backMs: 0, turns: 0, blindShare: 0 },
      course: [{ atMs: -10_000, wanted: 2, cpuPercent: 50 }],
    });
    const stuck = scalingStory(wanted(2, 2, 6, 6, 6, 6, 6), load, bounds);
    expect(stuck).not.toHaveProperty('fullMs');
    expect(stuck).not.toHaveProperty('firstDownMs');
    expect(stuck).not.toHaveProperty('backMs');
  });

  test('has each number that was wanted, with its time since the load began', () => {
    expect(scalingStory(wanted(2, 2, 6, 6, 10, 2), load, bounds).course).toEqual([
      { atMs: -10_000, wanted: 2, cpuPercent: 50 },
      { atMs: 10_000, wanted: 6, cpuPercent: 50 },
      { atMs: 30_000, wanted: 10, cpuPercent: 50 },
      { atMs: 40_000, wanted: 2, cpuPercent: 50 },
    ]);
  });

  test('counts the quiet from the last reason for as many replicas as there were', () => {
    const cpu = [20, 200, 200, 64, 63, 20, 200, 20];
    const samples = wanted(2, 2, 6, 10, 10, 10, 4, 2).map((each, index) => ({ ...each, cpuPercent: cpu[index]! }));
    expect(scalingStory(samples, load, bounds).quietMs).toBe(30_000);
    expect(scalingStory(samples.slice(0, 6), load, bounds)).not.toHaveProperty('quietMs');
  });

  test('counts each change of mind, however many steps are between', () => {
    expect(scalingStory(wanted(2, 4, 8, 8, 4, 6, 6, 2), load, bounds).turns).toBe(3);
    expect(scalingStory(wanted(2, 4, 6, 8, 4, 2), load, bounds).turns).toBe(1);
  });

  test('says how much of the load it was blind for, and why', () => {
    const samples = wanted(2, 2, 2, 2, 2, 2).map(({ at, wanted: each, ready }) => ({
      at,
      wanted: each,
      ready,
      problem: 'no metrics',
    }));
    expect(scalingStory(samples, load, bounds)).toMatchObject({ blindShare: 1, problem: 'no metrics' });
    const [first, ...others] = wanted(2, 2, 2, 2, 2, 2);
    const half = [first!, ...others.map((sample, index) => (index < 2 ? { ...samples[index + 1]! } : sample))];
    expect(scalingStory(half, load, bounds).blindShare).toBeCloseTo(2 / 5);
  });

  test('is blind where it saw nothing of the load', () => {
    expect(scalingStory([], load, bounds)).toMatchObject({ blindShare: 1, peakReady: 0 });
  });
});
