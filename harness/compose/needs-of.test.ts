import { describe, expect, it } from 'vitest';
import { needsOf } from './needs-of.ts';
import { drill, scriptedDrill } from './testing/drills.ts';

const drills = (count: number) => Array.from({ length: count }, (_, index) => drill(`alerts/a/${index}`));

describe('what a scenario needs', () => {
  it('is what its drills say, once each', () => {
    const scripted = [
      { ...scriptedDrill('routing/a'), needs: ['monitors'] as const },
      { ...scriptedDrill('routing/b'), needs: ['monitors', 'sinks'] as const },
    ];
    expect([...needsOf({ drills: drills(1), scripted, impossible: [] })]).toEqual(['monitors', 'sinks']);
  });

  it('is more than one node where the drills of a cluster have no room on one', () => {
    const needs = (count: number, environment: 'kind' | 'local') => [
      ...needsOf({ drills: drills(count), impossible: [] }, environment),
    ];
    expect(needs(4, 'kind')).toEqual([]);
    expect(needs(5, 'kind')).toEqual(['many-nodes']);
    expect(needs(5, 'local')).toEqual([]);
  });
});
