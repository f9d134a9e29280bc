import { startChild } from '../cano-collector/testing/child.ts';
import type { BenchSink } from './bench-sink.ts';
import { drain } from './drain.ts';
import { watchMemory } from './memory.ts';
import { sendOpenLoop, type LoadResult } from './open-loop.ts';
import { percentile } from './percentile.ts';
import { processCpuMs } from './process-cpu.ts';
import type { BenchStore } from './stores.ts';
import { prepareWorkplace } from './workplace.ts';

const drainMs = 30_000;

/** What to send to which collector. */
export interface RateOptions {
  /** Alerts a second. */
  rate: number;
  durationMs: number;
  alertsPerWebhook?: number;
  /** SQLite unless given. */
  store?: BenchStore;
}

/** What one rate gave; times run from the intended send to the arrival at the destination. */
export interface RateResult {
  rate: number;
  sent: number;
  accepted: number;
  acceptedPerSecond: number;
  delivered: number;
  /** From the first send to the last arrival: what is delivered lastingly where it falls behind the rate. */
  deliveredPerSecond: number;
  /** Accepted and not delivered, and nothing arrived any more. */
  lost: number;
  /** Accepted and not delivered 30 s after the load, while others still arrived. */
  pending: number;
  p50Ms: number | undefined;
  p95Ms: number | undefined;
  p99Ms: number | undefined;
  maxRssMib: number;
  /** CPU time of the collector from the first alert sent to the last delivered. */
  cpuMs: number;
}

let runs = 0;

/** Runs one rate against a fresh collector. */
export async function runRate(sink: BenchSink, options: RateOptions): Promise<RateResult> {
  const { rate, durationMs, alertsPerWebhook = 1, store } = options;
  await using place = await prepareWorkplace(sink.url, await store?.prepare());
  await using collector = await startChild({ env: place.env });
  const memory = watchMemory(collector.pid);
  const cpuBefore = await processCpuMs(collector.pid);
  runs += 1;
  const load = await sendOpenLoop({ url: collector.url, rate, durationMs, alertsPerWebhook, prefix: `rate${runs}` });
  const { lost, pending } = await drain(sink, load.acknowledged, drainMs);
  const cpuMs = (await processCpuMs(collector.pid)) - cpuBefore;
  const accepted = load.acknowledged.size;
  return {
    rate,
    sent: load.intended.size,
    accepted,
    acceptedPerSecond: Math.round((accepted * 10_000) / load.elapsedMs) / 10,
    delivered: accepted - lost - pending,
    deliveredPerSecond: deliveredPerSecond(sink, load),
    lost,
    pending,
    ...percentilesOf(sink, load),
    maxRssMib: await memory.stop(),
    cpuMs,
  };
}

function deliveredPerSecond(sink: BenchSink, { acknowledged, intended }: LoadResult): number {
  const arrivals = [...acknowledged].map((id) => sink.arrivals.get(id)).filter((at) => at !== undefined);
  const [start = 0] = intended.values();
  const end = arrivals.reduce((latest, at) => Math.max(latest, at), start);
  return end === start ? 0 : Math.round((arrivals.length * 1_000) / (end - start));
}

function percentilesOf(sink: BenchSink, { acknowledged, intended }: LoadResult) {
  const latencies = [...acknowledged].flatMap((id) => {
    const [at, due] = [sink.arrivals.get(id), intended.get(id)];
    return at === undefined || due === undefined ? [] : [at - due];
  });
  const at = (share: number): number | undefined => {
    const ms = percentile(latencies, share);
    return ms === undefined ? undefined : Math.round(ms * 10) / 10;
  };
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
