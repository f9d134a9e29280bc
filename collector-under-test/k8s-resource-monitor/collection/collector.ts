import type { Clock } from '../clock.ts';
import type { Election, Term } from '../election/election.ts';
import type { Pod } from '../kubernetes/list-pods.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Fenced } from '../store/fence.ts';
import type { Store } from '../store/store.ts';

export interface CollectorDeps {
  /** Lists the pods, or throws when an answer takes longer than `withinMs`. */
  listPods: (withinMs: number) => Promise<Pod[]>;
  election: Pick<Election, 'acquire' | 'current'>;
  store: Store;
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
}

/** Collects pods into the store. */
export interface Collector {
  /**
   * Collects once; gives how many pods there were, or undefined where another replica leads. Throws, after counting the
   * error, when it cannot.
   */
  collect(): Promise<number | undefined>;
  /** Why the last collection failed; undefined when it did not, or before the first. */
  lastError(): string | undefined;
}

/** Makes the collector; nothing is collected before it is told to. */
export function createCollector(deps: CollectorDeps): Collector {
  const { election, metrics, logger } = deps;
  let lastError: string | undefined;
  return {
    async collect() {
      try {
        const term = await election.acquire();
        const pods = term === undefined ? undefined : await collectIn(term, deps);
        lastError = undefined;
        if (pods === undefined) logger.debug('another replica leads');
        return pods;
      } catch (error) {
        lastError = error instanceof Error ? error.message : String(error);
        metrics.collectionFailed();
        if (error instanceof Fenced) metrics.collectionFenced();
        logger.warn({ error: lastError }, error instanceof Fenced ? 'collection fenced' : 'collection failed');
        throw error;
      }
    },
    lastError: () => lastError,
  };
}

/** Collects in a term; gives undefined where it ended before there was something to keep. */
async function collectIn(term: Term, deps: CollectorDeps): Promise<number | undefined> {
  const { listPods, election, store, metrics, clock } = deps;
  // Before it begins, so that what an earlier term has under way cannot be kept after this.
  store.enter(term);
  const [begun, begunAt] = [clock.now(), clock.monotonic()];
  const pods = await listPods(election.current()?.leftMs ?? 0);
  // The lead may be lost while the API answers, and what is stored then would be stored twice.
  if (election.current()?.term.token !== term.token) return undefined;
  store.add({ begun, at: clock.now(), pods, term });
  metrics.collected({ pods: pods.length, seconds: (clock.monotonic() - begunAt) / 1_000 });
  return pods.length;
}
