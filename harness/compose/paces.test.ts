import { describe, expect, it } from 'vitest';
import type { RunningRule } from '../contract/index.ts';
import { justUnderPace, shorterThanForPace } from './paces.ts';

/** CanoCollectorHighErrorRate at speed 10. */
const rule: RunningRule = {
  alertname: 'CanoCollectorHighErrorRate',
  expr: 'rate(cano_alerts_errors_total[30s]) > 0.1',
  lhs: 'rate(cano_alerts_errors_total[30s])',
  per: 'second',
  threshold: 0.1,
  forMs: 12_000,
  windowMs: 30_000,
  scrapeIntervalMs: 1_500,
  scrapeTimeoutMs: 1_000,
  evaluationIntervalMs: 1_500,
  speed: 10,
};

describe('justUnderPace', () => {
  it('sends as many events as surely stay under the threshold, two requests apart', () => {
    // Three events in 30 s are 0.1/s; two are 0.067/s, and 0.074/s by the most generous extrapolation.
    expect(justUnderPace(rule)).toEqual({ pace: { offsetsMs: [0, 200] }, steadyScrapes: 5 });
  });

  it('throws where nothing lies just under the threshold', () => {
    expect(() => justUnderPace({ ...rule, threshold: 0 })).toThrow(
      'CanoCollectorHighErrorRate has nothing just under its threshold',
    );
  });
});

describe('shorterThanForPace', () => {
  it('sends half of the events at once and half before those leave the window', () => {
    // Four events are over 0.1/s, two are not.
    const { offsetsMs } = shorterThanForPace(rule);
    expect(offsetsMs).toHaveLength(4);
    expect(offsetsMs[1]).toBeLessThan(1_000);
    expect(offsetsMs[2]).toBeGreaterThan(rule.windowMs - rule.forMs);
    expect(offsetsMs[3]).toBeLessThan(rule.windowMs);
  });

  it('throws with the reason where no time is shorter than for', () => {
    expect(() => shorterThanForPace({ ...rule, forMs: 1_000 })).toThrow(
      /CanoCollectorHighErrorRate has no time shorter than its for; got \w+/,
    );
  });
});
