import { withPart, type Check } from './check.ts';
import type { Described } from './described.ts';
import { statusOf } from './status-of.ts';

/** Whether the system itself answers where it is asked for its health and its metrics. */
export const checkHealth = ({ name, healthPath, metricsPath }: Described): Check => {
  const paths = [...new Set([healthPath, metricsPath])].map((path) => ({ path, step: `${name} answers at ${path}` }));
  const steps = paths.map(({ step }) => step);
  return {
    name: 'health',
    title: `${name} answers at its health and its metrics`,
    steps,
    run: async (context) =>
      await withPart(context, 'subjectUrl', steps, async (url) => {
        for (const { path, step } of paths)
          context.record({ name: step, expected: 'status 200', got: await statusOf(url + path) });
      }),
  };
};
