import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transitionNames, type Settings, type Term, type Timing } from '../contract/index.ts';
import { bounds, lowerBound, quietTailMs, watchMs } from './index.ts';

/** CanoCollectorDown at speed 60: scrape 15 s, timeout 10 s, for 1 m, group_wait 1 m, group_interval 2 m. */
const down: Timing = {
  settings: {
    scrapeIntervalMs: 250,
    scrapeTimeoutMs: 167,
    evaluationIntervalMs: 250,
    forMs: 1000,
    windowMs: 0,
    groupWaitMs: 1000,
    groupIntervalMs: 2000,
  },
  crossing: [],
  drain: [],
  allowanceMs: 100,
};
const fault = { from: 10_000, effective: 10_020 };
const removal = { removing: 20_000, removed: 20_030 };
const spans = (timing: Timing, ended: typeof removal | undefined = removal) =>
  Object.fromEntries(
    Object.entries(bounds(timing, fault, ended)).map(([name, { earliest, latest, dominant }]) => [
      name,
      [earliest, latest, dominant],
    ]),
  );

describe('bounds', () => {
  it('adds up what a killed collector has to wait for', () => {
    // Latest pending: 10 020 + scrape 250 + 167 + evaluation 250 + machine 100; for: 4 evaluations and one more.
    expect(spans(down)).toEqual({
      pending: [10_000, 10_787, 'scrape'],
      firing: [11_000, 12_037, 'for'],
      sent: [11_000, 12_037, 'for'],
      notified: [12_000, 13_037, 'for'],
      cleared: [20_000, 20_797, 'scrape'],
      resolvedNotified: [20_000, 22_797, 'group_interval'],
    });
  });

  it('holds for whole evaluations, and has no pending without for', () => {
    const settings = { ...down.settings, forMs: 1001 };
    expect(spans({ ...down, settings })['firing']).toEqual([11_001, 12_287, 'for']);
    const immediate = spans({ ...down, settings: { ...settings, forMs: 0 } });
    expect(immediate).not.toHaveProperty('pending');
    expect(immediate['firing']).toEqual([10_000, 10_787, 'scrape']);
  });

  it('adds crossing and drain, and names the one that dominates', () => {
    const crossing = [{ name: 'window fill', earliestMs: 1000, latestMs: 5000 }];
    const drain = [{ name: 'window drain', earliestMs: 26_500, latestMs: 30_000 }];
    expect(spans({ ...down, crossing, drain })).toMatchObject({
      pending: [11_000, 15_787, 'window fill'],
      cleared: [46_500, 50_797, 'window drain'],
    });
  });

  it('bounds nothing after a removal that has not come', () => {
    expect(Object.keys(bounds(down, fault, undefined))).toEqual(['pending', 'firing', 'sent', 'notified']);
  });

  const ms = fc.integer({ min: 0, max: 100_000 });
  const term = fc
    .tuple(ms, ms)
    .map(([a, b]): Term => ({ name: 't', earliestMs: Math.min(a, b), latestMs: Math.max(a, b) }));
  const timing = fc.record({
    settings: fc.record<Settings>({
      scrapeIntervalMs: fc.integer({ min: 1, max: 60_000 }),
      scrapeTimeoutMs: ms,
      evaluationIntervalMs: fc.integer({ min: 1, max: 60_000 }),
      forMs: ms,
      windowMs: ms,
      groupWaitMs: ms,
      groupIntervalMs: fc.integer({ min: 1, max: 60_000 }),
    }),
    crossing: fc.array(term, { maxLength: 3 }),
    drain: fc.array(term, { maxLength: 3 }),
    allowanceMs: ms,
  });

  it('are ordered, follow one another, and are the sum of their terms', () => {
    fc.assert(
      fc.property(timing, (each) => {
        const due = bounds(each, fault, removal);
        const inOrder = transitionNames.flatMap((name) => due[name] ?? []);
        for (const { earliest, latest, terms } of inOrder) {
          const sum = terms.reduce((total, { latestMs, earliestMs }) => total + latestMs - earliestMs, 0);
          const began = [fault, { from: removal.removing, effective: removal.removed }].map(
            (span) => span.effective - span.from,
          );
          expect(latest).toBeGreaterThanOrEqual(earliest);
          expect(began).toContain(latest - earliest - sum);
        }
        const rising = inOrder.slice(0, -2);
        const pairs = rising.slice(1).map((next, index) => [rising[index]!, next] as const);
        for (const [before, after] of pairs) {
          expect(after.earliest).toBeGreaterThanOrEqual(before.earliest);
          expect(after.latest).toBeGreaterThanOrEqual(before.latest);
        }
      }),
    );
  });

  it('contain every hold of whole evaluations', () => {
    fc.assert(
      fc.property(timing, fc.nat(), fc.nat(), (each, scrapePhase, evaluationPhase) => {
        const { scrapeIntervalMs: s, evaluationIntervalMs: e, forMs } = each.settings;
        fc.pre(forMs > 0);
        const fire = fault.from + (scrapePhase % s) + (evaluationPhase % e) + Math.ceil(forMs / e) * e;
        const { firing } = bounds({ ...each, crossing: [] }, fault, undefined);
        expect(fire).toBeGreaterThanOrEqual(firing!.earliest);
        expect(fire).toBeLessThanOrEqual(firing!.latest);
      }),
    );
  });
});

describe('lowerBound', () => {
  it('sums the earliest terms of an alert that fires and clears', () => {
    const crossing = [{ name: 'window fill', earliestMs: 1000, latestMs: 5000 }];
    const { ms, terms } = lowerBound({ ...down, crossing }, { behaviour: 'fires-and-clears' });
    expect(terms.map(({ name, earliestMs }) => [name, earliestMs])).toEqual([
      ['window fill', 1000],
      ['for', 1000],
      ['group_wait', 1000],
      ['group_interval', 2000],
      ['quiet tail', 2500],
    ]);
    expect(ms).toBe(7500);
  });

  it.each([
    [0, 2000],
    [2000, 2000],
    [2001, 4000],
    [5000, 6000],
  ])('waits, after a drain of %d ms, for the tick of group_interval at %d ms', (earliestMs, tick) => {
    const drain = [{ name: 'window drain', earliestMs, latestMs: 30_000 }];
    const { terms } = lowerBound({ ...down, drain }, { behaviour: 'fires-and-clears' });
    expect(terms.find(({ name }) => name === 'group_interval')?.earliestMs).toBe(tick);
  });

  it('is, for a silent case, the watch without the allowance', () => {
    // Latest notified: scrape 417 + evaluation 250 + for 1250 + group_wait 1000, and 100 of the machine.
    expect(watchMs(down)).toBe(3017);
    expect(lowerBound(down, { behaviour: 'silent', watchMs: watchMs(down) }).ms).toBe(2917);
  });

  it('has a tail in which a stray would be scraped, evaluated and flushed', () => {
    expect(quietTailMs(down.settings)).toBe(2500);
  });
});
