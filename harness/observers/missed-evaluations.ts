import type { Stack } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

const metric = 'prometheus_rule_group_iterations_missed_total{';

/** Gives how many rule evaluations Prometheus says it missed, over all groups; throws `OBSERVER_UNREACHABLE`. */
export const missedEvaluations = async ({ prometheusUrl }: Stack): Promise<number> => {
  const where = `${prometheusUrl}/metrics`;
  const response = await fetch(where, { signal: AbortSignal.timeout(5_000) }).catch((cause: unknown) => {
    throw new HarnessError('OBSERVER_UNREACHABLE', { what: 'no answer', where, cause });
  });
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith(metric));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
};
