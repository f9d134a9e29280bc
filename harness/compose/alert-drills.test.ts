import { describe, expect, it } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { alertDrills, healthyDrill, type AlertScenario } from './alert-drills.ts';
import { disturb } from './testing/drills.ts';

const spec = (title: string) => ({ title, disturb });
const of = (alertname: string, change: Partial<AlertScenario> = {}): AlertScenario => ({
  name: 'it',
  system: canoCollector,
  alertId: `cano.alert.${alertname}`,
  positive: spec('it fires'),
  ...change,
});

describe('alertDrills', () => {
  it('gives the drills of every described case, under the names of the cases', () => {
    const { drills, impossible } = alertDrills(
      of('CanoCollectorHighErrorRate', {
        variants: { undeliverable: spec('it fires too') },
        justUnder: spec('just under'),
        shorterThanFor: spec('shorter'),
      }),
    );
    expect(drills.map(({ id, case: name, expectations }) => [id, name, expectations[0]?.behaviour])).toEqual([
      ['alerts/it', 'positive', 'fires-and-clears'],
      ['alerts/it/undeliverable', 'positive', 'fires-and-clears'],
      ['alerts/it/just-under', 'just-under', 'silent'],
      ['alerts/it/shorter-than-for', 'shorter-than-for', 'pending-only'],
    ]);
    expect(drills.map(({ expectations }) => expectations[0]?.share)).toEqual([
      undefined,
      undefined,
      { atLeast: 0.6, under: 1 },
      undefined,
    ]);
    expect(impossible).toEqual([]);
  });

  it.each([
    ['justUnder', 'shorterThanFor', 'alerts/it/just-under'],
    ['shorterThanFor', 'justUnder', 'alerts/it/shorter-than-for'],
  ] as const)('throws when %s can exist and is not described', (_, described, id) => {
    const scenario = of('CanoCollectorHighErrorRate', { [described]: spec('described') });
    expect(() => alertDrills(scenario)).toThrow(`${id} can exist and is not described`);
  });

  it('lists a case that the rule cannot have, with the reason', () => {
    const { drills, impossible } = alertDrills(of('CanoCollectorDestinationFailure'));
    expect(drills.map(({ id }) => id)).toEqual(['alerts/it']);
    expect(impossible).toEqual([
      {
        id: 'alerts/it/just-under',
        system: 'cano-collector',
        alertId: 'cano.alert.CanoCollectorDestinationFailure',
        case: 'just-under',
        reason: expect.stringContaining('is 0') as string,
      },
      expect.objectContaining({
        id: 'alerts/it/shorter-than-for',
        reason: expect.stringContaining('one event stays in the window of 5m') as string,
      }),
    ]);
  });

  it('gives a finding both forms of the rule, and times the documented one only where it clears', () => {
    const finding = { id: 'cano.defect.x', documented: 'it fires', shown: 'it stays silent' };
    const corrected = { alertname: 'Corrected', behaviour: 'fires' } as const;
    const found = (documented: 'silent' | 'fires-and-clears', timed?: boolean) =>
      alertDrills(
        of('CanoCollectorDestinationFailure', {
          findings: {
            x: {
              title: 'x',
              finding,
              correctedRules: 'groups: []',
              documented,
              corrected,
              ...(timed === undefined ? {} : { timed }),
            },
          },
        }),
      ).drills[1];
    expect(found('silent')).toMatchObject({
      id: 'alerts/it/x',
      case: 'finding',
      finding,
      correctedRules: 'groups: []',
      expectations: [
        { alertname: 'CanoCollectorDestinationFailure', behaviour: 'silent', timed: false, form: 'documented' },
        { alertname: 'Corrected', behaviour: 'fires', timed: false, form: 'corrected' },
      ],
    });
    expect(found('fires-and-clears')?.expectations[0]?.timed).toBe(true);
    expect(found('fires-and-clears', false)?.expectations[0]?.timed).toBe(false);
  });

  it('throws for an alert that the system does not document, or documents without a rule', () => {
    expect(() => alertDrills(of('Unheard'))).toThrow(
      'cano-collector documents no rule for this alert; got cano.alert.Unheard',
    );
    const [first, ...rest] = canoCollector.alerts;
    const system = { ...canoCollector, alerts: [{ ...first!, alertname: 'Misspelt' }, ...rest] };
    expect(() => alertDrills(of('CanoCollectorDown', { system }))).toThrow('documents no rule for this alert');
  });
});

describe('healthyDrill', () => {
  it('wants every documented alert of the system silent, with nothing broken', () => {
    const { drills } = healthyDrill({ name: 'healthy', system: canoCollector, trafficPerSecond: 2 });
    expect(drills).toHaveLength(1);
    expect(drills[0]).toMatchObject({ id: 'alerts/healthy', case: 'healthy', trafficPerSecond: 2 });
    expect(drills[0]).not.toHaveProperty('disturb');
    expect(drills[0]?.expectations.map(({ alertname, behaviour }) => [alertname, behaviour])).toEqual(
      canoCollector.alerts.map(({ alertname }) => [alertname, 'silent']),
    );
  });
});
