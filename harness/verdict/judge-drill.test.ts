import { describe, expect, it } from 'vitest';
import { judgeDrill } from './judge-drill.ts';
import { course, failed, held, moved, plan, sighting, silent, without, zero } from './testing/record.ts';

const name = 'CanoCollectorDown';
const documented = '(documented at 000 › Alerting Rules, l. 71-78)';

/** What dates each transition, and its interval after the fault, added up from the settings of the built plan. */
const sampling = 250 + 167 + 250;
const allowance = 1_500;
const transitions = [
  // Effective at 0.1 s; a scrape, its timeout, an evaluation.
  { words: 'pending', like: { observer: 'alerts-series', seen: 'pending' }, from: 0, to: 100 + sampling + allowance },
  // `for` of 1 s is four evaluations, and one more at most.
  {
    words: 'firing',
    like: { observer: 'alerts-series', seen: 'firing' },
    from: 1_000,
    to: 100 + sampling + 1_000 + 250 + allowance,
  },
  {
    words: 'sent to Alertmanager',
    like: { observer: 'event-recorder', seen: 'received' },
    from: 1_000,
    to: 100 + sampling + 1_000 + 250 + allowance,
  },
  // group_wait of 1 s.
  {
    words: 'notified at the receiver',
    like: { observer: 'sink', seen: 'notified' },
    from: 2_000,
    to: 100 + sampling + 1_000 + 250 + 1_000 + allowance,
  },
  // Lifted from 5 to 5.1 s.
  {
    words: 'cleared',
    like: { observer: 'alerts-series', seen: 'cleared' },
    from: 5_000,
    to: 5_100 + sampling + allowance,
  },
  // A group_interval of 2 s at most until the flush.
  {
    words: 'resolved at the receiver',
    like: { observer: 'sink', seen: 'resolved' },
    from: 5_000,
    to: 5_100 + sampling + 2_000 + allowance,
  },
] as const;

const text = (ms: number): string => `+${(ms / 1000).toFixed(2)} s`;
const at = (like: { observer: string; seen: string }): number =>
  course().find(({ observer, seen }) => observer === like.observer && seen === like.seen)!.when - zero;

describe('a positive drill', () => {
  it('holds when every transition is seen in its interval, and tells when it was notified and resolved', () => {
    const verdict = judgeDrill(held());
    expect(failed(verdict)).toEqual([]);
    expect(verdict.outcome).toBe('held');
    expect(verdict.reasons).toEqual([
      expect.stringContaining(`${name} notified at the receiver: expected from +2.00 s to +4.52 s`),
      expect.stringContaining(`${name} resolved at the receiver: expected from +5.00 s to +9.27 s`),
    ]);
  });

  it.each(transitions)('puts $words between $from and $to ms after the fault', ({ words, from, to }) => {
    const check = judgeDrill(held()).checks.find((each) => each.name === `${name} ${words}`);
    expect(check?.bound).toMatchObject({ earliest: zero + from, latest: zero + to });
  });

  it.each(transitions)('is breached when it is never seen to be $words', ({ words, like, from, to }) => {
    const { checks } = judgeDrill(held({ sightings: without(like) }));
    const check = checks.find((each) => each.name === `${name} ${words}`);
    expect(check).toMatchObject({ outcome: 'breached', observed: undefined });
    expect(check?.message).toMatch(
      `${name} ${words}: expected from ${text(from)} to ${text(to)} (mostly ${check?.bound?.dominant ?? ''}), never seen ${documented}`,
    );
  });

  it.each(transitions)('is breached when it is $words too late, and names what was expected and seen', (transition) => {
    const { words, like, from, to } = transition;
    const verdict = judgeDrill(held({ sightings: moved(like, to - at(like) + 10) }));
    expect(verdict.outcome).toBe('breached');
    expect(failed(verdict)).toEqual([`breached: ${name} ${words}`]);
    expect(verdict.reasons[0]).toContain(`expected from ${text(from)} to ${text(to)} (mostly `);
    expect(verdict.reasons[0]).toContain(`), seen at ${text(to + 10)} ${documented}`);
  });

  it.each(transitions)('is breached when it is $words too early', ({ words, like, from }) => {
    const verdict = judgeDrill(held({ sightings: moved(like, from - at(like) - 10) }));
    expect(verdict.outcome).toBe('breached');
    expect(failed(verdict)).toContain(`breached: ${name} ${words}`);
  });

  it.each(transitions)('holds when it is $words at either end of its interval', ({ like, from, to }) => {
    expect(judgeDrill(held({ sightings: moved(like, from - at(like)) })).outcome).toBe('held');
    expect(judgeDrill(held({ sightings: moved(like, to - at(like)) })).outcome).toBe('held');
  });

  it('does not look for pending where the rule has no for', () => {
    const { timing } = plan();
    const settings = { ...timing.settings, forMs: 0 };
    const record = held({
      plan: plan({ timing: { ...timing, settings } }),
      sightings: moved({ seen: 'received' }, -1_000, without({ seen: 'pending' })),
    });
    expect(judgeDrill(record).checks.map((check) => check.transition)).not.toContain('pending');
    expect(judgeDrill(record).outcome).toBe('held');
  });

  it('is not held to any interval where it is not timed, and still has to be seen', () => {
    const untimed = plan({
      expectations: [{ alertname: name, behaviour: 'fires-and-clears', timed: false, form: 'documented' }],
    });
    expect(judgeDrill(held({ plan: untimed, sightings: moved({ seen: 'notified' }, 2_500) })).outcome).toBe('held');
    const unseen = judgeDrill(held({ plan: untimed, sightings: without({ seen: 'notified' }) }));
    expect(unseen.reasons).toEqual([
      `${name} notified at the receiver: expected after the fault, never seen ${documented}`,
    ]);
  });

  it('is dated by the first time that it rose and the last time that it cleared', () => {
    const flapping = [
      sighting('alerts-series', 'pending', 5_600),
      sighting('alerts-series', 'firing', 6_700),
      sighting('alerts-series', 'cleared', 1_500),
    ];
    const dated = judgeDrill(held({ sightings: [...flapping, ...course()] })).checks.map(({ observed }) => observed);
    const firstAndLast = [400, 1_400, 1_410, 2_420, 5_500, 6_420].map((ms) => zero + ms);
    expect(dated.filter((observed) => observed !== undefined)).toEqual(firstAndLast);
    const again = sighting('alerts-series', 'cleared', 9_000);
    const verdict = judgeDrill(held({ sightings: [...course(), again] }));
    expect(failed(verdict)).toEqual([`breached: ${name} cleared`]);
  });

  it('need not clear where it is only expected to fire', () => {
    const expectations = [{ alertname: name, behaviour: 'fires', timed: true, form: 'documented' }] as const;
    const sightings = without({ seen: 'resolved' }, without({ seen: 'cleared' }));
    expect(judgeDrill(held({ plan: plan({ expectations: [...expectations] }), sightings })).outcome).toBe('held');
  });

  it('says in the verdict what was aged', () => {
    const verdict = judgeDrill(held({ plan: plan({ aged: 'the backup was dated 24 h back' }) }));
    expect(verdict.reasons.at(-1)).toBe('aged: the backup was dated 24 h back');
  });
});

