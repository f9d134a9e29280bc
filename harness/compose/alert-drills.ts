import { fileURLToPath } from 'node:url';
import type { Drill, Expectation, FindingClaim, ImpossibleCase, Scenario, System } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { analyse, caseReasons } from '../rules/index.ts';
import { documentedRules } from './documented-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type CaseSpec = Pick<
  Drill,
  'title' | 'disturb' | 'trafficPerSecond' | 'requests' | 'companions' | 'speedLimits' | 'env' | 'finding' | 'weight'
>;
type Disturbed = CaseSpec & { readonly disturb: NonNullable<Drill['disturb']> };

export type FindingSpec = CaseSpec & {
  readonly finding: FindingClaim;
  /** What the documented rule does, which is the mistake. */
  readonly documented: Expectation['behaviour'];
  /** Whether the documented rule is held to its bounds. @default true when it fires and clears */
  readonly timed?: boolean;
  readonly correctedRules: string;
  readonly corrected: { readonly alertname: string; readonly behaviour: Expectation['behaviour'] };
  /** Another form of the system, such as one of its variants. */
  readonly system?: (system: System) => System;
};

export type AlertScenario = {
  /** The drill's name after `alerts/`. */
  readonly name: string;
  readonly system: System;
  readonly alertId: string;
  readonly positive: Disturbed;
  /** Other faults that must raise it too. */
  readonly variants?: Readonly<Record<string, Disturbed>>;
  readonly justUnder?: Disturbed;
  readonly shorterThanFor?: Disturbed;
  readonly findings?: Readonly<Record<string, FindingSpec>>;
};

/**
 * Gives the drills of one documented alert: positive, its variants, just under, shorter than `for`, and its findings.
 * A case that the rule cannot have is listed with the reason, derived from the rule; one that it can have and that is
 * not described throws `DRILL_INVALID`.
 */
export const alertDrills = (scenario: AlertScenario): Scenario => {
  const { name, system, alertId, positive, variants = {}, findings = {} } = scenario;
  const documented = documentedAlert(system, alertId);
  const base = { system, alertId } as const;
  const expect = (behaviour: Expectation['behaviour'], share?: Expectation['share']): Expectation[] => [
    {
      alertname: documented.alertname,
      behaviour,
      timed: true,
      form: 'documented',
      ...(share === undefined ? {} : { share }),
    },
  ];
  const firing = Object.entries({ '': positive, ...variants }).map(([variant, spec]): Drill => ({
    ...base,
    ...spec,
    id: caseId(name, variant),
    case: 'positive',
    expectations: expect('fires-and-clears'),
  }));
  const silent = silentCases(scenario, documented, expect);
  const found = Object.entries(findings).map(([variant, spec]) =>
    findingDrill(base, caseId(name, variant), documented.alertname, spec),
  );
  return { drills: [...firing, ...silent.drills, ...found], impossible: silent.impossible };
};

const caseId = (name: string, variant: string): string =>
  variant === '' ? `alerts/${name}` : `alerts/${name}/${variant}`;

const documentedAlert = (system: System, alertId: string): { alertname: string; expr: string; forMs: number } => {
  const alert = system.alerts.find(({ id }) => id === alertId);
  const rule = documentedRules(system, root)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .find((candidate) => candidate.alert === alert?.alertname);
  if (alert === undefined || rule === undefined) {
    throw new HarnessError('DRILL_INVALID', { what: `${system.name} documents no rule for this alert`, got: alertId });
  }
  return { alertname: alert.alertname, expr: rule.expr, forMs: rule.forMs };
};

const silentCases = (
  { name, system, alertId, justUnder, shorterThanFor }: AlertScenario,
  { expr, forMs }: { expr: string; forMs: number },
  expect: (behaviour: Expectation['behaviour'], share?: Expectation['share']) => Expectation[],
): Scenario => {
  const reasons = caseReasons(analyse(expr), forMs);
  const drills: Drill[] = [];
  const impossible: ImpossibleCase[] = [];
  const cases = [
    { case: 'just-under', spec: justUnder, expectations: expect('silent', { atLeast: 0.6, under: 1 }) },
    { case: 'shorter-than-for', spec: shorterThanFor, expectations: expect('pending-only') },
  ] as const;
  for (const { case: caseName, spec, expectations } of cases) {
    const id = caseId(name, caseName);
    const reason = reasons[caseName];
    if (spec !== undefined) drills.push({ system, alertId, ...spec, id, case: caseName, expectations });
    else if (reason === 'possible')
      throw new HarnessError('DRILL_INVALID', { what: `${id} can exist and is not described` });
    else impossible.push({ id, system: system.name, alertId, case: caseName, reason });
  }
  return { drills, impossible };
};

const findingDrill = (
  base: { system: System; alertId: string },
  id: string,
  alertname: string,
  spec: FindingSpec,
): Drill => {
  const {
    documented,
    corrected,
    timed = documented === 'fires-and-clears',
    system = (same: System) => same,
    ...rest
  } = spec;
  return {
    ...base,
    ...rest,
    system: system(base.system),
    id,
    case: 'finding',
    expectations: [
      { alertname, behaviour: documented, timed, form: 'documented' },
      { ...corrected, timed: false, form: 'corrected' },
    ],
  };
};

/** Gives the one drill of a system in which nothing is broken and every documented alert must stay silent. */
export const healthyDrill = ({
  name,
  system,
  ...traffic
}: Pick<AlertScenario, 'name' | 'system'> & Pick<Drill, 'trafficPerSecond' | 'requests' | 'env'>): Scenario => ({
  drills: [
    {
      id: `alerts/${name}`,
      title: `a healthy ${system.name} raises no alert`,
      system,
      case: 'healthy',
      ...traffic,
      expectations: system.alerts.map(({ alertname }) => ({
        alertname,
        behaviour: 'silent',
        timed: false,
        form: 'documented',
      })),
    },
  ],
  impossible: [],
});
