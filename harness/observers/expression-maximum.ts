import * as z from 'zod';
import type { ObserverContext } from '../contract/index.ts';
import { queryPrometheusRange } from './query-prometheus.ts';

const seriesSchema = z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) }));

/** Emits the greatest value that `lhs` had in the span, by a range query as fine as half an evaluation. */
export const observeMaximum = async (
  { stack, drill, evaluationIntervalMs, emit }: ObserverContext,
  { alertname, lhs, threshold }: { alertname: string; lhs: string; threshold: number },
  { from, to }: { from: number; to: number },
): Promise<void> => {
  const stepMs = Math.max(evaluationIntervalMs / 2, (to - from) / 10_000);
  const result = await queryPrometheusRange(stack.prometheusUrl, lhs, { from, to, stepMs });
  const values = seriesSchema.parse(result).flatMap((series) => series.values.map(([, value]) => Number(value)));
  const finite = values.filter(Number.isFinite);
  const max = finite.length === 0 ? null : finite.reduce((a, b) => Math.max(a, b));
  emit({ type: 'expression', drill, alertname, threshold, max, samples: finite.length });
};
