import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Store } from './store.ts';

/** Observes how long each query takes, also one that fails. */
export function timedStore(store: Store, { metrics, clock }: { metrics: Metrics; clock: Clock }): Store {
  const timed = async <T>(operation: string, query: () => Promise<T>): Promise<T> => {
    const begun = clock.monotonic();
    try {
      return await query();
    } finally {
      metrics.query({ operation, seconds: (clock.monotonic() - begun) / 1_000 });
    }
  };
  return {
    record: (observation) => timed('record', () => store.record(observation)),
    statistics: () => timed('statistics', () => store.statistics()),
    durations: (limit) => timed('durations', () => store.durations(limit)),
    close: () => store.close(),
  };
}
