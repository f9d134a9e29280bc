import { describe, expect, test } from 'vitest';
import type { StepFact } from '../contract/index.ts';
import { plan } from '../engine/testing/events.ts';
import { foldDrill } from '../engine/index.ts';
import { numbered } from '../engine/testing/events.ts';
import { judgeDrill } from './judge-drill.ts';

const judge = (facts: readonly StepFact[], stallMs = 0, stalledMs?: number) => {
  const drill = 'routing/a';
  const record = foldDrill(
    numbered([
      { type: 'drill-planned', drill, plan: plan(drill, { steps: ['it arrives'] }) },
      { type: 'drill-started', drill },
      ...facts.map((fact) => ({ type: 'step' as const, drill, ...fact })),
      { type: 'machine', drill, stallMs, stalledMs, missedEvaluations: 0, failedScrapes: 0 },
      { type: 'drill-ended', drill },
    ]),
    drill,
  );
  if (record === undefined) throw new Error('no record');
  return judgeDrill(record);
};

const fact = (got: string, gotMs?: number): StepFact => ({
  name: 'it arrives',
  expected: 'pagerduty',
  got,
  within: { gotMs, earliestMs: 1_000, latestMs: 3_000, dominant: 'group_wait' },
});

describe('a scripted drill', () => {
  test.each([
    ['held', fact('pagerduty', 1_000)],
    ['held', fact('pagerduty', 3_000)],
    ['breached', fact('pagerduty', 999)],
    ['breached', fact('pagerduty', 3_001)],
    ['breached', fact('pagerduty')],
    ['breached', fact('slack', 2_000)],
    ['breached', { name: 'it arrives', expected: 'a', got: 'b' }],
    ['held', { name: 'it arrives', expected: 'a', got: 'a' }],
  ] as const)('is %s by %j', (outcome, recorded) => {
    expect(judge([recorded]).outcome).toBe(outcome);
  });

  test('says what was expected, what came, and the bound', () => {
    expect(judge([fact('slack', 3_500)]).reasons).toEqual([
      'it arrives: expected pagerduty, got slack after 3.50 s, where 1.00 s to 3.00 s were expected (group_wait)',
    ]);
    expect(judge([fact('pagerduty', 3_500)]).reasons).toEqual([
      'it arrives: got pagerduty after 3.50 s, where 1.00 s to 3.00 s were expected (group_wait)',
    ]);
    expect(judge([{ ...fact('nothing'), detail: 'of 3' }]).reasons).toEqual([
      'it arrives: expected pagerduty, got nothing, never, where 1.00 s to 3.00 s were expected (group_wait) (of 3)',
    ]);
  });

  test('is inconclusive where it is late on a machine that stalled, and breached where it is wrong in time', () => {
    expect(judge([fact('pagerduty', 3_001)], 2_000).outcome).toBe('inconclusive');
    expect(judge([fact('slack', 2_000)], 2_000).outcome).toBe('breached');
  });

  test('is breached where it is later than all stalls together explain', () => {
    expect(judge([fact('pagerduty', 6_000)], 2_000, 3_000).outcome).toBe('inconclusive');
    expect(judge([fact('pagerduty', 6_001)], 2_000, 3_000).outcome).toBe('breached');
    expect(judge([fact('pagerduty')], 2_000, 3_000).outcome).toBe('inconclusive');
  });

  test('is inconclusive where what it awaited is not there on a machine that stalled, and only then', () => {
    const awaited = { name: 'it arrives', expected: 'notified', got: 'nothing', awaited: true } as const;
    expect([judge([awaited], 2_000).outcome, judge([awaited], 1_500).outcome]).toEqual(['inconclusive', 'breached']);
    expect(judge([{ ...awaited, awaited: undefined }], 2_000).outcome).toBe('breached');
    expect(judge([{ ...awaited, got: 'notified' }], 2_000).outcome).toBe('held');
    expect(judge([{ ...fact('slack', 2_000), awaited: true }], 2_000).outcome).toBe('inconclusive');
    expect(judge([{ ...fact('pagerduty', 999), awaited: true }], 2_000).outcome).toBe('breached');
  });

  test('is errored by a step that recorded nothing, and by one that no plan has', () => {
    expect(judge([]).reasons).toEqual(['it arrives: the step recorded nothing']);
    expect(judge([fact('pagerduty', 2_000), { ...fact('a', 2_000), name: 'other' }]).outcome).toBe('errored');
  });
});
