import * as z from 'zod';
import type { ObserverContext, PanelAnswer, PanelQuery } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';

const refusalSchema = z.object({ status: z.literal('error'), error: z.string() });
const seriesSchema = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

/** What Prometheus answers to a query that it cannot parse, or cannot evaluate on the series that there are. */
const refusals = [400, 422];
const timeoutMs = 10_000;

/**
 * Asks the queries of panels over the span, as Grafana does, a value each evaluation, and emits what they show. Throws
 * `OBSERVER_UNREACHABLE`; a query that Prometheus refuses is an answer.
 */
export const observePanels = async (
  { stack, drill, evaluationIntervalMs, emit }: ObserverContext,
  queries: readonly PanelQuery[],
  { from, to }: { from: number; to: number },
): Promise<void> => {
  const stepMs = Math.max(evaluationIntervalMs, (to - from) / 1_000);
  const span = { start: String(from / 1000), end: String(to / 1000), step: String(stepMs / 1000) };
  const answers = await Promise.all(queries.map(async (query) => await ask(stack.prometheusUrl, query, span)));
  emit({ type: 'panels', drill, answers });
};

const ask = async (
  url: string,
  query: PanelQuery,
  span: Readonly<Record<'start' | 'end' | 'step', string>>,
): Promise<PanelAnswer> => {
  const parameters = new URLSearchParams({ query: query.expr, ...span });
  const where = `${url}/api/v1/query_range?${parameters.toString()}`;
  try {
    const response = await fetch(where, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    if (refusals.includes(response.status))
      return { ...query, seen: 'error', series: 0, error: refusalSchema.parse(JSON.parse(text)).error };
    if (response.status !== 200) throw new Error(`status ${response.status}: ${text.slice(0, 300)}`);
    return { ...query, ...shown(seriesSchema.parse(JSON.parse(text)).data.result) };
  } catch (cause) {
    const got = messageOf(cause);
    throw new HarnessError('OBSERVER_UNREACHABLE', { what: 'a panel was not answered', where, got, cause });
  }
};

/** A series of `NaN` alone, such as a share of nothing, draws nothing. */
const shown = (
  result: readonly { readonly values: readonly (readonly [number, string])[] }[],
): Omit<PanelAnswer, keyof PanelQuery> => {
  const series = result
    .map(({ values }) => values.map(([, value]) => Number(value)).filter(Number.isFinite))
    .filter((values) => values.length > 0);
  const last = series[0]?.at(-1);
  if (last === undefined) return { seen: 'no data', series: 0 };
  const isZero = series.every((values) => values.every((value) => value === 0));
  return { seen: 'data', series: series.length, last, ...(isZero && { isZero }) };
};
