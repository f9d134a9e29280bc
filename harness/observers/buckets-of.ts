import type { Bucket } from '../contract/index.ts';

/**
 * Gives the cumulative buckets of a histogram in a text of Prometheus' exposition format, ascending by `le`; those of
 * several series are added. Empty where there is none of the name.
 */
export const bucketsOf = (exposition: string, metric: string): Bucket[] => {
  const counts = new Map<number, number>();
  for (const line of exposition.split('\n')) {
    if (!line.startsWith(`${metric}_bucket{`)) continue;
    const [, bound, count] = /[{,]le="([^"]+)".*\}\s+(\S+)/.exec(line) ?? [];
    if (bound === undefined || count === undefined) continue;
    const le = bound === '+Inf' ? Infinity : Number(bound);
    counts.set(le, (counts.get(le) ?? 0) + Number(count));
  }
  return [...counts].map(([le, count]) => ({ le, count })).sort((one, other) => one.le - other.le);
};
