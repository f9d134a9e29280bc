import * as z from 'zod';
import type { EventBody, Observer, ObserverContext, Seen } from '../contract/index.ts';
import { queryPrometheus } from './query-prometheus.ts';

const matrixSchema = z.array(
  z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
);
type Episode = { readonly labels: Record<string, string>; readonly state: string; readonly times: readonly number[] };

/**
 * Reads the `ALERTS` series of the whole drill from Prometheus' storage, where no poll can have missed a state: when
 * each alert was pending, firing, and, as the evaluation after its last firing sample, cleared.
 */
export const alertsSeries: Observer = {
  name: 'alerts-series',
  async collect(context, { from, to }) {
    const rangeS = Math.ceil((to - from) / 1000) + 1;
    const series = matrixSchema.parse(await queryPrometheus(context.stack.prometheusUrl, `ALERTS[${rangeS}s]`, to));
    const episodes = series.flatMap(({ metric, values }) => {
      const { alertstate = '', ...rest } = metric;
      const labels = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== '__name__'));
      const times = values.map(([seconds]) => Math.round(seconds * 1000));
      return split(times, 2.5 * context.evaluationIntervalMs + 500).map((part) => ({
        labels,
        state: alertstate,
        times: part,
      }));
    });
    const seen = episodes.flatMap((episode) => seenOf(context, episode, to));
    seen.sort((a, b) => a.when - b.when).forEach(context.emit);
    const { drill, emit } = context;
    emit({ type: 'observer', drill, observer: 'alerts-series', ok: true, detail: `${series.length} series` });
  },
};

/** Splits the times of a series where it was absent for longer than `gapMs`. */
const split = (times: readonly number[], gapMs: number): number[][] => {
  const parts: number[][] = [];
  for (const time of times) {
    const last = parts.at(-1)?.at(-1);
    if (last === undefined || time - last > gapMs) parts.push([time]);
    else parts.at(-1)?.push(time);
  }
  return parts;
};

const seenOf = ({ drill, evaluationIntervalMs }: ObserverContext, { labels, state, times }: Episode, to: number) => {
  const event = (seen: Seen, when: number) =>
    ({
      type: 'seen',
      drill,
      observer: 'alerts-series',
      alertname: labels['alertname'] ?? '',
      labels,
      seen,
      when,
    }) satisfies EventBody;
  const first = times[0] ?? to;
  if (state === 'pending') return [event('pending', first)];
  const cleared = (times.at(-1) ?? to) + evaluationIntervalMs;
  return cleared < to - evaluationIntervalMs
    ? [event('firing', first), event('cleared', cleared)]
    : [event('firing', first)];
};
