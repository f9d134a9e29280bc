import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrometheusSpec, Sink } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';
import { LocalMonitor } from './local-monitor.ts';
import { samplesFolder } from './monitor-files.ts';
import { startPrometheus, type ProgramOptions } from './monitoring.ts';

type Surroundings = {
  readonly spec: PrometheusSpec;
  readonly alertmanagerUrls: readonly string[];
  readonly sinks: ReadonlyMap<string, Sink>;
};

/**
 * Starts the replicas of Prometheus, each of which scrapes the target and sends to every Alertmanager. Throws
 * `DRILL_INVALID` for a target that is no sink.
 */
export const startPrometheuses = async (
  { spec, alertmanagerUrls, sinks }: Surroundings,
  options: ProgramOptions,
  undo: UndoStack,
): Promise<LocalMonitor[]> => {
  const target = sinks.get(spec.target);
  if (target === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no sink has the name of the target', got: spec.target });
  const exporters = [{ job: spec.job, metricsPath: '/metrics', url: target.url }];
  const started: LocalMonitor[] = [];
  for (let index = 0; index < spec.replicas; index += 1) {
    const own = { ...options, folder: join(options.folder, `prometheus-${index}`) };
    await mkdir(own.folder, { recursive: true });
    const replica = new LocalMonitor(async (web) => {
      if (!spec.keepsSamples) await rm(samplesFolder(own.folder), { recursive: true, force: true });
      const prometheus = fillTemplate(spec.config, { replica: String(index) }, 'prometheus.yml');
      const files = { rules: spec.rules, prometheus, prometheusFlags: spec.flags };
      return await startPrometheus(own, files, { alertmanagerUrls, exporters }, web);
    });
    started.push(undo.use(`stop prometheus ${index}`, replica));
    await replica.restart();
    options.signal.throwIfAborted();
  }
  return started;
};
