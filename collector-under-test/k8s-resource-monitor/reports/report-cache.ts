import type { Clock } from '../clock.ts';
import type { Report, Summary } from './make-report.ts';
import { releaseMemory } from './release-memory.ts';

/** The reports that dashboards have open. */
export interface ReportCache extends AsyncDisposable {
  /** Gives the summary of the report of the key, which is made when it is not held. */
  open(key: string, make: () => Promise<Report>): Promise<Summary>;
}

interface Held {
  report: Report;
  usedAt: number;
}

/** Holds each report until nobody has asked for it for `idleMs`; how many that are has no limit. */
export function createReportCache(idleMs: number, clock: Clock): ReportCache {
  const held = new Map<string, Held>();
  /** A function of its own, so that nothing here refers to what it let go while memory is released. */
  const evict = (): number => {
    const before = held.size;
    for (const [key, { usedAt }] of held) if (clock.monotonic() - usedAt > idleMs) held.delete(key);
    return before - held.size;
  };
  const stop = new AbortController();
  const sweeping = (async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(idleMs / 4, stop.signal);
      if (evict() > 0) releaseMemory();
    }
  })();
  return {
    async open(key, make) {
      const report = held.get(key)?.report ?? (await make());
      held.set(key, { report, usedAt: clock.monotonic() });
      return report.summary;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await sweeping;
    },
  };
}
