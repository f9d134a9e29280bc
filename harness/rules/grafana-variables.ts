import { formatDuration } from '../core/index.ts';

/** What Grafana fills its own variables from, in ms. */
export type GrafanaTimes = {
  /** From the first to the last moment that a panel shows. */
  readonly rangeMs: number;
  /** The distance of two points. */
  readonly intervalMs: number;
  readonly scrapeIntervalMs: number;
};

const variable = /\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)(?::\w+)?\]\]/g;

/**
 * Replaces Grafana's variables in a query as Grafana does: `$__interval`, `$__rate_interval`, `$__range` and their kin by
 * durations, and every variable of the dashboard, such as `$instance`, by what its choice “All” stands for.
 */
export const withGrafanaVariables = (expr: string, times: GrafanaTimes): string => {
  const values = valuesOf(times);
  return expr.replaceAll(
    variable,
    (_, braced?: string, plain?: string, bracketed?: string) => values[braced ?? plain ?? bracketed ?? ''] ?? '.*',
  );
};

const valuesOf = ({ rangeMs, intervalMs, scrapeIntervalMs }: GrafanaTimes): Readonly<Record<string, string>> => ({
  __interval: formatDuration(intervalMs),
  __interval_ms: String(intervalMs),
  __rate_interval: formatDuration(Math.max(intervalMs + scrapeIntervalMs, 4 * scrapeIntervalMs)),
  __range: formatDuration(rangeMs),
  __range_s: String(Math.round(rangeMs / 1000)),
  __range_ms: String(rangeMs),
});
