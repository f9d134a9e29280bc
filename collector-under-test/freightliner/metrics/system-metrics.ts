import { Counter, Gauge, type Registry } from 'prom-client';

/** Values read when the metrics are scraped. */
export interface SystemSources {
  pool: () => { size: number; active: number; queued: number };
  /** The resident memory of the process, in bytes. */
  memoryBytes: () => number;
}

/** Who refuses or is refused: a client of the API, or a registry that refuses its credentials. */
export type AuthFailure = 'api' | 'registry';

/** Counts what goes wrong in the process itself. */
export interface SystemMetrics {
  /** Creates the series of panics at zero, so that the first is an increase. */
  initialisePanics(): void;
  /** The same for refused credentials. */
  initialiseRefusals(): void;
  panicked(): void;
  authFailed(type: AuthFailure): void;
}

/** Registers the system metrics. */
export function createSystemMetrics(registry: Registry, { pool, memoryBytes }: SystemSources): SystemMetrics {
  const registers = [registry];
  gauge(registry, 'worker_pool_size', 'Workers', () => pool().size);
  gauge(registry, 'worker_pool_active', 'Workers that transfer', () => pool().active);
  gauge(registry, 'worker_pool_queued', 'Transfers that wait for a worker', () => pool().queued);
  gauge(registry, 'memory_usage_bytes', 'Resident memory of the process', memoryBytes);
  gauge(registry, 'goroutines_count', 'Threads that run code: the main one and the workers', () => pool().size + 1);
  const panics = new Counter({
    name: 'freightliner_panics_total',
    help: 'Threads that ended by an error nobody expected',
    labelNames: ['component'],
    registers,
  });
  const refusals = new Counter({
    name: 'freightliner_auth_failures_total',
    help: 'Refused credentials',
    labelNames: ['type'],
    registers,
  });
  return {
    initialisePanics: () => panics.inc({ component: 'worker' }, 0),
    initialiseRefusals: () => ['api', 'registry'].forEach((type) => refusals.inc({ type }, 0)),
    panicked: () => panics.inc({ component: 'worker' }),
    authFailed: (type) => refusals.inc({ type }),
  };
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: `freightliner_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
