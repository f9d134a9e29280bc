import type { BenchSink } from './bench-sink.ts';
import { runRate } from './rate-stage.ts';
import type { BenchStore } from './stores.ts';

const rate = 200;

/** What an alert costs the collector from its ingest to its delivery. */
export interface IngestCost {
  store: BenchStore['name'];
  alertsPerWebhook: number;
  rate: number;
  acknowledged: number;
  lost: number;
  /** CPU time of the collector's process for each acknowledged alert, in ms. */
  cpuMsPerAlert: number;
}

/** Measures the CPU time of each alert at 200 a second, singly and twenty to a payload, one store after another. */
export async function measureIngestCost(
  sink: BenchSink,
  stores: readonly BenchStore[],
  durationMs: number,
): Promise<IngestCost[]> {
  const costs: IngestCost[] = [];
  for (const alertsPerWebhook of [1, 20]) {
    for (const store of stores) {
      const { accepted, lost, cpuMs } = await runRate(sink, { rate, durationMs, alertsPerWebhook, store });
      const cpuMsPerAlert = Math.round((cpuMs / accepted) * 1_000) / 1_000;
      costs.push({ store: store.name, alertsPerWebhook, rate, acknowledged: accepted, lost, cpuMsPerAlert });
    }
  }
  return costs;
}
