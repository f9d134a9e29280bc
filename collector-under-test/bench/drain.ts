import { systemClock } from '../cano-collector/clock.ts';
import type { BenchSink } from './bench-sink.ts';

const everyMs = 50;
const stalledMs = 10_000;

/** What has not arrived: lost where nothing arrived any more, pending where there was no more time. */
export interface Undelivered {
  lost: number;
  pending: number;
}

/** Waits until all have arrived, nothing more has for 10 s, or `mostMs` have passed; gives how many have not. */
export async function drain(sink: BenchSink, ids: Iterable<string>, mostMs: number): Promise<Undelivered> {
  const missing = new Set(ids);
  const start = systemClock.monotonic();
  let moved = start;
  for (;;) {
    const before = missing.size;
    for (const id of missing) if (sink.arrivals.has(id)) missing.delete(id);
    const now = systemClock.monotonic();
    if (missing.size < before) moved = now;
    if (missing.size === 0 || now - moved > stalledMs) return { lost: missing.size, pending: 0 };
    if (now - start > mostMs) return { lost: 0, pending: missing.size };
    await systemClock.sleep(everyMs);
  }
}
