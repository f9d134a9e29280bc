import type { BenchSink } from './bench-sink.ts';
import { runRate, type RateResult } from './rate-stage.ts';
import type { BenchStore } from './stores.ts';

const limitMs = 5_000;
const lowest = 500;
const highest = 64_000;
/** How far apart the rate that holds and the one that does not may stay. */
const closeEnough = 1.2;
const alertsPerWebhook = 20;

/**
 * The highest rate at which a collector keeps the objective, with every rate that was tried. A load as short as this may
 * still be queueing at its end: `deliveredPerSecond` tells what the collector would keep up with for good.
 */
export interface Ceiling {
  store: BenchStore['name'];
  alertsPerWebhook: number;
  limitMs: number;
  /** Alerts a second that held, 0 where none did. */
  holds: number;
  /** The lowest that did not hold; missing where all did. */
  fails?: number;
  tried: (RateResult & { held: boolean })[];
}

/** Searches by doubling and bisection, one rate of each store in turn, so that all see the same machine. */
export async function findCeilings(
  sink: BenchSink,
  stores: readonly BenchStore[],
  durationMs: number,
): Promise<Ceiling[]> {
  const searches = stores.map(({ name }): Ceiling => ({
    ...{ store: name, alertsPerWebhook, limitMs },
    ...{ holds: 0, tried: [] },
  }));
  const pairs = stores.map((store, index) => ({ store, search: searches[index] as Ceiling }));
  for (let open = pairs; open.length > 0; open = open.filter(({ search }) => nextRate(search) !== undefined)) {
    for (const { store, search } of open) {
      const rate = nextRate(search);
      if (rate === undefined) continue;
      const result = await runRate(sink, { rate, durationMs, alertsPerWebhook, store });
      const held = holds(result);
      search.tried.push({ ...result, held });
      if (held) search.holds = rate;
      else search.fails = rate;
    }
  }
  return searches;
}

/** The rate to try next, whole payloads a second; undefined once the ceiling is known well enough. */
export function nextRate({ holds: low, fails: high }: Pick<Ceiling, 'holds' | 'fails'>): number | undefined {
  if (high === undefined) return low === 0 ? lowest : low >= highest ? undefined : low * 2;
  if (high - low <= alertsPerWebhook || high <= low * closeEnough) return undefined;
  const between = low === 0 ? high / 2 : Math.sqrt(low * high);
  return Math.round(between / alertsPerWebhook) * alertsPerWebhook;
}

function holds({ sent, accepted, delivered, p95Ms }: RateResult): boolean {
  return accepted === sent && delivered === accepted && p95Ms !== undefined && p95Ms < limitMs;
}
