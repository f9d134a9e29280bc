import { describe, expect, test } from 'vitest';
import { rungNames, type CoveredAlert, type Rung } from '../../harness/contract/index.ts';
import { formatCoverage } from './format-coverage.ts';

const covered = (alertname: string, change: Partial<Record<Rung['name'], Partial<Rung>>> = {}): CoveredAlert => ({
  system: 'shop',
  id: `shop.alert.${alertname}`,
  alertname,
  rungs: rungNames.map((name) => ({
    name,
    outcome: 'held',
    reason: 'seen',
    findings: [],
    listed: false,
    evidence: [],
    ...change[name],
  })),
});
const runs = [{ runId: 'run-1', startedAt: 0, speed: 60 }];
const format = (alerts: readonly CoveredAlert[], color = false, width = 80): string =>
  formatCoverage({ alerts, runs }, { color, width });

describe('the ladder as a table', () => {
  test('marks each rung below its name, and says where an alert stops and what was found', () => {
    const cannot = { outcome: 'skipped', reason: 'the expression is never true', listed: true } as const;
    const late = { outcome: 'breached', reason: 'alerts/down: seen late', findings: ['shop.defect.slow'] } as const;
    const text = format([covered('Down', { cleared: late }), covered('Never', { fired: cannot, notified: cannot })]);
    expect(text).toBe(`           parsed    virtual   notified  silent
                metrics   fired     cleared   rehearsed
shop
Down       ✓    ✓    ✓    ✓    ✓    ✗    ✓    ✓
Never      ✓    ✓    ✓    –*   –*   ✓    ✓    ✓

Where one stops
  ✗ shop.alert.Down cleared: breached: alerts/down: seen late [shop.defect.slow]
  –* shop.alert.Never fired, notified: the expression is never true

Findings on the way
  shop.alert.Down: shop.defect.slow

from run-1 (speed 60)
2 alerts: 2 parsed · 2 metrics · 2 virtual · 1 fired · 1 notified · 1 cleared ·
2 silent · 2 rehearsed`);
  });

  test('has colours only where they are wanted', () => {
    expect(format([covered('Down')])).not.toContain('\u001b[');
    expect(format([covered('Down')], true)).toContain('\u001b[');
  });

  test('does not take what a run wrote for a terminal to act on', () => {
    expect(format([covered('Down', { fired: { outcome: 'errored', reason: '\u001b[2Jgone' } })])).not.toContain(
      '\u001b',
    );
  });
});
