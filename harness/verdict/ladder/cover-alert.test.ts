import { describe, expect, test } from 'vitest';
import type { CoveredAlert, DescribedDrill, JudgedDrill, RungName } from '../../contract/index.ts';
import { judgeDrill } from '../judge-drill.ts';
import { held, plan, silent, without } from '../testing/record.ts';
import { coverAlert } from './cover-alert.ts';
import type { LadderInput } from './evidence.ts';
import { ladderExitCode, missedRungs } from './require-rung.ts';

const id = 'cano.alert.CanoCollectorDown';
const alertname = 'CanoCollectorDown';
const system = 'cano-collector';
const expr = 'up{job="cano-collector"} == 0';
const positive = 'alerts/cano-collector-down';
const short = `${positive}/shorter-than-for`;
const healthy = 'alerts/cano-collector-healthy';
const gone = `${positive}/pod-gone`;

const described: readonly DescribedDrill[] = [
  { id: positive, system, case: 'positive', alertId: id },
  { id: short, system, case: 'shorter-than-for', alertId: id },
  { id: healthy, system, case: 'healthy' },
  { id: gone, system, case: 'finding', alertId: id },
  { id: 'alerts/other-healthy', system: 'other', case: 'healthy' },
];

const judged = (record: ReturnType<typeof held>): JudgedDrill => ({ ...record, verdict: judgeDrill(record) });
const drills = (change: Record<string, JudgedDrill | undefined> = {}): LadderInput['judged'] => {
  const all: Record<string, JudgedDrill | undefined> = {
    [positive]: judged(held()),
    [short]: judged(silent('pending-only')),
    [healthy]: judged(silent('silent')),
    ...change,
  };
  return new Map(
    Object.entries(all).flatMap(([key, drill]) => (drill === undefined ? [] : [[key, { run: 'r', drill }]])),
  );
};

const virtual = [{ case: 'above', outcome: 'held' }] as const;
const cover = (change: Partial<LadderInput> = {}): CoveredAlert =>
  coverAlert({ system, id, alertname, expr, virtual, described, judged: drills(), impossible: [], ...change });
const outcomes = ({ rungs }: CoveredAlert): string => rungs.map(({ outcome }) => outcome).join(' ');
const rung = ({ rungs }: CoveredAlert, name: RungName) => rungs.find((each) => each.name === name);

describe('the ladder of an alert', () => {
  test('is whole when every drill of it held', () => {
    const alert = cover();
    expect(outcomes(alert)).toBe('held held held held held held held skipped');
    expect(rung(alert, 'fired')?.evidence).toEqual([{ run: 'r', drill: positive }]);
    expect(rung(alert, 'silent')?.evidence.map(({ drill }) => drill)).toEqual([short, healthy]);
  });

  test('stops where a transition was never seen, with the message of the verdict', () => {
    const mute = judged(held({ sightings: without({ seen: 'resolved' }) }));
    const alert = cover({ judged: drills({ [positive]: mute }) });
    expect(outcomes(alert)).toBe('held held held held held breached held skipped');
    expect(rung(alert, 'cleared')?.reason).toMatch(
      /^alerts\/cano-collector-down: .*resolved at the receiver.*never seen/,
    );
  });

  test('says what was not drilled, and nothing of what it would have shown', () => {
    const alert = cover({ judged: new Map() });
    expect(outcomes(alert)).toBe('held skipped held skipped skipped skipped skipped skipped');
    expect(rung(alert, 'fired')?.reason).toBe(`${positive}: not drilled in any run`);
  });

  test('counts nothing of a drill that errored', () => {
    const failure = { code: 'TIMEOUT', message: 'not steady' };
    const alert = cover({ judged: drills({ [positive]: judged(held({ failure })) }) });
    expect(rung(alert, 'fired')).toMatchObject({ outcome: 'errored', reason: `${positive}: TIMEOUT: not steady` });
    expect(rung(alert, 'metrics')?.outcome).toBe('held');
  });

  test('counts nothing of a run of another expression', () => {
    const documented = 'up{job="renamed"} == 0';
    const other = judged(held({ plan: plan({ expr: { documented, running: documented } }) }));
    expect(rung(cover({ judged: drills({ [positive]: other }) }), 'fired')).toMatchObject({
      outcome: 'skipped',
      reason: `${positive}: its run drilled another expression, ${documented}`,
    });
  });

  test('shows that metrics are missing where the expression gave no sample', () => {
    const expressions = [{ alertname, threshold: 1, max: undefined, samples: 0 }];
    const blind = (record: ReturnType<typeof held>) => judged({ ...record, expressions });
    const none = drills({ [positive]: blind(held()), [short]: blind(silent('pending-only')) });
    expect(rung(cover({ judged: none }), 'metrics')?.outcome).toBe('breached');
  });

  test('is silent only if every case was', () => {
    const loud = judged({ ...silent('silent'), sightings: held().sightings });
    expect(rung(cover({ judged: drills({ [healthy]: loud }) }), 'silent')?.outcome).toBe('breached');
    expect(rung(cover({ judged: drills({ [short]: undefined }) }), 'silent')?.outcome).toBe('skipped');
  });

  test('stops in virtual time at the case that did not hold, and at none', () => {
    const wrong = [...virtual, { case: 'at', outcome: 'breached', message: 'fires at 5' }] as const;
    expect(rung(cover({ virtual: wrong }), 'virtual')).toMatchObject({ outcome: 'breached', reason: 'at: fires at 5' });
    expect(outcomes(cover({ virtual: undefined }))).toMatch(/^skipped held skipped/);
    expect(rung(cover({ virtual: [] }), 'virtual')?.outcome).toBe('skipped');
  });
});

