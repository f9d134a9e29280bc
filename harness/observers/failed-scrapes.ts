import * as z from 'zod';
import type { Stack, System } from '../contract/index.ts';
import { queryPrometheus } from './query-prometheus.ts';

const matrixSchema = z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) }));

/**
 * Gives when scrapes of the subject, and of the exporters beside it, failed in a span, oldest first, in wall-clock ms;
 * throws `OBSERVER_UNREACHABLE`.
 */
export const failedScrapes = async (
  { prometheusUrl }: Stack,
  { job, exporters = [] }: System,
  { from, to }: { from: number; to: number },
): Promise<number[]> => {
  const of = async (name: string) =>
    matrixSchema.parse(await queryPrometheus(prometheusUrl, `up{job="${name}"}[${Math.ceil(to - from)}ms]`, to));
  const series = await Promise.all([job, ...exporters.map((exporter) => exporter.job)].map(of));
  return series
    .flat()
    .flatMap(({ values }) => values)
    .filter(([, value]) => value === '0')
    .map(([at]) => at * 1_000)
    .toSorted((a, b) => a - b);
};
