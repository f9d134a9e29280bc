import { describe, expect, test } from 'vitest';
import type { DrillRecord, FaultRecord } from '../contract/index.ts';
import { checkFaults } from './check-faults.ts';
import { judgeDrill } from './judge-drill.ts';
import { held, plan, zero } from './testing/record.ts';

const fault = (title: string, change: Partial<FaultRecord> = {}): FaultRecord => ({
  title,
  requested: zero,
  from: zero + 10,
  effective: zero + 20,
  removing: zero + 5_000,
  removed: zero + 5_100,
  proof: 'connections are refused',
  ...change,
});
const scripted = (...faults: readonly FaultRecord[]): DrillRecord =>
  held({ plan: plan({ steps: ['it arrives'] }), steps: [{ name: 'it arrives', expected: 'a', got: 'a' }], faults });

describe('the faults of a scripted drill', () => {
  test('hold where each took effect and was lifted, with the proof of each', () => {
    const checks = checkFaults(scripted(fault('the sink is down'), fault('replica 1 is killed', { proof: undefined })));
    expect(checks).toEqual([
      { name: 'fault: the sink is down', outcome: 'held', message: 'the sink is down: connections are refused' },
      { name: 'fault: replica 1 is killed', outcome: 'held', message: 'replica 1 is killed: in effect' },
    ]);
  });

  test.each([
    ['never took effect', { from: undefined, effective: undefined, proof: undefined }, 'it never took effect'],
    ['was never lifted', { removed: undefined }, 'it was never lifted'],
    ['did neither', { effective: undefined, removed: undefined }, 'it never took effect'],
  ])('make the drill errored by one that %s', (_, change, message) => {
    const { outcome, reasons } = judgeDrill(scripted(fault('the sink is down'), fault('the disk is full', change)));
    expect(outcome).toBe('errored');
    expect(reasons).toEqual([`the disk is full: ${message}`]);
  });

  test('that it never asked for are not missed', () => {
    expect(checkFaults(held())).toEqual([]);
    expect(judgeDrill(scripted()).outcome).toBe('held');
  });
});
