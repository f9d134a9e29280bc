import { describe, expect, it } from 'vitest';
import type { DrillRecord, Sighting } from '../contract/index.ts';
import { judgeDrill } from './judge-drill.ts';
import { course, failed, held, moved, sighting, zero } from './testing/record.ts';

/** All from firing to notified 3 s later than it is due. */
const lateMs = 3_000;
const late = (['firing', 'received', 'notified'] as const).reduce<Sighting[]>(
  (sightings, seen) => moved({ seen }, lateMs, sightings),
  course(),
);
const pending = (afterMs: number, change: Partial<Sighting> = {}) => sighting('rules-api', 'pending', afterMs, change);
const again = [pending(400), sighting('rules-api', 'inactive', 3_150), pending(400 + lateMs)];
const machine = (...failedAfterMs: number[]): DrillRecord['machine'] => ({
  stallMs: 0,
  stalledMs: 0,
  missedEvaluations: 0,
  failedScrapes: failedAfterMs.length,
  failedAt: failedAfterMs.map((afterMs) => zero + afterMs),
});

describe('a for that began again', () => {
  it('after a scrape that failed makes what follows it due by so much later, and says so', () => {
    const verdict = judgeDrill(held({ sightings: [...late, ...again], machine: machine(3_000) }));
    expect(verdict.outcome).toBe('held');
    expect(verdict.reasons[0]).toMatch(
      /\+7\.\d\d s \(mostly for, begun again after a failed scrape\), seen at \+5\.42 s/,
    );
    const due = held();
    const [before, after] = [due, held({ sightings: [...late, ...again], machine: machine(3_000) })].map(
      (record) => judgeDrill(record).checks.find(({ transition }) => transition === 'notified')?.bound,
    );
    expect(after?.latest).toBe(before!.latest + lateMs);
    expect(after?.earliest).toBe(before!.earliest);
    const sum = after!.terms.reduce((total, { latestMs }) => total + latestMs, 0);
    expect(due.fault!.effective! + sum).toBe(after!.latest);
  });

  it('excuses no more than that', () => {
    const later = moved({ observer: 'sink', seen: 'notified' }, lateMs, late);
    const verdict = judgeDrill(held({ sightings: [...later, ...again], machine: machine(-60_000, 3_000) }));
    expect(failed(verdict)).toEqual(['inconclusive: CanoCollectorDown notified at the receiver']);
  });

  it.each([
    ['without a failed scrape', again, machine()],
    ['by one that failed after it', again, machine(3_500)],
    ['by one that failed long before it', again, machine(1_900)],
    ['unless each time is explained', [pending(400), pending(2_000), pending(400 + lateMs)], machine(3_000)],
    ['of another series', [pending(400), pending(400 + lateMs, { labels: { job: 'other' } })], machine(3_000)],
  ])('is not excused %s', (_, beginnings, about) => {
    const verdict = judgeDrill(held({ sightings: [...late, ...beginnings], machine: about }));
    expect(verdict.outcome).not.toBe('held');
  });
});
