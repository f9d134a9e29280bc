import { startChild } from '../cano-collector/testing/child.ts';
import { waitFor } from '../cano-collector/testing/wait-for.ts';
import type { BenchSink } from './bench-sink.ts';
import { watchMemory } from './memory.ts';
import { sendOpenLoop } from './open-loop.ts';
import { percentile } from './percentile.ts';
import { prepareWorkplace } from './workplace.ts';

const drainMs = 30_000;

/** What one rate gave; times run from the intended send to the arrival at the destination. */
export interface RateResult {
  rate: number;
  sent: number;
  accepted: number;
  acceptedPerSecond: number;
  delivered: number;
  p50Ms: number | undefined;
  p95Ms: number | undefined;
  p99Ms: number | undefined;
  maxRssMib: number;
}

/** Runs one rate against a fresh collector. */
export async function runRate(sink: BenchSink, rate: number, durationMs: number): Promise<RateResult> {
  await using place = await prepareWorkplace(sink.url);
  await using collector = await startChild({ env: place.env });
  const memory = watchMemory(collector.pid);
  const load = await sendOpenLoop({ url: collector.url, rate, durationMs, prefix: `rate${rate}` });
  const accepted = [...load.acknowledged];
  await waitFor('delivery', () => accepted.every((id) => sink.arrivals.has(id)) || undefined, drainMs).catch(
    () => false,
  );
  const latencies = accepted.flatMap((id) => {
    const [at, intended] = [sink.arrivals.get(id), load.intended.get(id)];
    return at === undefined || intended === undefined ? [] : [at - intended];
  });
  const round = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms * 10) / 10);
  return {
    rate,
    sent: load.intended.size,
    accepted: accepted.length,
    acceptedPerSecond: Math.round((accepted.length * 10_000) / load.elapsedMs) / 10,
    delivered: latencies.length,
    p50Ms: round(percentile(latencies, 0.5)),
    p95Ms: round(percentile(latencies, 0.95)),
    p99Ms: round(percentile(latencies, 0.99)),
    maxRssMib: await memory.stop(),
  };
}
