import { describe, expect, it } from 'vitest';
import type { DeliveryBlocks } from '../contract/delivery-ledger.ts';
import { seededRandom } from '../core/index.ts';
import { designEffect, judgeShare } from './index.ts';

const perBlock = 200;

/** A run in blocks of a second, each alert of which is on time with the probability that `shareAt` gives for its second. */
const run = (seconds: number, seed: number, shareAt: (second: number) => number): DeliveryBlocks => {
  const random = seededRandom(seed);
  const counts = Array.from({ length: seconds }, (_, second): [number, number, number] => {
    let onTime = 0;
    for (let sent = 0; sent < perBlock; sent += 1) if (random() < shareAt(second)) onTime += 1;
    return [second, perBlock, onTime];
  });
  return { startMs: 0, blockMs: 1_000, counts };
};

/** Good and bad seconds, each of which is followed by one of its kind with a probability of 0.9. */
const spells = (seconds: number, seed: number): boolean[] => {
  const random = seededRandom(seed);
  let isBad = false;
  return Array.from({ length: seconds }, () => (isBad = random() < 0.1 ? !isBad : isBad));
};

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!;
const seeds = Array.from({ length: 41 }, (_, seed) => seed);

describe('the design effect', () => {
  it('of independent samples is about 1', () => {
    const effects = seeds.map((seed) =>
      designEffect(
        run(60, seed, () => 0.97),
        0.95,
      ),
    );
    expect(Math.min(...effects)).toBeGreaterThanOrEqual(1);
    expect(median(effects)).toBeLessThan(1.4);
    expect(Math.max(...effects)).toBeLessThan(3);
  });

  it('of samples that are all alike within a block is the size of a block', () => {
    const random = seededRandom(3);
    const effect = designEffect(
      run(2_000, 3, () => (random() < 0.9 / perBlock ? 1 : 1)),
      0.95,
    );
    expect(effect).toBe(1);
    const alike = Array.from({ length: 2_000 }, (_, second): [number, number, number] => {
      return [second, perBlock, random() < 0.9 ? perBlock : 0];
    });
    const seen = designEffect({ startMs: 0, blockMs: 1_000, counts: alike }, 0.95);
    expect(seen).toBeGreaterThan(perBlock * 0.9);
    expect(seen).toBeLessThan(perBlock * 2);
  });

  it('sees spells that outlast a block', () => {
    // A chain that stays with 0.9 is correlated by 0.8 from second to second: (1 + 0.8) / (1 − 0.8) = 9 seconds a sample.
    const effects = seeds.map((seed) => {
      const isBad = spells(1_200, seed);
      return designEffect(
        run(1_200, seed, (second) => (isBad[second] ? 0 : 1)),
        0.95,
      );
    });
    expect(median(effects)).toBeGreaterThan(6 * perBlock);
    expect(median(effects)).toBeLessThan(14 * perBlock);
  });

  it('takes seconds in which nothing was judged, and blocks of unlike size', () => {
    const counts: [number, number, number][] = [
      [0, 10, 9],
      [5, 1_000, 900],
      [1_000_000_000, 100, 90],
    ];
    expect(designEffect({ startMs: 0, blockMs: 1_000, counts }, 0.95)).toBe(1);
  });

  it('is that of Student where there are few blocks', () => {
    // Shares 1 and 0.9 of 100: the ratio estimator gives 2 × (5² + 5²) / (200 × 0.95 × 0.05) = 10.526; t is 12.706 for one
    // degree of freedom and 1.972 for 199.
    const counts: [number, number, number][] = [
      [0, 100, 100],
      [1, 100, 90],
    ];
    expect(designEffect({ startMs: 0, blockMs: 1_000, counts }, 0.95)).toBeCloseTo(
      ((100 / 9.5) * 12.7062047 ** 2) / 1.9719565 ** 2,
      3,
    );
  });

  it('is 1 where all or none are on time, and all of it where there is but one block', () => {
    const always = (seconds: number, share: number): DeliveryBlocks => run(seconds, 1, () => share);
    expect([always(60, 1), always(60, 0), always(0, 1)].map((blocks) => designEffect(blocks, 0.95))).toEqual([1, 1, 1]);
    expect(designEffect(always(1, 1), 0.95)).toBe(perBlock);
  });

  it('keeps a verdict from being surer than the blocks are', () => {
    const judge = (blocks: DeliveryBlocks, designed: boolean) => {
      const [total, within] = [1, 2].map((part) => blocks.counts.reduce((sum, count) => sum + count[part]!, 0));
      const effect = designed ? designEffect(blocks, 0.95) : 1;
      const question = { within: within!, total: total!, objective: 0.95, confidence: 0.95, designEffect: effect };
      return judgeShare(question).outcome;
    };
    // Seconds that are on time with 95 % as a whole: the truth is on the edge, and each run is one draw of sixty.
    const runs = seeds.map((seed) => {
      const random = seededRandom(seed + 100);
      const isGood = Array.from({ length: 60 }, () => random() < 0.95);
      return run(60, seed, (second) => (isGood[second] ? 1 : 0));
    });
    const sure = (designed: boolean): number =>
      runs.filter((blocks) => judge(blocks, designed) !== 'inconclusive').length;
    expect(sure(false)).toBeGreaterThan(30);
    expect(sure(true)).toBeLessThan(6);
  });
});
