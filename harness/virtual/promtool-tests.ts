import { stringify } from 'yaml';
import type { Witness } from '../contract/index.ts';
import type { Assertion, VirtualCase } from './cases.ts';
import { promtoolValues, samplesOf } from './samples.ts';

/** An alert with the cases that promtool shall decide. */
export type TestedAlert = {
  readonly witness: Witness;
  readonly intervalSeconds: number;
  readonly cases: readonly VirtualCase[];
};

/** The name under which a finding's corrected expression is loaded beside the documented rule. */
export const correctedName = (alertname: string, name: string): string =>
  `${alertname}Corrected_${name.replaceAll('-', '_')}`;

/** Writes a file of unit tests for promtool, a test group for each case, named `<alert>/<case>`. */
export const promtoolTests = (ruleFiles: readonly string[], alerts: readonly TestedAlert[]): string =>
  stringify({
    rule_files: ruleFiles,
    evaluation_interval: `${alerts[0]?.intervalSeconds ?? 15}s`,
    tests: alerts.flatMap((alert) => alert.cases.map((each) => testGroup(alert, each))),
  });

const testGroup = ({ witness, intervalSeconds }: TestedAlert, each: VirtualCase) => ({
  name: `${witness.alertname}/${each.name}`,
  interval: `${intervalSeconds}s`,
  input_series: witness.streams.map((stream) => ({
    series: each.name === 'missing-label' ? withoutLabel(stream.series, witness.label ?? '') : stream.series,
    values: valuesOf(each, stream, intervalSeconds),
  })),
  promql_expr_test: [
    ...each.documented.map((assertion) => expressionTest(witness.alertname, assertion, intervalSeconds)),
    ...each.corrected.map((assertion) =>
      expressionTest(correctedName(witness.alertname, each.name), assertion, intervalSeconds),
    ),
  ],
});

/** A counter that is born with its first event has that event in its first sample. */
const valuesOf = (
  { name, levels }: VirtualCase,
  stream: Witness['streams'][number],
  intervalSeconds: number,
): string => {
  const samples = samplesOf(stream, levels, intervalSeconds);
  const born = name === 'newborn' ? samples.map(({ at, value }) => ({ at, value: value + 1 })) : samples;
  return promtoolValues(born, levels.length, intervalSeconds);
};

const withoutLabel = (series: string, label: string): string =>
  series.replace(new RegExp(`\\b${label}="[^"]*",?\\s*`), '').replace(/,\s*}/, '}');

const expressionTest = (alertname: string, { step, state }: Assertion, intervalSeconds: number) => {
  const at = step * intervalSeconds;
  if (state === 'never-fired') {
    const expr = `sum(count_over_time(ALERTS{alertname="${alertname}",alertstate="firing"}[${at + intervalSeconds}s]))`;
    return { expr, eval_time: `${at}s`, exp_samples: [] };
  }
  const samples = state === 'inactive' ? [] : [{ labels: `{alertstate="${state}"}`, value: 1 }];
  return { expr: `max by (alertstate) (ALERTS{alertname="${alertname}"})`, eval_time: `${at}s`, exp_samples: samples };
};
