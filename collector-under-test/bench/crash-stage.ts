import { systemClock } from '../cano-collector/clock.ts';
import { startChild } from '../cano-collector/testing/child.ts';
import { waitFor } from '../cano-collector/testing/wait-for.ts';
import type { BenchSink } from './bench-sink.ts';
import { sendOpenLoop } from './open-loop.ts';
import { prepareWorkplace } from './workplace.ts';

const drainMs = 30_000;

/** What survived a kill -9 under load. */
export interface CrashResult {
  rate: number;
  killedAfterMs: number;
  acknowledged: number;
  /** Acknowledged and not delivered when the process was killed. */
  pendingAtKill: number;
  delivered: number;
  lost: number;
}

/** Kills the collector in the middle of a load, starts it again and counts what it lost. */
export async function runCrash(sink: BenchSink, rate: number, killedAfterMs: number): Promise<CrashResult> {
  await using place = await prepareWorkplace(sink.url);
  const stop = new AbortController();
  await using first = await startChild({ env: place.env });
  const load = { url: first.url, rate, durationMs: 2 * killedAfterMs, prefix: 'crash', signal: stop.signal };
  const sending = sendOpenLoop(load);
  await systemClock.sleep(killedAfterMs);
  await first.end('SIGKILL');
  stop.abort();
  const acknowledged = [...(await sending).acknowledged];
  const missing = (): number => acknowledged.filter((id) => !sink.arrivals.has(id)).length;
  const pendingAtKill = missing();
  await using second = await startChild({ env: place.env });
  await waitFor('delivery', () => missing() === 0 || undefined, drainMs).catch(() => false);
  await second.end('SIGTERM');
  const lost = missing();
  const delivered = acknowledged.length - lost;
  return { rate, killedAfterMs, acknowledged: acknowledged.length, pendingAtKill, delivered, lost };
}
