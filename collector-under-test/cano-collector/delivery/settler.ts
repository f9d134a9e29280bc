import type { Clock } from '../clock.ts';
import { createLogLimit } from '../logging/limit.ts';
import type { LogLimit } from '../logging/limit.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createBatcher } from '../store/batcher.ts';
import type { Settled, Settlement, Store } from '../store/store.ts';
import type { QueueDepth } from './queue-depth.ts';

/** Records how deliveries ended, in the store and in the metrics. */
export interface Settler {
  /** Settles one delivery, again and again while the store fails; gives up when the signal aborts. */
  settle(settlement: Settlement, signal: AbortSignal): Promise<void>;
}

/** What a settler works with. */
export interface SettlerDeps {
  store: Store;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  depth: QueueDepth;
}

const batchSize = 256;
const slowMs = 5_000;
const storeRetryMs = 500;

/** Builds the settler shared by all destinations. */
export function createSettler(deps: SettlerDeps): Settler {
  const { store, logger, clock } = deps;
  const limit = createLogLimit(clock);
  const batcher = createBatcher((settlements: readonly Settlement[]) => store.settle(settlements), batchSize);
  return {
    async settle(settlement, signal) {
      for (;;) {
        try {
          const [settled] = await batcher.add([settlement]);
          if (settled?.applied) record(settlement, settled, { ...deps, limit });
          return;
        } catch (error) {
          logger.error({ error: String(error) }, 'store failed to record a delivery');
          await clock.sleep(storeRetryMs, signal);
          if (signal.aborted) return;
        }
      }
    },
  };
}

function record(settlement: Settlement, settled: Settled, deps: SettlerDeps & { limit: LogLimit }): void {
  const { metrics, logger, clock, depth, limit } = deps;
  if (settlement.kind !== 'retry') depth.add(-1);
  if (settled.firstGiveUp) metrics.alertError('undeliverable');
  if (settled.finishedAcceptedAt === undefined) return;
  const durationMs = Math.max(0, clock.now() - settled.finishedAcceptedAt);
  metrics.alertProcessed(durationMs / 1_000);
  logger.debug({ durationMs }, 'processing duration');
  const suppressed = durationMs >= slowMs ? limit() : undefined;
  if (suppressed !== undefined) logger.warn({ durationMs, suppressed }, 'slow processing duration');
}
