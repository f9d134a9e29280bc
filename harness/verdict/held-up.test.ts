import { describe, expect, it } from 'vitest';
import type { DrillRecord } from '../contract/index.ts';
import { judgeDrill } from './judge-drill.ts';
import { course, held, moved, silent } from './testing/record.ts';

describe('a machine that was held up', () => {
  const late = moved({ observer: 'sink', seen: 'notified' }, 5_000);

  it.each([
    { case: 'stalled longer than the allowance', machine: { stallMs: 1_501, missedEvaluations: 0, failedScrapes: 0 } },
    { case: 'missed evaluations', machine: { stallMs: 0, missedEvaluations: 200, failedScrapes: 0 } },
    { case: 'missed a scrape', machine: { stallMs: 0, missedEvaluations: 0, failedScrapes: 1 } },
  ])('makes what is late inconclusive when it $case, and says so', ({ machine }) => {
    const verdict = judgeDrill(held({ sightings: late, machine }));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reasons[0]).toContain(
      `; the machine stalled for ${machine.stallMs} ms, Prometheus missed ${machine.missedEvaluations} evaluations and ${machine.failedScrapes} scrapes`,
    );
  });

  it('excuses by a scrape that failed only what may have begun again with it', () => {
    const from = held().fault?.from ?? 0;
    const failing = (lastFailedAt: number, more: object = {}) => ({
      machine: { stallMs: 0, missedEvaluations: 0, failedScrapes: 1, failedAt: [lastFailedAt], ...more },
      phases: [{ phase: 'recovery' as const, at: from + 30_000 }],
    });
    const never = course().filter(({ seen }) => seen === 'pending');
    for (const { sightings, lastMs } of [
      { sightings: late, lastMs: 7_000 },
      { sightings: never, lastMs: 29_900 },
    ]) {
      expect(judgeDrill(held({ sightings, ...failing(from + lastMs) })).outcome).toBe('inconclusive');
      expect(judgeDrill(held({ sightings, ...failing(from + 60_000) })).outcome).toBe('breached');
      expect(judgeDrill(held({ sightings, ...failing(from + 1) })).outcome).toBe('breached');
      expect(judgeDrill(held({ sightings, ...failing(from - 9_000) })).outcome).toBe('breached');
      const missed = (missedEvaluations: number) => held({ sightings, ...failing(from + 1, { missedEvaluations }) });
      expect(judgeDrill(missed(1)).outcome).toBe('breached');
      expect(judgeDrill(missed(200)).outcome).toBe('inconclusive');
      expect(judgeDrill(held({ sightings, ...failing(from + 1, { stallMs: 1_501 }) })).outcome).toBe('inconclusive');
    }
  });

  it('excuses nothing by a scrape that failed when the alert was no longer waited for', () => {
    const from = held().fault?.from ?? 0;
    const machine = (failedAt: number) => ({
      stallMs: 0,
      missedEvaluations: 0,
      failedScrapes: 1,
      failedAt: [failedAt],
    });
    const phases = [{ phase: 'recovery' as const, at: from + 30_000 }];
    const never = (failedAt: number) => held({ sightings: [], phases, machine: machine(failedAt) });
    const outcomeOf = (record: DrillRecord, name: string) =>
      judgeDrill(record).checks.find((check) => check.name === `CanoCollectorDown ${name}`)?.outcome;
    expect(outcomeOf(never(from + 29_000), 'pending')).toBe('inconclusive');
    expect(outcomeOf(never(from + 31_000), 'pending')).toBe('breached');
    const removed = silent('pending-only').fault?.removed ?? 0;
    const notPending = (failedAt: number) => silent('pending-only', { sightings: [], machine: machine(failedAt) });
    expect(outcomeOf(notPending(removed - 1), 'pending')).toBe('inconclusive');
    expect(outcomeOf(notPending(removed + 1), 'pending')).toBe('breached');
  });

  it('excuses nothing within its allowance, nor by what failed before the system was healthy', () => {
    const machine = { stallMs: 1_500, missedEvaluations: 0, failedScrapes: 0, failedAtStart: 4 };
    expect(judgeDrill(held({ sightings: late, machine })).outcome).toBe('breached');
    expect(judgeDrill(held({ sightings: late, machine: undefined })).outcome).toBe('breached');
  });

  it('excuses nothing that is early, and spoils nothing that came in time', () => {
    const machine = { stallMs: 9_000, missedEvaluations: 3, failedScrapes: 0 };
    const early = moved({ observer: 'sink', seen: 'notified' }, -1_000);
    expect(judgeDrill(held({ sightings: early, machine })).outcome).toBe('breached');
    expect(judgeDrill(held({ machine })).outcome).toBe('held');
  });
});
