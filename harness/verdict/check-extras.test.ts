import { describe, expect, it } from 'vitest';
import { judgeDrill } from './judge-drill.ts';
import { course, failed, held, plan, sighting } from './testing/record.ts';

const other = 'CanoCollectorHighLatency';
const beside = course({ alertname: other, labels: { alertname: other } });
const companions = (must: string[], may: string[]) => ({ plan: plan({ companions: { must, may } }) });

describe('what fires beside the drill', () => {
  it('breaches it when nobody named it, with its name and moment', () => {
    const verdict = judgeDrill(held({ sightings: [...course(), ...beside] }));
    expect(failed(verdict)).toEqual(['breached: nothing else fires']);
    expect(verdict.reasons).toEqual([`expected no other alert than CanoCollectorDown, seen ${other} at +2.42 s`]);
  });

  it('breaches it by firing alone, before anything arrives', () => {
    const pending = beside.filter(({ seen }) => seen === 'pending');
    expect(failed(judgeDrill(held({ sightings: [...course(), ...pending] })))).toEqual([]);
    const firing = beside.filter(({ observer, seen }) => observer === 'alerts-series' && seen === 'firing');
    expect(failed(judgeDrill(held({ sightings: [...course(), ...firing] })))).toContain('breached: nothing else fires');
  });

  it('leaves it inconclusive where the machine was held up, which may have raised it', () => {
    const quiet = { stallMs: 0, missedEvaluations: 0, failedScrapes: 0 };
    for (const machine of [
      { ...quiet, failedScrapes: 1 },
      { ...quiet, failedAtStart: 1 },
    ])
      expect(failed(judgeDrill(held({ machine, sightings: [...course(), ...beside] })))).toEqual([
        'inconclusive: nothing else fires',
      ]);
    expect(judgeDrill(held({ machine: quiet, sightings: [...course(), ...beside] })).outcome).toBe('breached');
    const judged = (aboutScrapes: string[]) =>
      judgeDrill(
        held({
          plan: plan({ aboutScrapes }),
          machine: { ...quiet, failedScrapes: 1 },
          sightings: [...course(), ...beside],
        }),
      ).outcome;
    expect([judged([other]), judged(['CanoCollectorDown'])]).toEqual(['inconclusive', 'breached']);
  });

  it('may be there, or not, where it may', () => {
    expect(judgeDrill(held({ ...companions([], [other]), sightings: [...course(), ...beside] })).outcome).toBe('held');
    expect(judgeDrill(held(companions([], [other]))).outcome).toBe('held');
  });

  it('has to be there where it must', () => {
    expect(judgeDrill(held({ ...companions([other], []), sightings: [...course(), ...beside] })).outcome).toBe('held');
    const verdict = judgeDrill(held(companions([other], [])));
    expect(failed(verdict)).toEqual([`breached: ${other} fires beside it`]);
    expect(verdict.reasons).toEqual([`${other}: expected to fire beside it, never seen at the receiver`]);
  });
});

describe('what arrives twice', () => {
  it.each(['notified', 'resolved'] as const)('breaches the drill when it is %s again', (seen) => {
    const sightings = [...course(), sighting('sink', seen, 7_000), sighting('event-recorder', seen, 6_999)];
    const ordered = seen === 'resolved' ? sightings : [...sightings.filter((each) => each.seen !== 'resolved')];
    const verdict = judgeDrill(held({ sightings: ordered }));
    expect(failed(verdict)).toContain('breached: nothing arrives twice');
    expect(verdict.checks.find(({ name }) => name === 'nothing arrives twice')?.message).toBe(
      `expected each transition once, seen CanoCollectorDown ${seen} again at +7.00 s`,
    );
  });

  it('is told apart by its labels', () => {
    const labels = { alertname: 'CanoCollectorDown', job: 'cano-collector', instance: 'other' };
    const second = [sighting('sink', 'notified', 2_430, { labels }), sighting('event-recorder', 'notified', 2_429)];
    const resolved = [sighting('sink', 'resolved', 6_430, { labels }), sighting('event-recorder', 'resolved', 6_429)];
    expect(judgeDrill(held({ sightings: [...course(), ...second, ...resolved] })).outcome).toBe('held');
  });

  it('is nothing else than an alert that comes back after it was resolved', () => {
    const again = [
      sighting('sink', 'notified', 6_800),
      sighting('event-recorder', 'notified', 6_799),
      sighting('sink', 'resolved', 8_800),
      sighting('event-recorder', 'resolved', 8_799),
    ];
    expect(failed(judgeDrill(held({ sightings: [...course(), ...again] })))).toEqual([]);
  });
});
