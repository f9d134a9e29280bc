import type { Notice } from '../alerts/webhook-schema.ts';
import type { Clock, Random } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import type { SendResult } from '../destinations/client.ts';
import type { Send } from '../destinations/send.ts';
import { createLogLimit } from '../logging/limit.ts';
import type { LogLimit } from '../logging/limit.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Delivery, Store } from '../store/store.ts';
import { decide } from './decide.ts';
import { isStillHeld } from './still-held.ts';
import type { Settler } from './settler.ts';
import { createWake } from './wake.ts';

/** Delivers to one destination, whenever woken, until stopped. */
export interface Worker {
  /** Says that there may be something to deliver. */
  wake(): void;
  /** Failed attempts since the last success. */
  consecutiveFailures(): number;
  /** Claims nothing more; resolves once sends in flight ended. The signal aborts those, and they stay stored. */
  stop(signal: AbortSignal): Promise<void>;
}

/** What a worker works with. */
export interface WorkerDeps {
  store: Store;
  settler: Settler;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  random: Random;
  concurrency: number;
}

const leaseMarginMs = 30_000;

/** Starts the worker of a destination. */
export function startWorker(destination: Destination, send: Send, deps: WorkerDeps): Worker {
  const wake = createWake(deps.clock);
  const inFlight = new Set<Promise<void>>();
  const aborter = new AbortController();
  const health = { failures: 0 };
  const limit = createLogLimit(deps.clock);
  let stopping = false;
  const launch = (delivery: Delivery, claimedAt: number): void => {
    const attempt = { destination, send, deps, health, limit, signal: aborter.signal, claimedAt };
    const running = deliver(delivery, attempt).then((waitMs) => {
      inFlight.delete(running);
      wake.ring();
      if (waitMs > 0) void deps.clock.sleep(waitMs, aborter.signal).then(() => wake.ring());
    });
    inFlight.add(running);
  };
  const loop = async (): Promise<void> => {
    while (!stopping) {
      const claimedAt = deps.clock.monotonic();
      for (const delivery of await claim(destination, deps, inFlight.size)) launch(delivery, claimedAt);
      await wake.wait();
    }
  };
  const finished = loop();
  return {
    wake: () => wake.ring(),
    consecutiveFailures: () => health.failures,
    async stop(signal) {
      stopping = true;
      wake.ring();
      signal.addEventListener('abort', () => aborter.abort(), { once: true });
      if (signal.aborted) aborter.abort();
      await finished;
      await Promise.all(inFlight);
      aborter.abort();
    },
  };
}

async function claim(destination: Destination, deps: WorkerDeps, inFlight: number): Promise<readonly Delivery[]> {
  const { store, clock, logger, concurrency } = deps;
  const limit = concurrency - inFlight;
  if (limit <= 0) return [];
  const leaseMs = destination.timeoutMs + leaseMarginMs;
  try {
    return await store.claim({ destination: destination.name, limit, now: clock.now(), leaseMs });
  } catch (error) {
    logger.error({ destination: destination.name, error: String(error) }, 'store failed to hand out deliveries');
    return [];
  }
}

interface Attempt {
  destination: Destination;
  send: Send;
  deps: WorkerDeps;
  health: { failures: number };
  limit: LogLimit;
  signal: AbortSignal;
  /** When it was asked for, by the monotonic clock. */
  claimedAt: number;
}

/** Makes one attempt and settles it; resolves with the wait before the next one. */
async function deliver(delivery: Delivery, attempt: Attempt): Promise<number> {
  const { destination, send, deps, health, limit, signal, claimedAt } = attempt;
  const { clock, random, settler, store } = deps;
  if (!(await isStillHeld(delivery.id, { store, clock, claimedAt, signal }))) return 0;
  const message = { notice: JSON.parse(delivery.payload) as Notice, idempotencyKey: delivery.key };
  const started = clock.monotonic();
  const result = await send(message, signal).catch(() => undefined);
  if (result === undefined) {
    await store.release([delivery.id]).catch(() => undefined);
    return 0;
  }
  health.failures = result.kind === 'sent' ? 0 : health.failures + 1;
  observe({ destination, result, delivery, limit, seconds: (clock.monotonic() - started) / 1_000 }, deps);
  const settlement = decide(delivery, result, destination, { now: clock.now(), random });
  await settler.settle(settlement, signal);
  return settlement.kind === 'retry' ? settlement.dueAt - clock.now() : 0;
}

interface Observed {
  destination: Destination;
  result: SendResult;
  delivery: Delivery;
  limit: LogLimit;
  seconds: number;
}

function observe({ destination, result, delivery, limit, seconds }: Observed, { metrics, logger }: WorkerDeps): void {
  const labels = { destination: destination.name, type: destination.type };
  if (result.kind === 'sent') {
    metrics.destinationSent(labels, seconds);
    return;
  }
  metrics.destinationFailed(labels, seconds);
  const suppressed = limit();
  if (suppressed === undefined) return;
  const { reason: error, kind } = result;
  logger.warn(
    { ...labels, error, retriable: kind === 'transient', attempt: delivery.attempts + 1, suppressed },
    'failed to send',
  );
}