describe('a silent drill', () => {
  it.each(['silent', 'pending-only'] as const)('holds when the alert is %s', (behaviour) => {
    expect(judgeDrill(silent(behaviour)).outcome).toBe('held');
  });

  it.each(['silent', 'pending-only'] as const)('that should be %s is breached when it fires', (behaviour) => {
    const verdict = judgeDrill(silent(behaviour, { sightings: course() }));
    expect(verdict.outcome).toBe('breached');
    expect(verdict.reasons).toEqual([`${name}: expected to stay silent, seen firing at +1.40 s ${documented}`]);
  });

  it('is breached when only the receiver saw it, unless the harness could not tell', () => {
    const sightings = [sighting('sink', 'notified', 2_420)];
    const { checks } = judgeDrill(silent('silent', { sightings }));
    expect(checks.find((check) => check.name === `${name} stays silent`)?.outcome).toBe('breached');
  });

  it('that should be pending is breached when it never is', () => {
    const verdict = judgeDrill(silent('pending-only', { sightings: [] }));
    expect(verdict.outcome).toBe('breached');
    expect(verdict.reasons).toEqual([
      `${name}: expected to be pending for less than its for, never seen pending ${documented}`,
    ]);
  });
});

describe('a drill that was not judged', () => {
  it('is skipped with its reason', () => {
    const verdict = judgeDrill(held({ skipped: 'no signals' }));
    expect(verdict).toEqual({ outcome: 'skipped', reasons: ['no signals'], checks: [] });
  });

  it('is errored by its failure, whatever was seen', () => {
    const failure = { code: 'FAULT_INEFFECTIVE', message: 'the process lives' };
    const verdict = judgeDrill(held({ failure }));
    expect(verdict).toEqual({ outcome: 'errored', reasons: ['FAULT_INEFFECTIVE: the process lives'], checks: [] });
  });

  it.each([{ endedAt: undefined }, { plan: undefined }])('is errored when the journal breaks off (%o)', (change) => {
    expect(judgeDrill(held(change))).toMatchObject({
      outcome: 'errored',
      reasons: ['the journal ends before the drill did'],
    });
  });

  it('is errored when nothing at all was expected and nothing could be checked as held', () => {
    const verdict = judgeDrill(held({ plan: plan({ expectations: [] }), observers: [], sightings: [] }));
    expect(verdict.outcome).toBe('errored');
  });
});

describe('a finding', () => {
  const finding = { id: 'cano.defect.down-alert-absent', documented: 'it fires', shown: 'it stays silent' };

  it('is proven by a drill that holds', () => {
    const verdict = judgeDrill(held({ plan: plan({ finding }) }));
    expect(verdict.finding).toEqual({ ...finding, drill: 'alerts/cano-collector-down', proven: true });
  });

  it.each([
    ['breached', { sightings: without({ seen: 'pending' }) }],
    ['errored', { observers: [] }],
  ] as const)('is not proven by a drill that is %s', (outcome, change) => {
    const verdict = judgeDrill(held({ plan: plan({ finding }), ...change }));
    expect(verdict).toMatchObject({ outcome, finding: { proven: false } });
  });

  it('is not there where the plan claims none', () => {
    expect(judgeDrill(held())).not.toHaveProperty('finding');
  });
});
