import { describe, expect, it } from 'vitest';
import type { DrillRecord, Outcome } from '../contract/index.ts';
import { judgeRun } from './judge-run.ts';
import { held, moved, plan, run, without, zero } from './testing/record.ts';

const finding = { id: 'cano.defect.down-alert-absent', documented: 'it fires', shown: 'it stays silent' };
const drills: Readonly<Record<Outcome | 'finding' | 'unproven', DrillRecord>> = {
  held: held(),
  breached: held({ sightings: without({ seen: 'pending' }) }),
  inconclusive: held({
    sightings: moved({ observer: 'sink', seen: 'notified' }, 5_000),
    machine: { stallMs: 0, missedEvaluations: 200, failedScrapes: 0 },
  }),
  errored: held({ observers: [] }),
  skipped: held({ skipped: 'no signals' }),
  finding: held({ plan: plan({ finding }) }),
  unproven: held({ plan: plan({ finding }), observers: [] }),
};
const runOf = (...outcomes: (keyof typeof drills)[]) => run(outcomes.map((outcome) => drills[outcome]));

describe('the exit status of a run', () => {
  it.each<[number, (keyof typeof drills)[]]>([
    [0, ['held']],
    [0, ['held', 'skipped']],
    [0, ['finding']],
    [1, ['breached']],
    [1, ['held', 'breached', 'errored', 'inconclusive', 'skipped']],
    [3, ['errored']],
    [3, ['held', 'errored', 'inconclusive', 'skipped']],
    [4, ['inconclusive']],
    [4, ['held', 'inconclusive']],
    [4, ['skipped', 'skipped']],
    [4, []],
  ])('is %d for %j', (exitCode, outcomes) => {
    expect(judgeRun(runOf(...outcomes)).exitCode).toBe(exitCode);
  });

  it('is 130 for a run that was interrupted, whatever came of it', () => {
    const interrupted = 'SIGINT';
    expect(judgeRun({ ...runOf('held'), interrupted }).exitCode).toBe(130);
    expect(judgeRun({ ...runOf('breached', 'errored'), interrupted }).exitCode).toBe(130);
    expect(judgeRun({ ...runOf('finding'), interrupted }, true).exitCode).toBe(130);
  });

  it('is 1 for a proven finding under strict findings, and only then', () => {
    expect(judgeRun(runOf('held', 'finding'), true).exitCode).toBe(1);
    expect(judgeRun(runOf('held', 'finding', 'errored'), true).exitCode).toBe(1);
    expect(judgeRun(runOf('held', 'unproven'), true).exitCode).toBe(3);
    expect(judgeRun(runOf('held'), true).exitCode).toBe(0);
  });
});

describe('the record of a run', () => {
  it('counts the outcomes of its drills', () => {
    const { totals } = judgeRun(runOf('held', 'held', 'breached', 'inconclusive', 'errored', 'skipped', 'skipped'));
    expect(totals).toEqual({ held: 2, breached: 1, inconclusive: 1, errored: 1, skipped: 2 });
  });

  it('begins with the process and not with the first event', () => {
    // The first event stood at −3 s, when the process was half a second old.
    expect(judgeRun(runOf('held'))).toMatchObject({ startedAt: zero - 3_500, endedAt: zero + 13_000, wallMs: 16_500 });
  });

  it('takes the longest lower bound of the drills that were not skipped', () => {
    const of = (ms: number, change: Partial<DrillRecord> = {}) =>
      held({ plan: plan({ lowerBound: { ms, terms: [] } }), ...change });
    expect(judgeRun(run([of(6_500), of(67_500), of(90_000, { skipped: 'no signals' })])).lowerBoundMs).toBe(67_500);
    expect(judgeRun(run([])).lowerBoundMs).toBe(0);
  });

  it('can be made of a journal that broke off at its start', () => {
    const record = judgeRun({ ...run([]), started: undefined, ended: undefined });
    expect(record).toMatchObject({ runId: '', startedAt: 0, endedAt: undefined, wallMs: undefined, exitCode: 4 });
  });

  it('keeps what was asked for, on what, and what could not be', () => {
    const impossible = [
      { id: 'alerts/x/just-under', system: 's', alertId: 'x', case: 'just-under', reason: 'none' } as const,
    ];
    expect(judgeRun({ ...runOf('held'), impossible })).toMatchObject({
      schema: 1,
      runId: 'run-1',
      version: '0.1.0',
      environment: 'local',
      speed: 60,
      seed: 1,
      tools: { prometheus: '3.5.0' },
      host: { cores: 2, memoryMb: 4_096 },
      impossible,
      interrupted: undefined,
    });
  });
});
