import type { Collector } from '../collection/collector.ts';
import type { Store } from '../store/store.ts';

/** `disabled` is a component that is not configured. */
export type Status = 'healthy' | 'unhealthy' | 'disabled';

export interface HealthDeps {
  store: Store;
  collector: Collector;
  prometheusUrl: string | undefined;
}

const patienceMs = 2_000;

/** How the database is. */
export function databaseStatus({ store }: Pick<HealthDeps, 'store'>): Status {
  try {
    store.check();
    return 'healthy';
  } catch {
    return 'unhealthy';
  }
}

/** How Prometheus is, asked now. */
async function prometheusStatus(url: string | undefined): Promise<Status> {
  if (url === undefined) return 'disabled';
  try {
    const answer = await fetch(new URL('/-/healthy', url), { signal: AbortSignal.timeout(patienceMs) });
    await answer.arrayBuffer();
    return answer.ok ? 'healthy' : 'unhealthy';
  } catch {
    return 'unhealthy';
  }
}

/** How every component is; the monitor is healthy when none is unhealthy. */
export async function checkHealth({ store, collector, prometheusUrl }: HealthDeps) {
  const components = {
    database_status: databaseStatus({ store }),
    kubernetes_status: collector.lastError() === undefined ? ('healthy' as const) : ('unhealthy' as const),
    prometheus_status: await prometheusStatus(prometheusUrl),
  };
  const status: Status = Object.values(components).includes('unhealthy') ? 'unhealthy' : 'healthy';
  return { status, ...components };
}
