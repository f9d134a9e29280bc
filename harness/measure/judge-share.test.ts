import { describe, expect, it } from 'vitest';
import { judgeShare, leastSample, type ShareJudgement, type ShareQuestion } from './index.ts';

const asked = (within: number, total: number, more: Partial<ShareQuestion> = {}): ShareJudgement =>
  judgeShare({ within, total, objective: 0.95, confidence: 0.95, ...more });

describe('the least sample', () => {
  it.each([
    // 0.025^(1/71) is 0.94937 and 0.025^(1/72) is 0.95006
    [0.95, 0.95, 72],
    [0.99, 0.95, 368],
    [0.999, 0.95, 3_688],
    [0.95, 0.99, 104],
    [0.5, 0.95, 6],
  ])('of %d at %d is %i', (objective, confidence, least) => {
    expect(leastSample(objective, confidence)).toBe(least);
    expect(asked(least, least, { objective, confidence }).outcome).toBe('held');
    expect(judgeShare({ within: least - 1, total: least - 1, objective, confidence }).interval.lower).toBeLessThan(
      objective,
    );
  });
});

describe('a share is', () => {
  it.each([
    ['held', 72, 72],
    ['held', 12_000, 12_000],
    // 96 % of 3,000: 95.24 % to 96.67 %
    ['held', 2_880, 3_000],
    // 95 % of so few: 91.00 % to 97.58 %
    ['inconclusive', 190, 200],
    ['inconclusive', 11_400, 12_000],
    // 93 % of 3,000: 92.03 % to 93.89 %
    ['breached', 2_790, 3_000],
    ['breached', 0, 12_000],
    ['inconclusive', 50, 50],
    ['inconclusive', 0, 71],
    ['inconclusive', 0, 0],
  ] as const)('%s with %i of %i', (outcome, within, total) => {
    expect(asked(within, total).outcome).toBe(outcome);
  });

  it('inconclusive under the minimum, however clear', () => {
    expect(asked(1_000, 1_000, { minimum: 1_001 })).toMatchObject({ outcome: 'inconclusive', minimum: 1_001 });
    expect(asked(1_000, 1_000, { minimum: 10 })).toMatchObject({ outcome: 'held', minimum: 72 });
  });

  it('judged by what dependent samples are worth', () => {
    expect(asked(2_880, 3_000).outcome).toBe('held');
    const dependent = asked(2_880, 3_000, { designEffect: 10 });
    expect(dependent).toMatchObject({ outcome: 'inconclusive', total: 3_000, effectiveTotal: 300 });
    expect(dependent.interval).toEqual(asked(288, 300).interval);
  });

  it('given with its reason', () => {
    expect(asked(190, 200).reason).toBe(
      '190 of 200: 95 %, 90.997 % to 97.576 % at 95 % confidence, which does not tell whether it is at least 95 %',
    );
    expect(asked(2_880, 3_000, { designEffect: 1.2 }).reason).toMatch(
      /^2880 of 3000, worth 2500 independent ones: 96 %, 95\.\d+ % to 96\.\d+ % at 95 % confidence, all of it at least 95 %$/,
    );
    expect(asked(0, 100).reason).toBe('0 of 100: 0 %, 0 % to 3.621 % at 95 % confidence, none of it at least 95 %');
    expect(asked(50, 50).reason).toBe('only 50 samples, and 95 % needs at least 72');
  });
});
