import { analyse } from '../rules/index.ts';
import { withPart, type Check } from './check.ts';
import { alertsOf, type Described } from './described.ts';
import { queryNow } from './prometheus-api.ts';

/** Whether every metric that a documented rule reads has a series: without one the rule is silent whatever happens. */
export const checkMetrics = (described: Described): Check => {
  const metrics = [...new Set(alertsOf(described).flatMap(({ expr }) => analyse(expr).metrics))].map((metric) => ({
    metric,
    name: `${metric} exists`,
  }));
  const steps = metrics.map(({ name }) => name);
  return {
    name: 'metrics',
    title: `the metrics that the rules of ${described.name} read exist`,
    steps,
    run: async (context) =>
      await withPart(context, 'prometheusUrl', steps, async (url) => {
        for (const { metric, name } of metrics) {
          const counts = await queryNow(url, `count({__name__="${metric}"})`);
          context.record({ name, expected: 'series', got: counts.length > 0 ? 'series' : 'no series' });
        }
      }),
  };
};
