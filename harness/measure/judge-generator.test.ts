import { expect, test } from 'vitest';
import type { LoadSummary } from '../contract/index.ts';
import { judgeGenerator } from './judge-generator.ts';

const count = (requests: number) => ({ requests, alerts: requests });
const sound: LoadSummary = {
  outcome: 'ended',
  planned: count(1_000),
  sent: count(1_000),
  acknowledged: count(1_000),
  refused: count(0),
  unanswered: count(0),
  dropped: 0,
  missing: 0,
  torn: 0,
  lag: { p50Ms: 1, p99Ms: 50, maxMs: 400, lateShare: 0.005, limitMs: 50 },
};

test('holds a generator for sound up to 1 % missing and a lag at the limit', () => {
  const summary = { ...sound, sent: count(990), missing: 10, dropped: 10 };
  expect(judgeGenerator(summary)).toEqual({
    isSound: true,
    sentence: 'the load generator sent 990 of 1000 requests, 99 % of them within 50 ms of when they were due',
  });
});

test.each<[string, Partial<LoadSummary>, string]>([
  ['more is missing', { sent: count(989), missing: 11 }, 'did not send 1.1 % of the plan in time, over 1.0 %'],
  ['k6 says it dropped more', { dropped: 11 }, 'did not send 1.1 % of the plan in time, over 1.0 %'],
  ['it was late', { lag: { ...sound.lag, p99Ms: 51, lateShare: 0.25 } }, 'sent 25 % of the requests over 50 ms late'],
  ['nothing was sent', { sent: count(0), missing: 1_000 }, 'sent nothing'],
  ['it was stopped', { outcome: 'aborted' }, 'was stopped before its end'],
  ['it failed', { outcome: 'failed' }, 'failed'],
])('does not where %s', (_, what, sentence) => {
  const judgement = judgeGenerator({ ...sound, ...what });
  expect(judgement.isSound).toBe(false);
  expect(judgement.sentence).toContain(sentence);
});
