import { alertSteps, attachedDrills, drillAlert, type AttachedConfig } from '../attached/index.ts';
import type { AttachedDrill, Drill, ImpossibleCase, Scenario } from '../contract/index.ts';
import { analyse, loadRules } from '../rules/index.ts';
import { documentedRules, readProjectFile } from './documented-rules.ts';
import { findRule } from './system-files.ts';

/** Adds the drills that only read of the system that a configuration describes; its paths are beside it, in `folder`. */
export const withDescribed = (scenario: Scenario, { system }: AttachedConfig, folder: string): Scenario => {
  if (system === undefined) return scenario;
  const { rules, alertmanager, ...rest } = system;
  const loaded = rules.map(({ group, ...file }) =>
    loadRules({ ...file, ...(group === undefined ? {} : { group }) }, readProjectFile(folder, file.path)),
  );
  const tree = alertmanager === undefined ? {} : { tree: readProjectFile(folder, alertmanager) };
  const others = (scenario.scripted ?? []).filter((drill) => drill.system !== system.name);
  return { ...scenario, scripted: [...others, ...attachedDrills({ ...rest, ...tree, rules: loaded })] };
};

/** Gives each alert drill as one of what runs already, where the cluster's API can do what it does, and else the reason. */
export const toAttached = (scenario: Scenario, root: string): Scenario => {
  const attached = scenario.drills.map((drill) => attach(drill, root));
  const readOnly = (scenario.scripted ?? []).filter((drill) => 'attached' in drill);
  return {
    drills: [],
    impossible: [...scenario.impossible, ...attached.filter((each) => 'reason' in each)],
    scripted: [...readOnly, ...attached.filter((each) => 'attached' in each)],
  };
};

const unavailable = 'attached: only what scaling a Deployment does is done to what runs';

const attach = (drill: Drill, root: string): AttachedDrill | ImpossibleCase => {
  const { id, system, alertId = '', case: name, title } = drill;
  const rules = documentedRules(system, root);
  const alert = system.alerts.find((each) => each.id === alertId);
  const impossible = { id, system: system.name, alertId, case: name, reason: unavailable };
  if (alert === undefined || drill.env !== undefined || name !== 'positive') return impossible;
  const rule = findRule(rules, alert.alertname);
  const fault = drill.disturb?.({ ...nominal, ...analyse(rule.expr), ...rule, alertname: alert.alertname }).fault;
  if (fault?.kind !== 'process-kill') return impossible;
  return {
    ...{ id, title, system: system.name, case: name, attached: true, environments: ['attached'] },
    disturbs: 'scales its Deployment to none, ends its pods at once, and scales it back',
    lowerBound: [{ name: 'for', earliestMs: rule.forMs, latestMs: rule.forMs + 120_000 }],
    steps: [...alertSteps],
    script: async (context) => await drillAlert(context, drill, { alertname: alert.alertname, rules }),
  };
};

/** Settings by which only the kind of a fault is asked for. */
const nominal = { scrapeIntervalMs: 15_000, scrapeTimeoutMs: 10_000, evaluationIntervalMs: 15_000, speed: 1 };
