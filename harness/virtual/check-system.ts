import { stringify } from 'yaml';
import type { VirtualCaseName, VirtualSystem, Witness } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { analyse, toRuleFile, type LoadedRules } from '../rules/index.ts';
import { casesOf, modelDisagrees, type ImpossibleVirtualCase, type VirtualCase } from './cases.ts';
import { correctedName, type TestedAlert } from './promtool-tests.ts';
import { runPromtoolTests, type PromtoolResults } from './run-promtool-tests.ts';
import type { VirtualRule } from './timeline.ts';

export type VirtualResult = {
  readonly case: VirtualCaseName;
  readonly outcome: 'held' | 'breached';
  /** The finding that the case shows. */
  readonly finding?: string;
  /** Why it is breached. */
  readonly message?: string;
};
export type CheckedAlert = {
  readonly system: string;
  readonly id: string;
  readonly alertname: string;
  /** The documented expression. */
  readonly expr: string;
  readonly results: readonly VirtualResult[];
  readonly impossible: readonly ImpossibleVirtualCase[];
};
type Prepared = TestedAlert & {
  readonly impossible: readonly ImpossibleVirtualCase[];
  readonly rule: VirtualRule;
  readonly expr: string;
};

/**
 * Evaluates the cases of every documented alert of a system on its rules as they are written, by promtool and by our own
 * arithmetic. Throws `DRILL_INVALID` for an alert without a rule, or without a witness, or a witness without either.
 */
export const checkSystem = async (
  system: VirtualSystem,
  loaded: readonly LoadedRules[],
  promtool: string,
): Promise<CheckedAlert[]> => {
  rejectStrangers(system);
  const prepared = system.alerts.map(({ alertname }) => prepare(system, loaded, alertname));
  const rules = [...loaded.map((each) => toRuleFile(each)), correctedRules(prepared)];
  const results = await runPromtoolTests(promtool, rules, prepared);
  return prepared.map(({ witness, expr, cases, impossible }, index) => ({
    system: system.name,
    id: system.alerts[index]?.id ?? '',
    alertname: witness.alertname,
    expr,
    results: cases.map((each) => judge(each, witness, results)),
    impossible,
  }));
};

const rejectStrangers = ({ name, alerts, witnesses }: VirtualSystem): void => {
  const known = alerts.map(({ alertname }) => alertname);
  const stranger = witnesses.find(({ alertname }) => !known.includes(alertname));
  if (stranger === undefined) return;
  throw new HarnessError('DRILL_INVALID', { what: `${name} documents no such alert`, got: stranger.alertname });
};

const prepare = (system: VirtualSystem, loaded: readonly LoadedRules[], alertname: string): Prepared => {
  const witness = system.witnesses.find((each) => each.alertname === alertname);
  const rule = loaded
    .flatMap(({ groups }) => groups.flatMap(({ rules, intervalMs }) => rules.map((each) => ({ ...each, intervalMs }))))
    .find(({ alert }) => alert === alertname);
  if (witness === undefined || rule === undefined) {
    const what = rule === undefined ? 'no rule defines this alert' : 'nothing says how to move this alert';
    throw new HarnessError('DRILL_INVALID', { what, where: system.name, got: alertname });
  }
  const { operator, threshold, windowMs } = analyse(rule.expr);
  const intervalSeconds = rule.intervalMs === undefined ? system.intervalSeconds : rule.intervalMs / 1000;
  const virtual = {
    operator,
    threshold,
    windowSeconds: windowMs / 1000,
    forSeconds: rule.forMs / 1000,
    intervalSeconds,
  };
  return { witness, expr: rule.expr, intervalSeconds, rule: virtual, ...casesOf(witness, virtual) };
};

/** The corrected expressions of every finding, with the `for` of the documented rule. */
const correctedRules = (prepared: readonly Prepared[]): string => {
  const rules = prepared.flatMap(({ witness, rule, cases }) =>
    cases.flatMap(({ name }) => {
      const finding = witness.findings[name];
      if (finding === undefined) return [];
      const forText = rule.forSeconds === 0 ? {} : { for: `${rule.forSeconds}s` };
      return [{ alert: correctedName(witness.alertname, name), expr: finding.corrected, ...forText }];
    }),
  );
  return stringify({ groups: rules.length === 0 ? [] : [{ name: 'corrected', rules }] });
};

/** A case without a result is no pass; neither is one in which our own arithmetic and Prometheus differ. */
const judge = (each: VirtualCase, witness: Witness, results: PromtoolResults): VirtualResult => {
  const key = `${witness.alertname}/${each.name}`;
  if (!results.has(key)) throw new HarnessError('TOOL_BROKEN', { what: 'promtool gives no result', where: key });
  const id = witness.findings[each.name]?.id;
  const message = results.get(key) ?? modelDisagrees(each);
  const finding = id === undefined ? {} : { finding: id };
  return message === undefined
    ? { case: each.name, outcome: 'held', ...finding }
    : { case: each.name, outcome: 'breached', message, ...finding };
};
