import { describe, expect, it } from 'vitest';
import type { Sighting } from '../contract/index.ts';
import { judgeDrill } from './judge-drill.ts';
import { course, failed, held, moved, plan, sighting, silent, without, zero } from './testing/record.ts';

const name = 'CanoCollectorDown';

describe('the fault', () => {
  const { fault } = held();

  it.each([
    { case: 'never took effect', change: undefined, message: 'the fault never took effect' },
    {
      case: 'was requested and no more',
      change: { ...fault!, effective: undefined, from: undefined },
      message: 'the fault never took effect',
    },
    { case: 'was not removed', change: { ...fault!, removed: undefined }, message: 'the fault was not removed' },
  ])('that $case makes the drill errored', ({ change, message }) => {
    const verdict = judgeDrill(held({ fault: change }));
    expect(verdict.outcome).toBe('errored');
    expect(verdict.reasons).toContain(message);
  });

  it('that was proven is told with its proof', () => {
    const check = judgeDrill(held()).checks.find((each) => each.name === 'the fault took effect');
    expect(check?.message).toBe('the collector is killed: the process is gone');
  });

  it('is not asked for where the plan has none', () => {
    const healthy = plan({ expectations: [] });
    delete healthy.fault;
    const verdict = judgeDrill(silent('silent', { plan: healthy, fault: undefined }));
    expect(verdict.outcome).toBe('held');
  });
});

describe('the observers', () => {
  const { observers } = held();

  it.each(observers.map(({ observer }) => observer))('make the drill errored when %s did not report', (gone) => {
    const verdict = judgeDrill(held({ observers: observers.filter(({ observer }) => observer !== gone) }));
    expect(verdict).toMatchObject({ outcome: 'errored', reasons: [`${gone}: it never reported`] });
  });

  it.each(observers.map(({ observer }) => observer))('make the drill errored when %s could not see', (blind) => {
    const changed = observers.map((each) =>
      each.observer === blind ? { ...each, ok: false, detail: 'no answer' } : each,
    );
    const verdict = judgeDrill(held({ observers: changed }));
    expect(verdict).toMatchObject({ outcome: 'errored', reasons: [`${blind}: no answer`] });
  });

  it.each<{ who: string; sightings: Sighting[] }>([
    {
      who: 'the rules API and the ALERTS series on firing',
      sightings: without({ observer: 'rules-api' }),
    },
    {
      who: 'the ALERTS series and Alertmanager on what was sent',
      sightings: without({ seen: 'received' }),
    },
    {
      who: 'the event recorder and the sink on notifications',
      sightings: without({ observer: 'event-recorder', seen: 'notified' }),
    },
    {
      who: 'the event recorder and the sink on notifications',
      sightings: without({ observer: 'sink', seen: 'notified' }),
    },
    {
      who: 'the event recorder and the sink on resolutions',
      sightings: without({ observer: 'event-recorder', seen: 'resolved' }),
    },
    {
      who: 'the event recorder and the sink on resolutions',
      sightings: without({ observer: 'sink', seen: 'resolved' }),
    },
    {
      who: 'Alertmanager’s API and its event recorder',
      sightings: without({ observer: 'alertmanager-api' }),
    },
  ])('make the drill errored by a disagreement of $who ($sightings.length sightings)', ({ who, sightings }) => {
    const verdict = judgeDrill(held({ sightings }));
    expect(verdict.outcome).toBe('errored');
    expect(verdict.reasons).toContain(`${name}: disagreement of ${who}`);
  });

  it('disagree when something was sent that never fired, or was polled as firing and is in no series', () => {
    const sent = judgeDrill(silent('silent', { sightings: [sighting('event-recorder', 'received', 1_410)] }));
    expect(sent.reasons).toEqual([`${name}: disagreement of the ALERTS series and Alertmanager on what was sent`]);
    const polled = judgeDrill(silent('silent', { sightings: [sighting('rules-api', 'firing', 1_410)] }));
    expect(polled.reasons).toEqual([`${name}: disagreement of the rules API and the ALERTS series on firing`]);
  });

  it('may miss in a poll what fired for two seconds at most', () => {
    const polls = without({ observer: 'rules-api' }, without({ observer: 'alertmanager-api' }));
    const firedFor = (ms: number) => moved({ seen: 'cleared' }, 1_400 + ms - 5_500, polls);
    const disagreements = (ms: number) =>
      failed(judgeDrill(held({ sightings: firedFor(ms) }))).filter((each) => each.endsWith('the observers agree'));
    expect(disagreements(2_000)).toEqual([]);
    expect(disagreements(2_001)).toHaveLength(2);
  });

  it('are compared alert by alert', () => {
    const other = { alertname: 'CanoCollectorHighLatency', labels: { alertname: 'CanoCollectorHighLatency' } };
    const may = plan({ companions: { must: [], may: [other.alertname] } });
    const agreeing = [...course(), ...course(other)];
    expect(judgeDrill(held({ plan: may, sightings: agreeing })).outcome).toBe('held');
    const verdict = judgeDrill(
      held({
        plan: may,
        sightings: without({ ...other, seen: 'resolved', observer: 'sink' }, [...course(), ...course(other)]),
      }),
    );
    expect(verdict.reasons).toEqual([
      `${other.alertname}: disagreement of the event recorder and the sink on resolutions`,
    ]);
  });

  it.each([
    ['event-recorder', 999, 'held'],
    ['sink', 999, 'held'],
    ['event-recorder', 1_001, 'errored'],
    ['sink', 1_001, 'errored'],
  ] as const)('may differ where only %s saw what came %d ms before the last looks: %s', (observer, ms, outcome) => {
    const other = { alertname: 'CanoCollectorHighLatency', labels: { alertname: 'CanoCollectorHighLatency' } };
    const collectedAt = 9_000;
    const late = sighting(observer, 'resolved', collectedAt - ms, other);
    const sightings = [...course(), ...without({ seen: 'resolved' }, course(other)), late];
    const may = plan({ companions: { must: [], may: [other.alertname] } });
    const phases = [{ phase: 'collect', at: zero + collectedAt }] as const;
    expect(judgeDrill(held({ plan: may, sightings, phases })).outcome).toBe(outcome);
  });

  it('count for more than a breach: where the harness could not tell, nothing is held against the system', () => {
    const sightings = without({ observer: 'sink', seen: 'notified' });
    const verdict = judgeDrill(held({ sightings }));
    expect(failed(verdict)).toContain(`breached: ${name} notified at the receiver`);
    expect(verdict.outcome).toBe('errored');
    expect(verdict.reasons.join()).not.toContain('expected from');
  });
});
