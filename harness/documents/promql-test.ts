import { stringify } from 'yaml';
import type { CheckRun } from '../contract/index.ts';

type Promql = Extract<CheckRun, { kind: 'promql' }>;

/** Writes the test file that promtool runs: the series, and what each expression must give at its moment. */
export const promqlTest = ({ interval = '1m', series, values }: Promql, ruleFile: string | undefined): string =>
  stringify({
    rule_files: ruleFile === undefined ? [] : [ruleFile],
    evaluation_interval: interval,
    // promtool takes samples to be within a part in a million only when it is told so.
    fuzzy_compare: true,
    tests: [
      {
        interval,
        input_series: Object.entries(series).map(([name, samples]) => ({ series: name, values: samples })),
        promql_expr_test: values.map(({ at, expr, value }) => ({
          expr,
          eval_time: at,
          exp_samples: value === 'none' ? [] : [{ value }],
        })),
      },
    ],
  });
