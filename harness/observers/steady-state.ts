import * as z from 'zod';
import type { Stack, System } from '../contract/index.ts';
import { getJson, messageOf } from '../core/index.ts';
import { queryPrometheus } from './query-prometheus.ts';

const vectorSchema = z.array(z.object({ value: z.tuple([z.number(), z.string()]) }));
const rulesSchema = z.object({
  data: z.object({
    groups: z.array(z.object({ lastEvaluation: z.string(), rules: z.array(z.object({ health: z.string() })) })),
  }),
});

/**
 * Gives whether Prometheus has scraped a healthy subject and each exporter beside it at least `wanted` times and has
 * evaluated every rule; `detail` says what is still missing.
 */
export const steadyState = async (
  stack: Stack,
  system: System,
  wanted: number,
): Promise<{ ready: boolean; detail: string }> => {
  try {
    const scrapes = await goodScrapes(stack, system.job);
    if (scrapes < wanted) return { ready: false, detail: `${scrapes} good scrapes of the subject, expected ${wanted}` };
    for (const { name, job } of system.exporters ?? []) {
      const others = await goodScrapes(stack, job);
      if (others < wanted) return { ready: false, detail: `${others} good scrapes of ${name}, expected ${wanted}` };
    }
    const { data } = rulesSchema.parse(await getJson(`${stack.prometheusUrl}/api/v1/rules?type=alert`));
    const rules = data.groups.flatMap((group) => group.rules);
    const waiting = rules.filter(({ health }) => health !== 'ok').length;
    if (rules.length === 0 || waiting > 0)
      return { ready: false, detail: `${waiting} of ${rules.length} rules not evaluated` };
    return { ready: true, detail: `${scrapes} good scrapes, ${rules.length} rules evaluated` };
  } catch (error) {
    return { ready: false, detail: messageOf(error) };
  }
};

const goodScrapes = async (stack: Stack, job: string): Promise<number> =>
  await instant(stack, `sum_over_time(up{job="${job}"}[1h]) and up{job="${job}"} == 1`);

const instant = async ({ prometheusUrl, clock }: Stack, query: string): Promise<number> => {
  const vector = vectorSchema.parse(await queryPrometheus(prometheusUrl, query, clock.now()));
  return Number(vector[0]?.value[1] ?? 0);
};
