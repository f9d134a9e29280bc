import { assert, property, shuffledSubarray, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldDrill, foldRun } from './fold.ts';
import { journalText, numbered, plan, wholeRun } from './testing/events.ts';

const events = wholeRun();
const atOf = (type: string, drill: string): number =>
  events.find((event) => event.type === type && 'drill' in event && event.drill === drill)!.at;

describe('foldRun', () => {
  it('gathers what is said of the run', () => {
    expect(foldRun(events)).toMatchObject({
      started: { runId: 'run-1', at: 1_000 },
      impossible: [{ id: 'a/c', system: 'shop', alertId: 'x', case: 'just-under', reason: 'none' }],
      interrupted: 'SIGINT',
      ended: { at: events.at(-1)!.at, wallMs: 9_000 },
    });
  });

  it('gathers the drills in the order in which they were planned', () => {
    expect(foldRun(events).drills.map(({ id }) => id)).toEqual(['a/a', 'a/b', 'a/d']);
  });

  it('gathers all that is said of a drill', () => {
    const lifted = {
      title: 'it is killed',
      requested: 1_100,
      from: 1_005,
      effective: 1_110,
      removing: 1_150,
      removed: 1_160,
      proof: 'gone',
    };
    expect(foldDrill(events, 'a/a')).toEqual({
      id: 'a/a',
      title: 'the title of a/a',
      system: 'shop',
      case: 'positive',
      plan: plan('a/a'),
      startedAt: atOf('drill-started', 'a/a'),
      endedAt: atOf('drill-ended', 'a/a'),
      phases: [
        { phase: 'start', at: 1_060 },
        { phase: 'steady', at: 1_080 },
      ],
      fault: lifted,
      faults: [lifted],
      sightings: [
        {
          observer: 'alerts-series',
          alertname: 'Down',
          labels: { alertname: 'Down' },
          seen: 'firing',
          when: 2_000,
          receiver: undefined,
        },
      ],
      expressions: [
        { alertname: 'Down', threshold: 0.1, max: 0.08, samples: 12 },
        { alertname: 'Slow', threshold: 5, max: undefined, samples: 0 },
      ],
      observers: [{ observer: 'sink', ok: true, detail: 'saw all the time' }],
      machine: { stallMs: 31, missedEvaluations: 0, failedScrapes: 0 },
      failure: undefined,
      skipped: undefined,
    });
  });

  it('keeps the first failure of a drill, which caused the others', () => {
    expect(foldDrill(events, 'a/b')).toMatchObject({
      case: 'finding',
      failure: { code: 'PROCESS_EXITED', message: 'prometheus ended' },
      logs: [{ program: 'prometheus', tail: 'panic' }],
    });
  });

  it('keeps why a drill was skipped', () => {
    expect(foldDrill(events, 'a/d')).toMatchObject({ skipped: 'no signals', startedAt: undefined });
  });

  it('gives an empty run for no events, and no drill that nothing is said of', () => {
    expect(foldRun([])).toEqual({
      started: undefined,
      drills: [],
      impossible: [],
      interrupted: undefined,
      ended: undefined,
    });
    expect(foldDrill(events, 'a/z')).toBeUndefined();
  });

  it('knows a drill that was never planned by its id', () => {
    expect(foldRun(numbered([{ type: 'drill-started', drill: 'a/z' }])).drills[0]).toMatchObject({
      id: 'a/z',
      title: 'a/z',
      plan: undefined,
    });
  });
});

describe('the laws of folding', () => {
  it('gives the same twice, and changes no event', () => {
    const before = journalText(events);
    expect(foldRun(events)).toEqual(foldRun(wholeRun()));
    expect(foldRun(events)).toEqual(foldRun(events));
    expect(journalText(events)).toBe(before);
  });

  it('gives of a drill the same, whatever is said of others', () => {
    const ofOthers = events.filter((event) => !('drill' in event) || event.drill !== 'a/a');
    const own = events.filter((event) => 'drill' in event && event.drill === 'a/a');
    assert(
      property(shuffledSubarray(ofOthers), subarray(own), (others, kept) => {
        const mixed = [
          ...others.slice(0, 3),
          ...kept.flatMap((event, index) => [event, ...others.slice(3 + index, 4 + index)]),
        ];
        expect(foldDrill(mixed, 'a/a')).toEqual(foldDrill(kept, 'a/a'));
      }),
    );
  });

  it('never forgets: a longer journal has every sighting, phase and drill of a shorter one', () => {
    for (let end = 1; end <= events.length; end += 1) {
      const [before, after] = [foldRun(events.slice(0, end - 1)), foldRun(events.slice(0, end))];
      for (const [index, drill] of before.drills.entries()) {
        expect(after.drills[index]?.sightings.slice(0, drill.sightings.length)).toEqual(drill.sightings);
        expect(after.drills[index]?.phases.slice(0, drill.phases.length)).toEqual(drill.phases);
      }
    }
  });
});