describe('an alert that cannot be drilled', () => {
  const without = described.filter((drill) => drill.case !== 'positive');
  const finding = { id: 'cano.defect.down-alert-absent', documented: 'fires', shown: 'never fires', drill: gone };
  const proof = (proven: boolean): JudgedDrill => {
    const drill = judged(silent('silent'));
    return { ...drill, verdict: { ...drill.verdict, finding: { ...finding, proven } } };
  };

  test('is listed by the reason why its case cannot exist', () => {
    const impossible = [{ id: positive, system, alertId: id, case: 'positive', reason: 'never true' }] as const;
    const alert = cover({ described: without, impossible });
    expect(rung(alert, 'fired')).toMatchObject({ outcome: 'skipped', listed: true, reason: 'never true' });
  });

  test.each([true, false])('is listed by its finding only when a run has shown it: %s', (proven) => {
    const alert = cover({ described: without, judged: drills({ [gone]: proof(proven) }) });
    expect(rung(alert, 'cleared')).toMatchObject({ outcome: 'skipped', listed: proven });
    expect(missedRungs([alert], 'cleared').map(({ rung: { name } }) => name)).toEqual(proven ? [] : ['fired']);
  });

  test('is not excused by a finding beside a positive case that breaks', () => {
    const alert = cover({ judged: drills({ [gone]: proof(true), [positive]: judged(held({ sightings: [] })) }) });
    expect(rung(alert, 'fired')).toMatchObject({ outcome: 'breached', listed: false });
  });
});

describe('a rung that is required', () => {
  test('is reached when every rung up to it is, whatever comes after', () => {
    const alert = cover({ judged: drills({ [healthy]: undefined }) });
    expect(missedRungs([alert], 'cleared')).toEqual([]);
    expect(missedRungs([alert], 'silent')).toMatchObject([{ alert: id, rung: { name: 'silent' } }]);
  });

  test('decides the exit status by the worst that was missed', () => {
    const status = (...alerts: readonly CoveredAlert[]) => ladderExitCode(alerts, missedRungs(alerts, 'cleared'));
    const failure = { code: 'TIMEOUT', message: 'not steady' };
    const errored = cover({ judged: drills({ [positive]: judged(held({ failure })) }) });
    const breached = cover({ judged: drills({ [positive]: judged(held({ sightings: [] })) }) });
    const undrilled = cover({ judged: new Map() });
    expect([status(cover()), status(cover(), undrilled), status(errored, undrilled)]).toEqual([0, 4, 3]);
    expect([status(errored, breached), status()]).toEqual([1, 4]);
  });
});
