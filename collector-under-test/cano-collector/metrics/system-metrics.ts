import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { createHttpMetrics } from './http-metrics.ts';
import type { HttpMetrics } from './http-metrics.ts';

/** Values read when the metrics are scraped; times are unix milliseconds. */
export interface SystemSources {
  queueDepth: () => number;
  configModifiedAt: () => Promise<number | undefined>;
  /** Missing when no backup is configured. */
  backupSucceededAt?: (() => Promise<number | undefined>) | undefined;
}

/** Counts what the collector does besides alerts. */
export interface SystemMetrics extends HttpMetrics {
  configReloaded(result: 'success' | 'failure'): void;
  backupFailed(): void;
}

/** Registers the system metrics. */
export function createSystemMetrics(registry: Registry, sources: SystemSources): SystemMetrics {
  const registers = [registry];
  const reloads = new Counter({
    name: 'cano_config_reloads_total',
    help: 'Configuration reloads after the start',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['success', 'failure']) reloads.inc({ result }, 0);
  const reloadOk = new Gauge({
    name: 'cano_config_last_reload_successful',
    help: 'Whether the newest configuration is in use',
    registers,
  });
  reloadOk.set(1);
  registerTimestamp(registry, 'cano_config_last_modified_timestamp', sources.configModifiedAt);
  registerQueueDepth(registry, sources.queueDepth);
  return {
    ...createHttpMetrics(registry),
    backupFailed: registerBackup(registry, sources.backupSucceededAt),
    configReloaded(result) {
      reloads.inc({ result });
      reloadOk.set(result === 'success' ? 1 : 0);
    },
  };
}

function registerBackup(registry: Registry, succeededAt: SystemSources['backupSucceededAt']): () => void {
  if (succeededAt === undefined) return () => undefined;
  registerTimestamp(registry, 'cano_backup_last_success_timestamp', succeededAt);
  const failures = new Counter({ name: 'cano_backup_failures_total', help: 'Failed backups', registers: [registry] });
  return () => failures.inc();
}

function registerQueueDepth(registry: Registry, depth: () => number): void {
  new Gauge({
    name: 'cano_queue_depth',
    help: 'Deliveries waiting or in flight',
    registers: [registry],
    collect() {
      this.set(depth());
    },
  });
}

/** A gauge in unix seconds with no series while the time is unknown. */
function registerTimestamp(registry: Registry, name: string, readMs: () => Promise<number | undefined>): void {
  new Gauge({
    name,
    help: 'Unix time in seconds',
    registers: [registry],
    async collect() {
      const ms = await readMs();
      if (ms === undefined) this.remove();
      else this.set(ms / 1_000);
    },
  });
}
